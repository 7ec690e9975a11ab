"""How expressions of a sheet move with each input, proven for every value the inputs may take."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from tmath.algebra.nodes import Expr, sub
from tmath.arrays.ground import Ground
from tmath.arrays.ranges import Range, of_domain
from tmath.arrays.sheet import Column, Definition
from tmath.arrays.survey import Sort, Survey, Trend, times

Ends = Mapping[str, tuple[float, float]]  # of inputs, in declared units


class Trends:
    """Trends in one input after another, the inputs within some ends."""

    def __init__(self, ground: Ground, ends: Ends):
        self._ground, self._ends = ground, ends
        self._columns = {column.name: column for column in ground.sheet.inputs}
        self._still = self._survey(None)
        self._moving: dict[str, Survey] = {}

    def __call__(self, expr: Expr, key: str) -> Trend:
        """1 where the expression rises with the input, -1 where it falls, 0 where it stays, None where unknown."""
        if key not in self._ground.rests(expr):
            return 0
        if key not in self._moving:
            self._moving[key] = self._survey(key)
        return self._moving[key][expr].trend

    def range(self, expr: Expr) -> Range:
        """The values the expression may take."""
        return self._still[expr].range

    def truth(self, condition: Expr) -> bool | None:
        """Whether a condition is known to hold or to fail."""
        return self._still[condition].truth

    def _survey(self, moved: str | None) -> Survey:
        survey = Survey({})
        for key, column in self._columns.items():
            within = self._within(column)
            steady = (0.0, 0.0) if within.positive else None
            moving = (1.0, 1.0) if within.positive else None
            survey.names[key] = Sort(within, 1, moving) if key == moved else Sort(within, 0, steady)
        for definition in self._ground.sheet.definitions.values():
            survey.names[definition.name] = self._sort(definition, survey, moved)
        return survey

    def _within(self, column: Column) -> Range:
        own = of_domain(column.domain)
        low, high = self._ends.get(column.name, (-math.inf, math.inf))
        factor = float(column.factor)
        return own.meet(Range(low * factor, high * factor, math.isinf(low), math.isinf(high)))

    def _sort(self, definition: Definition, survey: Survey, moved: str | None) -> Sort:
        if definition.expr is not None:
            return survey[definition.expr]
        turned, method = definition.turned, definition.method
        assert turned is not None and method is not None
        low, high, low_open = definition.bounds
        within = Range(_end(low), _end(high), low_open)
        if moved is None or not turned.names & {n for n, sort in survey.names.items() if sort.trend != 0}:
            return Sort(within, 0, (0.0, 0.0) if within.positive else None)
        return self._root(definition, survey, within, sub(turned.left, turned.right))

    def _root(self, definition: Definition, survey: Survey, within: Range, difference: Expr) -> Sort:
        """A root moves against the equation, for what the equation does as the root moves."""
        method, positive = definition.method, within.positive
        assert method is not None
        pushed = Survey({**survey.names, definition.name: Sort(within, 0, (0.0, 0.0) if positive else None)})
        still = {n: Sort(s.range, 0, (0.0, 0.0) if s.range.positive else None) for n, s in survey.names.items()}
        steep = Survey({**still, definition.name: Sort(within, 1, (1.0, 1.0) if positive else None)})
        push = pushed[difference].trend
        trend: Trend = None
        if push == 0:
            trend = 0
        elif method.rising:
            trend = times(-1, times(push, steep[difference].trend))
        rates = {0: (0.0, 0.0), 1: (0.0, math.inf), -1: (-math.inf, 0.0)}
        return Sort(within, trend, rates[trend] if positive and trend is not None else None)


def _end(text: str) -> float:
    """A bound as programs keep it: a fraction, or infinite."""
    return float(text) if text in ("inf", "-inf") else float(Fraction(text))
