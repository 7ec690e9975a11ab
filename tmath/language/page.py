"""The text of one file while it is read: its lines, the mistakes found so far, and how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tmath.errors import ParseError, Problem, SourceError, Span
from tmath.records import dataclass, field

if TYPE_CHECKING:
    from lark import Token


@dataclass
class Page:
    """A file's text and the problems collected from it."""

    name: str
    path: str
    text: str
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text; nothing but a newline ends a line."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Line `number`, from 1."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, token: Token) -> Span:
        """The place of a token."""
        return Span(self.path, token.line or 1, token.column or 1, token.end_column or 1)

    def at(self, position: int, length: int = 1) -> Span:
        """The place of `length` characters from an offset into the text."""
        line = self.text.count("\n", 0, position) + 1
        column = position - self.text.rfind("\n", 0, position)
        return Span(self.path, line, column, column + length)

    def problem(
        self,
        message: str,
        *spans: Span,
        lines: Sequence[str] = (),
        fix: str | None = None,
        error: type[SourceError] = ParseError,
    ) -> None:
        """Note one mistake, under the line it is on."""
        line = self.line(spans[0].line)
        facts = tuple(map(_clipped, lines))
        self.problems.append(Problem(error, _clipped(message), spans, line, facts, fix and _clipped(fix)))

    def words(self, span: Span) -> str:
        """The text under a span, its white space single."""
        return " ".join(self.line(span.line)[span.column - 1 : span.end_column - 1].split())


def _clipped(text: str, width: int = 200) -> str:
    """What is said, whatever the length of the words it quotes."""
    return text if len(text) <= width else text[: width - 3] + "..."


def join(first: Span, last: Span) -> Span:
    """From the start of one span to the end of another, or of the first's line when they are on different lines."""
    end = last.end_column if last.line == first.line else first.end_column
    return Span(first.file, first.line, first.column, end)
