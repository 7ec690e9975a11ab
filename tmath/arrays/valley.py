"""The best reals for many points at once: a grid, finer grids around the best of it, a second real inside the first.

Where nothing on the grid holds, the grid follows what is nearest to holding, so that narrow windows are found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from tmath.arrays.free import Free
from tmath.arrays.given import Array
from tmath.arrays.ground import Ground
from tmath.records import dataclass

FIRST = {1: 513, 2: 129}  # points of the first grid, by how many reals there are
FINER = 33
ROUNDS = 12
ENOUGH = 2e-14  # width, in logarithms, at which floats see no more
TILE = 1 << 17  # evaluations at a time
SMALLEST, LARGEST = 1e-30, 1e40  # of an end that is not given, in declared units


@dataclass(frozen=True)
class Slide:
    """A real that is free, on the scale on which it is searched."""

    name: str
    low: float
    high: float
    scale: Literal["log", "linear", "wide"]
    open_ends: tuple[bool, bool]  # ends that were not given, or that may not be taken

    def forth(self, x: Array) -> Array:
        """Values on the scale."""
        return np.log(x) if self.scale == "log" else np.arcsinh(x) if self.scale == "wide" else np.asarray(x)

    def back(self, t: Array) -> Array:
        """Values from the scale, never beyond the ends."""
        with np.errstate(over="ignore"):
            x = np.exp(t) if self.scale == "log" else np.sinh(t) if self.scale == "wide" else t
        return np.clip(x, self.low, self.high)


def slide_of(free: Free) -> Slide:
    """How a real is searched: by its logarithm where it is positive."""
    low = -math.inf if free.low is None else float(free.low)
    high = math.inf if free.high is None else float(free.high)
    shut = free.shut
    if low >= 0:
        first = SMALLEST if low == 0 else low
        return Slide(free.name, first, min(high, LARGEST), "log", (low == 0 or not shut[0], high == math.inf))
    if math.isfinite(low) and math.isfinite(high):
        return Slide(free.name, low, high, "linear", (not shut[0], False))
    return Slide(free.name, max(low, -LARGEST), min(high, LARGEST), "wide", (low == -math.inf, high == math.inf))


@dataclass(frozen=True)
class Bottom:
    """The best of one real for each of some points, and whether it lies at an end that is open."""

    at: dict[str, Array]  # the reals found
    grade: Array  # the objective, the least best
    short: Array  # how far from holding; 0 where everything holds
    endless: Array  # where the objective improves without end


class Valley:
    """Searches reals under one ground; `count` is how many evaluations it took."""

    def __init__(self, ground: Ground, slides: Sequence[Slide], goal: Literal["min", "max"]):
        self.ground, self.slides, self.goal = ground, tuple(slides), goal
        self.count = 0

    def least(self, at: Mapping[str, Array]) -> Bottom:
        """The best reals for each point.

        Shape: points along one axis.
        """
        rows = len(next(iter(at.values()))) if at else 1
        per = FIRST[len(self.slides)] ** len(self.slides)
        step = max(1, TILE // per)
        parts = [self._solve({n: v[i : i + step] for n, v in at.items()}, self.slides) for i in range(0, rows, step)]
        return Bottom(
            {s.name: np.concatenate([part.at[s.name] for part in parts]) for s in self.slides},
            *(np.concatenate([getattr(part, f) for part in parts]) for f in ("grade", "short", "endless")),
        )

    # -- one real after another --------------------------------------------------------------------

    def _solve(self, at: Mapping[str, Array], slides: Sequence[Slide]) -> Bottom:
        slide, inner = slides[0], slides[1:]
        rows = len(next(iter(at.values()))) if at else 1
        ends = slide.forth(np.array([slide.low, slide.high]))
        low, high = np.full(rows, ends[0]), np.full(rows, ends[1])
        count, endless, place = FIRST[len(self.slides)], np.zeros(rows, bool), np.empty(rows)
        best: Bottom | None = None
        for number in range(ROUNDS):
            grid = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, count)
            found = self._grid(at, slide, grid, inner)
            order, grade = found.short.reshape(grid.shape), found.grade.reshape(grid.shape)
            chosen = _chosen(order, grade)
            row = np.arange(rows)
            if number == 0:
                endless = _endless(order, grade, chosen, slide)
            place = grid[row, chosen]
            best = _pick(found, row * count + chosen)
            low, high = grid[row, np.maximum(chosen - 1, 0)], grid[row, np.minimum(chosen + 1, count - 1)]
            if np.all(high - low <= ENOUGH * np.maximum(1.0, np.abs(place))):
                break
            count = FINER
        assert best is not None
        here = {slide.name: slide.back(place), **best.at}
        return Bottom(here, best.grade, best.short, endless | best.endless)

    def _grid(self, at: Mapping[str, Array], slide: Slide, grid: Array, inner: Sequence[Slide]) -> Bottom:
        """Every point of a grid, with the best of the other real."""
        rows, count = grid.shape
        full = {n: np.repeat(v, count) for n, v in at.items()}
        full[slide.name] = slide.back(grid.reshape(-1))
        if inner:
            return self._solve(full, inner)
        self.count += rows * count
        seen = self.ground.look(full, self.goal)
        holds = seen.holds
        short = np.zeros(rows * count)
        if not holds.reshape(grid.shape).any(axis=1).all():
            short = np.where(holds, 0.0, np.maximum(self.ground.short(full), np.finfo(float).tiny))
        grade = np.where(np.isfinite(seen.values), seen.values if self.goal == "min" else -seen.values, np.inf)
        short = np.where(holds, 0.0, np.where(short > 0, short, np.inf))
        return Bottom({}, grade, short, np.zeros(rows * count, bool))


def _pick(found: Bottom, index: Array) -> Bottom:
    at = {n: v[index] for n, v in found.at.items()}
    return Bottom(at, found.grade[index], found.short[index], found.endless[index])


def _chosen(short: Array, grade: Array) -> Array:
    """The best of each row: what holds before what does not."""
    nearest = short.min(axis=1, keepdims=True)
    return np.argmin(np.where(short == nearest, grade, np.inf), axis=1)


def _endless(short: Array, grade: Array, chosen: Array, slide: Slide) -> Array:
    """Where the objective is no worse all the way to an end that is open."""
    rows, count = grade.shape
    best = grade[np.arange(rows), chosen][:, None]
    level = (short == 0) & (grade <= best + 1e-12 * np.abs(best))
    index = np.arange(count)[None, :]
    strict = (grade.max(axis=1, initial=-np.inf, where=short == 0) > best[:, 0]) & (short.min(axis=1) == 0)
    down = np.where(index <= chosen[:, None], level, True).all(axis=1) & slide.open_ends[0]
    up = np.where(index >= chosen[:, None], level, True).all(axis=1) & slide.open_ends[1]
    return np.asarray((down | up) & strict)
