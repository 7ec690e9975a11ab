"""Whole points enumerated in compiled blocks, pruned where a condition is known to fail for all that follows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np

from tmath.algebra.nodes import ZERO, Expr, call
from tmath.arrays.free import Free
from tmath.arrays.given import Array
from tmath.arrays.ground import Condition, Ground
from tmath.arrays.sieves import Divisors
from tmath.arrays.trends import Trends
from tmath.records import dataclass

BLOCK = 32_768
LARGE = 1 << 20  # points above which constraints prune too: what each one costs is then not known
SURELY = 1e-9  # relative, by which a condition fails where rounding is no excuse
TABLED = 1 << 16  # totals up to here have their divisors looked up
WORTH = 32  # points that follow one prefix, above which ruling it out pays

Mask = Callable[[Mapping[str, Array]], Array]


@dataclass(frozen=True)
class Axis:
    """Values of one number from `start` to `stop`, as places of what is free."""

    free: Free
    start: int
    stop: int

    @property
    def size(self) -> int:
        """How many values there are."""
        return max(0, self.stop - self.start)

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest value."""
        return float(self.free.exact(self.start)), float(self.free.exact(self.stop - 1))


@dataclass(frozen=True)
class Points:
    """Some points of a lattice: values, and places of values, by name.

    Shape: points along one axis.
    """

    at: Mapping[str, Array]
    places: Mapping[str, Array]
    size: int = 1

    def grown(self, axis: Axis, rows: slice, cells: slice) -> Points:
        """Some points, each with some values of a further axis behind it."""
        first, last = axis.start + cells.start, axis.start + cells.stop
        count, width = rows.stop - rows.start, last - first
        name = axis.free.name
        at = {n: np.repeat(v[rows], width) for n, v in self.at.items()}
        places = {n: np.repeat(v[rows], width) for n, v in self.places.items()}
        at[name] = np.tile(axis.free.values(first, last), count)
        places[name] = np.tile(np.arange(first, last, dtype=float), count)
        return Points(at, places, count * width)

    def divided(self, axis: Axis, values: Array, rows: Array) -> Points:
        """The points, each with some whole values of a further axis behind it."""
        places = values - axis.free.start
        inside = (places >= axis.start) & (places < axis.stop)
        rows = rows[inside]
        at, numbers = ({n: v[rows] for n, v in part.items()} for part in (self.at, self.places))
        at[axis.free.name], numbers[axis.free.name] = values[inside].astype(float), places[inside].astype(float)
        return Points(at, numbers, rows.size)

    def only(self, kept: Array) -> Points:
        """Some of the points."""
        at, places = ({n: v[kept] for n, v in part.items()} for part in (self.at, self.places))
        return Points(at, places, int(np.count_nonzero(kept)))


