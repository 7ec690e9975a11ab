"""Damped Newton steps in log variables, from a start towards a point where all equations balance."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from tmath.algebra.linear import Matrix, Vector, damped, solve
from tmath.algebra.residuals import Balances, differences, jacobian, ratios

LONGEST = 4.0  # a step in the logarithm of an unknown; relative to its size where it is signed
FARTHEST = 600.0  # the largest |log x| that is looked at
HALVINGS = 12
STEPS = 60  # from one start
NEAR = 1e-9  # a relative difference that is worth polishing
SETTLED = 4e-16  # a relative difference that no float improves
DAMPINGS = (1e-4, 1e-2, 1.0)


@dataclass
class Budget:
    """Steps and seconds left; both are spent by every step."""

    steps: int
    seconds: float
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = perf_counter() + self.seconds

    def spend(self) -> bool:
        """Take one step, if there is one left."""
        self.steps -= 1
        return self.steps >= 0 and perf_counter() < self.deadline


@dataclass(frozen=True, slots=True)
class Point:
    """Values of the unknowns with what the equations make of them."""

    x: Vector
    slots: list[float]
    sums: list[tuple[float, float]]
    weights: Vector  # what one unit of a step adds to each unknown
    scale: Vector  # sizes that count as large for unknowns that may be zero

    @property
    def worst(self) -> float:
        """The largest relative difference of two sides."""
        return max(map(abs, differences(self.sums)), default=0.0)


def point(balances: Balances, x: Vector, signed: Collection[int], scale: Sequence[float] | None = None) -> Point | None:
    """The point at x; None where some term has no value. `scale` is that of the point before."""
    slots = balances.slots(x)
    sums = balances.sums(slots)
    if sums is None:
        return None
    sizes = [abs(v) or 1.0 for v in x] if scale is None else [max(abs(v), s / 16) for v, s in zip(x, scale, strict=True)]
    weights = [max(abs(v), 1e-12 * s) if j in signed else v for j, (v, s) in enumerate(zip(x, sizes, strict=True))]
    return Point(x, slots, sums, weights, sizes)


class Descent:
    """Newton's method with step limits and backtracking; the logarithm of a ratio or a scaled difference goes to zero.

    Equations that compare two products are straight lines in log variables and settle in one step.
    Source: Deuflhard 2011, Newton Methods for Nonlinear Problems, chapter 3.
    """

    def __init__(self, balances: Balances, signed: Collection[int], budget: Budget, logarithmic: bool = True):
        self.balances, self.signed, self.budget, self.logarithmic = balances, frozenset(signed), budget, logarithmic

    def run(self, start: Vector) -> tuple[Point | None, int]:
        """The last point of the descent from a start, None where it led nowhere, and the steps it took."""
        here = point(self.balances, start, self.signed)
        taken = 0
        while here is not None and taken < STEPS and here.worst > SETTLED and self.budget.spend():
            ahead = self._next(here)
            if ahead is None:
                break
            here = ahead
            taken += 1
        return (here, taken) if here is not None and here.worst <= NEAR else (None, taken)

    def _next(self, here: Point) -> Point | None:
        logs = ratios(here.sums) if self.logarithmic else None
        values = differences(here.sums) if logs is None else logs
        matrix = jacobian(self.balances, here.slots, here.sums, here.weights, logs is not None)
        if not all(math.isfinite(a) for row in matrix for a in row):
            return None
        target = [-value for value in values]
        for step in _steps(matrix, target):
            ahead = self._along(here, step, values, logs is not None)
            if ahead is not None:
                return ahead
        return None

    def _along(self, here: Point, step: Vector, values: Vector, logs: bool) -> Point | None:
        """The first point on the way that lowers the merit, halving the step."""
        longest = max(map(abs, step), default=0.0)
        if not 0 < longest < math.inf:
            return None
        part = min(1.0, LONGEST / longest)
        merit = math.hypot(*values)
        for _ in range(HALVINGS):
            ahead = self._at(here, step, part)
            if ahead is not None:
                reached = self._merit(here, ahead, logs)
                if reached < merit * (1 - 1e-4 * part):
                    return ahead
            part /= 2
        return None

    def _at(self, here: Point, step: Vector, part: float) -> Point | None:
        x = [
            v + w * part * d if j in self.signed else _scaled(v, part * d)
            for j, (v, w, d) in enumerate(zip(here.x, here.weights, step, strict=True))
        ]
        return point(self.balances, x, self.signed, here.scale)

    @staticmethod
    def _merit(here: Point, ahead: Point, logs: bool) -> float:
        if logs:
            values = ratios(ahead.sums)
            return math.inf if values is None else math.hypot(*values)
        pairs = zip(here.sums, ahead.sums, strict=True)
        return math.hypot(*((p - n) / (above + below or 1.0) for (above, below), (p, n) in pairs))


def _scaled(value: float, step: float) -> float:
    """value * e^step, kept within what floats hold."""
    return math.exp(min(FARTHEST, max(-FARTHEST, math.log(value) + step)))


def _steps(matrix: Matrix, target: Vector) -> Iterator[Vector]:
    """The Newton step, then shorter and shorter ones; the shortest solution where unknowns outnumber equations."""
    if len(matrix) == len(matrix[0]):
        yield solve(matrix, target)[0]
    else:
        yield damped(matrix, target, 1e-14)
    for damping in DAMPINGS:
        yield damped(matrix, target, damping)


# -- starts ------------------------------------------------------------------------------------


def sequence(dimensions: int, count: int) -> Iterator[Vector]:
    """Points that fill the unit cube evenly, always the same ones.

    Source: Roberts 2018, "The unreasonable effectiveness of quasirandom sequences": additive recurrence on the
    root of g^(d+1) = g + 1.
    """
    base = 2.0
    for _ in range(60):
        base = (1 + base) ** (1 / (dimensions + 1))
    for k in range(count):
        yield [(0.5 + (k + 1) * base ** -(j + 1)) % 1.0 for j in range(dimensions)]
