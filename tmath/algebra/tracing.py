"""From one solution of a system to others: along the curve on which all equations but one hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence

from tmath.algebra.descent import Budget, Point, point, scaled
from tmath.algebra.linear import Matrix, Vector, solve
from tmath.algebra.residuals import Balances, jacobian

LONGEST = 3.0  # steps, in the logarithm of the unknown that moves most
FIRST, SHORTEST = 0.1, 1e-3
CORRECTIONS = 5
ON_CURVE = 1e-9
STEPS = 120  # in one direction


class Tracer:
    """Predictor and corrector steps along solution curves.

    Source: Allgower and Georg 1990, Numerical Continuation Methods, chapter 3; leaving out one equation to pass
    from root to root: Branin 1972, IBM J. Research and Development 16(5).
    """

    def __init__(
        self, balances: Balances, signed: Collection[int], budget: Budget, inside: Callable[[Sequence[float]], bool]
    ):
        self.balances, self.signed, self.budget, self.inside = balances, frozenset(signed), budget, inside

    def starts(self, root: Sequence[float], dropped: int) -> Iterator[Vector]:
        """Points near which the equation left out holds too, in both directions from a root."""
        typical = [abs(value) or 1.0 for value in root]
        for direction in (1.0, -1.0):
            before: tuple[Point, float] | None = None
            trend = math.inf
            for here, value in self._curve(list(root), dropped, direction, typical):
                if before is not None:
                    if before[1] * value < 0:
                        yield here.x if abs(value) < abs(before[1]) else before[0].x
                        trend = math.inf
                    elif abs(value) > abs(before[1]) and trend < 0:
                        yield before[0].x  # a dip: two roots may lie within
                    trend = abs(value) - abs(before[1]) if before[1] * value > 0 else math.inf
                before = here, value

    def _curve(self, root: Vector, dropped: int, direction: float, typical: Vector) -> Iterator[tuple[Point, float]]:
        here = point(self.balances, root, self.signed)
        if here is None:
            return
        rows = self._rows(here, dropped, typical)
        tangent = _tangent(rows, _unit(len(root), direction, self._jacobian(here, typical), dropped))
        length, taken = FIRST, 0
        while tangent is not None and taken < STEPS and length >= SHORTEST and self.budget.spend():
            ahead, effort = self._corrected(here, tangent, length, dropped, typical)
            turned = None if ahead is None else _tangent(self._rows(ahead, dropped, typical), tangent)
            if ahead is None or turned is None or _cosine(turned, tangent) < 0.7:
                length /= 4
                continue
            here, tangent, taken = ahead, turned, taken + 1
            if not self.inside(here.x) or (taken > 3 and _returned(here.x, root, length, typical)):
                return
            yield here, _balance(here)[dropped]
            length = min(LONGEST, length * (2.0 if effort <= 2 else 1.0))

    def _corrected(
        self, here: Point, tangent: Vector, length: float, dropped: int, typical: Vector
    ) -> tuple[Point | None, int]:
        """The point of the curve nearest to a step along its tangent, and the corrections that took."""
        step = [length * t for t in tangent]
        for effort in range(CORRECTIONS):
            ahead = self._moved(here, step, typical)
            if ahead is None:
                return None, effort
            values = [value for i, value in enumerate(_balance(ahead)) if i != dropped]
            if max(map(abs, values), default=0.0) <= ON_CURVE:
                return ahead, effort
            rows = [*self._rows(ahead, dropped, typical), tangent]
            if not all(math.isfinite(a) for row in rows for a in row):
                return None, effort
            step, rank = solve(rows, [*(-value for value in values), 0.0])
            if rank < len(rows) or max(map(abs, step)) > 2 * length:
                return None, effort
            here = ahead
        return None, CORRECTIONS

    def _moved(self, here: Point, step: Vector, typical: Vector) -> Point | None:
        weights = self._weights(here, typical)
        x = [
            v + w * d if j in self.signed else scaled(v, d)
            for j, (v, w, d) in enumerate(zip(here.x, weights, step, strict=True))
        ]
        return point(self.balances, x, self.signed)

    def _weights(self, here: Point, typical: Vector) -> Vector:
        """Steps of signed unknowns do not shrink on the way through zero."""
        pairs = zip(here.x, typical, strict=True)
        return [max(abs(v), t / 8) if j in self.signed else v for j, (v, t) in enumerate(pairs)]

    def _jacobian(self, here: Point, typical: Vector) -> Matrix:
        return jacobian(self.balances, here.slots, here.sums, self._weights(here, typical), True)

    def _rows(self, here: Point, dropped: int, typical: Vector) -> Matrix:
        return [row for i, row in enumerate(self._jacobian(here, typical)) if i != dropped]


def _balance(here: Point) -> Vector:
    """The logarithm of the ratio of both sides, their relative difference where one has no sign of its own."""
    return [
        math.log(above) - math.log(below) if above > 0 and below > 0 else float(above > 0) - float(below > 0)
        for above, below in here.sums
    ]


def _unit(n: int, direction: float, matrix: Matrix, dropped: int) -> Vector:
    """Where the equation left out grows (or falls) along the curve; any direction where the Jacobian is singular."""
    if all(math.isfinite(a) for row in matrix for a in row):
        ahead, rank = solve(matrix, [direction * float(i == dropped) for i in range(n)])
        longest = max(map(abs, ahead))
        if rank == n and 0 < longest < math.inf:
            return [a / longest for a in ahead]
    return [direction / (1 + j) for j in range(n)]


def _tangent(rows: Matrix, before: Vector) -> Vector | None:
    """The direction of the curve, onwards from the direction before."""
    if not all(math.isfinite(a) for row in rows for a in row):
        return None
    ahead, rank = solve([*rows, before], [*(0.0 for _ in rows), 1.0])
    longest = max(map(abs, ahead))
    return [a / longest for a in ahead] if rank == len(before) and 0 < longest < math.inf else None


def _cosine(a: Vector, b: Vector) -> float:
    return sum(p * q for p, q in zip(a, b, strict=True)) / (math.hypot(*a) * math.hypot(*b))


def _returned(x: Vector, root: Vector, length: float, typical: Vector) -> bool:
    """Whether a closed curve is back where it began."""
    return all(abs(v - r) <= 0.5 * min(1.0, length) * t for v, r, t in zip(x, root, typical, strict=True))
