"""What the pieces of an equation gave: roots, stretches, jumps, and cells still to be proven."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from time import perf_counter
from typing import Any

from tmath.algebra.arithmetic import EXACT, Inexact
from tmath.algebra.brackets import border, minimum
from tmath.algebra.numeric import Bound, Curve
from tmath.algebra.scan import LARGE, SMALL, TOUCHING, Scanned, crossing, scan
from tmath.algebra.subdivide import Subdivided, subdivide
from tmath.algebra.turn import Leaf, Turned
from tmath.records import dataclass, field

ON_BOUND = 1e-13  # residual at a bound that itself counts as a root
NEXT_TO = 1e-7  # residual at a bound beside that a thousandth away from it
PROVABLE = 4000  # operations of an equation beyond which no proof is tried
SLACK = 1e-12  # relative, for roots at the ends of cells
SIMPLE = 40  # operations of an equation without bottoms beyond which a second proof is not tried
NARROW = 1e6  # end over beginning of a part up to which a grid of its own is finer than the first
MOST_PARTS = 12  # of what could not be decided that are scanned once more
NEAR = 1e-8  # relative distance below which a root seen again is not new
SAME = 1e-11  # and below which it is the same
BROKEN = 0.5  # residual where a bottom vanishes: one term outweighs the others
BESIDE = 1e-13  # relative distance at which a value stands for the step beside it
JUMPS = 1e-9  # residual on both sides of a jump over the target
HOLDS = 1e-10  # residual of a root of the equation as it is written, its bottoms not multiplied away


@dataclass(frozen=True, slots=True)
class Root:
    """A root, the leaf it solves (in the opposite of the unknown where mirrored), and whether it only touches."""

    value: float
    leaf: Leaf | None
    values: Mapping[str, Any]
    mirrored: bool = False
    touches: bool = False
    error: float | None = None  # relative, where it is proven already
    low: float = 0.0  # of the cell, in the unknown of the leaf
    high: float = math.inf


@dataclass(frozen=True, slots=True)
class Unproven:
    """A cell that was only scanned."""

    leaf: Leaf
    values: Mapping[str, Any]
    mirrored: bool
    low: float
    high: float
    blurred: bool = False  # floats see roots in it that are none


@dataclass
class Solved:
    """What all pieces together gave."""

    roots: list[Root] = field(default_factory=list)
    intervals: list[tuple[float, float, bool, bool]] = field(default_factory=list)
    rejected: list[float] = field(default_factory=list)
    gap: tuple[float, float] | None = None
    jumps: list[tuple[float, float]] = field(default_factory=list)  # of the unknown (or its opposite where mirrored)
    methods: list[str] = field(default_factory=list)
    scanned: list[Unproven] = field(default_factory=list)
    nearly: list[tuple[float, float, bool, bool]] = field(default_factory=list)  # stretches but for a rounded target
    complete: bool = True  # once settled: whether no root can be missing

    @property
    def method(self) -> str:
        """The strongest method that was needed."""
        order = ("scan", "steps", "signomial", "isolated", "identity")
        return next((m for m in order if m in self.methods), "isolated")

    def add(
        self,
        x: float,
        leaf: Leaf,
        values: Mapping[str, Any],
        mirrored: bool,
        touches: bool = False,
        error: float | None = None,
        cell: Cell | None = None,
    ) -> None:
        """Keep a root, and the cell it must not leave by polishing."""
        low, high = (cell.low, cell.high) if cell is not None else (0.0, math.inf)
        self.roots.append(Root(-x if mirrored else x, leaf, values, mirrored, touches, error, low, high))

    def add_interval(
        self, cell: Cell, mirrored: bool, into: list[tuple[float, float, bool, bool]] | None = None
    ) -> None:
        """Keep a stretch on which the equation holds throughout."""
        into = self.intervals if into is None else into
        low, high = (-cell.high, -cell.low) if mirrored else (cell.low, cell.high)
        closed = (cell.high_closed, cell.low_closed) if mirrored else (cell.low_closed, cell.high_closed)
        if low < high:
            into.append((low, high, closed[0] and abs(low) < math.inf, closed[1] and abs(high) < math.inf))

    def settle(self, deadline: float) -> None:
        """Prove the cells that were only scanned, adding what the scan had missed."""
        for part in self.scanned:
            if len(part.leaf.recipe.varying) > PROVABLE or perf_counter() > deadline:
                self.complete = False
                return
            sign = -1 if part.mirrored else 1
            known = [sign * root.value for root in self.roots if not root.touches]
            known += [sign * end for a, b, _, _ in self.intervals for end in (a, b)]
            known += [x for jump in self.jumps for x in jump]
            cut = subdivide(part.leaf, part.values, part.low, part.high, known, deadline)
            if part.blurred:
                self.complete = self.complete and cut.complete and not cut.missed
                continue
            for a, b in cut.missed:
                residual, seen = curve(part.leaf, part.values), Scanned()
                crossing(residual, a, b, residual(a), residual(b), seen)
                self.jumps += seen.jumps
                for x in seen.roots:
                    self.add(x, part.leaf, part.values, part.mirrored)
            if not cut.complete and not self._cleared(part, cut, known, deadline):
                self.complete = False
                self._finely(part, cut, deadline)

    def _cleared(self, part: Unproven, cut: Subdivided, known: Sequence[float], deadline: float) -> bool:
        """Decide what was left open once more, with bottoms that hold the unknown multiplied away: no poles are left.

        Roots are added; whether none can be missing is told.
        """
        leaf = part.leaf.without_bottoms
        if leaf is None or leaf.steps or leaf.torn or len(leaf.recipe.varying) > SIMPLE:
            return False
        smooth, residual, complete = curve(leaf, part.values), curve(part.leaf, part.values), True
        for low, high in _joined(cut.undecided):
            seen = scan(smooth, max(low, SMALL), min(high, LARGE), deadline)
            complete = self._met(seen, residual, part) and complete
            here = [*known, *seen.roots, *(x for jump in seen.jumps for x in jump)]
            again = subdivide(leaf, part.values, low, high, here, deadline)
            for a, b in again.missed:
                seen = Scanned()
                crossing(smooth, a, b, smooth(a), smooth(b), seen)
                complete = self._met(seen, residual, part) and complete
            complete = complete and again.complete
        return complete

    def _finely(self, part: Unproven, cut: Subdivided, deadline: float) -> None:
        """Look once more, with a finer grid, at the parts that could not be decided, those at the ends left out."""
        if part.leaf.steps or part.leaf.torn:  # jumps everywhere, which steps have looked at one by one
            return
        residual = curve(part.leaf, part.values)
        narrow = [(low, high) for low, high in _joined(cut.undecided) if high <= NARROW * low]
        for low, high in narrow[:MOST_PARTS]:
            if perf_counter() < deadline:
                self._met(scan(residual, max(low, SMALL), min(high, LARGE), deadline), residual, part)

    def _met(self, seen: Scanned, residual: Piece, part: Unproven) -> bool:
        """Keep new roots that solve the equation as it is written; whether each seen is clearly one or clearly none."""
        clear = True
        for x in seen.roots:
            value, size = -x if part.mirrored else x, abs(residual(x))
            nearest = min((abs(value - root.value) for root in self.roots), default=math.inf) / abs(x)
            if nearest > NEAR and size <= HOLDS:
                self.add(x, part.leaf, part.values, part.mirrored, cell=Cell(part.low, part.high))
            elif not (size > BROKEN or nearest <= SAME):
                clear = False
        return clear

    def note_jump(self, turned: Turned, values: Mapping[str, Any], x: float) -> None:
        """Where one piece gives way to another: what the varying side leaps over, if that is the target."""
        residual = curve(turned.whole, values)
        around = (math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf))
        signs = [residual(at) for at in around]
        if min(signs) < -JUMPS and max(signs) > JUMPS:
            self.gap = _leap(turned.whole, values, around)

    def keep_attained(self, turned: Turned, values: Mapping[str, Any]) -> None:
        """Drop what solves a piece of the equation at an end of it that belongs to another piece."""
        residual = curve(turned.whole, values)
        kept: list[Root] = []
        for root in self.roots:
            x = root.value
            blurred = (root.error or 0.0) * abs(x) + 4e-16 * abs(x)
            own = -x if root.mirrored else x
            inside = root.leaf is not None and root.low + blurred < own < root.high - blurred
            neat = float(f"{x:.12g}")  # a step lies there rather than beside it
            beside = root.error is None and abs(x - neat) <= BESIDE * abs(x) and abs(residual(neat)) > JUMPS
            holds = abs(residual(x)) <= HOLDS or abs(residual.precise(x)) <= HOLDS
            if (holds and not beside) or (inside and root.error is not None):
                kept.append(root)
            else:
                at = neat if beside else x
                around = (math.nextafter(at, -math.inf), at, math.nextafter(at, math.inf))
                self.gap = _leap(turned.whole, values, around)
        self.roots = kept

    def at_point(self, turned: Turned, values: Mapping[str, Any], x: float) -> None:
        """Take a single point as a root if the equation holds there."""
        residual = curve(turned.whole, values)
        if abs(residual(x)) <= ON_BOUND and _next_to(residual, x):
            self.roots.append(Root(x, None, values, error=0.0 if exactly(turned.whole, values, x) else None))


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


def _joined(parts: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Parts ascending, those that meet made one."""
    result: list[tuple[float, float]] = []
    for low, high in sorted(parts):
        if result and low <= result[-1][1]:
            result[-1] = result[-1][0], max(high, result[-1][1])
        else:
            result.append((low, high))
    return result


