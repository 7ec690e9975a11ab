"""Roots of many equations at once, in log x: Newton's method first, brackets for what it leaves, a grid where neither.

`evaluate(s, value, slope)` writes an equation's value and slope at s = log x, for the elements `chosen` of all where
they are named. What has no root is nan. This module needs NumPy alone, and is copied into generated sources.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy import absolute, clip, copyto, divide, exp, flatnonzero, isfinite, nan, sign, subtract

Floats = Any  # numpy arrays of floats
Evaluate = Callable[..., None]
where: Callable[..., Floats] = np.where

CLOSE = 1e-8  # a step this small is the last: the next would be its square
PATIENCE = 5  # steps before the few that are far off are taken apart
STEPS = 16
FEW = 4
SURE = 1e-9  # value at which a bracket's end is a root, not a jump
BESIDE, FLAT = 1e-7, 1e-13  # a value that is zero beside a root too is a step: no one root
CROSSED = 1e-7  # the same of a residual between -1 and 1
POINTS = (160, 480)


def newton(
    evaluate: Evaluate, start: Any, out: Floats, work: Sequence[Floats], low: float, high: float, way: int
) -> None:
    """x where the value is zero, written to `out`; `work` are two arrays alike.

    `way` is 1 where the value rises throughout, -1 where it falls, 2 or -2 where only the nearer branch does.
    """
    s, (value, slope) = out, work
    copyto(s, start)
    for step in range(STEPS):
        evaluate(s, value, slope)
        divide(value, slope, value)
        subtract(s, value, s)
        absolute(value, value)
        if value.max() <= CLOSE:
            exp(s, s)
            return
        if step >= PATIENCE and FEW * np.count_nonzero(value <= CLOSE) > (FEW - 1) * s.size:
            break
    few = flatnonzero(~(value <= CLOSE))
    first = np.broadcast_to(np.asarray(start, float), s.shape)[few]
    s[few] = bracketed(evaluate, few, first, low, high, way) if abs(way) == 1 else tangent(evaluate, few, first)
    exp(s, s)


def bracketed(evaluate: Evaluate, chosen: Any, start: Floats, low: float, high: float, way: int) -> Floats:
    """log x by brackets grown from a start, then Newton's method held inside them."""
    n = chosen.size
    value, slope = np.empty(n), np.empty(n)
    s = clip(where(isfinite(start), start, 0.0), low, high)

    def at(t: Floats, beyond: float) -> Floats:
        evaluate(t, value, slope, chosen)
        return where(np.isnan(value), beyond, value * way)

    f = at(s, nan)
    below, above = where(f < 0, s, -np.inf), where(f >= 0, s, np.inf)
    width = 1.0
    while width < 4 * (high - low):
        up = (above == np.inf) & (below < high) & (below > -np.inf)
        down = (below == -np.inf) & (above > low) & (above < np.inf)
        if not (up.any() or down.any()):
            break
        t = where(up, np.minimum(below + width, high), where(down, np.maximum(above - width, low), s))
        g = where(up, at(t, 1.0), at(t, -1.0)) if up.any() and down.any() else at(t, 1.0 if up.any() else -1.0)
        above = where((up | down) & (g >= 0), t, above)
        below = where((up | down) & (g < 0), t, below)
        width *= 2
    held = isfinite(below) & isfinite(above)
    s = where(held, (below + above) / 2, nan)
    for _ in range(200):
        f = at(s, nan)
        above, below = where(f >= 0, s, above), where(f < 0, s, below)
        t = s - value / slope
        t = where((t > below) & (t < above), t, (below + above) / 2)
        moved = absolute(t - s)
        s = t
        if not (moved > 1e-15 * (1 + absolute(s))).any():
            break
    f = at(s, nan)
    sound = (absolute(f) <= SURE) | (absolute(value / slope) <= SURE)
    flat = (absolute(at(s + BESIDE, nan)) <= FLAT) | (absolute(at(s - BESIDE, nan)) <= FLAT)
    return where(held & sound & ~flat, s, nan)


def tangent(evaluate: Evaluate, chosen: Any, start: Floats) -> Floats:
    """log x by Newton's method alone from outside a valley, which it never leaves; near its bottom it creeps."""
    value, slope = np.empty(chosen.size), np.empty(chosen.size)
    s = start.copy()
    evaluate(s, value, slope, chosen)
    side = sign(slope)
    for _ in range(100):
        t = s - value / slope
        moved = absolute(t - s)
        s = where(moved <= 1e-15 * (1 + absolute(s)), s, t)
        evaluate(s, value, slope, chosen)
        if not (moved > 1e-15 * (1 + absolute(s))).any():
            break
    return where((absolute(value) <= 1e-12) & ((sign(slope) == side) | (absolute(slope) < 1e-6)), s, nan)


