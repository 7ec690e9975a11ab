"""The pieces of an equation solved one by one: cells between borders, and in each a smooth equation."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any

from tmath.algebra.brackets import between, border
from tmath.algebra.found import Cell, Piece, Root, Solved, Unproven, curve
from tmath.algebra.scan import LARGE, SMALL, nature, scan
from tmath.algebra.stages import candidates
from tmath.algebra.steps import scan_steps, solve_steps
from tmath.algebra.turn import Leaf, Split, Tree, Turned

SOLVES = 1e-9  # residual of a formula's value that came out of the right branch
FLAT = 1e-30  # residual in high precision of a stretch that is flat and not merely blurred
ASIDE = 1e-6  # relative distance at which the residual is compared with that of a candidate
SHRUNK = 1e-2  # how much smaller it must be
CLEAR = 1e-11  # residual above which floats tell the difference
EQUAL = 4e-15  # residual of an identity: the rounding of a few operations
NOISY = 6  # roots of one smooth piece above which they are looked at without rounding
SLOWER = 200  # times that a value without rounding takes
ROUNDED = 1e-9  # residual of one whose target was rounded


def solve_tree(
    turned: Turned, mirrored: bool, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved
) -> None:
    """Solve every piece on a stretch of one half line."""
    tree = turned.mirror if mirrored else turned.tree
    _solve(tree, values, cell, deadline, solved, mirrored, turned)


def find_all(turned: Turned, values: Mapping[str, Any], deadline: float) -> Solved:
    """Every root on the whole line."""
    solved = Solved()
    for mirrored in (False, True):
        solve_tree(turned, mirrored, values, Cell(0.0, math.inf), deadline, solved)
    solved.at_point(turned, values, 0.0)
    solved.settle(deadline)
    return solved


def _solve(
    tree: Tree, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved, mirrored: bool, turned: Turned
) -> None:
    if isinstance(tree, Leaf):
        solve_leaf(tree, values, cell, deadline, solved, mirrored, turned)
        return
    parts = cells(tree, values, cell, deadline, solved)
    for part, inside in parts:
        _solve(tree.then if inside else tree.otherwise, values, part, deadline, solved, mirrored, turned)
    for cut in {part.high for part, _ in parts if part.high < cell.high}:
        solved.note_jump(turned, values, -cut if mirrored else cut)


def cells(
    node: Split, values: Mapping[str, Any], cell: Cell, deadline: float, solved: Solved
) -> list[tuple[Cell, bool]]:
    """The cell cut at the borders of a comparison, each part with whether the comparison holds in it."""
    sides = node.border.sides.bind(values)
    if node.border.flat:
        return [(cell, _test(node.op, *sides(1.0)))]
    borders = Solved()
    for leaf in (node.border, *node.edges):
        if leaf.steps:
            scan_steps(leaf, values, cell, deadline, borders, False)  # where it jumps matters as well as where it holds
        else:
            solve_leaf(leaf, values, cell, deadline, borders, False, None)
    borders.settle(deadline)
    solved.complete = solved.complete and borders.complete
    cuts = {root.value for root in borders.roots} | {above for _, above in borders.jumps}
    for a, b, _, _ in borders.intervals:
        cuts.update((a, b))
    inner = sorted(cut for cut in cuts if cell.low < cut < cell.high)
    ends = [cell.low, *inner, cell.high]
    result: list[tuple[Cell, bool]] = []
    for i, (a, b) in enumerate(itertools.pairwise(ends)):
        left, right = sides(between(a, b) if b < math.inf else _beyond(a))
        if left != left or right != right:  # outside the domain of the comparison there is no piece
            continue
        inside = _test(node.op, left, right)
        first, last = i == 0, i == len(ends) - 2

        def closed(end: float, inside: bool = inside) -> bool:
            if node.border.steps:  # it jumps there, one way or the other
                return _test(node.op, *sides(end)) == inside
            return node.joined or inside == (node.op == "le")

        low_closed, high_closed = cell.low_closed if first else closed(a), cell.high_closed if last else closed(b)
        result.append((Cell(a, b, low_closed, high_closed), inside))
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
        _constant(abs(residual(1.0)), values, cell, solved, mirrored)
        return
    if leaf.steps:
        solve_steps(leaf, values, cell, deadline, solved, mirrored)
        return
    if cell.low == cell.high:
        if abs(residual(cell.low)) <= EQUAL:
            solved.add(cell.low, leaf, values, mirrored)
        return
    if identical(residual, values, cell):
        solved.methods.append("identity")
        solved.add_interval(cell, mirrored)
        return
    if leaf.paths is not None and _by_paths(leaf, values, cell, residual, solved, mirrored, turned):
        return
    _by_scan(leaf, values, cell, residual, deadline, solved, mirrored)


def identical(residual: Piece, values: Mapping[str, Any], cell: Cell) -> bool:
    """Whether the sides agree all over a cell, but for the rounding of inputs."""
    low, high = max(cell.low, 1e-12), min(cell.high, 1e24)
    points = [low * (high / low) ** (i / 6) for i in range(1, 6)] if 0 < low < high else []
    if not points or any(not abs(residual(x)) <= EQUAL for x in points):
        return False
    least = EQUAL if any(isinstance(value, float) for value in values.values()) else FLAT
    return all(abs(residual.precise(x)) <= least for x in points)


def _by_paths(
    leaf: Leaf,
    values: Mapping[str, Any],
    cell: Cell,
    residual: Piece,
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
        if found.constant:
            _constant(abs(residual.precise(_inside(cell))), values, cell, solved, mirrored)
            continue
        solved.methods.append(found.method)
        for candidate in found.found:
            x = candidate.value
            if not verified(residual, x):
                continue
            if x > 0 and cell.holds(x):
                inside = min(max(x, cell.low), cell.high)
                error = candidate.error if x == inside else None
                solved.add(inside, leaf, values, mirrored, candidate.touches, error, cell)
            elif turned is not None and x != 0:
                _reject(turned, values, -x if mirrored else x, solved)
    return True


def verified(residual: Piece, x: float) -> bool:
    """Whether a candidate solves the equation: right branch of every inverse, no vanishing bottom.

    At a root the difference of the sides is small beside what it is a little aside, however small it is beside the
    sides themselves. What floats leave in doubt is looked at in higher precision.
    """
    here = abs(residual(x))
    if not here <= SOLVES:
        here = abs(residual.precise(x))
    if here <= SOLVES:
        step = ASIDE * abs(x) or ASIDE
        aside = [abs(r) for r in (residual(x - step), residual(x + step)) if r == r]
        if aside and max(aside) > CLEAR and here <= SHRUNK * max(aside):
            return True
        here = abs(residual.precise(x))
        aside = [abs(residual.precise(x + way)) for way in (-step, step)]
        return here == 0.0 or here <= SHRUNK * max(a for a in (*aside, 0.0) if a == a)
    below, above = x - 4e-16 * abs(x), x + 4e-16 * abs(x)
    if not residual.precise(below) * residual.precise(above) < 0:
        return False
    return nature(residual, below, above, x - 1e-7 * abs(x), x + 1e-7 * abs(x)) == "root"


def _constant(residual: float, values: Mapping[str, Any], cell: Cell, solved: Solved, mirrored: bool) -> None:
    """What a piece free of the unknown gives: every value, or none, or every value if nothing holds more exactly."""
    if residual <= EQUAL:
        solved.methods.append("identity")
        if cell.low == cell.high:  # a piece of one point: 5 if x = 3
            solved.roots.append(Root(-cell.low if mirrored else cell.low, None, values, error=0.0))
        solved.add_interval(cell, mirrored)
    elif residual <= ROUNDED and any(isinstance(value, float) for value in values.values()):
        solved.add_interval(cell, mirrored, solved.nearly)


def _inside(cell: Cell) -> float:
    return between(cell.low, cell.high) if cell.high < math.inf else max(4 * cell.low, 1.0)


def _reject(turned: Turned, values: Mapping[str, Any], x: float, solved: Solved) -> None:
    """Keep a root outside the bounds, to be named where there is none inside."""
    if abs(curve(turned.whole, values)(x)) <= SOLVES:
        solved.rejected.append(x)


def _by_scan(
    leaf: Leaf,
    values: Mapping[str, Any],
    cell: Cell,
    residual: Piece,
    deadline: float,
    solved: Solved,
    mirrored: bool,
) -> None:
    solved.methods.append("scan")
    seen = scan(residual, max(cell.low, SMALL), min(cell.high, LARGE), deadline)
    blurred = len(seen.roots) + len(seen.touching) + len(seen.flats) > NOISY
    if blurred:  # by rounding, where terms cancel
        seen = scan(Sharp(leaf, values), max(cell.low, SMALL), min(cell.high, LARGE), deadline)
        seen.flats.clear()
    solved.scanned.append(Unproven(leaf, values, mirrored, cell.low, cell.high, blurred))
    solved.jumps += seen.jumps
    for low, high in seen.flats:
        found, touching = _blurred(residual, low, high)
        seen.roots += found
        seen.touching += touching
        if not found and not touching:
            solved.add_interval(Cell(low, high), mirrored)
    for x in seen.roots:
        solved.add(x, leaf, values, mirrored, cell=cell)
    for x in seen.touching:
        solved.add(x, leaf, values, mirrored, True, cell=cell)


class Sharp(Piece):
    """An equation whose every value is computed without rounding, as few as need be."""

    precisions = (128, 512, 2048)

    @property
    def size(self) -> int:
        """How many operations a value takes."""
        return SLOWER * super().size

    def __call__(self, x: float) -> float:
        found = self._beyond(x)[0]
        return super().__call__(x) if found != found else found

    def difference(self, x: float) -> float:
        return self(x)

    def turning(self, a: float, b: float) -> tuple[list[float], list[float]]:
        found = super().turning(a, b)
        return ([], []) if any(abs(self.precise(x)) > FLAT for x in found[1]) else found


def _blurred(residual: Piece, low: float, high: float) -> tuple[list[float], list[float]]:
    """What a stretch of zeros of a smooth equation is: rounding around roots, unless it is truly flat."""
    width = max(high - low, 1e-7 * high)
    a, b = max(low - width, low / 2), high + width
    first, last = residual.precise(a), residual.precise(b)
    if abs(residual.precise(between(low, high))) < FLAT and high - low > 1e-3 * high:
        return [], []
    if first * last < 0:
        return [border(lambda x: residual.precise(x) * first > 0, a, b)[0]], []
    found = residual.turning(a, b)
    return found if found[0] or found[1] else ([], [between(low, high)])
