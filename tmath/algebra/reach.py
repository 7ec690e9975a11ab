"""What left - right of an equation can be within bounds, and where it is least and largest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tmath.algebra.brackets import minimum
from tmath.algebra.numeric import Curve
from tmath.algebra.scan import LARGE, SMALL, grid
from tmath.algebra.turn import Turned


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

    Source: minimisation on a grid refined by Brent's method, Brent 1973, chapter 5.
    """
    leaf = turned.whole
    curve = Curve(leaf.recipe.bind(values), leaf.signs)
    sides = leaf.sides.bind(values)
    points = _points(low, high)
    samples = [(x, curve.difference(x)) for x in points]
    known = [(x, v) for x, v in samples if v == v]
    if not known:
        return None
    ends = []
    for sign in (1, -1):
        at, value = _least(curve, known, sign)
        reached = _reached(at, low, high, low_open, high_open) and abs(value) < math.inf
        left, right = sides(at)
        side = right if turned.varying == "right" else left if turned.varying == "left" else left - right
        ends.append(Extreme(value, side, _where(at, low, high), reached))
    return Range(ends[0], ends[1])


def _points(low: float, high: float) -> list[float]:
    points = grid(max(low, SMALL), min(high, LARGE)) if high > 0 else []
    if low < 0:
        points += [-x for x in grid(max(-high, SMALL), min(-low, LARGE))]
    if low <= 0 <= high:
        points.append(0.0) if low < 0 else points.append(5e-324)
    return sorted(points)


def _least(curve: Curve, samples: list[tuple[float, float]], sign: int) -> tuple[float, float]:
    """Where sign * difference is least: the first such sample seen from where it is approached, then refined."""
    best = min(sign * value for _, value in samples)
    same = [i for i, (_, value) in enumerate(samples) if sign * value == best]
    place = same[-1] if same[-1] == len(samples) - 1 else same[0]
    if 0 < place < len(samples) - 1 and abs(best) < math.inf:
        a, b, c = (samples[place + k][0] for k in (-1, 0, 1))
        at = minimum(lambda x: sign * curve.difference(x), a, b, c)
        return at, curve.difference(at)
    return samples[place]


def _where(at: float, low: float, high: float) -> float:
    """A sample at the edge of what floats hold stands for the bound itself."""
    if at >= LARGE * 0.99:
        return high
    if at <= -LARGE * 0.99:
        return low
    if abs(at) <= SMALL * 1.01 and (low == 0 or high == 0):
        return 0.0
    return at


def _reached(at: float, low: float, high: float, low_open: bool, high_open: bool) -> bool:
    where = _where(at, low, high)
    if abs(where) == math.inf:
        return False
    return not ((where == low and low_open) or (where == high and high_open))
