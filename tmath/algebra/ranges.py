"""Guaranteed ranges: of an expression and of a root when inputs are known only as intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tmath.algebra.arithmetic import BallArithmetic
from tmath.algebra.balls import Ball, ball, ends, working
from tmath.algebra.derivatives import differentiate, gradient
from tmath.algebra.intervals import INTERVAL, PARTIAL, Interval, empty, hull
from tmath.algebra.nodes import Expr, sub
from tmath.algebra.program import program_of, run
from tmath.algebra.turn import Turned

PRECISION = 128
ROUNDS = 60
HALVINGS = 6  # of a box in which the way a name works is not told
GROWTH = 0.1  # relative, of a trial ball that does not yet hold the root


def range_of(expr: Expr, boxes: Mapping[str, Any]) -> Interval:
    """The range of an expression whose names are numbers or pairs (low, high); where it is monotone in a name
    only the ends of that name count, so that a name that occurs twice does not widen the result.

    Source: Moore, Kearfott, Cloud 2009, Introduction to Interval Analysis, section 6.4 (monotonicity test).
    """
    return _ranged(expr, {name: boxes[name] for name in expr.names}, HALVINGS)


def _ranged(expr: Expr, known: Mapping[str, Any], halvings: int) -> Interval:
    wide = _wide(known)
    if not wide:
        return _interval(expr, known)
    state = run(program_of(gradient(expr, wide)), known, INTERVAL)[0]
    ways = {name: _way(state[name]) for name in wide}
    unsure = [name for name in wide if not ways[name]]
    if unsure and halvings:
        widest = max(unsure, key=lambda name: _relative(known[name]))
        low, high = known[widest]
        middle = (low + high) / 2
        parts = [_ranged(expr, {**known, widest: part}, halvings - 1) for part in ((low, middle), (middle, high))]
        return hull(*parts)
    return _interval(expr, _cornered(known, ways, 0))[0], _interval(expr, _cornered(known, ways, 1))[1]


def _wide(boxes: Mapping[str, Any]) -> list[str]:
    return [name for name, value in boxes.items() if isinstance(value, tuple) and value[0] != value[1]]


def _relative(box: tuple[float, float]) -> float:
    return float((box[1] - box[0]) / max(abs(box[0]), abs(box[1])))


def _cornered(boxes: Mapping[str, Any], ways: Mapping[str, int], side: int) -> dict[str, Any]:
    """The corner at which what rises and falls as said is least (side 0) or largest (side 1)."""
    at = dict(boxes)
    for name, way in ways.items():
        if way:
            at[name] = boxes[name][side if way > 0 else 1 - side]
    return at


def _way(slope: Interval) -> int:
    return 1 if slope[0] >= 0 else -1 if slope[1] <= 0 else 0


def _interval(expr: Expr, at: Mapping[str, Any]) -> Interval:
    PARTIAL.asked()
    found: Interval = run(program_of({"": expr}), at, INTERVAL)[0][""]
    return (-math.inf, math.inf) if PARTIAL.asked() or empty(found) else found


def range_of_root(turned: Turned, boxes: Mapping[str, Any], root: float) -> Interval | None:
    """Every value the root can take while inputs run through their intervals; None where that cannot be proven.

    `root` is the root at some point of the box. For each input by which the root is proven to move one way only,
    just its ends count.
    Source: implicit function theorem over boxes, Neumaier 1990, Interval Methods for Systems of Equations, section 5.1.
    """
    known = {name: boxes[name] for name in turned.names}
    whole = _enclosed(turned, known, root)
    if whole is None:
        return None
    ways = _directions(turned, known, whole)
    limits: list[float] = []
    for side in (0, 1):
        at = _cornered(known, ways, side)
        tight = _enclosed(turned, at, root)
        limits.append(whole[side] if tight is None else tight[side])
    return max(whole[0], limits[0]), min(whole[1], limits[1])


def _directions(turned: Turned, boxes: Mapping[str, Any], around: Interval) -> dict[str, int]:
    """The inputs by which the root only rises (1) or only falls (-1) over the box."""
    wide = _wide(boxes)
    balance = sub(turned.left, turned.right)
    slopes = {name: differentiate(balance, name) for name in (*wide, turned.x)}
    state = run(program_of(slopes), {**boxes, turned.x: around}, INTERVAL)[0]
    own = _sign(state[turned.x])
    found = {name: -own * _sign(state[name]) for name in wide}
    return {name: way for name, way in found.items() if way}


def _sign(x: Interval) -> int:
    return 1 if x[0] > 0 else -1 if x[1] < 0 else 0


def _enclosed(turned: Turned, boxes: Mapping[str, Any], root: float) -> Interval | None:
    """A range that holds exactly one root for every choice of the inputs, grown from a point until it is proven.

    Source: epsilon inflation, Rump 2010, "Verification methods", Acta Numerica 19, section 10.7.
    """
    leaf = turned.whole
    if leaf.steps:
        return None
    arithmetic = BallArithmetic(PRECISION)
    with working(PRECISION):
        values = {name: ball(value) for name, value in boxes.items()}
        value = leaf.recipe.bind(values, arithmetic)
        slope = leaf.slopes.bind(values, arithmetic)
        around = ball(root)
        for _ in range(ROUNDS):
            middle = around.mid()
            slopes = _total(leaf.signs, slope(around))
            if not slopes.is_finite() or slopes.contains(0):
                return None
            newton = middle - _total(leaf.signs, value(middle)) / slopes
            if not newton.is_finite():
                return None
            if around.contains_interior(newton):
                return ends(_sharpened(leaf.signs, value, slope, newton))
            radius = newton.rad() * ball(1 + GROWTH) + abs(newton.mid()) * ball(Fraction(1, 1 << 60))
            around = newton.mid() + radius * ball((-1, 1))
    return None


def _sharpened(signs: tuple[int, ...], value: Any, slope: Any, around: Ball) -> Ball:
    """The proven ball cut down by further Newton steps."""
    for _ in range(8):
        middle = around.mid()
        better = middle - _total(signs, value(middle)) / _total(signs, slope(around))
        if not better.is_finite() or not better.overlaps(around):
            break
        cut = around.intersection(better)
        if not cut.rad() < around.rad():
            break
        around = cut
    return around


def _total(signs: tuple[int, ...], parts: list[Ball]) -> Ball:
    return sum((part if sign > 0 else -part for sign, part in zip(signs, parts, strict=True)), ball(0))
