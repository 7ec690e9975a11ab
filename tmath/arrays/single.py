"""One root at a time, in log x: Newton's method first, a bracket where it fails, a grid where nothing is proven.

`kernel(s, *parts)` gives an equation's value and slope at s = log x. What has no root is nan. This module needs the
standard library alone, and is copied into generated sources.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, inf, isfinite, log, nan

Kernel = Callable[..., tuple[float, float]]

CLOSE = 1e-8  # a step this small is the last: the next would be its square
STEPS = 16
SURE = 1e-9  # value at which a bracket's end is a root, not a jump
BESIDE, FLAT = 1e-7, 1e-13  # a value that is zero beside a root too is a step: no one root
CROSSED = 1e-7  # the same of a residual between -1 and 1
POINTS = (160, 480)


def newton(kernel: Kernel, parts: Sequence[float], start: float, low: float, high: float, way: int) -> float:
    """x where the value is zero; `way` is 1 where it rises throughout, -1 where it falls, 2 or -2 on one branch."""
    s = start
    for _ in range(STEPS):
        value, slope = kernel(s, *parts)
        step = value / slope
        s -= step
        if -CLOSE <= step <= CLOSE:
            return exp(s)
        if not isfinite(s):
            break
    return bracketed(kernel, parts, start, low, high, way) if abs(way) == 1 else tangent(kernel, parts, start)


def bracketed(kernel: Kernel, parts: Sequence[float], start: float, low: float, high: float, way: int) -> float:
    """x by a bracket grown from a start, then Newton's method held inside it."""
    s = min(max(start, low), high) if isfinite(start) else 0.0
    value, _ = _at(kernel, parts, s)
    below, above = (s, inf) if value * way < 0 else (-inf, s)
    width = 1.0
    while not (isfinite(below) and isfinite(above)):
        if (below >= high) or (above <= low) or value != value:
            return nan
        t = min(below + width, high) if above == inf else max(above - width, low)
        found, _ = _at(kernel, parts, t)
        rising = found * way >= 0 if found == found else above == inf
        below, above = (below, t) if rising else (t, above)
        if (not rising and t >= high) or (rising and t <= low):
            return nan
        width *= 2
    s = (below + above) / 2
    for _ in range(200):
        value, slope = _at(kernel, parts, s)
        below, above = (below, s) if value * way >= 0 else (s, above)
        t = s - value / slope if slope else inf
        if not below < t < above:
            t = (below + above) / 2
        moved, s = abs(t - s), t
        if moved <= 1e-15 * (1 + abs(s)):
            break
    value, slope = _at(kernel, parts, s)
    sound = abs(value) <= SURE or abs(value) <= SURE * abs(slope)
    flat = any(abs(_at(kernel, parts, t)[0]) <= FLAT for t in (s - BESIDE, s + BESIDE))
    return exp(s) if sound and not flat else nan


def tangent(kernel: Kernel, parts: Sequence[float], start: float) -> float:
    """x by Newton's method alone from outside a valley, which it never leaves; near its bottom it creeps."""
    s = start
    value, slope = _at(kernel, parts, s)
    side = slope
    for _ in range(100):
        if not slope:
            break
        t = s - value / slope
        moved, s = abs(t - s), t
        value, slope = _at(kernel, parts, s)
        if not moved > 1e-15 * (1 + abs(s)):
            break
    return exp(s) if abs(value) <= 1e-12 and (slope * side > 0 or abs(slope) < 1e-6) else nan


def scan(kernel: Kernel, parts: Sequence[float], low: float, high: float, number: int) -> float:
    """The root with a number from the lowest on; the value is a residual between -1 and 1."""
    points = grid(low, high)
    values = [_at(kernel, parts, s)[0] for s in points]
    roots: list[float] = []
    for i in range(1, len(points)):
        r, q = values[i - 1], values[i]
        if r * q < 0:
            roots.append(_crossing(kernel, parts, points[i - 1], points[i], r))
        elif r == 0 != q:
            roots.append(points[i - 1])
        if i + 1 < len(points) and _turns(r, q, values[i + 1]):
            lowest, least = _dip(kernel, parts, points[i - 1], points[i + 1])
            if least * q < 0:
                roots.append(_crossing(kernel, parts, points[i - 1], lowest, r))
                roots.append(_crossing(kernel, parts, lowest, points[i + 1], least))
    kept = [s for s in sorted(roots) if s == s]
    return exp(kept[number]) if number < len(kept) else nan


def grid(low: float, high: float) -> list[float]:
    """Sample points in log x: dense where quantities of use lie, and evenly in x towards a finite end."""
    a, b = max(low, -70.0), min(high, 90.0)
    count = int(min(POINTS[1], max(POINTS[0], 4 * (b - a))))
    points = [a + (b - a) * i / (count - 1) for i in range(count)]
    if b == high:
        points += [s for i in range(1, 100) if (s := high + log(i / 100)) > a]
    return sorted(points)


def _turns(before: float, here: float, after: float) -> bool:
    """Whether a residual comes near zero and turns back."""
    alike = before * here > 0 and here * after > 0
    return alike and abs(here) < min(abs(before), 0.5) and abs(here) <= abs(after)


def _at(kernel: Kernel, parts: Sequence[float], s: float) -> tuple[float, float]:
    try:
        return kernel(s, *parts)
    except (ArithmeticError, ValueError):
        return nan, nan


def _crossing(kernel: Kernel, parts: Sequence[float], a: float, b: float, r: float) -> float:
    """log x by halving; nan where the value jumps."""
    for _ in range(100):
        s = (a + b) / 2
        value, _ = _at(kernel, parts, s)
        a, b = (s, b) if value * r > 0 else (a, s)
        if value == 0 or b - a <= 4e-16 * (1 + abs(a)):
            break
    value, _ = _at(kernel, parts, s)
    return s if abs(value) <= CROSSED else nan


def _dip(kernel: Kernel, parts: Sequence[float], a: float, b: float) -> tuple[float, float]:
    """Where a residual is nearest to zero in a dip, by golden sections."""
    side = 1.0 if _at(kernel, parts, (a + b) / 2)[0] > 0 else -1.0
    for _ in range(60):
        s, t = a + 0.382 * (b - a), a + 0.618 * (b - a)
        a, b = (a, t) if _at(kernel, parts, s)[0] * side <= _at(kernel, parts, t)[0] * side else (s, b)
    return (a + b) / 2, _at(kernel, parts, (a + b) / 2)[0]
