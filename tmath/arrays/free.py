"""What an optimum is searched over: choices, whole numbers and reals, and the values each of them may take."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from tmath.errors import InputError
from tmath.language.system import Domain, Quantity, System
from tmath.records import dataclass, replace
from tmath.solving.givens import canonical, read_givens, read_key
from tmath.solving.whole import fits_domain
from tmath.values import Typed, from_python, read_points

Array = Any
MOST_REALS = 2

_RANGE = re.compile(r"\.\..*:")


@dataclass(frozen=True)
class Free:
    """A choice or a quantity that is searched over.

    `points` are all the values it may take, ascending, where they are finitely many; else it lies from `low` to
    `high` (None: without end), in steps where it is a whole number.
    Units: declared units.
    """

    name: str
    kind: Literal["choice", "whole", "real"]
    keys: tuple[str, ...] = ()
    points: tuple[Fraction, ...] | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction = Fraction(1)
    shut: tuple[bool, bool] = (True, True)  # whether low and high may be taken

    @property
    def endless(self) -> bool:
        """Whether it is a whole number without an upper bound."""
        return self.kind == "whole" and self.points is None and self.high is None

    @property
    def discrete(self) -> bool:
        """Whether it is stepped through, not slid along."""
        return self.kind == "whole" or self.points is not None

    @property
    def start(self) -> int:
        """The first whole number, in steps."""
        assert self.low is not None
        first = math.ceil(self.low / self.step)
        return first if self.shut[0] or first * self.step != self.low else first + 1

    def count(self, cap: int) -> int:
        """How many values there are, of endless ones the first `cap`."""
        if self.kind == "choice":
            return len(self.keys)
        if self.points is not None:
            return len(self.points)
        return cap if self.high is None else max(0, math.floor(self.high / self.step) - self.start + 1)

    def values(self, start: int, stop: int) -> Array:
        """The values with numbers from start to stop as floats."""
        if self.points is not None:
            return np.array([float(point) for point in self.points[start:stop]])
        return np.arange(self.start + start, self.start + stop, dtype=float) * float(self.step)

    def exact(self, place: int) -> Fraction:
        """The value with a number."""
        return self.points[place] if self.points is not None else (self.start + place) * self.step

    def within(self, points: Iterable[Fraction]) -> Free:
        """The same, with no other values than some."""
        kept = [p for p in sorted(set(points)) if self._holds(p)]
        return replace(self, points=tuple(kept if self.points is None else [p for p in kept if p in self.points]))

    def _holds(self, value: Fraction) -> bool:
        if self.low is not None and (value < self.low or (value == self.low and not self.shut[0])):
            return False
        return (self.high is None or value <= self.high) and (self.kind != "whole" or value % self.step == 0)


@dataclass(frozen=True)
class Wanted:
    """What is to be least or greatest, over what, under which givens."""

    system: System
    objective: str
    goal: Literal["min", "max"]
    free: tuple[Free, ...]  # in the order asked, which breaks ties
    typed: Mapping[str, Typed]
    keys: Mapping[str, str]
    given: Mapping[str, Any]  # as it was given, what is free excepted
    tight: frozenset[str]
    without: frozenset[str]
    objective_free: bool = False  # whether the objective itself is named among what is free

    @property
    def choices(self) -> tuple[Free, ...]:
        """The choices among what is free."""
        return tuple(one for one in self.free if one.kind == "choice")

    @property
    def numbers(self) -> tuple[str, ...]:
        """The quantities among what is free."""
        return tuple(one.name for one in self.free if one.kind != "choice")

    @property
    def reals(self) -> tuple[Free, ...]:
        """What is slid along."""
        return tuple(one for one in self.free if one.kind == "real" and one.points is None)


def read_wanted(
    system: System,
    objective: str,
    over: Sequence[str],
    given: Mapping[str, Any],
    goal: Literal["min", "max"],
    tight: frozenset[str],
    without: frozenset[str],
) -> Wanted:
    """The question as it is asked; a given that names what is free restricts it to some values or an interval.

    Raises: InputError for names and values that cannot be read; ContradictionError for one outside its bounds.
    """
    name = canonical(system, objective)
    if name in system.choices:
        raise InputError(f"{name} is a choice: name a quantity to {goal}imize, and {name} in --over", objective)
    asked = _names(system, over)
    free_names = [n for n in asked if n != name]
    restricted, others = {}, {}
    for written, value in given.items():
        full = canonical(system, written)
        if full in free_names:
            restricted[full] = value
        elif _several(value):
            raise InputError(f"{full} has several values: free it (--over {full}), or give one", written)
        else:
            others[written] = value
    typed, keys = read_givens(system, name, others)
    free = tuple(_free(system, n, restricted.get(n)) for n in free_names)
    wanted = Wanted(system, name, goal, free, typed, keys, others, tight, without, name in asked)
    if len(wanted.reals) > MOST_REALS:
        listed = ", ".join(one.name for one in wanted.reals)
        raise InputError(
            f"{listed} are reals, and no more than {MOST_REALS} can be free\n"
            f"   give one of them, or some values to choose from: {wanted.reals[-1].name}=1,2,4",
            wanted.reals[-1].name,
        )
    return wanted


def _several(value: Any) -> bool:
    if isinstance(value, str):
        return value in ("all", "*") or "," in value or bool(_RANGE.search(value))
    return isinstance(value, Iterable) and not hasattr(value, "magnitude")


def _names(system: System, over: Sequence[str]) -> list[str]:
    if isinstance(over, str):
        over = [over]
    found: list[str] = []
    for written in over:
        full = canonical(system, written)
        if full in found:
            raise InputError(f"{full} is free twice, the second time as {written}", written)
        found.append(full)
    if not found:
        raise InputError("over what? name the quantities and choices that are free: --over a,b", "over")
    return found


def _free(system: System, name: str, restricted: Any) -> Free:
    if name in system.choices:
        return Free(name, "choice", _keys(system, name, restricted))
    quantity = system.quantities[name]
    free = of_domain(quantity)
    if restricted is None:
        return free
    points = _points(system, quantity, restricted)
    spread = points[0].spread if len(points) == 1 else None
    if spread is not None and spread[0] == "interval":
        low, high = (end / quantity.unit.factor for end in spread[1:])
        low, high = max(low, free.low or low), min(high, free.high or high)
        kept = None if free.points is None else tuple(p for p in free.points if low <= p <= high)
        return replace(free, points=kept, low=low, high=high, shut=(True, True))
    for point in points:
        _hold(quantity, point)
    return free.within(point.value / quantity.unit.factor for point in points)


def _keys(system: System, name: str, restricted: Any) -> tuple[str, ...]:
    rows = tuple(system.choices[name].rows)
    if restricted is None or restricted in ("all", "*"):
        return rows
    if isinstance(restricted, str):
        restricted = restricted.split(",")
    elif not isinstance(restricted, Iterable):
        restricted = [restricted]
    chosen = {read_key(system, name, key) for key in restricted}
    return tuple(key for key in rows if key in chosen)


def of_domain(quantity: Quantity) -> Free:
    """A quantity free within its bounds."""
    domain, factor = quantity.domain, quantity.unit.factor
    kind: Literal["whole", "real"] = "whole" if domain.integer or domain.multiple_of or domain.members else "real"
    points = None if domain.members is None else tuple(member / factor for member in domain.members)
    return Free(
        quantity.name,
        kind,
        (),
        points,
        None if domain.low is None else domain.low / factor,
        None if domain.high is None else domain.high / factor,
        Fraction(domain.multiple_of or 1) / factor,
        (not domain.low_open, True),
    )


def _points(system: System, quantity: Quantity, given: Any) -> list[Typed]:
    if isinstance(given, str):
        if "," in given or _RANGE.search(given):
            return read_points(given, quantity, system.units)
        return [from_python(given, quantity, system.units)]
    if isinstance(given, Iterable) and not hasattr(given, "magnitude"):
        points = [from_python(value, quantity, system.units) for value in given]
        if not points:
            raise InputError(f"{quantity.name} has no values to choose from", quantity.name)
        return points
    return [from_python(given, quantity, system.units)]


def _hold(quantity: Quantity, point: Typed) -> None:
    domain: Domain = quantity.domain
    if not fits_domain(domain, point.value):
        raise InputError(f"{quantity.name}={point.text} lies outside its bounds", quantity.name)
