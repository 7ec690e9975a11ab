"""What is said where dimensions do not fit: both sides, quoted and aligned, and a fix where only one thing would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tmath.dimension import Dimension
from tmath.errors import DimensionError, Span
from tmath.language.reporter import Reporter
from tmath.language.syntax import Binary, Node, Number
from tmath.units import UnitTable

__all__ = ["Mismatches"]

_SHORT = 25


class Mismatches:
    """Notes mistakes of dimension; `files` tells where each quantity is declared, for one that might be missing."""

    def __init__(
        self, table: UnitTable, quantities: Mapping[str, Dimension], files: Mapping[str, str], report: Reporter
    ):
        self.table, self.quantities, self.files, self.report = table, quantities, files, report
        self._held: dict[Dimension, list[str]] = {}

    def describe(self, dimension: Dimension) -> str:
        """A dimension for people: W, byte/param, no unit."""
        return "no unit" if dimension.none else self.table.describe(dimension)

    def unlike(
        self, message: str, left: Node, left_kind: Dimension, right: Node, right_kind: Dimension, part: str = "operand"
    ) -> None:
        """Two operands or sides have unlike dimensions."""
        lines = aligned(
            ("left", self.report.quote(left), self.describe(left_kind)),
            ("right", self.report.quote(right), self.describe(right_kind)),
        )
        spans = sorted((left.span, right.span), key=_position)
        fix = self._fix(left, left_kind, right, right_kind, part)
        self.report(DimensionError, message, *spans, lines=lines, fix=fix)

    def plain(self, message: str, node: Node, kind: Dimension) -> None:
        """A plain number is wanted and something with a unit was found."""
        text, unit = self.report.quote(node), self.describe(kind)
        named = f"({text})" if isinstance(node, Binary) and not text.startswith("(") else text
        lines = (f"found     {text}   {unit}", "expected  no unit")
        self.report(DimensionError, message, node.span, lines=lines, fix=f"divide {named} by 1 [{unit}]")

    def exponent(self, base: Node, kind: Dimension, exponent: Node) -> None:
        """The exponent of a quantity with a unit is no number, so that the power has no dimension."""
        text, unit = self.report.quote(base), self.describe(kind)
        lines = aligned(("base", text, unit), ("exponent", self.report.quote(exponent), "not a number"))
        message = "a quantity with a unit has a number as its exponent"
        fix = f"divide {text} by 1 [{unit}] first"
        self.report(DimensionError, message, base.span, exponent.span, lines=lines, fix=fix)

    def _fix(self, left: Node, left_kind: Dimension, right: Node, right_kind: Dimension, part: str) -> str | None:
        """What would mend it, where only one thing would."""
        for node, kind, other in ((right, right_kind, left_kind), (left, left_kind, right_kind)):
            if kind.none and (number := _first_factor(node)) is not None:
                return f"write {number.text} [{self.describe(other)}]"
        if left_kind.none or right_kind.none:
            return None
        text = self.report.quote(right)
        what = text if text.isidentifier() and len(text) <= _SHORT else f"the right {part}"
        for verb, ratio in (("multiply", left_kind / right_kind), ("divide", right_kind / left_kind)):
            known = self._quantity_in(ratio, right.span)
            if known is not None:
                return f"{verb} {what} by a quantity in {self.describe(ratio)}, such as {known}"
        return None

    def _quantity_in(self, dimension: Dimension, span: Span) -> str | None:
        """A quantity of some dimension, of the same file where there is one."""
        if not self._held:
            for name, held in self.quantities.items():
                self._held.setdefault(held, []).append(name)
        found = self._held.get(dimension, [])
        return next((name for name in found if self.files.get(name) == span.file), found[0] if found else None)


def _first_factor(node: Node) -> Number | None:
    """The first factor of a product, where that is a number without a unit."""
    while isinstance(node, Binary) and node.op in "*/":
        node = node.left
    return node if isinstance(node, Number) and node.unit is None else None


def _position(span: Span) -> tuple[int, int]:
    return span.line, span.column


def aligned(*rows: Sequence[str]) -> tuple[str, ...]:
    """Label, text and dimension in columns."""
    label, text = (max(len(row[index]) for row in rows) for index in (0, 1))
    return tuple(f"{row[0]:{max(label, 5)}}  {row[1]:{text}}   {row[2]}" for row in rows)
