"""Why the parser stopped: its state and the token looked up among the examples of mistakes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tmath.errors import ParseError, SourceError, Span, TableError
from tmath.language.lexing import MAX_DEPTH, MAX_OPERATORS
from tmath.language.messages import JOINERS, SCALES, SIGNS, Mistake, mistakes, wanted
from tmath.language.page import Page, join
from tmath.language.words import CONSTANTS, FUNCTIONS, RESERVED, not_a_name
from tmath.records import dataclass

if TYPE_CHECKING:
    from lark import Lark, Token

_CLASSES = {
    **dict.fromkeys(("NAME", "NUMBER", "LPAR"), "value"),
    **dict.fromkeys(("PLUS", "MINUS", "TIMES", "OVER", "POWER"), "operator"),
    **dict.fromkeys(("_NL", "$END"), "end"),
}
_GUARDS = {"TOO_DEEP": MAX_DEPTH, "TOO_LONG": MAX_OPERATORS}
_TABLES = ("heading", "row")
_FACTORS = {"LPAR": "(...)", "RPAR": "(...)", "BRACKET": "[...]"}
_WORD = re.compile(r"[^\s,=:|\[]+")


@dataclass(frozen=True)
class Stop:
    """Where the parser stopped: the tokens it took, then the token it did not, or the character that begins none."""

    rule: str
    tokens: list[Token]
    kind: str  # the type of the token, or the character itself
    found: Token | None
    offset: int
    state: int
    accepts: frozenset[str]

    @property
    def before(self) -> Token | None:
        """The last token taken."""
        return self.tokens[-1] if self.tokens else None


def read(parser: Lark, rule: str, text: str, start: int, end: int, values: bool = True) -> Any:
    """The value of a statement (none without `values`), or the Stop at its first mistake."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken
    from lark.lexer import Token
    from lark.utils import TextSlice

    interactive = parser.parse_interactive(TextSlice(text, start, end), start=rule)
    if not values:
        interactive.parser_state.parse_conf.callbacks = {}
    tokens: list[Token] = []
    found: Token | None = None
    try:
        stream: Iterator[Token] = interactive.lexer_thread.lex(interactive.parser_state)  # type: ignore[no-untyped-call]
        for found in stream:
            interactive.feed_token(found)
            tokens.append(found)
        found = Token.new_borrow_pos("$END", "", tokens[-1]) if tokens else Token("$END", "", start, 1, 1, 1, 1, start)
        return interactive.feed_token(found)
    except UnexpectedToken as error:
        kind, found, offset = error.token.type, error.token, error.token.start_pos or 0
    except UnexpectedCharacters as error:
        offset = error.pos_in_stream or 0
        kind, found = text[offset], None
    kind = _composed(rule, text, offset, kind)
    state = settled(interactive.parser_state)
    accepts: set[str] = interactive.accepts()  # type: ignore[no-untyped-call]
    return Stop(rule, tokens, kind, found, offset, state, frozenset(accepts))


def _composed(rule: str, text: str, offset: int, kind: str) -> str:
    """The sign of two characters that the parser met as two tokens."""
    around, following = text[offset - 1 : offset + 1], text[offset : offset + 2]
    if around in ("==", ":="):
        return around
    if following == ":=":
        return following
    if "=<" in (around, following) or "=>" in (around, following):
        return "=<"
    return kind if around != "->" else "ARROW" if rule == "row" else "->"


def settled(parser_state: Any) -> int:
    """The state after every reduction that is the only one left: what was read, however far it was reduced."""
    from lark.parsers.lalr_analysis import Reduce

    states, stack = parser_state.parse_conf.states, list(parser_state.state_stack)
    while True:
        rules = {arg for action, arg in states[stack[-1]].values() if action is Reduce}
        if len(rules) != 1:
            return int(stack[-1])
        (rule,) = rules
        if not rule.expansion:
            return int(stack[-1])
        del stack[-len(rule.expansion) :]
        stack.append(states[stack[-1]][rule.origin.name][1])


