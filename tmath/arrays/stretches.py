"""What constraints allow where nothing is proven of them: the stretches between their roots, each probed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from tmath.arrays.given import Array, Given
from tmath.arrays.sheet import Status
from tmath.solving.bounds import PROBES

if TYPE_CHECKING:
    from tmath.arrays.bounded import Bounded, Found

NEAR = (1.001, 1.1, 2.0, 10.0)
HOLDS = -1e-12


class Stretches:
    """The stretches of one unknown for some elements."""

    def __init__(self, bounded: Bounded, at: Given):
        self.bounded, self.at = bounded, at
        self.factor = float(bounded.output.factor)

    def found(self) -> Found:
        """The end of the one stretch that is allowed, or why there is none."""
        from tmath.arrays.bounded import Found

        bounded, size = self.bounded, self.at.size
        roots = bounded.all_roots(self.at)
        count = np.sum(~np.isnan(roots), axis=0)
        last_gap = len(roots)
        feasible = np.zeros((last_gap + 1, size), bool)
        for gap in range(last_gap + 1):
            low, high = self._ends(roots, gap)
            feasible[gap] = self._feasible(low, high, gap <= count)
        some = feasible.any(axis=0)
        first = np.argmax(feasible, axis=0)
        last = last_gap - np.argmax(feasible[::-1], axis=0)
        joined = np.sum(feasible, axis=0) == last - first + 1
        edges = np.concatenate([np.full((1, size), bounded.low), roots, np.full((1, size), np.nan)])
        edges = np.where(np.isnan(edges), bounded.high, edges)
        low = np.take_along_axis(edges, first[None], 0)[0]
        high = np.take_along_axis(edges, (last + 1)[None], 0)[0]
        return Found(*self._told(some, joined, low, high, first == 0, last == count))

    def _ends(self, roots: Array, gap: int) -> tuple[Array, Array]:
        size = self.at.size
        low = roots[gap - 1] if gap else np.full(size, self.bounded.low)
        high = roots[gap] if gap < len(roots) else np.full(size, np.nan)
        return low, np.where(np.isnan(high), self.bounded.high, high)

    def _feasible(self, low: Array, high: Array, exists: Array) -> Array:
        """Whether the constraints hold in a stretch: the first probe inside at which all has a value tells."""
        result = np.zeros(low.shape, bool)
        undecided = exists & (low < high)
        points = np.flatnonzero(exists & (low == high))  # two constraints that meet
        if points.size:
            result[points] = self.bounded.least_margin(self.at.take(points), low[points]) >= HOLDS
        for probe in self._probes(low, high):
            here = np.flatnonzero(undecided & (low < probe) & (probe < high))
            if here.size:
                margin = self.bounded.least_margin(self.at.take(here), probe[here])
                known = ~np.isnan(margin)
                result[here[known]] = margin[known] >= HOLDS
                undecided[here[known]] = False
            if not undecided.any():
                break
        return result

    def _probes(self, low: Array, high: Array) -> Iterator[Array]:
        yield np.where(low > 0, np.sqrt(np.abs(low * high)), (low + high) / 2)
        for by in NEAR:
            yield np.where(low > 0, low * by, np.nan)
        for by in NEAR:
            yield np.where(high > 0, high / by, np.nan)
        for probe in PROBES:
            yield np.full(low.shape, probe / self.factor)
        if self.bounded.low < 0:
            for probe in (0.0, *PROBES):
                yield np.full(low.shape, -probe / self.factor)

    def _told(
        self, some: Array, joined: Array, low: Array, high: Array, from_start: Array, to_end: Array
    ) -> tuple[Array, Array, Array]:
        """Values, statuses and sides from the ends of what is allowed."""
        bounded = self.bounded
        half_open = math.isfinite(bounded.low) and bounded.low_closed and math.isinf(bounded.high)
        whole_numbers = bounded.output.domain.integer
        at_most = some & joined & from_start & ~to_end
        at_least = some & joined & to_end & (~from_start | half_open)
        between = some & ~at_most & ~at_least
        side = np.where(at_most, -1, 1).astype(np.int8)
        values: Array = np.where(at_most, high, low)
        status = np.where(some, Status.OK, Status.OUT_OF_BOUNDS).astype(np.uint8)
        if bounded.pick is not None:
            values = np.where(between, low if bounded.pick == "min" else high, values)
            side = np.where(between, 1 if bounded.pick == "min" else -1, side).astype(np.int8)
        elif not whole_numbers:
            status[between] = Status.INTERVAL
        values = np.where(some & (status != Status.INTERVAL) & np.isfinite(values), values, np.nan)
        return values, status, side
