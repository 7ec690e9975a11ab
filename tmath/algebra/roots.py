"""All roots of one equation within bounds, with what is proven of them, or what is attainable where there are none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from tmath.algebra.found import Cell, Root, Solved, curve
from tmath.algebra.pieces import solve_tree
from tmath.algebra.reach import Range, attainable
from tmath.algebra.turn import Split, Turned
from tmath.records import dataclass, replace

BUDGET = 0.9  # seconds, a safeguard: work is counted, so that answers do not depend on the machine
ROUNDED = 4e-16  # residual that the rounding of inputs explains
SAME = 1e-11  # relative distance below which two roots are one


@dataclass(frozen=True, slots=True)
class Roots:
    """The values of the unknown within bounds, ascending, and everything that was learnt on the way.

    `errors` are proven relative error bounds, None where nothing is proven. `complete`: no other root is possible.
    `intervals` are stretches on which the equation holds throughout: (low, high, low closed, high closed).
    `gap` holds the nearest values of the varying side around a jump over the target.
    `rejected` are roots of the equation outside the bounds.
    `attainable` says what left - right can be within the bounds, where no value solves the equation.
    """

    values: tuple[float, ...]
    errors: tuple[float | None, ...]
    complete: bool
    method: str
    intervals: tuple[tuple[float, float, bool, bool], ...] = ()
    gap: tuple[float, float] | None = None
    rejected: tuple[float, ...] = ()
    attainable: Range | None = None
    searched: tuple[float, float] = (0.0, math.inf)


def find_roots(
    turned: Turned,
    values: Mapping[str, Any],
    low: float = 0.0,
    high: float = math.inf,
    low_open: bool = True,
    high_open: bool = False,
    budget: float = BUDGET,
    certify: bool = True,
) -> Roots:
    """Every root of a turned equation between two bounds.

    Raises: KeyError when the value of a name is missing.
    """
    deadline = perf_counter() + budget
    known = {name: values[name] for name in turned.names}
    solved = Solved()
    if high > 0:
        cell = Cell(max(low, 0.0), high, low < 0 or not low_open, not high_open)
        solve_tree(turned, False, known, cell, deadline, solved)
    if low < 0:
        cell = Cell(max(-high, 0.0), -low, high > 0 or not high_open, not low_open)
        solve_tree(turned, True, known, cell, deadline, solved)
    if low < 0 < high or (low == 0 and not low_open) or (high == 0 and not high_open):
        solved.at_point(turned, known, 0.0)
    for end, is_open in ((low, low_open), (high, high_open)):
        if math.isfinite(end) and end != 0 and not is_open:
            solved.at_point(turned, known, end)
    solved.settle(deadline)
    if solved.nearly and not solved.roots and not solved.intervals:  # a target that was rounded is held by all of them
        solved.intervals = solved.nearly
        solved.methods.append("identity")
    if certify:
        solved.roots = _certified(solved.roots)
    if isinstance(turned.tree, Split) or turned.whole.steps:
        solved.keep_attained(turned, known)
    found = _sorted(solved, low, high, low_open, high_open)
    result = Roots(
        tuple(root.value for root in found),
        tuple(root.error for root in found),
        solved.complete,
        solved.method,
        tuple(_joined(solved.intervals)),
        None if found or solved.intervals else solved.gap,
        tuple(sorted({x for x in solved.rejected if not low <= x <= high})),
        searched=(low, high),
    )
    if not result.values and not result.intervals:
        reach = attainable(turned, known, low, high, low_open, high_open)
        touched = _touched(turned, known, reach)
        if touched is not None:
            return replace(result, values=(touched,), errors=(None,))
        result = replace(result, attainable=reach)
    return result


def _touched(turned: Turned, values: Mapping[str, Any], reach: Range | None) -> float | None:
    """Where the sides come so near that the rounding of a float keeps them apart: an output computed at an optimum."""
    leaf = turned.whole
    rounded = any(isinstance(value, float) for value in values.values())
    for end in (reach.low, reach.high) if rounded and reach is not None and not leaf.steps else ():
        if not end.reached or not end.value < math.inf or abs(curve(leaf, values)(end.at)) > ROUNDED:
            continue
        try:
            from tmath.algebra.certify import stationary
        except ImportError:
            return end.at
        return stationary(leaf, values, end.at)
    return None


def _sorted(solved: Solved, low: float, high: float, low_open: bool, high_open: bool) -> list[Root]:
    """Roots ascending, each once, none on an open bound or inside an interval of solutions."""
    kept: list[Root] = []
    for root in sorted(solved.roots, key=lambda r: r.value):
        value = root.value
        if (value == low and low_open) or (value == high and high_open):
            continue
        if any(a - SAME * abs(a) <= value <= b + SAME * abs(b) for a, b, _, _ in solved.intervals):
            continue
        if kept and abs(value - kept[-1].value) <= SAME * abs(value) and not _apart(kept[-1], root):
            if value in (low, high) or kept[-1].error is None:
                kept[-1] = root
            continue
        kept.append(root)
    return kept


def _apart(a: Root, b: Root) -> bool:
    """Whether two roots of one piece are proven to be different."""
    if a.leaf is not b.leaf or a.error is None or b.error is None:
        return False
    return abs(a.value - b.value) > a.error * abs(a.value) + b.error * abs(b.value)


def _joined(intervals: list[tuple[float, float, bool, bool]]) -> list[tuple[float, float, bool, bool]]:
    """Intervals ascending, those that meet made one."""
    result: list[tuple[float, float, bool, bool]] = []
    for low, high, low_closed, high_closed in sorted(intervals):
        if result and low <= result[-1][1] * (1 + 1e-14) and (low_closed or result[-1][3]):
            before = result.pop()
            result.append((before[0], max(before[1], high), before[2], high_closed))
        else:
            result.append((low, high, low_closed, high_closed))
    return result


def _certified(roots: list[Root]) -> list[Root]:
    """The roots polished and proven, where ball arithmetic can be had."""
    try:
        from tmath.algebra.certify import certified
    except ImportError:
        return roots
    return [certified(root) for root in roots]


__all__ = ["Range", "Roots", "attainable", "find_roots"]
