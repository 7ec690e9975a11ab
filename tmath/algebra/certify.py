"""Roots polished and proven by ball arithmetic, and proof that none is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tmath.algebra.arithmetic import BallArithmetic
from tmath.algebra.balls import Ball, ball, working
from tmath.algebra.fewnomial import Term
from tmath.algebra.turn import Leaf

if TYPE_CHECKING:
    from tmath.algebra.found import Root
    from tmath.algebra.roots import Roots

PRECISIONS = (128, 384)
FARTHEST = 1e-5  # relative distance a root may move while it is polished


def sign_of_sum(
    pairs: Sequence[tuple[Fraction | float, Fraction | float]], terms: Sequence[Term], s: float
) -> int:
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


def polish(leaf: Leaf, values: Mapping[str, Any], start: float) -> tuple[float, float] | None:
    """A root correctly rounded, with a proven bound of its relative error; None where it is not proven."""
    if leaf.torn:
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


def certified(roots: Roots, found: Sequence[Root]) -> Roots:
    """The roots polished in the pieces they solve."""
    values: list[float] = []
    errors: list[float | None] = []
    for root in found:
        leaf, sign = root.leaf, -1 if root.mirrored else 1
        proven = None if leaf is None or root.value == 0 else polish(leaf, root.values, sign * root.value)
        values.append(root.value if proven is None else sign * proven[0])
        errors.append(None if proven is None else proven[1])
    return replace(roots, values=tuple(values), errors=tuple(errors))
