"""Why no point holds: which conditions fail, and what comes nearest."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tmath.arrays.found import Found
from tmath.arrays.free import Wanted
from tmath.arrays.given import Array
from tmath.arrays.ground import Ground
from tmath.arrays.search import Search
from tmath.errors import OutOfRangeError, SolveError
from tmath.readable import format_value, group
from tmath.solving.solver import solve

SAMPLE = 1 << 14  # points looked at to say what fails


def nothing_holds(
    wanted: Wanted, searches: Callable[[Mapping[str, str]], Search], found: Found, left_out: Sequence[str]
) -> OutOfRangeError:
    """The error for a search without a point: how often each constraint fails, and the point nearest to holding."""
    fails: Counter[str] = Counter()
    nearest: tuple[float, dict[str, Any], str] = (math.inf, {}, "")
    seen = 0
    empty: list[str] = []
    for keys in itertools.product(*(one.keys for one in wanted.choices)):
        rows = dict(zip([one.name for one in wanted.choices], keys, strict=True))
        try:
            search = searches(rows)
        except SolveError:
            continue
        at = _sample(search)
        if at is None:
            empty += _empty(search)
            continue
        ground = search.ground
        size = len(next(iter(at.values()))) if at else 1
        seen += size
        for one, held in zip(ground.conditions, ground.each(at), strict=True):
            fails[f"`{one.label}`" if one.label else one.says] += int(size - held.sum())
        nearest = min(nearest, _nearest(ground, at, rows), key=lambda one: one[0])
    free = ", ".join(one.name for one in wanted.free)
    if empty and not seen:
        return OutOfRangeError("\n".join(dict.fromkeys(empty)))
    told = [f"nothing holds: none of {group(found.covered)} combinations of {free}"]
    told += [f"   {label} fails at {group(count)} of {group(seen)}" for label, count in fails.most_common(4) if count]
    if nearest[1]:
        where = " ".join(f"{n}={v if isinstance(v, str) else format(v, '.6g')}" for n, v in nearest[1].items())
        told.append(f"   nearest      {where}: {_reason(wanted, nearest[1]) or nearest[2]}")
    told += [f"   left out     {reason}" for reason in left_out[:4]]
    binding = next((label.strip("`") for label, count in fails.most_common() if count and label[0] == "`"), "")
    return OutOfRangeError("\n".join(told), binding=binding)


def _empty(search: Search) -> list[str]:
    """The numbers that have no value at all, and the products that leave them none."""
    told = []
    for free in search.axes:
        if free.count(1):
            continue
        told.append(f"no value of {free.name} is admissible")
        for one in search.ground.products:
            if free.name in one.factors and one.value is not None:
                others = " ".join(f"{n}={v}" for n, v in one.known.items())
                told.append(f"   {one.total} = {' * '.join(one.factors)} in whole numbers, with {others}")
    return told


def _sample(search: Search) -> dict[str, Array] | None:
    """Points all over the lattice, reals at the middle of their scale."""
    counts = [free.count(64) for free in search.axes]
    total = math.prod(counts)
    if not total:
        return None
    index = np.unique(np.linspace(0, total - 1, min(total, SAMPLE)).astype(np.int64))
    at: dict[str, Array] = {}
    for free, count in zip(reversed(search.axes), reversed(counts), strict=True):
        at[free.name] = free.values(0, count)[index % count]
        index = index // count
    for slide in search.slides:
        low, high = slide.forth(np.array([slide.low, slide.high]))
        grid = slide.back(np.linspace(low, high, 65))
        size = len(next(iter(at.values()))) if at else 1
        at = {n: np.repeat(v, grid.size) for n, v in at.items()}
        at[slide.name] = np.tile(grid, size)
    return at


def _nearest(ground: Ground, at: Mapping[str, Array], rows: Mapping[str, str]) -> tuple[float, dict[str, Any], str]:
    """How far the point nearest to holding is from it, the point, and what fails there."""
    short = ground.short(at)
    place = int(np.argmin(short))
    if not math.isfinite(short[place]) or not ground.conditions:
        return math.inf, {}, ""
    one = {n: v[place : place + 1] for n, v in at.items()}
    failing = ~ground.each(one)[:, 0]
    broken = [f"`{c.label}`" if c.label else c.says for c, f in zip(ground.conditions, failing, strict=True) if f]
    return float(short[place]), {**rows, **{n: float(v[0]) for n, v in one.items()}}, "; ".join(dict.fromkeys(broken))


def _reason(wanted: Wanted, point: Mapping[str, Any]) -> str:
    """The constraints that break at a point, with their numbers."""
    given = {n: v for n, v in point.items() if n != wanted.objective}
    labels = {"tight": wanted.tight, "without": wanted.without}
    try:
        answer = solve(wanted.system, wanted.objective, {**wanted.given, **given}, pick=wanted.goal, **labels)
    except SolveError:
        return ""
    units = wanted.system.units
    return "; ".join(
        f"`{v.label}` {v.text}: "
        f"{format_value(v.left.base, v.left.unit, units)} against {format_value(v.right.base, v.right.unit, units)}"
        for v in answer.verdicts
        if v.holds is False and v.left is not None and v.right is not None
    )
