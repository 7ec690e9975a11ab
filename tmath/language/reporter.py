"""Collects the mistakes found while files are linked, each with its line and its carets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tmath.errors import ParseError, Problem, SourceError, Span, UnknownNameError, raise_problems
from tmath.language.printing import node_text
from tmath.language.syntax import FileDecl, Node
from tmath.unit_text import UnitReadError

__all__ = ["Reporter"]

_QUOTED = 40


class Reporter:
    """Knows the text of every file, so that a mistake is reported with the line it is in."""

    def __init__(self, files: Iterable[FileDecl]):
        self.problems: list[Problem] = []
        self._texts = {file.path: file.text for file in files}
        self._order = {path: index for index, path in enumerate(self._texts)}
        self._lines: dict[str, list[str]] = {}

    def __call__(
        self,
        error: type[SourceError],
        message: str,
        *spans: Span,
        lines: Sequence[str] = (),
        fix: str | None = None,
    ) -> None:
        """Note one mistake; carets stand under the spans."""
        self.problems.append(Problem(error, message, spans, self.line(spans[0]), tuple(lines), fix))

    def unit(self, error: UnitReadError, span: Span) -> None:
        """Note a unit that cannot be read; the span is that of its text."""
        start = span.column + error.offset
        inside = Span(span.file, span.line, start, min(start + error.length, max(span.end_column, start + 1)))
        kind = UnknownNameError if error.unknown else ParseError
        self(kind, error.message, inside, lines=(f"did you mean {error.suggestion}?",) if error.suggestion else ())

    def line(self, span: Span) -> str:
        """The line a span is on."""
        if span.file not in self._lines:
            self._lines[span.file] = self._texts.get(span.file, "").split("\n")
        lines = self._lines[span.file]
        return lines[span.line - 1].rstrip("\r") if 0 < span.line <= len(lines) else ""

    def quote(self, node: Node) -> str:
        """An expression as its file holds it, cut where it is long."""
        text = self.line(node.span)[node.span.column - 1 : node.span.end_column - 1].strip() or node_text(node)
        return text if len(text) <= _QUOTED else text[: _QUOTED - 3].rstrip() + "..."

    def first(self, span: Span, seen_from: Span) -> str:
        """The fact that something stands at another place already, with its line."""
        where = f"line {span.line}" if span.file == seen_from.file else f"{span.file}:{span.line}:{span.column}"
        return f"first     {where}: {self.line(span).strip()}"

    def finish(self) -> None:
        """Raise what was noted, all at once, in the order of the files.

        Raises: SourceError, as the class of the first problem.
        """

        def position(problem: Problem) -> tuple[int, int, int]:
            span = problem.spans[0]
            return self._order.get(span.file, len(self._order)), span.line, span.column

        raise_problems(sorted(self.problems, key=position))
