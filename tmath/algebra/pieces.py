"""The pieces of an equation solved one by one: cells between borders, and in each a smooth equation."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tmath.algebra.brackets import between
from tmath.algebra.numeric import Curve
from tmath.algebra.scan import LARGE, SMALL, scan
from tmath.algebra.stages import candidates
from tmath.algebra.steps import solve_steps
from tmath.algebra.turn import Leaf, Split, Tree, Turned

SOLVES = 1e-9  # residual of a formula's value that came out of the right branch
EQUAL = 1e-12  # residual of an identity
ON_BOUND = 1e-13  # residual at a bound that itself counts as a root
SLACK = 1e-12  # relative, for roots at the ends of cells


@dataclass(frozen=True, slots=True)
class Root:
    """A root, the leaf it solves (in the opposite of the unknown where mirrored), and whether it only touches."""

    value: float
    leaf: Leaf | None
    mirrored: bool = False
    touches: bool = False


@dataclass
class Solved:
    """What all pieces together gave."""

    roots: list[Root] = field(default_factory=list)
    intervals: list[tuple[float, float, bool, bool]] = field(default_factory=list)
    rejected: list[float] = field(default_factory=list)
    gap: tuple[float, float] | None = None
    jumps: list[tuple[float, float]] = field(default_factory=list)  # of the unknown (or its opposite where mirrored)
    complete: bool = True
    methods: list[str] = field(default_factory=list)
    scanned: list[tuple[Leaf, bool, float, float]] = field(default_factory=list)  # cells not proven by algebra

    @property
    def method(self) -> str:
        """The strongest method that was needed."""
        order = ("scan", "steps", "signomial", "isolated", "identity")
        return next((m for m in order if m in self.methods), "isolated")

    def at_point(self, turned: Turned, values: Mapping[str, Any], x: float) -> None:
        """Take a single point as a root if the equation holds there."""
        residual = curve(turned.whole, values)(x)
        if abs(residual) <= ON_BOUND:
            self.roots.append(Root(x, None))


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of the positive half line on which one piece holds."""

    low: float
    high: float
    low_closed: bool = True
    high_closed: bool = True

    def holds(self, x: float) -> bool:
        """Whether a value lies inside, rounding forgiven."""
        return self.low * (1 - SLACK) <= x <= self.high * (1 + SLACK) or self.low == x == self.high


def curve(leaf: Leaf, values: Mapping[str, Any]) -> Curve:
    """The residual of a piece as a function of the unknown."""
    return Curve(leaf.recipe.bind(values), leaf.signs)


def solve_tree(
    turned: Turned, mirrored: bool, values: Mapping[str, Any], low: float, high: float, deadline: float, solved: Solved
) -> None:
    """Solve every piece on the half line between low and high."""
    tree = turned.mirror if mirrored else turned.tree
    _solve(tree, values, Cell(low, high), deadline, solved, mirrored, turned)


def _solve(
    tree: Tree, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved, mirrored: bool, turned: Turned
) -> None:
    if isinstance(tree, Leaf):
        solve_leaf(tree, values, cell, deadline, solved, mirrored, turned)
        return
    for part, inside in cells(tree, values, cell, deadline, solved):
        _solve(tree.then if inside else tree.otherwise, values, part, deadline, solved, mirrored, turned)


def cells(
    node: Split, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved
) -> list[tuple[Cell, bool]]:
    """The cell cut at the borders of a comparison, each part with whether the comparison holds in it."""
    sides = node.border.sides.bind(values)
    if node.border.flat:
        return [(cell, _test(node.op, *sides(1.0)))]
    borders = Solved()
    solve_leaf(node.border, values, cell, deadline, borders, False, None)
    if not borders.complete:
        solved.complete = False
        solved.scanned += borders.scanned
    cuts = {root.value for root in borders.roots}
    for a, b, _, _ in borders.intervals:
        cuts.update((a, b))
    inner = sorted(cut for cut in cuts if cell.low < cut < cell.high)
    ends = [cell.low, *inner, cell.high]
    result: list[tuple[Cell, bool]] = []
    for i, (a, b) in enumerate(itertools.pairwise(ends)):
        inside = _test(node.op, *sides(between(a, b) if b < math.inf else _beyond(a)))
        closed = node.joined or inside == (node.op == "le")
        first, last = i == 0, i == len(ends) - 2
        result.append((Cell(a, b, cell.low_closed if first else closed, cell.high_closed if last else closed), inside))
    if node.op == "eq":
        result += [(Cell(cut, cut), True) for cut in sorted(cuts) if cell.holds(cut)]
    return result


