"""A file with mistakes cut into statements, so that each can be read on its own.

The cut follows rule 1 of the language as the lexer does, but stops at what surely begins something new: a file that is
wrong may hold a parenthesis that is never closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmath.errors import Span, nearest
from tmath.language.characters import masked
from tmath.language.page import Page
from tmath.language.words import OPERATORS, SECTIONS, STATEMENTS, meaning
from tmath.records import dataclass

RULES = {
    "sources": "source",
    "units": "unit",
    "quantities": "quantity",
    "equations": "equation",
    "assumptions": "equation",
    "fallbacks": "equation",
    "constraints": "constraint",
}
"""The statement that stands in each section."""

_JOINED = re.compile(r'[-+*/^<>=!~"]|(?:and|or|if|else|from)\b(?![ \t]*[\[=:,~])|divides[ \t]+[A-Za-z0-9(]')
_OPEN = re.compile(r"(?:[-+*/^<>=]|\b(?:and|or|not|if|else|divides))$")
_UNFINISHED = re.compile(rf"[(,]$|{_OPEN.pattern}")
_HARD = re.compile(rf"\||(?:{'|'.join(SECTIONS)})[ \t]*(?::|$)|(?:use|choice|check)[ \t]+[A-Za-z\"]")
_SOFT = re.compile(r"[A-Za-z]\w*[ \t]*(?:[:=,\[]|~=)")
_HEADING = re.compile(r"([A-Za-z]\w*)[ \t]*(:?)[ \t]*(.*)")
_LINK = re.compile(r"https?://[^\s\"<>|]+")
_WORD = re.compile(r"[A-Za-z]\w*")


@dataclass(frozen=True, slots=True)
class Segment:
    """One statement: the rule it is read by, its section, and the text from `start` to `end`."""

    rule: str
    section: str
    start: int
    end: int
    first_line: int
    last_line: int


class Cutter:
    """Cuts a page into segments and reports what is wrong between statements."""

    def __init__(self, page: Page):
        self.page = page
        text = _LINK.sub(lambda found: "x" * len(found[0]), page.text)  # which may end like an operator or a comment
        self.code = [line.strip() for line in masked(text).split("\n")]
        self.offsets = [0]
        for line in page.lines:
            self.offsets.append(self.offsets[-1] + len(line) + 1)
        self.section = ""
        self.table = 0  # rows of the table that is being read, from 1
        self.lost = False  # outside of any section, which is told once

    def segments(self) -> Iterator[Segment]:
        """Every statement of the page in order."""
        index = self._after_doc()
        while (index := self._next(index)) < len(self.code):
            last = self._last_line(index)
            rule = self._rule(index, last)
            if rule:
                start, end = self.offsets[index], min(self.offsets[last + 1], len(self.page.text))
                yield Segment(rule, self.section, start, end, index + 1, last + 1)
            index = last + 1

    # -- lines ---------------------------------------------------------------------------------

    def _next(self, index: int) -> int:
        while index < len(self.code) and not self.code[index]:
            index += 1
        return index

    def _after_doc(self) -> int:
        """The line after the file's docstring."""
        index = self._next(0)
        text = self.page.text
        if index >= len(self.code) or not self.page.lines[index].lstrip().startswith('"""'):
            return index
        start = text.index('"""', self.offsets[index])
        end = text.find('"""', start + 3)
        if end < 0:
            self.page.problem(
                "the docstring is never closed", self.page.at(start, 3), lines=('expected  """ at its end',)
            )
            return len(self.code)
        return index + text.count("\n", start, end) + 1

    def _last_line(self, first: int) -> int:
        """The last line of the statement that begins on line `first`."""
        depth, last, opened = 0, first, first
        while True:
            code = self.code[last]
            depth += code.count("(")
            closed = min(depth, code.count(")"))
            depth -= closed
            if depth and not closed and "(" in code:
                opened = last
            following = self._next(last + 1)
            ends = following >= len(self.code) or bool(_HARD.match(self.code[following]))
            if ends and depth:
                return self._soft_end(opened, last)
            if depth and not ends and not _UNFINISHED.search(code) and _SOFT.match(self.code[following]):
                return last  # two values side by side: the parenthesis was to end here
            if ends or not (depth or _OPEN.search(code) or _JOINED.match(self.code[following])):
                return last
            last = following

    def _soft_end(self, opened: int, last: int) -> int:
        """Where a statement ends whose parenthesis, opened on a line, is never closed."""
        for index in range(opened + 1, last + 1):
            if _SOFT.match(self.code[index]):
                return index - 1
        return last

    # -- statements ------------------------------------------------------------------------------

    def _rule(self, index: int, last: int) -> str:
        """The rule by which the statement on a line is to be read; none when it is a heading, or reported."""
        code = self.code[index]
        match = _HEADING.match(code)
        word, colon, rest = match.groups() if match else ("", "", "")
        if word in SECTIONS:
            return self._heading(index, last, word, colon, rest)
        if word in STATEMENTS:
            return self._keyword(index, last, word, colon + rest)
        if word in OPERATORS:  # what may stand before an operand was joined to the line before
            return self._reserved(index, word)
        if code.startswith("|"):
            return self._row(index)
        if word and colon and not rest and (self.section or nearest(word, SECTIONS)) and last == index:
            return self._unknown_section(index, word)
        if self.table and not self._is_stray(index):
            return self._row(index)
        if self.section in RULES:
            return RULES[self.section]
        if not self.lost:
            self._outside(index)
        self.lost = True
        return ""

    def _heading(self, index: int, last: int, word: str, colon: str, rest: str) -> str:
        if not colon and rest:
            return self._reserved(index, word)
        self._begin(word)
        here = self._word_span(index)
        end = Span(here.file, here.line, here.end_column, here.end_column + 1)
        if not colon:
            self.page.problem(f"no ':' after '{word}'", end, fix=f"write {word}:")
        elif rest:
            column = self.page.lines[index].index(rest[0], here.end_column) + 1
            start = Span(here.file, here.line, column, column + len(rest))
            self.page.problem("a statement on the line of its heading", start, lines=("it begins on the next line",))
        elif last > index:
            facts = ("expected  a statement, which begins with no operator and no string",)
            self.page.problem(
                "a line that continues the heading above", self._line_span(self._next(index + 1)), lines=facts
            )
        elif self._is_empty(index):
            facts = (f"expected  at least one {_STANDS_IN[word]} below '{word}:'",)
            self.page.problem("an empty block", here, lines=facts)
        return ""

    def _keyword(self, index: int, last: int, word: str, rest: str) -> str:
        named = re.match(r"[=,:\[~]", rest) and not rest.endswith(":")
        if named and (word != "use" or re.search(r"[\[=:]", rest)):
            return self._reserved(index, word)
        return self._start(word, last)

    def _start(self, word: str, last: int) -> str:
        self._begin("" if word == "use" else word)
        if word == "use":
            return "use"
        self.table = 1
        following = self._next(last + 1)
        if following >= len(self.code) or not self._in_table(following):
            here = self._word_span_of(word, last)
            self.page.problem(
                f"a {word} without a table", here, lines=("expected  a heading and rows, such as | a | b |",)
            )
        return f"{word}_head"

    def _in_table(self, index: int) -> bool:
        return not _HARD.match(self.code[index]) or self.code[index].startswith("|")

    def _row(self, index: int) -> str:
        if not self.table:
            if not self.lost:
                facts = ("a table stands below the line of its choice or check",)
                self.page.problem("a row outside of any table", self._line_span(index), lines=facts)
            self.lost = True
            return ""
        self.table += 1
        if self.table > 2:
            return "row"
        following = self._next(index + 1)
        if following >= len(self.code) or not self._in_table(following):
            self.page.problem(
                "a table without rows", self._line_span(index), lines=("expected  rows below its heading",)
            )
        return "heading"

    def _is_stray(self, index: int) -> bool:
        """Whether a line below a table was meant as a statement of some section rather than as a row."""
        code = self.code[index]
        return "|" not in code and "\t" not in self.page.lines[index].strip() and bool(_SOFT.match(code))

    def _unknown_section(self, index: int, word: str) -> str:
        near = nearest(word, SECTIONS)
        facts = [f"expected  {', '.join(SECTIONS)}", *([f"did you mean {near}:?"] if near else [])]
        self.page.problem(f"unknown section '{word}'", self._word_span(index), lines=facts)
        self._begin(near or "unknown")
        self.lost = near is None
        return ""

    def _outside(self, index: int) -> None:
        facts = (f"expected  a section before it: {', '.join(f'{word}:' for word in SECTIONS)}",)
        self.page.problem("a statement outside of any section", self._line_span(index), lines=facts)

    def _reserved(self, index: int, word: str) -> str:
        facts = (f"'{word}' is {meaning(word)}; choose another name, such as {word}_1",)
        self.page.problem(f"'{word}' is a reserved word, not a name", self._word_span(index), lines=facts)
        return ""

    # -- small things ------------------------------------------------------------------------------

    def _begin(self, section: str) -> None:
        self.section, self.table, self.lost = section, 0, False

    def _is_empty(self, index: int) -> bool:
        following = self._next(index + 1)
        return following >= len(self.code) or (
            bool(_HARD.match(self.code[following])) and not self.code[following].startswith("|")
        )

    def _word_span(self, index: int) -> Span:
        line = self.page.lines[index]
        column = len(line) - len(line.lstrip()) + 1
        match = _WORD.match(line, column - 1)
        return Span(self.page.path, index + 1, column, column + (len(match[0]) if match else 1))

    def _word_span_of(self, word: str, last: int) -> Span:
        """The keyword of the statement that ends on a line."""
        while last and not self.code[last].startswith(word):
            last -= 1
        return self._word_span(last)

    def _line_span(self, index: int) -> Span:
        line = self.page.lines[index]
        column = len(line) - len(line.lstrip()) + 1
        return Span(self.page.path, index + 1, column, column + max(1, len(self.code[index])))


_STANDS_IN = {
    "sources": "source",
    "units": "unit",
    "quantities": "quantity",
    "equations": "equation",
    "assumptions": "assumption",
    "fallbacks": "fallback",
    "constraints": "constraint",
}
