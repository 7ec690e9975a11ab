"""A question that cannot be compiled, asked point after point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from tmath.algebra.nodes import Expr, name
from tmath.arrays.equal import columns
from tmath.arrays.free import Wanted
from tmath.arrays.given import Array
from tmath.arrays.ground import Ground, Seen
from tmath.arrays.sheet import Sheet
from tmath.arrays.sieves import Product
from tmath.errors import SolveError
from tmath.solving.solver import solve


class Pointwise(Ground):
    """The same as a planned question, slower; nothing is known of how it moves."""

    budget = 600

    def __init__(self, wanted: Wanted, keys: Mapping[str, str], products: Sequence[Product] = ()):
        result: Expr = name(wanted.objective)
        inputs, output = columns(wanted.system, wanted.numbers), columns(wanted.system, [wanted.objective])
        super().__init__(keys, Sheet(inputs, output, {}, {wanted.objective: result}), products)
        self.wanted = wanted

    def __reduce__(self) -> tuple[Any, ...]:
        return Pointwise, (self.wanted, self.keys, self.products)

    @property
    def plain(self) -> bool:
        """Never: there is no expression to speak of."""
        return False

    def look(self, at: Mapping[str, Array], goal: Literal["min", "max"] = "min") -> Seen:
        """The objective and whether everything holds, asked of the solver."""
        size = len(next(iter(at.values()))) if at else 1
        found = [self._one({key: float(values[i]) for key, values in at.items()}, goal) for i in range(size)]
        return Seen(np.array([value for value, _ in found]), np.array([holds for _, holds in found], bool), {})

    def short(self, at: Mapping[str, Array]) -> Array:
        """Nothing says how far a point is from holding."""
        return np.ones(len(next(iter(at.values()))) if at else 1)

    def each(self, at: Mapping[str, Array]) -> Array:
        """There are no conditions to tell apart."""
        return np.empty((0, len(next(iter(at.values()))) if at else 1), bool)

    def _one(self, point: Mapping[str, float], goal: Literal["min", "max"]) -> tuple[float, bool]:
        wanted = self.wanted
        given = {**wanted.given, **self.keys, **point}
        labels = {"tight": wanted.tight, "without": wanted.without}
        try:
            answer = solve(wanted.system, wanted.objective, given, pick=goal, **labels)
        except SolveError:
            return float("nan"), False
        if len(answer.roots) != 1:
            return float("nan"), False
        return answer.roots[0].figure.value, all(verdict.holds is not False for verdict in answer.verdicts)
