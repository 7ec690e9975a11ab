"""The best reals made exact: where the slope changes its sign, or where a constraint is reached, with a proof."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tmath.algebra.nodes import Expr, mul, number
from tmath.algebra.program import run
from tmath.arrays.assemble import given as given_name
from tmath.arrays.assemble import program
from tmath.arrays.curvature import Curvature
from tmath.arrays.found import Hit
from tmath.arrays.ground import Condition, Ground
from tmath.arrays.search import Search
from tmath.arrays.slopes import differentiated
from tmath.arrays.trends import Trends
from tmath.arrays.valley import Slide
from tmath.records import dataclass

STEP = 1e-5  # how far from a grid's best, relative, the slope is taken
PRECISION = 128
HALVINGS = 90


@dataclass(frozen=True)
class Settled:
    """Reals at which the objective is best.

    `error` bounds the relative error of each real, None where it is not proven; `proven` whether no other place can
    be better; `binding` is what is reached there.
    """

    numbers: Mapping[str, float]
    error: float | None
    proven: bool
    binding: tuple[Condition, ...] = ()


def settle(search: Search, hit: Hit) -> Settled:
    """The reals of a point, from where a grid has them."""
    numbers = dict(hit.numbers)
    ground, goal = search.ground, search.wanted.goal
    if not search.slides:
        return Settled(numbers, 0.0, True)
    if not ground.plain:
        return Settled(numbers, None, False)
    fixed = {name: (value, value) for name, value in numbers.items()}
    ends = {**fixed, **{s.name: (0.0 if s.scale == "log" else s.low, math.inf) for s in search.slides}}
    trends = Trends(ground, ends)
    sign = 1.0 if goal == "min" else -1.0
    errors: list[float | None] = []
    binding: list[Condition] = []
    for _ in range(1 if len(search.slides) == 1 else 4):
        errors, binding = [], []
        for slide in search.slides:
            found = _one(ground, slide, numbers, sign)
            numbers[slide.name] = found.value
            errors.append(found.error)
            binding += found.binding
    proven = _global(search, trends, sign, binding)
    error = None if None in errors or len(search.slides) > 1 else max(e for e in errors if e is not None)
    return Settled(numbers, error, proven, tuple(dict.fromkeys(binding)))


# -- one real --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    value: float
    error: float | None
    binding: tuple[Condition, ...] = ()


def _one(ground: Ground, slide: Slide, numbers: Mapping[str, float], sign: float) -> _Place:
    """One real, the others where they are."""
    x = numbers[slide.name]
    width = STEP * (abs(x) or 1.0)
    low, high = max(slide.low, x - width), min(slide.high, x + width)
    slope = _Slope(ground, slide.name, numbers, sign)
    at_low, at_high = slope(low), slope(high)
    inside = _holding(ground, slide.name, numbers, [low, x, high])
    if at_low < 0 < at_high and inside[0] and inside[2]:
        return slope.zero(low, high)
    downhill = high if at_low < 0 and at_high < 0 else low if at_low > 0 and at_high > 0 else None
    if downhill is None or not inside[1]:
        return _Place(x, None)
    if downhill == x:
        return _Place(x, 0.0)
    if _holding(ground, slide.name, numbers, [downhill])[0]:
        return _Place(x, None)
    return _edge(ground, slide.name, numbers, x, downhill)


def _holding(ground: Ground, name: str, numbers: Mapping[str, float], values: Sequence[float]) -> list[bool]:
    return [bool(h) for h in ground.look(_moved(numbers, name, values)).holds]


def _moved(numbers: Mapping[str, float], name: str, values: Sequence[float]) -> dict[str, Any]:
    at = {n: np.full(len(values), v) for n, v in numbers.items()}
    at[name] = np.array(values, float)
    return at


class _Slope:
    """The derivative of the objective by one real, as floats and as balls; positive where it gets worse."""

    def __init__(self, ground: Ground, name: str, numbers: Mapping[str, float], sign: float):
        self.ground, self.name, self.numbers, self.sign = ground, name, dict(numbers), sign
        sheet, slopes = differentiated(ground.sheet, {"value": ground.result})
        column = next(column for column in sheet.inputs if column.name == name)
        self.expr: Expr = mul(slopes["value"][name], number(column.factor))
        self.program = program(sheet, {"slope": self.expr}, ground.ways[0])

    def __call__(self, x: float) -> float:
        found = run(self.program, self._inputs(x))
        return self.sign * float(found[0]["slope"]) if len(found) == 1 else math.nan

    def _inputs(self, x: Any) -> dict[str, Any]:
        return {given_name(n): v for n, v in {**self.numbers, self.name: x}.items()}

    def zero(self, low: float, high: float) -> _Place:
        """Where the slope changes its sign, by halving, in balls where they can be had."""
        if not self.program.implicit:
            try:
                return self._proven(low, high)
            except ImportError:
                pass
        a, b = _halved(lambda x: self(x) < 0, low, high)
        return _Place((a + b) / 2, None)

    def _proven(self, low: float, high: float) -> _Place:
        from tmath.algebra.arithmetic import BallArithmetic
        from tmath.algebra.balls import ball, working
        from tmath.algebra.certify import bisected

        arithmetic = BallArithmetic(PRECISION)

        def slope(x: Any) -> Any:
            return run(self.program, self._inputs(x), arithmetic)[0]["slope"] * int(self.sign)

        with working(PRECISION):
            if not (slope(ball(low)) < 0 and slope(ball(high)) > 0):
                return _Place((low + high) / 2, None)
            a, _ = bisected(lambda x: bool(slope(x) < 0), ball(low), ball(high), HALVINGS)
            _, b = bisected(lambda x: not bool(slope(x) > 0), ball(low), ball(high), HALVINGS)
            value = float(((a + b) / 2).mid())
            error = float((abs(a.union(b) - ball(value)) / abs(ball(value))).upper()) if value else None
        return _Place(value, error)


def _halved(holds: Callable[[float], bool], inside: float, outside: float) -> tuple[float, float]:
    for _ in range(80):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return inside, outside


# -- edges of what is feasible -----------------------------------------------------------------------


def _edge(ground: Ground, name: str, numbers: Mapping[str, float], inside: float, outside: float) -> _Place:
    """The last value at which everything holds, and the constraints that fail beyond it."""
    failing = ~ground.each(_moved(numbers, name, [outside]))[:, 0]
    conditions = tuple(one for one, fails in zip(ground.conditions, failing, strict=True) if fails)
    a, b = _halved(lambda x: _holding(ground, name, numbers, [x])[0], inside, outside)
    exact = [_crossing(ground, one, name, numbers, inside, outside) for one in conditions]
    known = [x for x in exact if x is not None]
    if len(known) == len(conditions) and known:
        a = min(known, key=lambda x: abs(x - inside))
        error = abs(b - a) / abs(a) if a else None
        return _Place(a, max(error, 4e-16) if error is not None and error < 1e-9 else None, conditions)
    return _Place(a, abs(b - a) / abs(a) if a else None, conditions)


def _crossing(
    ground: Ground, one: Condition, name: str, numbers: Mapping[str, float], inside: float, outside: float
) -> float | None:
    """Where a condition has no slack left, rounding not forgiven."""
    slack = one.slack
    if slack is None:
        return None

    def left(x: float) -> float:
        return float(ground.run(f"left {one.holds}", {"": slack}, _moved(numbers, name, [x]))[""][0])

    if not (left(inside) >= 0 > left(outside)):
        return inside if abs(left(inside)) < abs(left(outside)) else None
    return _halved(lambda x: left(x) >= 0, inside, outside)[0]


# -- nowhere else ------------------------------------------------------------------------------------


def _global(search: Search, trends: Trends, sign: float, binding: Sequence[Condition]) -> bool:
    """Whether the best nearby is the best of all: the objective bends one way, and so does what is reached.

    What is not reached may be left out: that only lets more points in.
    """
    ground = search.ground
    if not ground.plain:
        return False
    reals = [slide.name for slide in search.slides]
    curvature = Curvature(ground, reals, trends)
    monotone = len(reals) == 1 and trends(ground.result, reals[0]) is not None
    curve = curvature[ground.result]
    bends = curve is not None and curve.sure and (curve.shape.convex if sign > 0 else curve.shape.concave)
    return (monotone or bends) and all(_half(one, curvature, trends, reals) for one in binding)


def _half(one: Condition, curvature: Curvature, trends: Trends, reals: Sequence[str]) -> bool:
    """Whether the points at which a condition holds are convex in logarithms."""
    slack = one.slack
    if slack is None:
        return False
    if len(reals) == 1 and trends(slack, reals[0]) is not None:
        return True
    if slack.op != "sub":
        return False
    left, right = (curvature[side] for side in slack.args)
    if left is None or right is None:
        return False
    return left.sure and right.sure and left.shape.concave and right.shape.convex
