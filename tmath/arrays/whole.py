"""Whole numbers under constraints, all elements at once: relaxed, rounded, and checked on both sides.

A number is the answer when the constraints hold at it and do not hold at the next one. Where they do not hold at the
rounded one, or do at the next, numbers further on are tried: in growing steps and then by halving where the constraints
provably hold on one side, one after another where not, or where the number must divide another or fit a set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tmath.algebra.nodes import div, number
from tmath.arrays.fused import first_multiple
from tmath.arrays.given import Array, Given
from tmath.arrays.sheet import Status
from tmath.solving.whole import divisors

if TYPE_CHECKING:
    from tmath.arrays.bounded import Bounded, Found

SLACK = 1e-9
STEPS = 20_000
LARGEST = 2.0**53


def settled(bounded: Bounded, at: Given, real: Found) -> Found:
    """The whole numbers that real ends lead to."""
    walk = _Walk(bounded, at, real)
    start = walk.first(real.values, real.side)
    values, status = real.values, real.status
    wanted = ~np.isnan(start)
    holds = bounded.holding(at, start) & wanted
    good = holds & wanted
    if walk.plain:
        beyond = bounded.holding(at, start - real.side * walk.unit)
        outside = (start - real.side * walk.unit < bounded.low) | (start - real.side * walk.unit > bounded.high)
        good &= ~beyond | outside
    values[:] = start
    few = np.flatnonzero(wanted & ~good)
    if few.size:
        values[few], status[few] = walk.search(few, start[few], holds[few])
    return real


class _Walk:
    """Candidates for the unknown, and steps between them."""

    def __init__(self, bounded: Bounded, at: Given, real: Found):
        self.bounded, self.at, self.real = bounded, at, real
        domain = bounded.output.domain
        self.unit = float(domain.multiple_of or 1)
        bounds = bounded.bounds
        self.members = None if domain.members is None else np.array(sorted(map(float, domain.members)))
        self.total: Array | None = None
        if bounds.divides is not None:
            total = div(bounds.divides, number(bounded.output.factor))
            self.total = bounded.forward.run("total", {"total": total}, bounded.placed(at, np.ones(at.size)))["total"]
        self.plain = bounded.plain
        self.low = float(first_multiple(domain))

    def first(self, x: Array, side: Array) -> Array:
        """The first candidate from an end inwards."""
        slack = SLACK * np.abs(x)
        n = np.where(side < 0, np.floor((x + slack) / self.unit), np.ceil((x - slack) / self.unit)) * self.unit
        inside = np.where(side < 0, np.maximum(n, -LARGEST), np.maximum(n, self.low))
        return self._candidate(inside, side, slice(None))

    def _candidate(self, n: Array, side: Array, chosen: Array | slice) -> Array:
        """The nearest candidate at or beyond n, inwards; nan where there is none."""
        if self.members is not None:
            return _among(self.members, n, side)
        if self.total is not None:
            total = self.total[chosen]
            result = np.full(n.shape, np.nan)
            for value in np.unique(total[np.isfinite(total)]):
                here = total == value
                if value >= 1 and float(value).is_integer() and value < LARGEST:
                    result[here] = _among(np.array(divisors(int(value)), float), n[here], side[here])
            return result
        return n

    def search(self, few: Array, start: Array, holds: Array) -> tuple[Array, Array]:
        """The answers of elements that are not settled by rounding."""
        side = self.real.side[few].astype(float)
        if self.plain:
            return self._halved(few, start, holds, side)
        return self._one_by_one(few, start, side)

    def _within(self, n: Array) -> Array:
        return (n >= self.bounded.low) & (n <= self.bounded.high) & (np.abs(n) < LARGEST)

    def _halved(self, few: Array, start: Array, holds: Array, side: Array) -> tuple[Array, Array]:
        """Growing steps to a pair, one that holds and one that does not, then halving between them."""
        at = self.at.take(few)
        good, bad = self._pair(at, start, holds, side)
        nothing = ~np.isfinite(good)
        good = np.where(nothing, 0.0, good)
        bad = np.where(nothing | ~np.isfinite(bad), good, bad)
        while (apart := np.abs(good - bad) > self.unit).any():
            n = np.where(apart, np.floor((good + bad) / (2 * self.unit)) * self.unit, good)
            found = self.bounded.holding(at, n)
            good, bad = np.where(apart & found, n, good), np.where(apart & ~found, n, bad)
        status = np.where(nothing, Status.OUT_OF_BOUNDS, Status.OK)
        return np.where(nothing, np.nan, good), status

    def _pair(self, at: Given, start: Array, holds: Array, side: Array) -> tuple[Array, Array]:
        """A number that holds and one further out that does not; infinite where the bounds end before."""
        low = self.low
        high = min(self.bounded.high, LARGEST)
        good, bad = np.where(holds, start, np.nan), np.where(holds, np.nan, start)
        step = self.unit
        while step < LARGEST:
            inwards, outwards = np.isnan(good), np.isnan(bad)
            if not (inwards | outwards).any():
                break
            n = np.clip(np.where(inwards, bad + side * step, good - side * step), low, high)
            found = self.bounded.holding(at, n)
            end = (n == low) | (n == high)
            good = np.where(
                inwards, np.where(found, n, np.where(end, -np.inf, good)), np.where(outwards & found, n, good)
            )
            bad = np.where(outwards, np.where(found, np.where(end, np.inf, bad), n), np.where(inwards & ~found, n, bad))
            step *= 2
        return good, bad

    def _one_by_one(self, few: Array, start: Array, side: Array) -> tuple[Array, Array]:
        """Candidates one after another, inwards, until one holds."""
        values, status = np.full(few.size, np.nan), np.full(few.size, Status.OUT_OF_BOUNDS)
        left, n = np.arange(few.size), start.copy()
        for _ in range(STEPS):
            keep = self._within(n)
            left, n = left[keep], n[keep]
            if not left.size:
                return values, status
            holds = self.bounded.holding(self.at.take(few[left]), n)
            values[left[holds]], status[left[holds]] = n[holds], Status.OK
            left, n = left[~holds], n[~holds]
            n = self._candidate(n + side[left] * self.unit, side[left], few[left])
        status[left] = Status.NOT_PROVEN
        return values, status


def _among(sorted_values: Array, n: Array, side: Array) -> Array:
    """Of sorted values the nearest at or beyond n: below where the side is -1, above where it is 1."""
    below = np.searchsorted(sorted_values, n, "right") - 1
    above = np.searchsorted(sorted_values, n, "left")
    place = np.where(side < 0, below, above)
    inside = (place >= 0) & (place < sorted_values.size)
    return np.where(inside, sorted_values[np.clip(place, 0, sorted_values.size - 1)], np.nan)