@functools.cache
def examples(parser: Lark) -> dict[tuple[int, str], Mistake]:
    """Each mistake by the states and tokens at which its examples stop, and by the kinds of those tokens."""
    exact: dict[tuple[int, str], Mistake] = {}
    derived: dict[tuple[int, str], Mistake] = {}
    for mistake in mistakes():
        for rule, text in mistake.examples:
            stop = read(parser, rule, text + "\n", 0, len(text) + 1, values=False)
            exact[stop.state, stop.kind] = mistake
            derived.setdefault((stop.state, _CLASSES.get(stop.kind, stop.kind)), mistake)
            if rule in _TABLES and text.startswith("|"):  # the same mistake in a later cell
                later = read(parser, rule, f"| z {text}\n", 0, len(text) + 5, values=False)
                if isinstance(later, Stop):
                    derived.setdefault((later.state, later.kind), mistake)
    return derived | exact


def report(parser: Lark, page: Page, stop: Stop) -> None:
    """Note the mistake at which the parser stopped."""
    error = TableError if stop.rule in _TABLES else ParseError
    if not (_parentheses(page, stop) or _size(page, stop) or _character(parser, page, stop)):
        table = examples(parser)
        mistake = table.get((stop.state, stop.kind)) or table.get((stop.state, _CLASSES.get(stop.kind, stop.kind)))
        if not _reserved(page, stop, mistake is not None):
            late = stop.kind == "DOCSTRING" and mistake is None
            _tell(page, stop, _LATE if late else mistake or _GENERIC, error)


# -- mistakes that no state tells ------------------------------------------------------------------


def _parentheses(page: Page, stop: Stop) -> bool:
    """Report a parenthesis that is never closed or never opened."""
    opened: list[Token] = []
    for token in stop.tokens:
        if token.type == "LPAR":
            opened.append(token)
        elif token.type == "RPAR" and opened:
            opened.pop()
    if (
        opened
        and stop.kind not in SIGNS
        and stop.kind not in ("TOO_DEEP", "TOO_LONG")
        and _closing(page, stop) < len(opened)
    ):
        facts = _expected("')'", _quoted(stop.found))
        page.problem("a parenthesis that is never closed", page.span(opened[-1]), lines=facts)
    elif not opened and stop.kind == "RPAR" and stop.found is not None:
        page.problem("')' without '('", page.span(stop.found))
    else:
        return False
    return True


def _closing(page: Page, stop: Stop) -> int:
    """Parentheses closed, less those opened, on the rest of the line where the parser stopped."""
    rest = page.text[stop.offset : page.text.find("\n", stop.offset)]
    return rest.count(")") - rest.count("(")


def _size(page: Page, stop: Stop) -> bool:
    """Report what is nested too deep or too long."""
    if stop.found is None or stop.kind not in _GUARDS:
        return False
    message = "parentheses nested too deep" if stop.kind == "TOO_DEEP" else "a statement with too many operators"
    page.problem(message, page.span(stop.found), lines=(f"expected  at most {_GUARDS[stop.kind]}",))
    return True


def _character(parser: Lark, page: Page, stop: Stop) -> bool:
    """Report a character that begins no token."""
    sign = stop.kind if stop.found is None else str(stop.found)
    if stop.found is not None and stop.kind not in ("SIGN", "PERCENT"):
        return False
    if mistake := examples(parser).get((stop.state, stop.kind)):
        facts = _expected(mistake.expected, f"'{sign}'")
        page.problem(mistake.message, page.at(stop.offset), lines=facts, fix=mistake.fix or None)
        return True
    message, expected, fix = SIGNS.get(sign, (f"'{sign}' is no sign of the language", "", ""))
    lines = (f"expected  {expected}",) if expected else ()
    page.problem(message, page.at(stop.offset), lines=lines, fix=fix or None)
    return True


def _reserved(page: Page, stop: Stop, known: bool) -> bool:
    """Report a reserved word that was meant as a name: the token before, or the one found where no example has it."""
    words = RESERVED - CONSTANTS
    before = stop.before
    if before is not None and before.type == "NAME" and before.value in FUNCTIONS:
        facts = [*_expected(f"its argument in parentheses, as in {before.value}(x)", _quoted(stop.found))]
        page.problem(f"'{before.value}' is a function", page.span(before), lines=facts)
    elif before is not None and before.type == "NAME" and before.value in words:
        not_a_name(page, before)
    elif not known and stop.found is not None and stop.found.value in words and stop.kind != "NAME":
        not_a_name(page, stop.found)
    else:
        return False
    return True


