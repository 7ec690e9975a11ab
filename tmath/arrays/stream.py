"""Sweeps in strips: outer axes stand still in each, so that points cost next to nothing; reduced, over processes.

Memory does not grow with the number of combinations.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any, Literal, TypeVar

import numpy as np

from tmath.arrays.given import Array
from tmath.arrays.held import Held, held
from tmath.arrays.machine import each, processors
from tmath.arrays.sweep import Summary, Sweep
from tmath.records import dataclass

STRIP = 1 << 19  # combinations of a strip
SPREAD = 1 << 22  # combinations that are worth a task of their own

Told = Callable[[int], None]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Strips:
    """A sweep cut into strips of at most `size` combinations, in order.

    The last axes run through in each strip, those before them stand still, and of one between some points are in it.
    """

    sweep: Sweep
    size: int = STRIP
    judged: bool = True

    @cached_property
    def _cut(self) -> tuple[int, int]:
        """How many axes do not run through, and how many combinations of those that do there are."""
        outer, product = len(self.sweep.axes), 1
        while outer and product * len(self.sweep.axes[outer - 1].points) <= self.size:
            outer -= 1
            product *= len(self.sweep.axes[outer].points)
        return outer, product

    @cached_property
    def _pieces(self) -> list[tuple[int, int]]:
        """The points of the axis between that are in one strip, strip after strip."""
        outer, product = self._cut
        if not outer:
            return [(0, 1)]
        length, step = len(self.sweep.axes[outer - 1].points), max(1, self.size // product)
        return [(first, min(first + step, length)) for first in range(0, length, step)]

    @property
    def count(self) -> int:
        """How many strips there are."""
        standing = self.sweep.axes[: max(0, self._cut[0] - 1)]
        return math.prod(len(axis.points) for axis in standing) * len(self._pieces)

    @cached_property
    def _running(self) -> dict[str, Array]:
        """The columns of the axes that run through, for the widest strip."""
        outer, product = self._cut
        first, last = self._pieces[0]
        columns, stride = {}, product
        for axis in self.sweep.axes[outer:]:
            stride //= len(axis.points)
            once = np.repeat(axis.points, stride)
            columns[axis.name] = np.tile(once, (last - first) * product // once.size)
        return columns

    def bounds(self, number: int) -> tuple[int, int]:
        """The combinations of a strip, from one to another."""
        outer, product = self._cut
        before, piece = divmod(number, len(self._pieces))
        length = len(self.sweep.axes[outer - 1].points) if outer else 1
        first, last = self._pieces[piece]
        return (before * length + first) * product, (before * length + last) * product

    def columns(self, number: int) -> dict[str, Any]:
        """The axes of a strip: a single point where they stand still, else an array."""
        outer, product = self._cut
        start, stop = self.bounds(number)
        columns = row(self.sweep, start)
        if outer:
            between = self.sweep.axes[outer - 1]
            first, last = self._pieces[number % len(self._pieces)]
            if last - first > 1:
                columns[between.name] = np.repeat(between.points[first:last], product)
        for name, column in self._running.items():
            columns[name] = column if len(column) == stop - start else column[: stop - start]
        return columns

    def held(self, number: int) -> Held:
        """The unknowns of a strip, and where everything holds."""
        start, stop = self.bounds(number)
        return held(self.sweep.function, self.columns(number), stop - start, self.judged)


# -- reduced on the way ------------------------------------------------------------------------------


def reduced(
    sweep: Sweep,
    by: str,
    best: int = 10,
    goal: Literal["min", "max"] = "min",
    *,
    judged: bool = True,
    on: str | None = None,
    told: Told = lambda done: None,
) -> Summary:
    """What all combinations come to in one unknown: how many there are, have an answer and hold, and the best rows.

    Where constraints are not `judged`, every answer counts as holding. `on` is a Dask scheduler's address, or local:2;
    `told` hears how many combinations are done, again and again.
    """
    strips, nothing = Strips(sweep, judged=judged), Summary(by, best, goal)
    whole = nothing
    if on is None:
        for first in range(0, strips.count, processors()):
            numbers = range(first, min(first + processors(), strips.count))
            for part in each(partial(_of_strip, strips, whole), numbers):
                whole = whole.with_summary(part)
            told(whole.count)
        return whole
    for part in on_cluster(partial(_summary, strips, nothing), strips, on):
        whole = whole.with_summary(part)
        told(whole.count)
    return whole


def _summary(strips: Strips, nothing: Summary, numbers: range) -> Summary:
    whole = nothing
    for number in numbers:
        whole = whole.with_summary(_of_strip(strips, whole, number))
    return whole


def _of_strip(strips: Strips, whole: Summary, number: int) -> Summary:
    found, start = strips.held(number), strips.bounds(number)[0]
    return whole.of_values(found.values[whole.by], found.holds, partial(_row, strips.sweep, start))


def _row(sweep: Sweep, start: int, place: int) -> dict[str, Any]:
    return row(sweep, start + place)


def row(sweep: Sweep, number: int) -> dict[str, Any]:
    """The point of each axis in one combination."""
    found: dict[str, Any] = {}
    for axis in reversed(sweep.axes):
        number, place = divmod(number, len(axis.points))
        found[axis.name] = axis.points[place]
    return dict(reversed(found.items()))


def on_cluster(work: Callable[[range], Result], strips: Strips, on: str) -> Iterator[Result]:
    """The results of work on ranges of strips in order, done by a cluster."""
    from tmath.arrays.scale import spread

    start, stop = strips.bounds(0)
    width = max(1, SPREAD // (stop - start))
    tasks = (range(first, min(first + width, strips.count)) for first in range(0, strips.count, width))
    yield from spread(work, tasks, on)
