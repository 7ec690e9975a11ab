"""An optimum held against what is next to it: values one step away, other rows, reals a little to either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import numpy as np

from tmath.arrays.found import Hit, graded
from tmath.arrays.free import Free, Wanted
from tmath.arrays.given import Array
from tmath.arrays.search import Search
from tmath.errors import SolveError

ASIDE = 1e-4  # relative, how far reals are moved


def neighbours_are_worse(wanted: Wanted, searches: Callable[[Mapping[str, str]], Search], hit: Hit) -> bool:
    """Whether no step to a next value, another row, or a little to either side is both allowed and better."""
    search = searches(hit.keys)
    if any(_better(search, at, hit) for at in _neighbours(search, hit)):
        return False
    for one in wanted.choices if not search.slides else ():  # other rows have their own best reals
        for key in one.keys:
            try:
                other = searches({**hit.keys, one.name: key})
            except SolveError:
                continue
            if hit.numbers.keys() >= set(other.ground.names):
                at = {name: np.array([hit.numbers[name]]) for name in other.ground.names}
                if _better(other, at, hit):
                    return False
    return True


def _better(search: Search, at: Mapping[str, Array], hit: Hit) -> bool:
    """Whether one of some points holds and is better."""
    seen = search.ground.look(at, search.wanted.goal)
    return bool(np.any(seen.holds & (graded(seen.values, search.wanted.goal) < hit.grade)))


def _neighbours(search: Search, hit: Hit) -> Iterator[dict[str, Array]]:
    """The points next to a hit, one axis after another."""
    steps = {free.name: _next(free, exactly(free, hit.numbers[free.name])) for free in search.axes}
    for slide in search.slides:
        x = hit.numbers[slide.name]
        steps[slide.name] = [v for v in (x * (1 - ASIDE), x * (1 + ASIDE)) if slide.low <= v <= slide.high]
    for name, values in steps.items():
        if values:
            at = {n: np.full(len(values), v) for n, v in hit.numbers.items()}
            yield {**at, name: np.array(values)}


def _next(free: Free, value: Fraction) -> list[float]:
    """The values before and after one."""
    if free.points is not None:
        i = free.points.index(value)
        return [float(one) for one in (*free.points[max(0, i - 1) : i], *free.points[i + 1 : i + 2])]
    return [float(v) for v in (value - free.step, value + free.step) if free.low is None or v >= free.low]


def exactly(free: Free, value: float) -> Fraction:
    """A value as an exact number."""
    if free.points is not None:
        return min(free.points, key=lambda one: abs(one - Fraction(value)))
    return round(Fraction(value) / free.step) * free.step if free.kind == "whole" else Fraction(value)
