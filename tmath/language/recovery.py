"""All mistakes of a file: each statement read on its own, the bad ones reported, the good ones kept."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tmath.errors import Span
from tmath.language.declarations import Declarations
from tmath.language.diagnosis import Stop, read, report
from tmath.language.segments import Cutter, Segment

if TYPE_CHECKING:
    from lark import Lark


def recover(parser: Lark, values: Declarations, skip: set[int]) -> list[Any]:
    """The declarations that can be read; problems go to the page of `values`. Lines in `skip` are not read again."""
    page = values.page
    text = page.text if page.text.endswith("\n") else page.text + "\n"
    found: list[Any] = []
    table = _Table(values)
    for segment in Cutter(page).segments():
        if segment.rule.endswith("_head"):
            found += table.finish()
            table = _Table(values, segment.rule)
        value = None
        if skip.isdisjoint(range(segment.first_line, segment.last_line + 1)):
            value = read(parser, segment.rule, text, segment.start, segment.end)
            if isinstance(value, Stop):
                report(parser, page, value)
                value = None
        if segment.rule in ("choice_head", "check_head", "heading", "row"):
            table.add(segment, value)
        elif value is not None:
            found += _section(values, segment, value)
    return found + table.finish()


def _section(values: Declarations, segment: Segment, value: Any) -> list[Any]:
    """A statement as the declarations its section makes of it."""
    match segment.section:
        case "equations":
            return [*values.equations([value])]
        case "assumptions":
            return [*values.assumptions([value])]
        case "fallbacks":
            return [*values.fallbacks([value])]
        case "":
            return [*value]
    return [value]


_NO_CHECK = ("", (), Fraction(0), Span("", 1, 1, 1))  # for one whose line cannot be read


class _Table:
    """The parts of one choice or check as they come."""

    def __init__(self, values: Declarations, kind: str = ""):
        self.values, self.kind = values, kind
        self.parts: dict[str, list[Any]] = {}
        self.broken = False

    def add(self, segment: Segment, value: Any) -> None:
        """Keep a part, or remember that one could not be read."""
        self.broken |= value is None
        if value is not None:
            self.parts.setdefault(segment.rule, []).append(value)

    def finish(self) -> list[Any]:
        """The declaration, if enough of it was read."""
        heading, rows = self.parts.get("heading"), self.parts.get("row", [])
        if not heading:
            return []
        head = self.parts.get(self.kind)
        if self.kind == "check_head":
            check = self.values.check([head[0] if head else _NO_CHECK, heading[0], *rows])
            return [*check] if head else []
        name = heading[0][0].name  # of a choice whose line cannot be read
        complete = not self.broken and bool(rows)
        return [*self.values.choice([head[0] if head else (name, None, "", (), None), heading[0], *rows], complete)]
