"""Equations with ceil and floor of the unknown: bisection on the steps, flat stretches and gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tmath.algebra.scan import LARGE, SMALL, scan
from tmath.algebra.turn import Leaf

if TYPE_CHECKING:
    from tmath.algebra.pieces import Cell, Solved


def solve_steps(
    leaf: Leaf, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved, mirrored: bool
) -> None:
    """Solve an equation with steps in its cell."""
    from tmath.algebra.pieces import Cell, _add, _add_interval, curve

    solved.methods.append("steps")
    residual = curve(leaf, values)
    seen = scan(residual, max(cell.low, SMALL), min(cell.high, LARGE), deadline)
    solved.complete = False
    solved.scanned.append((leaf, mirrored, cell.low, cell.high))
    for x in seen.roots:
        _add(solved, x, leaf, mirrored)
    for low, high in seen.flats:
        _add_interval(solved, Cell(low, high), mirrored)
    solved.jumps += seen.jumps
    sides = leaf.sides.bind(values)
    for below, above in seen.jumps:
        ends = sorted(_varying(leaf, sides, x) for x in (below, above))
        solved.gap = (ends[0], ends[1])


def _varying(leaf: Leaf, sides: Any, x: float) -> float:
    left, right = sides(x)
    if leaf.x not in leaf.left.names:
        return float(right)
    return float(left) if leaf.x not in leaf.right.names else float(left - right)
