"""Equations with ceil and floor of the unknown: whole numbers of steps, flat stretches and gaps.

Where one step function holds the unknown, its value is solved for like any other quantity and must be whole;
otherwise the steps are scanned and bisected.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from time import perf_counter
from typing import Any

from tmath.algebra.brackets import between
from tmath.algebra.found import Cell, Piece, Solved, Unproven, varying
from tmath.algebra.intervals import INTERVAL, Interval
from tmath.algebra.scan import LARGE, SMALL, scan
from tmath.algebra.turn import Leaf, Stairs, Turned

EQUAL = 4e-15  # residual of a step that hits the target
WHOLE = 1e-12  # relative distance of a number of steps from a whole one
MOST_STEPS = 400  # tried one by one
FIRST_STEPS = 100  # tried one by one where there is no end of them
FINE = 1e12  # number of steps beyond which a step is less than the rounding of inputs


def solve_steps(
    leaf: Leaf, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved, mirrored: bool
) -> None:
    """Solve an equation with steps in its cell."""
    solved.methods.append("steps")
    stairs = leaf.stairs
    if stairs is None:
        scan_steps(leaf, values, cell, deadline, solved, mirrored)
    elif stairs.counted.x in stairs.equation.names and leaf.x not in stairs.equation.names:
        _counted(leaf, stairs, values, cell, deadline, solved, mirrored)
    else:
        _each(leaf, stairs, values, cell, deadline, solved, mirrored)


# -- one step function that alone holds the unknown --------------------------------------------


def _counted(
    leaf: Leaf, stairs: Stairs, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved, mirrored: bool
) -> None:
    """Solve for the number of steps, then for the stretch of the unknown that has it."""
    from tmath.algebra.pieces import find_all, solve_leaf

    counts = find_all(_turned(stairs.counted), values, deadline)
    if counts.intervals or not counts.complete:
        scan_steps(leaf, values, cell, deadline, solved, mirrored)
        return
    for root in counts.roots:
        if abs(root.value) > FINE:  # steps finer than rounding: as good as continuous
            at = {**values, stairs.name: root.value}
            solve_leaf(stairs.border, at, cell, deadline, solved, mirrored, None)
            continue
        whole = round(root.value)
        if abs(root.value - whole) <= WHOLE * max(1.0, abs(root.value)):
            for part in stretches(stairs, values, whole, cell, deadline, solved):
                solved.add_interval(part, mirrored)
            continue
        near = [n for n in (whole - 1, whole, whole + 1) if abs(n - root.value) < 1]
        reached = [n for n in near if stretches(stairs, values, n, cell, deadline, solved)]
        if len(reached) == 2:
            sides = stairs.counted.sides.bind(values)
            ends = sorted(varying(stairs.counted, sides, float(n)) for n in reached)
            solved.gap = (ends[0], ends[1])


@lru_cache(maxsize=256)
def _turned(counted: Leaf) -> Turned:
    """The equation for a number of steps, which may have either sign."""
    return Turned(counted.left, counted.right, counted.x, counted.signed, True)


def stretches(
    stairs: Stairs, values: Mapping[str, Any], count: int, cell: Cell, deadline: float, solved: Solved
) -> list[Cell]:
    """The parts of a cell in which the step function has a value: k - 1 < u <= k for ceil, k <= u < k + 1 for floor."""
    from tmath.algebra.pieces import solve_leaf

    low, high = (count - 1, count) if stairs.op == "ceil" else (count, count + 1)
    edges: dict[float, bool] = {}  # whether the edge itself belongs to the stretch
    for border, belongs in ((low, stairs.op == "floor"), (high, stairs.op == "ceil")):
        found = Solved()
        solve_leaf(stairs.border, {**values, stairs.name: border}, cell, deadline, found, False, None)
        found.settle(deadline)
        solved.complete = solved.complete and found.complete
        edges.update((root.value, belongs) for root in found.roots if cell.low < root.value < cell.high)
    inside = stairs.inside.bind(values)
    ends = [cell.low, *sorted(edges), cell.high]
    result = []
    for i in range(len(ends) - 1):
        a, b = ends[i], ends[i + 1]
        middle = between(a, b) if b < math.inf else max(4 * a, 1.0)
        if _steps(stairs.op, inside(middle)[0]) == count:
            first, last = i == 0, i == len(ends) - 2
            result.append(Cell(a, b, cell.low_closed if first else edges[a], cell.high_closed if last else edges[b]))
    return result


def _steps(op: str, x: float) -> float:
    return x if not math.isfinite(x) else math.ceil(x) if op == "ceil" else math.floor(x)


# -- one step function, and the unknown elsewhere too ------------------------------------------


def _each(
    leaf: Leaf, stairs: Stairs, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved, mirrored: bool
) -> None:
    """Solve between the steps one by one where they are few, else scan."""
    from tmath.algebra.pieces import solve_leaf

    low, high = _range(stairs, values, cell)
    if high - low > MOST_STEPS:
        scan_steps(leaf, values, cell, deadline, solved, mirrored)
        low, high = max(low, -FIRST_STEPS), min(high, FIRST_STEPS)
    for count in range(math.floor(low), math.ceil(high) + 1):
        if perf_counter() > deadline:
            solved.complete = False
            return
        for part in stretches(stairs, values, count, cell, deadline, solved):
            at = {**values, stairs.name: count}
            solve_leaf(stairs.equation, at, part, deadline, solved, mirrored, None)


def _range(stairs: Stairs, values: Mapping[str, Any], cell: Cell) -> Interval:
    """The least and the largest number of steps in a cell; they may be infinite."""
    ((low, high),) = stairs.inside.bind(values, INTERVAL)((cell.low, cell.high))
    return low, high


# -- anything else -----------------------------------------------------------------------------


class Steps(Piece):
    """An equation with steps: what rounding leaves of zero counts as zero."""

    def __call__(self, x: float) -> float:
        found = super().__call__(x)
        return 0.0 if abs(found) <= EQUAL else found

    def sharpened(self, x: float) -> float:
        return x

    def turning(self, a: float, b: float) -> tuple[list[float], list[float]]:
        return [], []


def scan_steps(
    leaf: Leaf, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved, mirrored: bool
) -> None:
    """Bisect wherever the sides change places: a root, a flat stretch, or a jump over the target."""

    residual = Steps(leaf, values)
    seen = scan(residual, max(cell.low, SMALL), min(cell.high, LARGE), deadline)
    solved.scanned.append(Unproven(leaf, values, mirrored, cell.low, cell.high))
    for x in seen.roots:
        solved.add(x, leaf, values, mirrored)
    for low, high in seen.flats:
        solved.add_interval(_edges(low, high, residual), mirrored)
    solved.jumps += seen.jumps
    sides = leaf.sides.bind(values)
    for below, above in seen.jumps:
        ends = sorted(varying(leaf, sides, x) for x in (below, above))
        solved.gap = (ends[0], ends[1])


def _edges(low: float, high: float, residual: Any) -> Cell:
    """A flat stretch with its ends: of two neighbouring floats the shorter number is the step, closed if it holds."""
    below, above = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
    a = below if len(repr(below)) < len(repr(low)) else low
    b = above if len(repr(above)) < len(repr(high)) else high
    return Cell(a, b, residual(a) == 0.0, residual(b) == 0.0)
