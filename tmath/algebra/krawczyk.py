"""Roots of a system polished beyond floats, told apart from what only looks like one, and proven."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

from tmath.algebra.arithmetic import BallArithmetic
from tmath.algebra.descent import Point, point
from tmath.algebra.linear import Matrix, Vector, inverse, solve
from tmath.algebra.residuals import Balances, Terms, jacobian
from tmath.records import dataclass

PRECISION = 256  # bits
POLISHES = 40
HOVER = 1e-6  # a double root is known no better than the square root of rounding
STRAY = 1e-2  # how far a root may be from where floats put it
VERIFIED = 1e-9  # the relative residual of a root rounded to floats
CLOSED = 1e-24  # relative: steps and residuals of a root polished in balls
CLOSED_IN_FLOATS = 1e-13
HELD = 2e-15  # the relative residual of a double root in floats
GROWTH = (2.0, 8.0, 64.0, 1024.0)  # of the box, against the first guess of its size

Kind = Literal["simple", "multiple", "flat"]


@dataclass(frozen=True, slots=True)
class Polished:
    """A root: alone with a regular Jacobian, alone with a singular one, or one of a continuum."""

    x: Vector
    kind: Kind
    error: float | None = None  # proven, relative, of every unknown


class Prover:
    """The equations of one system in balls, or in floats where balls cannot be had."""

    def __init__(self, terms: Terms, values: Mapping[str, Any], floats: Balances, signed: Collection[int]):
        self.floats, self.signed = floats, frozenset(signed)
        self.balls: Balances | None = None
        try:
            import flint
        except ImportError:
            return
        self._arb = flint.arb
        self.balls = terms.bind(values, BallArithmetic(PRECISION))

    def polish(self, start: Point) -> Polished | None:
        """The root next to a point at which floats balance; None where there is none.

        The residual is taken in balls and the Jacobian in floats, so that each step gains many digits.
        Source: Tisseur 2001, "Newton's method in floating point arithmetic", SIAM J. Matrix Analysis 22(4).
        """
        x: list[Any] = list(start.x)
        here, best, least, strayed = start, start.x, math.inf, 0.0
        for _ in range(POLISHES):
            values = self._residual(x, here)
            matrix = jacobian(self.floats, here.slots, here.sums, here.weights, False)
            if values is None or not all(math.isfinite(a) for row in matrix for a in row):
                return None
            step, rank = solve(matrix, [-value for value in values])
            worst, longest = max(map(abs, values)), max(map(abs, step))
            if worst < least:
                best, least = here.x, worst
            closed = CLOSED if self.balls else CLOSED_IN_FLOATS
            if worst <= closed and longest <= closed:
                return Polished(_rounded(x), self._kind(matrix, rank))
            x = self._moved(x, step, here.weights)
            ahead = point(self.floats, _rounded(x), self.signed, here.scale)
            if ahead is None or (strayed := max(strayed, _distance(ahead, start))) > STRAY:
                return None
            here = ahead
        alone = least <= HELD and strayed <= HOVER and rank == len(x)
        return Polished(best, "multiple") if alone else None

    def _kind(self, matrix: Matrix, rank: int) -> Kind:
        """What the Jacobian says; floats cannot tell a double root from two near each other."""
        if rank < len(matrix):
            return "flat"
        clear = self.balls is not None or solve(matrix, [0.0] * len(matrix), HOVER)[1] == len(matrix)
        return "simple" if clear else "multiple"

    def _residual(self, x: list[Any], here: Point) -> Vector | None:
        """left - right of every equation over the sum of |terms|, beyond the precision of floats."""
        if self.balls is None:
            return [(above - below) / (above + below or 1.0) for above, below in here.sums]
        with self._precisely():
            found = self._sums(self.balls.slots(x), [above + below or 1.0 for above, below in here.sums])
            return [float(value.mid()) for value in found] if all(value.is_finite() for value in found) else None

    def _moved(self, x: list[Any], step: Vector, weights: Vector) -> list[Any]:
        if self.balls is None:
            return [v + w * d for v, w, d in zip(x, weights, step, strict=True)]
        with self._precisely():
            return [(self._arb(v) + self._arb(w) * d).mid() for v, w, d in zip(x, weights, step, strict=True)]

    def holds(self, x: Sequence[float]) -> bool:
        """Whether the root as floats, put back into the equations, makes both sides agree."""
        here = point(self.floats, list(x), self.signed)
        values = None if here is None else self._residual(list(x), here)
        return values is not None and max(map(abs, values)) <= VERIFIED

    @staticmethod
    def _precisely() -> AbstractContextManager[None]:
        from tmath.algebra.balls import working

        return working(PRECISION)

    # -- proof -------------------------------------------------------------------------------------

    def prove(self, x: Sequence[float]) -> float | None:
        """A relative error bound of the one root near x, proven; None where nothing is proven.

        Source: Krawczyk 1969, "Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken",
        Computing 4; existence and uniqueness by Moore 1977, SIAM J. Numerical Analysis 14(4).
        """
        here = point(self.floats, list(x), self.signed)
        if self.balls is None or here is None or 0.0 in x:
            return None
        weights = [abs(v) for v in x]
        middle = inverse(jacobian(self.floats, here.slots, here.sums, weights, False))
        if middle is None or not all(math.isfinite(a) for row in middle for a in row):
            return None
        with self._precisely():
            return self._contained(x, weights, [above + below or 1.0 for above, below in here.sums], middle)

    def _contained(self, x: Sequence[float], weights: Vector, sizes: Vector, middle: Sequence[Vector]) -> float | None:
        """Boxes around x until one is mapped into itself."""
        assert self.balls is not None
        arb, n = self._arb, len(x)
        exact = self._sums(self.balls.slots([arb(v) for v in x]), sizes)
        moved = [-sum((arb(middle[j][i]) * exact[i] for i in range(n)), arb(0)) for j in range(n)]
        first = max(float(abs(m).upper()) for m in moved) + 2.0**-60
        if not math.isfinite(first):
            return None
        for growth in GROWTH:
            radius = first * growth
            unit = arb(0, radius)
            box = [arb(v) + arb(w) * unit for v, w in zip(x, weights, strict=True)]
            spread = self._spread(box, weights, sizes, middle)
            if spread is None:
                return None
            image = [m + sum((s * unit for s in row), arb(0)) for m, row in zip(moved, spread, strict=True)]
            bounds = [float(abs(k).upper()) * (1 + 2.0**-50) for k in image]
            if all(bound < radius for bound in bounds):
                return max(bounds)
        return None

    def _sums(self, slots: Sequence[Any], sizes: Vector) -> list[Any]:
        assert self.balls is not None
        pairs = zip(self.balls.terms.equations, sizes, strict=True)
        return [sum((slots[t.slot] * t.sign for t in terms), self._arb(0)) / self._arb(size) for terms, size in pairs]

    def _spread(
        self, box: list[Any], weights: Vector, sizes: Vector, middle: Sequence[Vector]
    ) -> list[list[Any]] | None:
        """I - C J over the box; None where a term may jump inside it or has no value."""
        assert self.balls is not None
        arb, n = self._arb, len(box)
        slots = self.balls.slots(box)
        if any(_undecided(slots[slot]) for slot in self.balls.terms.jumps):
            return None
        sloped = self.balls.sloped(slots)
        slopes = [[arb(0)] * n for _ in range(n)]
        for i, equation in enumerate(self.balls.terms.equations):
            for term in equation:
                for j, slot in term.slopes:
                    slopes[i][j] += sloped[slot] * arb(weights[j]) * term.sign / arb(sizes[i])
        if not all(a.is_finite() for row in slopes for a in row):
            return None
        return [
            [arb(int(j == k)) - sum((arb(middle[j][i]) * slopes[i][k] for i in range(n)), arb(0)) for k in range(n)]
            for j in range(n)
        ]


def _undecided(jump: Any) -> bool:
    """Whether a condition is open, or a step function takes several values."""
    return jump is None or (type(jump) is not bool and not jump.is_exact())


def _rounded(x: Sequence[Any]) -> Vector:
    return [float(v) for v in x]


def _distance(a: Point, b: Point) -> float:
    """The largest relative distance of two points."""
    return max((abs(p - q) / s for p, q, s in zip(a.x, b.x, b.scale, strict=True)), default=0.0)
