"""Expressions bound to numbers, so that one name can vary and the rest is computed once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tmath.algebra.arithmetic import FLOAT, TERNARY, UNARY, Arithmetic, BallArithmetic, guarded
from tmath.algebra.nodes import Expr
from tmath.algebra.program import Builder

Step = tuple[int, Any, Any, int]  # slot, function, operands, kind
USUAL = (1e-25, 1e25)  # outside, infinite intermediate results are looked for even where nothing raised


class Recipe:
    """Several expressions in one varying name, ready to be bound to the values of the others."""

    def __init__(self, exprs: Sequence[Expr], x: str):
        builder = Builder()
        self.x = builder.input(x)
        self.outputs = [builder.emit(expr) for expr in exprs]
        self.program = builder.build([])
        varies = {self.x}
        for slot, step in enumerate(self.program.instructions):
            if not varies.isdisjoint(step.args):
                varies.add(slot)
        self.varying = sorted(varies - {self.x})
        self.names = [name for name in self.program.inputs if name != x]

    def bind(self, values: Mapping[str, Any], arithmetic: Arithmetic = FLOAT) -> Bound:
        """The expressions as functions of the one name left.

        Raises: KeyError when a value is missing.
        """
        return Bound(self, values, arithmetic)


class Bound:
    """Functions of one number, sharing what they have in common."""

    def __init__(self, recipe: Recipe, values: Mapping[str, Any], arithmetic: Arithmetic):
        code = recipe.program.prepared(arithmetic)
        slots: list[Any] = []
        varying = set(recipe.varying)
        for slot in range(len(code)):
            if slot == recipe.x or slot in varying:
                slots.append(None)
            else:
                arithmetic.execute(code, slots, values, slot, slot + 1)
        self._slots, self._x, self._outputs = slots, recipe.x, recipe.outputs
        self._code: list[Step] = [(slot, *code[slot]) for slot in recipe.varying]
        self._arithmetic = arithmetic
        self.safe = False  # whether the last call met an overflow or a value that does not exist

    def __call__(self, x: Any) -> list[Any]:
        """The value of every expression."""
        slots = self._slots
        slots[self._x] = x
        self.safe = False
        try:
            self._run(self._code)
        except (ArithmeticError, ValueError):
            if self._arithmetic is not FLOAT:
                raise
            self.safe = True
            self._run([(slot, guarded(f), a, b) for slot, f, a, b in self._code])
        return [slots[i] for i in self._outputs]

    def overflown(self) -> bool:
        """Whether the last call, in floats, passed through an infinite number."""
        return any(abs(self._slots[slot]) == math.inf for slot, *_ in self._code)

    def _run(self, code: Sequence[Step]) -> None:
        slots = self._slots
        for slot, f, a, b in code:
            if b >= 0:
                slots[slot] = f(slots[a], slots[b])
            elif b == UNARY:
                slots[slot] = f(slots[a])
            elif b == TERNARY:
                slots[slot] = f(*[slots[i] for i in a])


class Curve:
    """left - right of an equation as a function of its unknown: in floats, and in balls where floats overflow."""

    precisions: tuple[int, ...] = (128,)  # bits, of which the first are taken that tell a value from zero

    def __init__(self, recipe: Recipe, signs: Sequence[int], values: Mapping[str, Any]):
        self._recipe, self._signs, self._values = recipe, signs, values
        self._terms = recipe.bind(values)
        self._balls: dict[int, Bound] = {}

    @property
    def size(self) -> int:
        """How many operations a value takes."""
        return len(self._recipe.varying) + 1

    def __call__(self, x: float) -> float:
        """The residual over the sum of |terms|: between -1 and 1, nan where a term has no value."""
        total = size = 0.0
        for sign, term in zip(self._signs, self._terms(x), strict=True):
            total += sign * term
            size += abs(term)
        if self._suspicious(x, size) and self._terms.overflown():
            return self._beyond(x)[0]
        if size == 0.0:
            return 0.0
        if size < math.inf:
            return total / size
        return math.nan if size != size else self._beyond(x)[0]

    def _suspicious(self, x: float, size: float) -> bool:
        """Whether an overflow may have been met on the way."""
        return self._terms.safe or not USUAL[0] < abs(x) < USUAL[1] or not size < math.inf

    def _beyond(self, x: Any) -> tuple[float, float, float]:
        """Residual, left - right and the sum of |terms| in balls, which neither overflow nor lose what cancels."""
        try:
            from tmath.algebra.balls import ball, working
        except ImportError:
            return math.nan, math.nan, math.nan
        found = math.nan, math.nan, math.nan
        for precision in self.precisions:
            arithmetic = BallArithmetic(precision)
            if precision not in self._balls:
                self._balls[precision] = self._recipe.bind(self._values, arithmetic)
            with working(precision):
                parts = self._balls[precision](ball(x))
                total = sum(
                    (part if sign > 0 else -part for sign, part in zip(self._signs, parts, strict=True)), ball(0)
                )
                size = sum((abs(part) for part in parts), ball(0))
                if not (total.is_finite() and size.is_finite()) or size.rad() > size.mid() * ball(1e-6):
                    continue
                residual = 0.0 if size == 0 else float((total.mid() / size.mid()).mid())
                found = residual, float(total.mid()), float(size.mid())
                if total.is_exact() or not total.contains(0):
                    break
        return found

    def precise(self, x: float) -> float:
        """The residual without rounding, where balls can be had."""
        found = self._beyond(x)[0]
        return self(x) if found != found else found

    def difference(self, x: float) -> float:
        """left - right itself, summed without rounding."""
        values = [sign * term for sign, term in zip(self._signs, self._terms(x), strict=True)]
        if self._suspicious(x, sum(map(abs, values))) and self._terms.overflown():
            return self._beyond(x)[1]
        try:
            return math.fsum(values) if all(map(math.isfinite, values)) else float(sum(values))
        except OverflowError:  # of a partial sum, though every term is finite
            return self._beyond(x)[1]

    def far(self, exponent: int) -> tuple[float, float]:
        """left - right at ten to a power far outside the floats, and the sum of |terms| there."""
        _, total, size = self._beyond(Fraction(10) ** exponent)
        return total, size