# -- words --------------------------------------------------------------------------------------------

_LATE = Mistake("a docstring that does not stand first in its file", "comments here, which begin with #")
_GENERIC = Mistake("{found} cannot stand here")


def _tell(page: Page, stop: Stop, mistake: Mistake, error: type[SourceError]) -> None:
    """Note a mistake with its words filled in."""
    found, before = stop.found, stop.before
    assert found is not None
    first = stop.tokens[0] if stop.tokens else found
    factors = [_FACTORS.get(token.type, token.value) if token else "" for token in (before, found)]
    words = {
        "found": _quoted(found),
        "before": _quoted(before) if before is not None else "the start of the line",
        "first": _quoted(first),
        "first_text": first.value,
        "before_text": before.value if before is not None else "",
        "found_text": found.value,
        "product": " * ".join(factors),
        "word": _word(page, first),
    }
    lines = _hints(page, stop)
    if mistake.expected or not mistake.fix:
        lines = [*_expected(mistake.expected.format(**words) or wanted(stop.accepts), words["found"]), *lines]
    fix = mistake.fix.format(**words) or None
    page.problem(mistake.message.format(**words), _place(page, mistake, stop, first), lines=lines, fix=fix, error=error)


def _place(page: Page, mistake: Mistake, stop: Stop, first: Token) -> Span:
    """Where the caret of a mistake stands."""
    found, before = stop.found, stop.before
    assert found is not None
    here = page.span(found)
    if found.type in ("_NL", "$END"):
        end = here.column if found.type == "_NL" else here.end_column
        here = Span(here.file, here.line, end, end + 1)
    match mistake.at:
        case "first":
            return page.span(first)
        case "word":
            start = page.span(first)
            return Span(start.file, start.line, start.column, start.column + len(_word(page, first)))
        case "before" if before is not None:
            return page.span(before)
        case "both" if found.type == "COLON":
            return Span(here.file, here.line, here.column, here.column + 2)
        case "both" if before is not None and before.line == found.line:
            return join(page.span(before), here)
    return here


def _word(page: Page, first: Token) -> str:
    """What stands at a token, up to the next space, comma or sign that ends a name."""
    start = first.start_pos or 0
    match = _WORD.match(page.text, start)
    return match[0] if match else first.value


def _quoted(token: Token | None) -> str:
    """A token in words."""
    if token is None or token.type in ("_NL", "$END"):
        return "the end of the line"
    if token.type == "STRING":
        return "a string"
    if token.type == "DOCSTRING":
        return "a docstring"
    text = token.value if len(token.value) <= 40 else token.value[:37] + "..."
    return f"'{text}'"


def _expected(expected: str, found: str) -> list[str]:
    return [f"found     {found}", f"expected  {expected}"] if expected else [f"found     {found}"]


def _hints(page: Page, stop: Stop) -> list[str]:
    """What else may help, from the two tokens."""
    before, found = stop.before, stop.found
    hints = []
    if stop.rule in _TABLES and found is not None and "\t" in page.line(found.line or 0).strip():
        hints.append("a tab separates no cells; '|' does")
    if before is None or found is None:
        return hints
    between = page.text[before.end_pos or 0 : found.start_pos or 0]
    if before.type == "NUMBER" and found.type == "NAME" and stop.rule not in _TABLES:
        if not between and found.value in SCALES:
            hints.append(f"{before.value}{found.value} is written {before.value}e{SCALES[found.value]}")
        hints.append(f"a unit stands in brackets: {before.value} [{found.value}]")
    first = next((i for i, token in enumerate(stop.tokens) if token.line == found.line), len(stop.tokens))
    if first and found.type not in ("_NL", "$END"):
        last, start = stop.tokens[first - 1], [*stop.tokens, found][first]
        if last.type in JOINERS:
            hints.append(f"line {last.line} ends in '{last.value}' and is continued by the next")
        elif start.type in JOINERS or start.type == "STRING":
            hints.append(f"a line that begins with {_quoted(start)} continues the one before")
    return hints
