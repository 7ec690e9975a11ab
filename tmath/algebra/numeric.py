"""Expressions bound to numbers, so that one name can vary and the rest is computed once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tmath.algebra.arithmetic import FLOAT, TERNARY, UNARY, Arithmetic, guarded
from tmath.algebra.nodes import Expr
from tmath.algebra.program import Builder

Step = tuple[int, Any, Any, int]  # slot, function, operands, kind


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

    def __call__(self, x: Any) -> list[Any]:
        """The value of every expression."""
        slots = self._slots
        slots[self._x] = x
        try:
            self._run(self._code)
        except (ArithmeticError, ValueError):
            if self._arithmetic is not FLOAT:
                raise
            self._run([(slot, guarded(f), a, b) for slot, f, a, b in self._code])
        return [slots[i] for i in self._outputs]

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
    """left - right of an equation as a function of its unknown, in floats."""

    def __init__(self, terms: Bound, signs: Sequence[int]):
        self._terms, self._signs = terms, signs

    def __call__(self, x: float) -> float:
        """The residual over the sum of |terms|: between -1 and 1, nan where a term has no value."""
        total = size = 0.0
        for sign, term in zip(self._signs, self._terms(x), strict=True):
            total += sign * term
            size += abs(term)
        if size == 0.0:
            return 0.0
        return total / size if size < math.inf else self._overflown(x)

    def _overflown(self, x: float) -> float:
        """Where terms are infinite, the sign of those that are, if they agree."""
        values = [sign * term for sign, term in zip(self._signs, self._terms(x), strict=True)]
        if any(value != value for value in values):
            return math.nan
        if all(abs(value) < math.inf for value in values):  # only the sum of them overflows
            return math.fsum(v / 1e300 for v in values) / math.fsum(abs(v) / 1e300 for v in values)
        infinite = {value for value in values if abs(value) == math.inf}
        return math.copysign(1.0, infinite.pop()) if len(infinite) == 1 else math.nan

    def difference(self, x: float) -> float:
        """left - right itself, summed without rounding."""
        values = [sign * term for sign, term in zip(self._signs, self._terms(x), strict=True)]
        return math.fsum(values) if all(map(math.isfinite, values)) else float(sum(values))
