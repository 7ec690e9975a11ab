"""Collects the mistakes found while files are linked, each with its line and its carets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tmath.errors import ParseError, Problem, SourceError, Span, TableError, UnknownNameError, raise_problems
from tmath.language.printing import node_text
from tmath.language.syntax import FileDecl, Node
from tmath.unit_text import UnitReadError

__all__ = ["Reporter"]

_QUOTED = 40
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)


class Reporter:
    """Knows the text of every file, so that a mistake is reported with the line it is in."""

    def __init__(self, files: Iterable[FileDecl]):
        files = list(files)
        self.problems: list[Problem] = []
        self._broken = [file for file in files if file.problems]
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

        read = [problem for file in self._broken for problem in file.problems]
        found = [problem for problem in self.problems if not self._follows(problem, read)] if read else self.problems
        raise_problems(sorted(dict.fromkeys([*read, *found]), key=position))

    def _follows(self, problem: Problem, read: Sequence[Problem]) -> bool:
        """Whether a mistake only follows from a statement that could not be read."""
        span = problem.spans[0]
        if any((other.spans[0].file, other.spans[0].line) == (span.file, span.line) for other in read):
            return True
        if not issubclass(problem.error, UnknownNameError | TableError):
            return False
        if any(
            not _NAME.fullmatch(_word(other)) and not other.text[: other.spans[0].column - 1].strip() for other in read
        ):
            return True  # the first name of a line is unreadable: any unknown name may be meant
        word = re.escape(_word(problem))
        declared = re.compile(rf"^\s*(?:\w+\s*,\s*)*{word}\b|\|\s*{word}\b|^\s*choice\s+{word}\b", re.MULTILINE)
        return any(declared.search(file.text) for file in self._broken)


def _word(problem: Problem) -> str:
    """What stands over the first carets."""
    return problem.text[problem.spans[0].column - 1 : problem.spans[0].end_column - 1]
