"""Sensitivities of an answer: by how many per cent the unknown moves when an input moves by one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from tmath.algebra.derivatives import gradient
from tmath.algebra.expressions import Expr, sub
from tmath.algebra.linear import solve
from tmath.algebra.program import program_of, run
from tmath.records import dataclass
from tmath.solving.resolve import Question, Rank, Row
from tmath.solving.structure import Structure

Block = tuple[tuple[Row, ...], tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Basis:
    """What the sensitivities of an answer are computed from, once somebody asks: its equations and its numbers.

    Units: base units.
    """

    question: Question
    blocks: tuple[Block, ...]  # the equations the answer rests on, in the order solved
    values: Mapping[str, float]  # where the derivatives are taken
    apart: frozenset[str] = frozenset()  # givens in whose place another value was used

    def sensitivities(self) -> dict[str, float]:
        """d log unknown / d log input for every given, and for every cell that bears on the unknown.

        Empty where the unknown is zero, or has no derivative.
        Source: implicit differentiation in reverse, Griewank and Walther 2008, Evaluating Derivatives, section 15.2.
        """
        moved = self._moved()
        if moved is None:
            return {}
        question = self.question
        found = {name: moved.get(name, 0.0) for name in question.typed if name not in self.apart}
        cells = [name for name in question.cell_of if name not in found and not self._switch(name)]
        return found | {name: moved[name] for name in cells if moved.get(name)}

    def _switch(self, name: str) -> bool:
        """Whether a cell is a bare 0 or 1, which stands for no or yes."""
        return name in self.question.cells and (
            self.question.cells[name] in (0, 1) and self.question.system.quantities[name].unit.dimension.none
        )

    def _moved(self) -> dict[str, float] | None:
        """The sensitivity to every name, those found on the way included; None where there is none."""
        unknown = self.question.unknown
        scale = {name: abs(value) or 1.0 for name, value in self.values.items()}
        weights = {unknown: 1.0}
        for rows, names in reversed(self.blocks):
            carried = [weights.pop(name, 0.0) for name in names]
            if not any(carried):
                continue
            if rows[0].rank is Rank.CELL and not rows[0].right.names:  # a cell such as exp(0.5267)
                weights[names[0]] = carried[0]
                continue
            slopes = self._slopes(rows, scale)
            matrix = [[slope.get(name, 0.0) for slope in slopes] for name in names]
            if not all(math.isfinite(a) for slope in slopes for a in slope.values()):
                return None
            shares, rank = solve(matrix, carried)
            if rank < len(names):
                return None
            for share, slope in zip(shares, slopes, strict=True):
                for name, a in slope.items():
                    if name not in names:
                        weights[name] = weights.get(name, 0.0) - share * a
        at = self.values[unknown]
        if not at or not all(map(math.isfinite, weights.values())):
            return None
        signs = {name: math.copysign(1.0, at) * math.copysign(1.0, self.values[name]) for name in weights}
        return {name: signs[name] * weight for name, weight in weights.items() if self.values[name]}

    def _slopes(self, rows: Iterable[Row], scale: Mapping[str, float]) -> list[dict[str, float]]:
        """d (left - right) / d log name for each row, the largest of each row made one."""
        partials: dict[tuple[int, str], Expr] = {}
        for number, row in enumerate(rows):
            left, right = self._sides(row)
            for name, slope in gradient(sub(left, right), left.names | right.names).items():
                partials[number, name] = slope
        labels = {str(place): slope for place, slope in enumerate(partials.values())}
        state = run(program_of(labels), self.values)[0]
        slopes: list[dict[str, float]] = [{} for _ in rows]
        for (number, name), slot in zip(partials, labels, strict=True):
            slopes[number][name] = float(state[slot]) * scale[name]
        return [_equilibrated(row) for row in slopes]

    def _sides(self, row: Row) -> tuple[Expr, Expr]:
        """Both sides with the names of cells where all of them have values, else as the solver had them."""
        statement = row.relation or row.constraint
        if statement is not None:
            left, right = self.question.unfolded(statement)
            if left.names | right.names <= self.values.keys():
                return left, right
        return row.left, row.right


def _equilibrated(row: dict[str, float]) -> dict[str, float]:
    """A row of a matrix with its largest entry made one."""
    largest = max(map(abs, row.values()), default=0.0)
    return {name: a / largest for name, a in row.items()} if largest and math.isfinite(largest) else row


def basis(question: Question, structure: Structure, values: Mapping[str, float], apart: Iterable[str] = ()) -> Basis:
    """What is kept for the sensitivities of an answer at one state."""
    blocks = tuple(structure.blocks([question.unknown]))
    return Basis(question, blocks, dict(values), frozenset(apart))