def plain(evaluate: Evaluate, start: Any, out: Floats, low: float, high: float, way: int) -> None:
    """x where a value that rises (or falls) throughout is zero, by brackets."""
    every = np.arange(out.size)
    first = np.broadcast_to(np.asarray(start, float), out.shape)
    exp(bracketed(evaluate, every, first, low, high, way), out)


# -- scanning --------------------------------------------------------------------------------------


def scan(evaluate: Evaluate, out: Floats, low: float, high: float, number: int) -> None:
    """The root with a number from the lowest on, nan where there are fewer; the value is a residual within -1 and 1."""
    n = out.size
    points = grid(low, high)
    slope = np.empty(n)
    left, right = np.full(n, nan), np.full(n, nan)
    found = np.zeros(n, int)
    values = [np.empty(n) for _ in range(3)]
    for i, point in enumerate(points):
        before, last, now = values
        evaluate(np.full(n, point), now, slope)
        if i:
            _note(last * now < 0, found, number, left, right, points[i - 1], point)
            _note((last == 0) & (now != 0), found, number, left, right, points[i - 1], points[i - 1])
        if i > 1:
            _dips(evaluate, values, points[i - 2 : i + 1], found, number, left, right)
        values = [last, now, before]
    exp(_crossings(evaluate, left, right), out)


def grid(low: float, high: float) -> Floats:
    """Sample points in log x: dense where quantities of use lie, and evenly in x towards a finite end."""
    a, b = max(low, -70.0), min(high, 90.0)
    points = np.linspace(a, b, int(min(POINTS[1], max(POINTS[0], 4 * (b - a)))))
    if b == high:
        even = high + np.log(np.arange(1, 100) / 100)
        points = np.unique(np.concatenate([points, even[even > a]]))
    return points


def _note(here: Any, found: Any, number: int, left: Floats, right: Floats, a: Any, b: Any) -> None:
    """Remember the bracket of the root asked for."""
    mine = here & (found == number)
    left[mine], right[mine] = (a, b) if np.ndim(a) == 0 else (a[mine], b[mine])
    np.add(found, here, out=found)


def _dips(evaluate: Evaluate, values: Any, points: Any, found: Any, number: int, left: Floats, right: Floats) -> None:
    """Where a residual comes near zero and turns back, the pair of roots that the grid stepped over."""
    before, last, now = values
    size = absolute(last)
    least = (size < absolute(before)) & (size <= absolute(now)) & (size < 0.5)
    few = flatnonzero(least & (before * last > 0) & (last * now > 0))
    if not few.size:
        return
    value, slope = np.empty(few.size), np.empty(few.size)
    a, b = np.full(few.size, points[0]), np.full(few.size, points[2])
    side = sign(last[few])
    lowest, least = np.full(few.size, points[1]), size[few]
    for _ in range(40):
        for share in (0.382, 0.618):
            t = a + share * (b - a)
            evaluate(t, value, slope, few)
            better = value * side < least
            lowest, least = where(better, t, lowest), where(better, value * side, least)
        width = 0.382 * (b - a)
        a, b = np.maximum(a, lowest - width), np.minimum(b, lowest + width)
    pair = np.zeros(found.size, bool)
    pair[few] = least < 0
    middle = np.full(found.size, nan)
    middle[few] = lowest
    ends = np.full(found.size, points[0]), np.full(found.size, points[2])
    _note(pair, found, number, left, right, ends[0], middle)
    _note(pair, found, number, left, right, middle, ends[1])


def _crossings(evaluate: Evaluate, left: Floats, right: Floats) -> Floats:
    """log x inside brackets, by the method of Illinois and halving in turn.

    Source: Dowell and Jarratt 1971, "A modified regula falsi method", BIT 11.
    """
    result = np.full(left.size, nan)
    few = flatnonzero(isfinite(left))
    a, b = left[few], right[few]
    fa, fb, slope = np.empty(few.size), np.empty(few.size), np.empty(few.size)
    evaluate(a, fa, slope, few)
    evaluate(b, fb, slope, few)
    f = np.empty(few.size)
    for step in range(120):
        t = where(step % 3 == 2, (a + b) / 2, (a * fb - b * fa) / (fb - fa))
        t = where((t > a) & (t < b), t, (a + b) / 2)
        evaluate(t, f, slope, few)
        right_side = f * fb > 0
        fa, fb = where(right_side, fa / 2, f), where(right_side, f, fb / 2)
        a, b = where(right_side, a, t), where(right_side, t, b)
        if not (absolute(b - a) > 4e-16 * (1 + absolute(a))).any() or not f.any():
            break
    evaluate(t if few.size else a, f, slope, few)
    result[few] = where(absolute(f) <= CROSSED, t if few.size else a, nan)
    return result