def _leap(leaf: Leaf, values: Mapping[str, Any], around: Sequence[float]) -> tuple[float, float]:
    """The least and the greatest value of the varying side around a jump."""
    sides = leaf.sides.bind(values)
    found = [varying(leaf, sides, x) for x in around]
    return min(found), max(found)


def varying(leaf: Leaf, sides: Bound, x: float) -> float:
    """The side that holds the unknown, or left - right where both do."""
    left, right = sides(x)
    if leaf.x not in leaf.left.names:
        return float(right)
    return float(left) if leaf.x not in leaf.right.names else float(left - right)


def _next_to(residual: Curve, x: float) -> bool:
    """Whether a root is so near that a bound itself may stand for it."""
    step = 1e-3 * abs(x) or 1e-3
    here = abs(residual.precise(x))
    aside = (abs(residual.precise(x + way)) for way in (-step, step))
    return here <= NEXT_TO * max(a for a in (*aside, 0.0) if a == a)


def exactly(leaf: Leaf, values: Mapping[str, Any], x: float) -> bool:
    """Whether a number solves the equation without any rounding."""
    try:
        left, right = leaf.sides.bind(values, EXACT)(Fraction(x))
    except Inexact:
        return False
    return bool(left == right)


class Piece(Curve):
    """A leaf as a curve that knows where it turns."""

    def __init__(self, leaf: Leaf, values: Mapping[str, Any]):
        super().__init__(leaf.recipe, leaf.signs, values)
        self._leaf = leaf

    def sharpened(self, x: float) -> float:
        """A root that large terms which cancel have blurred, found in higher precision."""
        factor = 1.0 + 1e-6
        for _ in range(12):
            a, b = x / factor, x * factor
            sign = math.copysign(1.0, self.precise(a))
            if sign * self.precise(b) < 0:
                return border(lambda y, sign=sign: self.precise(y) * sign > 0, a, b)[0]  # type: ignore[misc]
            factor = factor**4 if factor < 2 else factor * 4
        return x

    def turning(self, a: float, b: float) -> tuple[list[float], list[float]]:
        """Roots, and points where zero is touched, around the one turning point in a narrow range."""
        try:
            from tmath.algebra.certify import turning
        except ImportError:
            lowest = minimum(lambda x: abs(self(x)), a, (a + b) / 2, b)
            return [], [lowest] if abs(self(lowest)) < TOUCHING else []
        return turning(self._leaf, self._values, a, b)


def curve(leaf: Leaf, values: Mapping[str, Any]) -> Piece:
    """The residual of a piece as a function of the unknown."""
    return Piece(leaf, values)
