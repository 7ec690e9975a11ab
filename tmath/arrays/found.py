"""What a search has found so far: the best points, how many hold, and what each constraint costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from tmath.arrays.given import Array
from tmath.arrays.ground import Seen
from tmath.records import dataclass, field, replace

KEEP = 6  # the best value and five runners-up
ALIKE = 3  # further points told that are as good as the best
DIGITS = 12  # objectives that agree to so many are ties, which rounding must not break

Goal = Literal["min", "max"]


@dataclass(frozen=True)
class Hit:
    """A point: its objective, the places of its values in the order asked, and the values of its numbers."""

    value: float
    grade: float  # the objective rounded, the least first
    places: tuple[float, ...]
    numbers: Mapping[str, float]
    keys: Mapping[str, str]
    endless: bool = False  # whether a real may go on from here, to better values without end
    ties: int = 1  # points with the same objective

    @property
    def rank(self) -> tuple[float, tuple[float, ...]]:
        """The order among hits."""
        return self.grade, self.places


@dataclass(frozen=True)
class Found:
    """One hit for each of the best values, the best first, and by constraint the best were it alone dropped.

    `covered` counts the points searched, those ruled out unseen included; `open` says where a search was cut.
    """

    hits: tuple[Hit, ...] = ()
    alike: tuple[Hit, ...] = ()  # further points as good as the best
    feasible: int = 0
    covered: int = 0
    dropped: Mapping[str, Hit] = field(default_factory=dict)
    open: tuple[str, ...] = ()

    @property
    def limit(self) -> float:
        """What is worse than this need not be kept."""
        return self.hits[-1].grade if len(self.hits) == KEEP else np.inf

    def merged(self, other: Found) -> Found:
        """Two searches of different points as one, whichever comes first."""
        hits: list[Hit] = []
        for hit in sorted((*self.hits, *other.hits), key=lambda hit: hit.rank):
            if hits and hits[-1].grade == hit.grade:
                hits[-1] = replace(hits[-1], ties=hits[-1].ties + hit.ties)
            else:
                hits.append(hit)
        dropped = dict(self.dropped)
        for label, hit in other.dropped.items():
            if label not in dropped or hit.rank < dropped[label].rank:
                dropped[label] = hit
        return Found(
            tuple(hits[:KEEP]),
            _alike(hits[0], (*self.hits[:1], *self.alike, *other.hits[:1], *other.alike)) if hits else (),
            self.feasible + other.feasible,
            self.covered + other.covered,
            dropped,
            tuple(dict.fromkeys((*self.open, *other.open))),
        )


def _alike(best: Hit, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    same = sorted((h for h in hits if h.grade == best.grade and h.places != best.places), key=lambda hit: hit.places)
    return tuple(same[:ALIKE])


def graded(values: Array, goal: Goal) -> Array:
    """Objectives rounded, the least best."""
    signed = values if goal == "min" else -values
    with np.errstate(all="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.abs(signed))) - DIGITS + 1)
        rounded = np.round(signed / unit) * unit
    return np.where(np.isfinite(rounded), rounded, signed)


class Block:
    """Points of one block with their objective.

    Shape: points along one axis; `places` are columns in the order asked.
    """

    def __init__(
        self, seen: Seen, at: Mapping[str, Array], places: Sequence[Array], keys: Mapping[str, str], goal: Goal
    ):
        self.seen, self.at, self.places, self.keys = seen, at, places, keys
        self.grades = graded(seen.values, goal)

    def found(self, before: Found) -> Found:
        """What the points come to; those that cannot be among the best of all are only counted."""
        holds = self.seen.holds
        chosen = np.flatnonzero(holds & (self.grades <= before.limit))
        hits: list[Hit] = []
        alike: tuple[Hit, ...] = ()
        while chosen.size and len(hits) < KEEP:
            grades = self.grades[chosen]
            same = grades == grades.min()
            first, *others = self._firsts(chosen[same], 1 if hits else 1 + ALIKE)
            alike = alike if hits else tuple(others)
            hits.append(replace(first, ties=int(np.count_nonzero(same))))
            chosen = chosen[~same]
        dropped = {label: hit for label in self.seen.held if (hit := self._least(label, before)) is not None}
        return Found(tuple(hits), alike, int(np.count_nonzero(holds)), len(self.grades), dropped)

    def _least(self, label: str, before: Found) -> Hit | None:
        """The best point were one constraint dropped."""
        known = before.dropped.get(label)
        chosen = np.flatnonzero(self.seen.but(label) & (self.grades <= (np.inf if known is None else known.grade)))
        if not chosen.size:
            return None
        grades = self.grades[chosen]
        return self._firsts(chosen[grades == grades.min()], 1)[0]

    def _firsts(self, chosen: Array, count: int) -> list[Hit]:
        """The first of some points by place."""
        found: list[Hit] = []
        while chosen.size and len(found) < count:
            first = chosen
            for column in self.places:
                cells = column[first]
                first = first[cells == cells.min()]
            found.append(self._hit(int(first[0])))
            chosen = chosen[chosen != first[0]]
        return found

    def _hit(self, i: int) -> Hit:
        endless = self.seen.endless is not None and bool(self.seen.endless[i])
        numbers = {name: float(column[i]) for name, column in self.at.items()}
        places = tuple(float(column[i]) for column in self.places)
        return Hit(float(self.seen.values[i]), float(self.grades[i]), places, numbers, self.keys, endless)
