"""What is wrong with a text before any of it is read as a statement: its size and its characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tmath.errors import ParseError, Problem, Span
from tmath.language.page import Page

MAX_LINE = 100_000
"""Characters of one line, beyond which no one can have meant it as one."""

STRINGS_AND_COMMENTS = re.compile(r'"""[^"]*(?:"{1,2}[^"]+)*"""|"(?!"")[^"\n]*"|#[^\n]*')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FOREIGN = re.compile(r"[A-Za-z0-9_]*[^\x00-\x7f]\w*")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}

# Signs that stand for a sign of the language.
_SIGNS = {
    "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "−": "-", "–": "-", "—": "-", "÷": "/", "∕": "/", "⁄": "/",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "≃": "~=", "→": "->", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "²": "^2", "³": "^3", "│": "|", "√": "sqrt( )", "¬": "not", "∧": "and", "∨": "or",
}  # fmt: skip

# Letters of other alphabets that look like an ASCII letter, each run beside its look-alikes.
_LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινρυ" "ıɑɡ",
    "ABESIJKMHOPCTYXaesijopcyxhdqw" "ABEZHIKMNOPTYXoivpu" "iag",
)  # fmt: skip


def masked(text: str) -> str:
    """The text with strings as runs of quotes and comments as spaces, every character at its place."""
    return STRINGS_AND_COMMENTS.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    mark = " " if found[0][0] == "#" else '"'
    return "\n".join(mark * len(line) for line in found[0].split("\n"))


def check(page: Page) -> set[int]:
    """Report what no statement can hold; return the lines it stands on, which are not to be read further."""
    text = page.text
    bad = set(_long_lines(page)) if len(text) > MAX_LINE else set()
    if not text.isascii() or _CONTROL.search(text):
        bad |= _unseen(page, bad)
    if not text.isascii():
        bad |= _foreign(page, bad)
    return bad


def _long_lines(page: Page) -> Iterator[int]:
    for number, line in enumerate(page.lines, 1):
        if len(line) > MAX_LINE:
            here = Span(page.path, number, 1, 2)
            facts = (f"found     {len(line):_} characters", f"expected  at most {MAX_LINE:_}")
            page.problems.append(Problem(ParseError, "a line too long to be read", (here,), line[:200], facts))
            yield number


def _unseen(page: Page, skip: set[int]) -> set[int]:
    """Report characters that are not seen or change how others are seen, in strings and comments too."""
    unseen = {c for c in set(page.text) if c not in "\n\t" and unicodedata.category(c) in _UNSEEN}
    if not unseen:
        return set()
    found = set[int]()
    for number, line in enumerate(page.lines, 1):
        if number in skip or unseen.isdisjoint(line):
            continue
        columns = [column for column, c in enumerate(line, 1) if c in unseen]
        first = line[columns[0] - 1]
        kind = "a control" if unicodedata.category(first) == "Cc" else "an invisible"
        if unicodedata.bidirectional(first) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}:
            kind = "a bidirectional"
        spans = [Span(page.path, number, column, column + 1) for column in columns]
        page.problem(f"{kind} character", *spans, lines=(f"found     {_called(first)}",), fix="delete it")
        found.add(number)
    return found


def _foreign(page: Page, skip: set[int]) -> set[int]:
    """Report characters that are not ASCII, outside strings and comments: one problem a line."""
    found = set[int]()
    for number, line in enumerate(masked(page.text).split("\n"), 1):
        match = None if line.isascii() or number in skip else _FOREIGN.search(line)
        if match:
            _report(page, match, number)
            found.add(number)
    return found


def _report(page: Page, match: re.Match[str], number: int) -> None:
    word = match[0]
    offset = next(i for i, c in enumerate(word) if not c.isascii())
    char = word[offset]
    if not (char.isalpha() or char.isdigit()) or char in _SIGNS:
        here = Span(page.path, number, match.start() + offset + 1, match.start() + offset + 2)
        ascii_sign = _SIGNS.get(char, " " if char.isspace() else unicodedata.normalize("NFKC", char))
        fix = None
        if ascii_sign.isascii():
            fix = "write a plain space" if ascii_sign == " " else f"write {ascii_sign}"
        page.problem(f"'{char}' is no sign of the language", here, lines=(f"found     {_called(char)}",), fix=fix)
        return
    spans = [
        Span(page.path, number, match.start() + i + 1, match.start() + i + 2)
        for i, c in enumerate(word)
        if not c.isascii()
    ]
    twin, shown = _ascii(char), f"'{char}' in '{word}'" if len(word) > 1 else f"'{char}'"
    plain = "".join(map(_ascii, word))
    whole = plain.isascii() and plain == word.translate(_LOOK_ALIKE)
    if char.translate(_LOOK_ALIKE) == twin != char:
        message, facts = f"{shown} only looks like the letter {twin}", [f"found     {_called(char)}"]
    else:
        message, facts = f"{shown} is no ASCII letter", [f"found     {_called(char)}"]
        facts.append(f"expected  letters A-Z a-z, digits and _{_spelled(char, plain)}")
    page.problem(message, *spans, lines=facts, fix=f"write {plain}" if whole else None)


def _ascii(char: str) -> str:
    """The ASCII letter a letter looks like or is a form of, else the letter itself."""
    twin = char.translate(_LOOK_ALIKE)
    if not twin.isascii():
        base = unicodedata.normalize("NFKD", char)[:1]
        twin = base if base.isascii() and base.isalnum() else char
    return twin


def _spelled(char: str, plain: str) -> str:
    """A spelling in ASCII to suggest: without accents, or the name of a Greek letter."""
    if plain.isascii():
        return f", such as {plain}"
    script, *_, letter = unicodedata.name(char, "- -").split()
    return f", such as {letter.lower()}" if script == "GREEK" else ""


def _called(char: str) -> str:
    """A character by number and name."""
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}{' ' + name if name else ''}"
