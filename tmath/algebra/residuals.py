"""The equations of a system as numbers: the balance of their terms, and how it moves with each unknown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tmath.algebra.arithmetic import FLOAT, Arithmetic, Code
from tmath.algebra.derivatives import gradient
from tmath.algebra.linear import Matrix, Vector
from tmath.algebra.nodes import Expr
from tmath.algebra.program import Builder
from tmath.algebra.tidy import summands
from tmath.algebra.walking import postorder
from tmath.records import dataclass

Equation = tuple[Expr, Expr]


@dataclass(frozen=True, slots=True)
class Term:
    """A signed term of left - right: its slot, and the slots of its derivatives by number of the unknown."""

    sign: int
    slot: int
    slopes: tuple[tuple[int, int], ...]


class Terms:
    """The terms of all equations and their derivatives as one program that shares what they share.

    What is free of the unknowns comes first, then the terms, then the derivatives, so that each part is run alone.
    """

    def __init__(self, equations: Sequence[Equation], unknowns: Sequence[str]):
        self.unknowns = tuple(unknowns)
        wanted = frozenset(unknowns)
        signed = [[*summands(left), *((-s, t) for s, t in summands(right))] for left, right in equations]
        slopes = {
            term: {name: slope for name, slope in gradient(term, term.names & wanted).items() if slope.number != 0}
            for terms in signed
            for _, term in terms
        }
        builder = Builder()
        everything = [*slopes, *(slope for found in slopes.values() for slope in found.values())]
        for node in postorder(everything):
            if wanted.isdisjoint(node.names):
                builder.emit(node)
        self.constant = self._length(builder)
        for name in unknowns:
            builder.input(name)
        for term in slopes:
            builder.emit(term)
        self.jumps = tuple(_jumps(builder, slopes, wanted))
        self.valued = self._length(builder)
        number = {name: j for j, name in enumerate(unknowns)}
        self.equations = [
            [
                Term(sign, builder.emit(term), tuple((number[n], builder.emit(s)) for n, s in slopes[term].items()))
                for sign, term in terms
            ]
            for terms in signed
        ]
        self.program = builder.build([])
        self.names = tuple(name for name in self.program.inputs if name not in wanted)

    @staticmethod
    def _length(builder: Builder) -> int:
        return len(builder.build([]).instructions)

    def bind(self, values: Mapping[str, Any], arithmetic: Arithmetic = FLOAT) -> Balances:
        """The terms with every name but the unknowns given.

        Raises: KeyError when a value is missing.
        """
        return Balances(self, values, arithmetic)


def _jumps(builder: Builder, terms: Iterable[Expr], wanted: frozenset[str]) -> Iterable[int]:
    """The slots that say whether a term may jump: results of steps, and conditions of what is not continuous."""
    for node in postorder(terms):
        if not wanted.isdisjoint(node.names) and node.op in ("ceil", "floor", "select"):
            yield builder.emit(node if node.op != "select" else node.args[0])


class Balances:
    """Every equation as what stands against what: the positive terms of left - right and the negative ones."""

    def __init__(self, terms: Terms, values: Mapping[str, Any], arithmetic: Arithmetic):
        self.terms, self.arithmetic = terms, arithmetic
        code = terms.program.prepared(arithmetic)
        self._valued: Sequence[Code] = code[terms.constant : terms.valued]
        self._sloped: Sequence[Code] = code[terms.valued :]
        self._constant: list[Any] = []
        arithmetic.execute(code[: terms.constant], self._constant, values, 0, terms.constant)

    def slots(self, x: Sequence[Any]) -> list[Any]:
        """The values of all terms, unknowns in order."""
        slots = self._constant[:]
        inputs = dict(zip(self.terms.unknowns, x, strict=True))
        self.arithmetic.execute(self._valued, slots, inputs, 0, len(self._valued))
        return slots

    def sloped(self, slots: list[Any]) -> list[Any]:
        """The same with derivatives."""
        slots = slots[:]
        self.arithmetic.execute(self._sloped, slots, {}, 0, len(self._sloped))
        return slots

    # -- floats ------------------------------------------------------------------------------------

    def sums(self, slots: Sequence[float]) -> list[tuple[float, float]] | None:
        """The sums of positive and of negative terms of every equation; None where one has no value."""
        result = []
        for equation in self.terms.equations:
            above = below = 0.0
            for term in equation:
                value = term.sign * slots[term.slot]
                if value >= 0:
                    above += value
                else:
                    below -= value
            if not (above < math.inf and below < math.inf) or any(slots[t.slot] != slots[t.slot] for t in equation):
                return None
            result.append((above, below))
        return result

    def moves(self, slots: Sequence[float], weights: Sequence[float]) -> list[tuple[Vector, Vector]]:
        """How both sums of every equation move with each unknown, in steps of the weights."""
        sloped = self.sloped(list(slots))
        result = []
        for equation in self.terms.equations:
            above, below = [0.0] * len(weights), [0.0] * len(weights)
            for term in equation:
                side, sign = (above, term.sign) if term.sign * slots[term.slot] >= 0 else (below, -term.sign)
                for j, slot in term.slopes:
                    side[j] += sign * sloped[slot] * weights[j]
            result.append((above, below))
        return result


def differences(sums: Sequence[tuple[float, float]]) -> Vector:
    """left - right of every equation over the sum of |terms|."""
    return [(above - below) / (above + below) if above + below else 0.0 for above, below in sums]


def ratios(sums: Sequence[tuple[float, float]]) -> Vector | None:
    """The logarithm of positive over negative terms; None where one side has none."""
    if any((above > 0) != (below > 0) for above, below in sums):
        return None
    return [math.log(above) - math.log(below) if above else 0.0 for above, below in sums]


def jacobian(
    balances: Balances,
    slots: Sequence[float],
    sums: Sequence[tuple[float, float]],
    weights: Sequence[float],
    logarithmic: bool,
) -> Matrix:
    """The derivatives of `ratios` (logarithmic) or `differences` (their scale held) by each unknown over its weight."""
    matrix = []
    for (above, below), (up, down) in zip(sums, balances.moves(slots, weights), strict=True):
        if logarithmic and above > 0 and below > 0:
            matrix.append([a / above - b / below for a, b in zip(up, down, strict=True)])
        else:
            size = above + below or 1.0
            matrix.append([(a - b) / size for a, b in zip(up, down, strict=True)])
    return matrix


__all__ = ["Balances", "Equation", "Terms", "differences", "jacobian", "ratios"]
