"""Every combination of some points: columns in memory, or blocks one after another, reduced on the way.

The points of an axis are numbers in the declared unit, texts with units, a range as on the command line, or keys.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from tmath.arrays.function import Function, compile_function
from tmath.arrays.given import Array
from tmath.errors import InputError
from tmath.language.system import System
from tmath.solving.givens import canonical, read_key
from tmath.values import from_python, read_points

SIZE = 1 << 20  # elements of a block


@dataclass(frozen=True)
class Axis:
    """One thing that varies: its name and its points, numbers in the declared unit or keys."""

    name: str
    points: Array

    def at(self, start: int, stop: int, stride: int) -> Array:
        """The points of the combinations from one to another, the axis changing every `stride` of them."""
        return self.points[(np.arange(start, stop) // stride) % len(self.points)]


@dataclass(frozen=True)
class Sweep:
    """A question over every combination of its axes, the last changing fastest; it can be sent to other machines."""

    function: Function
    axes: tuple[Axis, ...]

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return math.prod(len(axis.points) for axis in self.axes)

    def part(self, start: int, stop: int) -> dict[str, Array]:
        """The columns of the combinations from one to another: the axes, then the unknowns (nan: no answer)."""
        columns, stride = {}, self.size
        for axis in self.axes:
            stride //= len(axis.points)
            columns[axis.name] = axis.at(start, stop, stride)
        found = self.function(**columns)
        unknown = self.function.unknown
        return {**columns, **(found if isinstance(found, dict) else {str(unknown): found})}

    def blocks(self, size: int = SIZE) -> Iterator[dict[str, Array]]:
        """The columns of one block of combinations after another, in memory that does not grow."""
        for start in range(0, self.size, size):
            yield self.part(start, min(start + size, self.size))

    def columns(self) -> dict[str, Array]:
        """All columns at once."""
        parts = list(self.blocks())
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def reduced(self, by: str, best: int = 10, goal: Literal["min", "max"] = "min") -> Summary:
        """What all combinations come to in one unknown, reduced strip by strip; `best` rows are kept."""
        from tmath.arrays.stream import reduced

        return reduced(self, by, best, goal)


@dataclass(frozen=True)
class Summary:
    """A sweep reduced: how many combinations have an answer, the least and the greatest, how many hold all constraints.

    `rows` are the best of those that hold, the best first, of equal ones the earlier.
    """

    by: str
    keep: int
    goal: Literal["min", "max"]
    count: int = 0
    answered: int = 0
    holding: int = 0
    least: float = math.inf
    greatest: float = -math.inf
    rows: tuple[Mapping[str, Any], ...] = field(default=())

    @property
    def _sign(self) -> float:
        return 1.0 if self.goal == "min" else -1.0

    def of_values(self, values: Array, holds: Array, row: Callable[[int], Mapping[str, Any]]) -> Summary:
        """A summary of later combinations alone: their values, whether they hold, and the axes of each by number.

        Of its rows those are left out that cannot be among the best of both.
        """
        with np.errstate(invalid="ignore"):
            least, greatest = np.minimum.reduce(values), np.maximum.reduce(values)
            every = bool(holds.all()) and not np.isnan(least)  # then less has to be looked at
            if not every:
                least, greatest = np.fmin.reduce(values), np.fmax.reduce(values)
            if self.keep and len(self.rows) == self.keep:  # few can still be among the best
                worst = self.rows[-1][self.by]
                better = values < worst if self.goal == "min" else values > worst
                near = np.flatnonzero(better if every else better & holds)
            else:
                near = np.flatnonzero(holds) if self.keep else np.empty(0, int)
        order = self._sign * values[near]
        if near.size > self.keep:
            limit = np.partition(order, self.keep - 1)[self.keep - 1]
            near, order = near[order <= limit], order[order <= limit]
        chosen = near[np.argsort(order, kind="stable")[: self.keep]]
        rows = tuple({**row(int(i)), self.by: float(values[i])} for i in chosen)
        answered = values.size if every else values.size - int(np.count_nonzero(np.isnan(values)))
        holding = values.size if every else int(np.count_nonzero(holds))
        found = Summary(self.by, self.keep, self.goal, values.size, answered, holding, rows=rows)
        if answered:
            found = replace(found, least=float(least), greatest=float(greatest))
        return found

    def with_summary(self, other: Summary) -> Summary:
        """The summary with that of later combinations."""
        rows = sorted((*self.rows, *other.rows), key=lambda row: self._sign * float(row[self.by]))
        return Summary(
            self.by,
            self.keep,
            self.goal,
            self.count + other.count,
            self.answered + other.answered,
            self.holding + other.holding,
            min(self.least, other.least),
            max(self.greatest, other.greatest),
            tuple(rows[: self.keep]),
        )


def sweep(
    system: System,
    unknown: str | Sequence[str],
    given: Mapping[str, Any],
    *,
    tight: Sequence[str] = (),
    without: Sequence[str] = (),
    pick: str | None = None,
) -> Sweep:
    """A sweep over whatever is given more than one value; a list or a tuple of one value is an axis too.

    Raises: InputError for points that cannot be read; SolveError where the question has no answer at all.
    """
    axes: list[Axis] = []
    fixed: dict[str, Any] = {}
    for written, value in given.items():
        name = canonical(system, written)
        points = _points(system, name, value)
        if points is None:
            fixed[name] = value
        else:
            axes.append(Axis(name, points))
    if any(not len(axis.points) for axis in axes):
        empty = next(axis.name for axis in axes if not len(axis.points))
        raise InputError(f"{empty} has no points", empty)
    names = [axis.name for axis in axes]
    function = compile_function(system, unknown, names, fixed, tight=tight, without=without, pick=pick)
    return Sweep(function, tuple(axes))


def _points(system: System, name: str, value: Any) -> Array | None:
    """The points of an axis, None for a single value."""
    if name in system.choices:
        return _keys(system, name, value)
    quantity = system.quantities[name]
    if isinstance(value, str):
        if "," not in value and not (".." in value and ":" in value):
            return None
        typed = read_points(value, quantity, system.units)
        return np.array([float(point.value / quantity.unit.factor) for point in typed])
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "iuf":
        return value.astype(float)
    if isinstance(value, Iterable):
        read = [from_python(_plain(one), quantity, system.units) for one in value]
        return np.array([float(point.value / quantity.unit.factor) for point in read])
    return None


def _keys(system: System, name: str, value: Any) -> Array | None:
    if isinstance(value, str) and value in ("all", "*"):
        return np.array(list(system.choices[name].rows), object)
    if isinstance(value, str) and "," in value:
        value = value.split(",")
    if isinstance(value, str) or not isinstance(value, Iterable):
        return None
    return np.array([read_key(system, name, key) for key in value], object)


def _plain(value: Any) -> Any:
    """A NumPy number as one of Python's."""
    return value.item() if isinstance(value, np.generic) else value
