"""A search under one choice of rows: whole numbers enumerated, endless ones further and further, reals slid along."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from tmath.arrays.found import Block, Found
from tmath.arrays.free import Free, Wanted, of_domain
from tmath.arrays.given import Array
from tmath.arrays.ground import Ground, Seen
from tmath.arrays.lattice import Axis, Lattice, Points
from tmath.arrays.sieves import sifted
from tmath.arrays.valley import Slide, Valley, slide_of
from tmath.records import dataclass, replace

FIRST_CAP = 64  # values of an endless whole number that are tried first
WIDEST = 1 << 20  # and at most


@dataclass(frozen=True)
class Search:
    """One ground with its axes in the order in which they are enumerated."""

    wanted: Wanted
    ground: Ground
    axes: tuple[Free, ...]
    slides: tuple[Slide, ...]

    @property
    def endless(self) -> tuple[Free, ...]:
        """Whole numbers without an upper bound."""
        return tuple(free for free in self.axes if free.endless)

    @property
    def count(self) -> int:
        """How many points there are, reals apart; of endless numbers the first few."""
        return math.prod(free.count(FIRST_CAP) for free in self.axes)


def prepared(wanted: Wanted, ground: Ground) -> Search:
    """The axes of a search: what divides a known total has its divisors alone, totals come before their factors."""
    free = [one for one in wanted.free if one.name in ground.names]
    if wanted.objective in ground.names:
        free.append(of_domain(wanted.system.quantities[wanted.objective]))
    discrete = [sifted(one, ground.products) for one in free if one.discrete]
    totals = {one.total for one in ground.products}
    discrete.sort(key=lambda one: (one.name not in totals, one.endless))
    return Search(wanted, ground, tuple(discrete), tuple(slide_of(one) for one in free if not one.discrete))


def searched(search: Search, part: tuple[int, int] = (0, 1)) -> Found:
    """The best points; `part` is which of how many parts of the first axis to search.

    Endless numbers are followed until what lies beyond is proven to be no better, or the budget is spent.
    """
    found = Found()
    caps, spent = {free.name: 0 for free in search.endless}, 0
    cap = FIRST_CAP
    while True:
        for axes in _shells(search, caps, cap, part):
            for piece, cost in _lattice(search, axes, search.ground.budget - spent, found):
                found = found.merged(piece)
                spent += cost
        caps = dict.fromkeys(caps, cap)
        beyond = [free for free in search.endless if not _nothing_beyond(search, free, cap, found)]
        if not beyond:
            return found
        if cap >= WIDEST or spent >= search.ground.budget:
            told = tuple(f"{free.name} above {float(free.exact(cap - 1)):.12g} was not searched" for free in beyond)
            return replace(_at_the_end(found, beyond, cap), open=(*found.open, *told))
        cap *= 2


def _at_the_end(found: Found, beyond: Sequence[Free], cap: int) -> Found:
    """What was found, the best marked where it is the last of an endless number: it improves without end."""
    if not found.hits or all(found.hits[0].numbers[free.name] != float(free.exact(cap - 1)) for free in beyond):
        return found
    return replace(found, hits=(replace(found.hits[0], endless=True), *found.hits[1:]))


def _shells(search: Search, done: Mapping[str, int], cap: int, part: tuple[int, int]) -> Iterator[list[Axis]]:
    """The boxes that hold every point up to a cap that was not seen before."""
    endless = [free.name for free in search.endless]
    for newest in range(len(endless)) if endless else [-1]:
        axes = []
        for number, free in enumerate(search.axes):
            start, stop = 0, free.count(cap)
            if free.endless:
                place = endless.index(free.name)
                start = done[free.name] if place == newest else 0
                stop = done[free.name] if place < newest else cap
            if number == 0:
                width = stop - start
                start, stop = start + width * part[0] // part[1], start + width * (part[0] + 1) // part[1]
            axes.append(Axis(free, start, stop))
        yield axes


def _lattice(search: Search, axes: Sequence[Axis], budget: int, found: Found) -> Iterator[tuple[Found, int]]:
    """What each block comes to beside what is found already, and how many evaluations it took."""
    wanted, ground = search.wanted, search.ground
    slides = {slide.name: (slide.low, slide.high) for slide in search.slides}
    lattice = Lattice(ground, axes, slides)
    yield Found(covered=lattice.size), 0
    seen_before = 0
    for points in lattice.blocks():
        if lattice.rows > budget:
            yield Found(open=("the budget of points was spent",)), lattice.rows
            return
        walked, seen_before = lattice.rows - seen_before, lattice.rows
        if search.slides:
            block, cost = _slid(search, points)
        else:
            block, cost = _block(search, ground.look(points.at, wanted.goal), points.at, points.places), 0
        piece = replace(block.found(found), covered=0)
        found = found.merged(piece)
        yield piece, walked + cost


def _slid(search: Search, points: Points) -> tuple[Block, int]:
    valley = Valley(search.ground, search.slides, search.wanted.goal)
    bottom = valley.least(points.at)
    sign = 1.0 if search.wanted.goal == "min" else -1.0
    holds = (bottom.short == 0) & np.isfinite(bottom.grade)
    at = {**points.at, **bottom.at}
    seen = Seen(sign * bottom.grade, holds, {}, bottom.endless)
    return _block(search, seen, at, points.places), valley.count


def _block(search: Search, seen: Seen, at: Mapping[str, Array], places: Mapping[str, Array]) -> Block:
    """Points with their places in the order asked, which breaks ties."""
    rows = {one.name: one.keys.index(search.ground.keys[one.name]) for one in search.wanted.choices}
    size = len(seen.values)
    columns = [
        np.full(size, float(rows[one.name])) if one.name in rows else places.get(one.name, np.zeros(size))
        for one in search.wanted.free
    ]
    return Block(seen, at, columns, search.ground.keys, search.wanted.goal)


# -- endless numbers -------------------------------------------------------------------------------


def _nothing_beyond(search: Search, free: Free, cap: int, found: Found) -> bool:
    """Whether all points beyond a cap break a condition, or none of them can be better than what was found."""
    ground = search.ground
    if not ground.plain:
        return False
    axes = [
        Axis(other, cap if other is free else 0, 2 * WIDEST if other.endless else other.count(WIDEST))
        for other in search.axes
    ]
    if not all(axis.size for axis in axes):
        return True
    lattice = Lattice(ground, axes, {slide.name: (slide.low, slide.high) for slide in search.slides})
    lattice.ends.update({axis.free.name: (axis.ends[0], math.inf) for axis in axes if axis.free.endless})
    if any(free.name in ground.rests(one.holds) and lattice.hopeless(one) for one in ground.conditions):
        return True
    if not found.hits:
        return False
    parents = {one.total for one in ground.products if free.name in one.factors}  # a factor is at most its total
    if any(_nothing_beyond(search, other, cap, found) for other in search.endless if other.name in parents):
        return True
    sense = -1 if search.wanted.goal == "min" else 1
    best = lattice.extreme(ground.result, sense)
    return best >= found.hits[0].value if sense < 0 else best <= found.hits[0].value
