"""What a search has found so far: the best points, how many hold, and what each constraint costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from tmath.arrays.given import Array
from tmath.arrays.ground import Seen

KEEP = 6  # the best and five runners-up
DIGITS = 12  # objectives that agree to so many are ties, which rounding must not break
ROOMY = 4 * KEEP

Goal = Literal["min", "max"]


@dataclass(frozen=True)
class Hit:
    """A point: its objective, the places of its values in the order asked, and the values of its numbers."""

    value: float
    grade: float  # the objective rounded, the least first
    places: tuple[float, ...]
    numbers: Mapping[str, float]
    keys: Mapping[str, str]
    endless: bool = False

    @property
    def rank(self) -> tuple[float, tuple[float, ...]]:
        """The order among hits."""
        return self.grade, self.places


@dataclass(frozen=True)
class Found:
    """Hits best first, and by constraint the best point if that constraint alone were dropped.

    `covered` counts the points searched, those ruled out unseen included; `open` says where a search was cut.
    """

    hits: tuple[Hit, ...] = ()
    feasible: int = 0
    covered: int = 0
    dropped: Mapping[str, Hit] = field(default_factory=dict)
    open: tuple[str, ...] = ()

    def merged(self, other: Found) -> Found:
        """Two searches as one, whichever comes first."""
        hits = sorted((*self.hits, *other.hits), key=lambda hit: hit.rank)[:KEEP]
        dropped = dict(self.dropped)
        for label, hit in other.dropped.items():
            if label not in dropped or hit.rank < dropped[label].rank:
                dropped[label] = hit
        return Found(
            tuple(hits),
            self.feasible + other.feasible,
            self.covered + other.covered,
            dropped,
            tuple(dict.fromkeys((*self.open, *other.open))),
        )


def graded(values: Array, goal: Goal) -> Array:
    """Objectives rounded, the least best."""
    signed = values if goal == "min" else -values
    with np.errstate(all="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.abs(signed))) - DIGITS + 1)
        rounded = np.round(signed / unit) * unit
    return np.where(np.isfinite(rounded), rounded, signed)


def best_of(
    seen: Seen,
    at: Mapping[str, Array],
    places: Sequence[Array],
    keys: Mapping[str, str],
    goal: Goal,
) -> Found:
    """What one block of points comes to.

    Shape: points along one axis; `places` are columns in the order asked.
    """
    grades = graded(seen.values, goal)
    holds = seen.holds
    hits = _first(np.flatnonzero(holds), KEEP, grades, seen, at, places, keys)
    dropped = {}
    for label in seen.held:
        only = _first(np.flatnonzero(seen.but(label)), 1, grades, seen, at, places, keys)
        if only:
            dropped[label] = only[0]
    return Found(hits, int(np.count_nonzero(holds)), len(grades), dropped)


def _first(
    chosen: Array,
    count: int,
    grades: Array,
    seen: Seen,
    at: Mapping[str, Array],
    places: Sequence[Array],
    keys: Mapping[str, str],
) -> tuple[Hit, ...]:
    """The first of some points by grade, then by place."""
    if chosen.size > ROOMY:
        limit = np.partition(grades[chosen], count - 1)[count - 1]
        chosen = chosen[grades[chosen] <= limit]
    order = np.lexsort([*(column[chosen] for column in reversed(places)), grades[chosen]])[:count]
    return tuple(
        Hit(
            float(seen.values[i]),
            float(grades[i]),
            tuple(float(column[i]) for column in places),
            {name: float(column[i]) for name, column in at.items()},
            keys,
            seen.endless is not None and bool(seen.endless[i]),
        )
        for i in chosen[order]
    )