class Lattice:
    """The product of some axes under one ground; `slides` are the ends of the reals that are free beside them."""

    def __init__(self, ground: Ground, axes: Sequence[Axis], slides: Mapping[str, tuple[float, float]]):
        self.ground, self.axes, self.slides = ground, tuple(axes), slides
        self.size = math.prod(axis.size for axis in axes)
        self.ends = {**{axis.free.name: axis.ends for axis in axes if axis.size}, **slides}
        self.large = self.size > LARGE
        self.rows = 0  # prefixes and points looked at so far

    @cached_property
    def trends(self) -> Trends:
        """How expressions move within the ends."""
        return Trends(self.ground, self.ends)

    def blocks(self) -> Iterator[Points]:
        """The points that no condition on a part of them rules out, in order of the axes."""
        if not self.size:
            return
        sieves = [self._sieves(level) for level in range(1, len(self.axes) + 1)]
        stack: list[Iterator[Points]] = [iter([Points({}, {})])]
        while stack:
            points = next(stack[-1], None)
            if points is None:
                stack.pop()
            elif len(stack) > len(self.axes):
                yield points
            else:
                level = len(stack) - 1
                stack.append(self._grown(points, self.axes[level], sieves[level]))

    def _grown(self, points: Points, axis: Axis, sieves: Sequence[Mask]) -> Iterator[Points]:
        for grown in self._further(points, axis):
            self.rows += grown.size
            for sieve in sieves:
                kept = sieve(grown.at)
                if not kept.all():
                    grown = grown.only(kept)
                if not grown.size:
                    break
            if grown.size:
                yield grown

    def _further(self, points: Points, axis: Axis) -> Iterator[Points]:
        """The points, each with the values of a further axis: the divisors alone where a total has its value."""
        if axis.free.points is None and axis.free.step == 1 and points.at:
            for product in self.ground.products:
                rest = product.rest(axis.free.name, points.at) if axis.free.name in product.factors else None
                if rest is not None and rest.max(initial=0) <= TABLED:
                    yield points.divided(axis, *_divisors(_power_above(rest.max())).of(rest.astype(np.int64)))
                    return
        for rows, cells in _tiles(points.size, axis.size):
            yield points.grown(axis, rows, cells)

    # -- what rules a prefix out -------------------------------------------------------------------

    def _sieves(self, level: int) -> list[Mask]:
        """What can be said once the first axes have values, and could not be said before."""
        covered = {axis.free.name for axis in self.axes[:level]}
        newest = self.axes[level - 1].free.name
        masks: list[Mask] = [
            one.mask(covered) for one in self.ground.products if newest in one.names and one.speaks(covered)
        ]
        rest = math.prod(axis.size for axis in self.axes[level:])
        if rest < WORTH and not (self.slides and level == len(self.axes)):
            return masks  # whole points are held against all conditions anyway
        for one in self.ground.conditions:
            if one.label and not self.large:
                continue
            rests = self.ground.rests(one.holds)
            if rests <= covered:
                masks += [self._exact(one)] if newest in rests else []
            elif self.large and rests & covered:
                masks += self._corner(one, rests - covered)
        return masks

    def _exact(self, one: Condition) -> Mask:
        return lambda at: self.ground.run(f"one {one.holds}", {"holds": one.holds}, at)["holds"].astype(bool)

    def _corner(self, one: Condition, uncovered: frozenset[str]) -> list[Mask]:
        """Where a condition fails even where all that follows is best for it."""
        if one.slack is None or not self.ground.plain:
            return []
        corner = self.corner(one.slack, uncovered, 1)
        if corner is None:
            return []
        exprs = {"slack": one.slack, "size": _size(one.slack)}

        def mask(at: Mapping[str, Array]) -> Array:
            size = len(next(iter(at.values())))
            full = {**at, **{n: np.full(size, v) for n, v in corner.items()}}
            found = self.ground.run(f"slack {one.holds}", exprs, full)
            with np.errstate(invalid="ignore"):
                return ~(found["slack"] < -SURELY * found["size"])

        return [mask]

    def corner(self, expr: Expr, names: frozenset[str], sense: int) -> dict[str, float] | None:
        """The values of some inputs at which an expression is greatest (sense 1) or least (-1), whatever the others."""
        found = {}
        for key in names:
            trend = self.trends(expr, key)
            if trend is None:
                return None
            low, high = self.ends[key]
            found[key] = high if trend * sense > 0 else low
            if not math.isfinite(found[key]):
                return None
        return found

    def hopeless(self, one: Condition) -> bool:
        """Whether a condition is proven to fail at every point."""
        if one.slack is None:
            return False
        at = self._corner_of(one.slack, 1)
        if at is None:
            sides = one.slack.args if one.slack.op == "sub" else (one.slack, ZERO)
            above, below = (self.trends.range(side) for side in sides)
            return above.high < below.low - SURELY * abs(below.low)
        found = self.ground.run(f"slack {one.holds}", {"slack": one.slack, "size": _size(one.slack)}, at)
        return bool(found["slack"][0] < -SURELY * found["size"][0])

    def extreme(self, expr: Expr, sense: int) -> float:
        """What no value of an expression is above (sense 1) or below (-1): its own extreme, or the end of its range."""
        at = self._corner_of(expr, sense)
        if at is None:
            within = self.trends.range(expr)
            return within.high if sense > 0 else within.low
        return float(self.ground.run(f"extreme {expr}", {"": expr}, at)[""][0])

    def _corner_of(self, expr: Expr, sense: int) -> dict[str, Array] | None:
        corner = self.corner(expr, self.ground.rests(expr), sense)
        return None if corner is None else {n: np.array([value]) for n, value in corner.items()}


@lru_cache(maxsize=4)
def _divisors(largest: int) -> Divisors:
    return Divisors(largest)


def _power_above(number: float) -> int:
    return 1 << max(6, math.ceil(math.log2(max(1.0, number))))


def _size(slack: Expr) -> Expr:
    """What a slack is small beside: its larger side."""
    sides = slack.args if slack.op == "sub" else (slack,)
    sizes = [call("abs", side) for side in sides]
    return call("max", *sizes) if len(sizes) > 1 else sizes[0]


def _tiles(rows: int, cells: int) -> Iterator[tuple[slice, slice]]:
    """Rows and cells in pieces whose product is about a block."""
    step = max(1, BLOCK // cells)
    for row in range(0, rows, step):
        for first in range(0, cells, BLOCK):
            yield slice(row, min(rows, row + step)), slice(first, min(cells, first + BLOCK))
