"""Damped Newton steps in log variables, from a start towards a point where all equations balance."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from time import perf_counter

from tmath.algebra.linear import Matrix, Vector, damped, inverse, solve, times
from tmath.algebra.residuals import Balances, differences, jacobian, ratios
from tmath.records import dataclass, field

LONGEST = 4.0  # a step in the logarithm of an unknown; relative to its size where it is signed
FARTHEST = 600.0  # the largest |log x| that is looked at
HALVINGS = 12
STEPS = 60  # from one start
PATIENCE = 15  # steps in which the largest difference must have dropped by a third
NEAR = 1e-6  # a relative difference that is worth polishing: floats may not know a term better
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
    sizes = [abs(v) or 1.0 for v in x]
    if scale is not None:
        sizes = [max(abs(v), s / 16) for v, s in zip(x, scale, strict=True)]
    weights = [max(abs(v), 1e-12 * s) if j in signed else v for j, (v, s) in enumerate(zip(x, sizes, strict=True))]
    return Point(x, slots, sums, weights, sizes)


class Descent:
    """Newton's method with step limits and backtracking; the logarithm of a ratio or a scaled difference goes to zero.

    Equations that compare two products are straight lines in log variables and settle in one step. A step is
    accepted where the next Newton step, by the same Jacobian, would be shorter.
    Source: natural monotonicity test, Deuflhard 2011, Newton Methods for Nonlinear Problems, section 3.3.
    """

    def __init__(self, balances: Balances, signed: Collection[int], budget: Budget, logarithmic: bool = True):
        self.balances, self.signed, self.budget, self.logarithmic = balances, frozenset(signed), budget, logarithmic

    def run(self, start: Vector) -> tuple[Point | None, int]:
        """The last point of the descent from a start, None where it led nowhere, and the steps it took."""
        here = point(self.balances, start, self.signed)
        worst: list[float] = []
        while here is not None and len(worst) < STEPS and here.worst > SETTLED and self.budget.spend():
            worst.append(here.worst)
            if len(worst) > PATIENCE and worst[-1] > 0.7 * worst[-PATIENCE]:
                break
            ahead = self._next(here)
            if ahead is None:
                break
            here = ahead
        return (here, len(worst)) if here is not None and here.worst <= NEAR else (None, len(worst))

    def _next(self, here: Point) -> Point | None:
        logs = ratios(here.sums) if self.logarithmic else None
        values = differences(here.sums) if logs is None else logs
        matrix = jacobian(self.balances, here.slots, here.sums, here.weights, logs is not None)
        if not all(math.isfinite(a) for row in matrix for a in row):
            return None
        target = [-value for value in values]
        if len(matrix) == len(here.x):
            inverted = inverse(matrix)
            if inverted is not None:
                step = times(inverted, target)
                ahead = self._along(here, step, logs is not None, lambda v: math.hypot(*times(inverted, v)), 0.25)
                if ahead is not None:
                    return ahead
        for step in _steps(matrix, target):
            ahead = self._along(here, step, logs is not None, lambda v: math.hypot(*v), 1e-4)
            if ahead is not None:
                return ahead
        return None

    def _along(
        self, here: Point, step: Vector, logs: bool, merit: Callable[[Vector], float], demand: float
    ) -> Point | None:
        """The first point on the way that lowers the merit of the residuals by the demand, halving the step."""
        longest = max(map(abs, step), default=0.0)
        if not 0 < longest < math.inf:
            return None
        part = min(1.0, LONGEST / longest)
        before = merit(self._values(here, here, logs) or [])
        for _ in range(HALVINGS):
            ahead = self._at(here, step, part)
            values = None if ahead is None else self._values(here, ahead, logs)
            if values is not None and merit(values) < before * (1 - demand * part):
                return ahead
            part /= 2
        return None

    @staticmethod
    def _values(here: Point, ahead: Point, logs: bool) -> Vector | None:
        """Residuals ahead, by the scale of where the step began."""
        if logs:
            return ratios(ahead.sums)
        pairs = zip(here.sums, ahead.sums, strict=True)
        return [(p - n) / (above + below or 1.0) for (above, below), (p, n) in pairs]

    def _at(self, here: Point, step: Vector, part: float) -> Point | None:
        x = [
            v + w * part * d if j in self.signed else scaled(v, part * d)
            for j, (v, w, d) in enumerate(zip(here.x, here.weights, step, strict=True))
        ]
        return point(self.balances, x, self.signed, here.scale)


def scaled(value: float, step: float) -> float:
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


def start(low: float, high: float, t: float, least: float, most: float) -> float:
    """A positive number between bounds, evenly in the logarithm, in a window if it meets the bounds."""
    a, b = max(low, least), min(high, most)
    if a >= b:
        a, b = (low, min(high, low * (most / least))) if low >= most else (max(low, high * (least / most)), high)
    return math.exp(math.log(a) + t * (math.log(b) - math.log(a)))


def signed_start(low: float, high: float, t: float, least: float, most: float) -> float:
    """A number of either sign between bounds: evenly where both are finite, else evenly in the logarithm."""
    if math.isfinite(low) and math.isfinite(high):
        return low + t * (high - low)
    side = 2 * t - 1
    size = math.copysign(least * (most / least) ** abs(side), side)
    if size < low:
        return low + abs(size)
    return high - abs(size) if size > high else size
