"""What left - right of an equation can be within bounds, and where it is least and largest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tmath.algebra.brackets import minimum
from tmath.algebra.numeric import Bound, Curve
from tmath.algebra.scan import LARGE, SMALL, grid
from tmath.algebra.turn import Turned
from tmath.records import dataclass

FAR = 20_000  # the power of ten at which a limit is read off


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or largest value: of left - right, of the side that varies, where, and whether it is reached there."""

    value: float
    side: float
    at: float
    reached: bool


@dataclass(frozen=True, slots=True)
class Range:
    """From the least to the largest value of left - right."""

    low: Extreme
    high: Extreme


def attainable(
    turned: Turned,
    values: Mapping[str, Any],
    low: float,
    high: float,
    low_open: bool = True,
    high_open: bool = False,
) -> Range | None:
    """The range of left - right over the bounds, as far as a scan tells; None where it has no value at all.

    Source: minimisation on a grid refined by Brent's method, Brent 1973, chapter 5; limits at the ends.
    """
    leaf = turned.whole
    curve = Curve(leaf.recipe, leaf.signs, values)
    samples = [(x, curve.difference(x)) for x in _points(low, high, curve.size)]
    known = [(x, v) for x, v in samples if v == v]
    if not known:
        return None
    limits = [(end, limit(curve, end, known)) for end in (low, high) if end == 0 or abs(end) == math.inf]
    sides = leaf.sides.bind(values)
    ends = []
    for sign in (1, -1):
        at, value = _least(curve, known, sign)
        for end, bound in limits:
            # what is approached at an end counts as reached nowhere, however near a sample came to it
            if bound == bound and (bound == value or sign * bound <= sign * value + 1e-12 * min(abs(value), 1e300)):
                at, value = end, bound
        is_open = (at == low and low_open) or (at == high and high_open) or abs(at) == math.inf
        if is_open and leaf.steps and any(v == value for _, v in known):
            is_open = False  # the value of a whole step
        ends.append(Extreme(value, _side(turned, sides, value, at), at, not is_open and abs(value) < math.inf))
    return Range(ends[0], ends[1])


def _side(turned: Turned, sides: Bound, value: float, at: float) -> float:
    """The side that varies: the other one and the difference are known even where it is a limit."""
    if turned.varying == "both":
        return value
    left, right = sides(at if math.isfinite(at) else 1.0)
    return float(left - value) if turned.varying == "right" else float(value + right)


def _points(low: float, high: float, size: int) -> list[float]:
    points = grid(max(low, SMALL), min(high, LARGE), size) if high > 0 else []
    if low < 0:
        points += [-x for x in grid(max(-high, SMALL), min(-low, LARGE), size)]
    if low < 0 < high:
        points.append(0.0)
    return sorted(points)


def limit(curve: Curve, end: float, samples: list[tuple[float, float]]) -> float:
    """What left - right tends to at zero or at infinity, infinite where it keeps growing, nan where it is not told."""
    if end < 0 or (end == 0 and samples[0][0] < 0):
        return samples[0][1] if end < 0 else math.nan
    sign = -1 if end == 0 else 1
    (near, _), (far, size) = curve.far(sign * FAR // 2), curve.far(sign * FAR)
    if far != far or near != near:
        return samples[0][1] if end == 0 else samples[-1][1]
    if abs(far) == math.inf or abs(far - near) > 1e-9 * size:
        return math.copysign(math.inf, far - near) if abs(far) < math.inf else far
    return far


def _least(curve: Curve, samples: list[tuple[float, float]], sign: int) -> tuple[float, float]:
    """Where sign * difference is least, refined between the neighbouring samples."""
    place = min(range(len(samples)), key=lambda i: sign * samples[i][1])
    if 0 < place < len(samples) - 1 and abs(samples[place][1]) < math.inf:
        a, b, c = (samples[place + k][0] for k in (-1, 0, 1))
        at = minimum(lambda x: sign * curve.difference(x), a, b, c)
        return at, curve.difference(at)
    return samples[place]
