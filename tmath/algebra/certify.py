"""Roots polished and proven by ball arithmetic, and proof that none is missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tmath.algebra.arithmetic import BallArithmetic
from tmath.algebra.balls import Ball, ball, working
from tmath.algebra.fewnomial import Term
from tmath.algebra.found import PROVABLE, Root, exactly
from tmath.algebra.turn import Leaf
from tmath.records import replace

PRECISIONS = (128, 384)
FARTHEST = 1e-5  # relative distance a root may move while it is polished


def sign_of_sum(pairs: Sequence[tuple[Fraction | float, Fraction | float]], terms: Sequence[Term], s: float) -> int:
    """The sign of a sum of terms at x = exp(s), 0 where it is zero as far as 256 bits and the place of s tell."""
    with working(256):
        logarithm, total, size = ball(s), ball(0), ball(0)
        for term in terms:
            exponent = ball(pairs[term.origin][0])
            part = ball(pairs[term.origin][1]) * (exponent * logarithm).exp()
            for pivot in term.pivots:
                part *= exponent - ball(pairs[pivot][0])
            total += part
            size += abs(part)
        if abs(total) < size * ball(Fraction(1, 10**27)):
            return 0
        return 1 if total > 0 else -1 if total < 0 else 0


class Polisher:
    """Newton's method on one piece, in balls of a fixed precision."""

    def __init__(self, leaf: Leaf, values: Mapping[str, Any], precision: int):
        arithmetic = BallArithmetic(precision)
        self.precision, self.signs = precision, leaf.signs
        with working(precision):
            self._value = leaf.recipe.bind(values, arithmetic)
            self._slope = leaf.slopes.bind(values, arithmetic)

    def value(self, x: Ball) -> Ball:
        """left - right."""
        return self._sum(self._value(x))

    def size(self, x: Ball) -> Ball:
        """The sum of the |terms|."""
        return sum((abs(part) for part in self._value(x)), ball(0))

    def slope(self, x: Ball) -> Ball:
        """Its derivative."""
        return self._sum(self._slope(x))

    def _sum(self, parts: Sequence[Ball]) -> Ball:
        return sum((part if sign > 0 else -part for sign, part in zip(self.signs, parts, strict=True)), ball(0))

    def enclose(self, start: float) -> Ball | None:
        """A ball that holds exactly one root, near where the search starts; None where that cannot be proven.

        Source: interval Newton, Moore 1966; Rump 2010, "Verification methods", Acta Numerica 19, section 13.1.
        """
        with working(self.precision):
            first = x = ball(start)
            step = ball(0)
            for _ in range(12):
                slope = self.slope(x)
                if not slope.is_finite() or slope.contains(0):
                    return None
                step = (self.value(x) / slope).mid()
                if not step.is_finite():
                    return None
                x = (x - step).mid()
                if abs(x - first) > abs(first) * FARTHEST:
                    return None
                if abs(step) <= abs(x) * ball(2.0 ** -(self.precision * 3 // 4)):
                    break
            radius = abs(x) * ball(2.0**-62) + 4 * abs(step)
            around = x + radius * ball((-1, 1))
            slope = self.slope(around)
            if not slope.is_finite() or slope.contains(0):
                return None
            better = x - self.value(x) / slope
            return better if around.contains_interior(better) else None


def turning(leaf: Leaf, values: Mapping[str, Any], a: float, b: float) -> tuple[list[float], list[float]]:
    """Roots, and points where zero is touched, around the one turning point between a and b.

    The slope is followed to its zero in high precision, and the sign there tells two roots from none.
    """
    ball_at = Polisher(leaf, values, PRECISIONS[1])
    with working(ball_at.precision):
        ends = [sign(ball_at.slope(ball(x))) for x in (a, b)]
        if ends[0] * ends[1] >= 0:
            return [], []
        low, _ = bisected(lambda x: sign(ball_at.slope(x)) == ends[0], ball(a), ball(b), 160)
        outside, inside = sign(ball_at.value(ball(a))), sign(ball_at.value(low), ball_at.size(low))
        if inside == 0:
            return [], [float(low.mid())]
        if outside * inside >= 0 or sign(ball_at.value(ball(b))) != outside:
            return [], []
        pair = [bisected(lambda x: sign(ball_at.value(x)) == outside, ball(x), low, 120)[0] for x in (a, b)]
        return [float(x.mid()) for x in pair], []


def stationary(leaf: Leaf, values: Mapping[str, Any], near: float) -> float:
    """The turning point next to where floats see one."""
    ball_at = Polisher(leaf, values, PRECISIONS[0])
    with working(ball_at.precision):
        a, b = ball(near * (1 - 1e-6)), ball(near * (1 + 1e-6))
        ends = sign(ball_at.slope(a)), sign(ball_at.slope(b))
        if ends[0] * ends[1] >= 0:
            return near
        return float(bisected(lambda x: sign(ball_at.slope(x)) == ends[0], a, b, 60)[0].mid())


def sign(x: Ball, size: Ball | None = None) -> int:
    """The sign of a ball, 0 where it holds zero or is nothing beside `size`."""
    if size is not None and abs(x) < size * ball(Fraction(1, 10**27)):
        return 0
    return 1 if x > 0 else -1 if x < 0 else 0


def bisected(holds: Callable[[Ball], bool], inside: Ball, outside: Ball, steps: int) -> tuple[Ball, Ball]:
    """Two neighbouring points between which an answer changes."""
    for _ in range(steps):
        middle = ((inside + outside) / 2).mid()
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside, outside


def polish(leaf: Leaf, values: Mapping[str, Any], start: float) -> tuple[float, float] | None:
    """A root correctly rounded, with a proven bound of its relative error; None where it is not proven."""
    if leaf.torn or len(leaf.recipe.varying) > PROVABLE:
        return None
    if leaf.steps:
        return _between_steps(leaf, values, start)
    for precision in PRECISIONS:
        found = Polisher(leaf, values, precision).enclose(start)
        if found is not None:
            with working(precision):
                value = float(found.mid())
                if value == 0.0:
                    return 0.0, 0.0
                return value, float((abs(found - ball(value)) / abs(ball(value))).upper()) * (1 + 1e-15)
    return None


def _between_steps(leaf: Leaf, values: Mapping[str, Any], start: float) -> tuple[float, float] | None:
    """A root on the level of the steps around it, if it stays there while it is polished."""
    heights = leaf.heights.bind(values)
    before = heights(start)
    if not all(map(math.isfinite, before)):
        return None
    level = leaf.frozen(before)
    found = None if level.flat else polish(level, values, start)
    return found if found is not None and heights(found[0]) == before else None


def certified(root: Root) -> Root:
    """A root polished and proven in the piece it solves, if it can be."""
    leaf, sign = root.leaf, -1 if root.mirrored else 1
    if leaf is None or root.value == 0:
        return root
    proven = None if root.touches else polish(leaf, root.values, sign * root.value)
    if proven is not None:
        inside = min(max(proven[0], root.low), root.high)
        error = proven[1] if inside == proven[0] else proven[1] + abs(proven[0] - inside) / abs(inside) * (1 + 1e-15)
        return replace(root, value=sign * inside, error=error)
    if root.error is None and exactly(leaf, root.values, sign * root.value):
        return replace(root, error=0.0)
    return root
