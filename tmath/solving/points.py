"""Points spread evenly over boxes, what a sample says of a distribution, and floats rounded outwards."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tmath.solving.answer import Spread


def even(dimensions: int, number: int) -> Iterator[tuple[float, ...]]:
    """Points of the unit cube, the same on every run: the first coordinate in steps, the others by turns of a circle.

    Source: additive recurrence of low discrepancy, Niederreiter 1992, Random Number Generation and Quasi-Monte Carlo
    Methods, section 3.1; its generators from the positive root of x^d = x + 1.
    """
    root = 2.0
    for _ in range(60):
        root = (1.0 + root) ** (1.0 / max(dimensions, 2))
    turns = [root ** -(k + 1) for k in range(dimensions - 1)]
    for n in range(number):
        yield ((n + 0.5) / number, *((0.5 + (n + 1) * turn) % 1.0 for turn in turns))


def describe(values: Sequence[float]) -> Spread:
    """What a sample says.

    Source: quantiles of Hazen 1914, definition 5 of Hyndman and Fan 1996, The American Statistician 50(4).
    """
    ordered = sorted(values)
    mean = math.fsum(ordered) / len(ordered)
    deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in ordered) / len(ordered))
    return Spread(mean, deviation, _quantile(ordered, 0.05), _quantile(ordered, 0.95))


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = min(max(share * len(ordered) - 0.5, 0.0), len(ordered) - 1.0)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def below(x: Fraction) -> float:
    """The largest float that is not above."""
    near = float(x)
    return near if near <= x else math.nextafter(near, -math.inf)


def above(x: Fraction) -> float:
    """The smallest float that is not below."""
    return -below(-x)


def apart(a: float, b: float) -> float:
    """How far two values are from each other, by ratio where that has a sense."""
    return abs(math.log(a / b)) if a * b > 0 else abs(a - b) + 1.0