def _beyond(a: float) -> float:
    return max(4 * a, 1.0) if a < LARGE / 10 else a


def _test(op: str, a: float, b: float) -> bool:
    return a < b if op == "lt" else a <= b if op == "le" else a == b


# -- one piece ---------------------------------------------------------------------------------


def solve_leaf(
    leaf: Leaf,
    values: Mapping[str, Any],
    cell: Cell,
    deadline: float,
    solved: Solved,
    mirrored: bool,
    turned: Turned | None,
) -> None:
    """Solve one smooth piece in its cell by the first method that settles it."""
    residual = curve(leaf, values)
    if leaf.flat:
        solved.methods.append("identity")
        if abs(residual(1.0)) <= EQUAL:
            _add_interval(solved, cell, mirrored)
        return
    if leaf.steps:
        solve_steps(leaf, values, cell, deadline, solved, mirrored)
        return
    if cell.low == cell.high:
        if abs(residual(cell.low)) <= EQUAL:
            _add(solved, cell.low, leaf, mirrored)
        return
    if leaf.paths is not None and _by_paths(leaf, values, cell, residual, solved, mirrored, turned):
        return
    _by_scan(leaf, cell, residual, deadline, solved, mirrored)


def _add(solved: Solved, x: float, leaf: Leaf, mirrored: bool, touches: bool = False) -> None:
    solved.roots.append(Root(-x if mirrored else x, leaf, mirrored, touches))


def _add_interval(solved: Solved, cell: Cell, mirrored: bool) -> None:
    low, high = (-cell.high, -cell.low) if mirrored else (cell.low, cell.high)
    closed = (cell.high_closed, cell.low_closed) if mirrored else (cell.low_closed, cell.high_closed)
    if low < high:
        solved.intervals.append((low, high, closed[0] and abs(low) < math.inf, closed[1] and abs(high) < math.inf))


def _by_paths(
    leaf: Leaf,
    values: Mapping[str, Any],
    cell: Cell,
    residual: Curve,
    solved: Solved,
    mirrored: bool,
    turned: Turned | None,
) -> bool:
    """Candidates from formulas and signomials, put back; False where they do not hold every root."""
    assert leaf.paths is not None
    for path in leaf.paths:
        found = candidates(path, values)
        if not found.complete:
            return False
        if found.always:
            solved.methods.append("identity")
            _add_interval(solved, cell, mirrored)
            continue
        solved.methods.append(found.method)
        for candidate in found.found:
            x = candidate.value
            if not verified(leaf, values, residual, x):
                continue
            if x > 0 and cell.holds(x):
                x = min(max(x, cell.low), cell.high)
                _add(solved, x, leaf, mirrored, candidate.touches)
            elif turned is not None and x != 0:
                _reject(turned, values, -x if mirrored else x, solved)
    return True


def verified(leaf: Leaf, values: Mapping[str, Any], residual: Curve, x: float) -> bool:
    """Whether a candidate solves the equation: right branch of every inverse, no vanishing bottom."""
    found = abs(residual(x))
    if found <= SOLVES:
        return True
    if found > 0.5 or found != found:
        return False
    return abs(residual(math.nextafter(x, math.inf)) - residual(math.nextafter(x, -math.inf))) >= found


def _reject(turned: Turned, values: Mapping[str, Any], x: float, solved: Solved) -> None:
    """Keep a root outside the bounds, to be named where there is none inside."""
    if abs(curve(turned.whole, values)(x)) <= SOLVES:
        solved.rejected.append(x)


def _by_scan(leaf: Leaf, cell: Cell, residual: Curve, deadline: float, solved: Solved, mirrored: bool) -> None:
    solved.methods.append("scan")
    seen = scan(residual, max(cell.low, SMALL), min(cell.high, LARGE), deadline)
    solved.complete = False
    solved.scanned.append((leaf, mirrored, cell.low, cell.high))
    for x in seen.roots:
        _add(solved, x, leaf, mirrored)
    for x in seen.touching:
        _add(solved, x, leaf, mirrored, True)
    solved.jumps += seen.jumps
    for low, high in seen.flats:
        _add_interval(solved, Cell(low, high), mirrored)
