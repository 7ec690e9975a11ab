"""An answer at other values of its inputs, by the plan that was decided once."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice

from tmath.errors import SolveError
from tmath.records import replace
from tmath.solving.answer import Answer
from tmath.solving.bounds import Allowed, Slope, Stretch, allowed, domain_stretch, intersect
from tmath.solving.decide import Decision, activated
from tmath.solving.evaluate import Evaluator
from tmath.solving.points import apart
from tmath.solving.structure import Structure
from tmath.solving.whole import STEPS, Whole, candidates, is_whole

Point = Mapping[str, Fraction]


class Replayed:
    """The unknown as a function of some inputs, everything else as decided: a root, or the end that a constraint sets.

    Units: base units.
    """

    def __init__(self, answer: Answer, decision: Decision, evaluate: Evaluator, moving: Collection[str]):
        self.decision, self.evaluate, self.moving = decision, evaluate, frozenset(moving)
        self.unknown = decision.question.unknown
        self.centre = {name: figure.base for name, figure in answer.roots[0].quantities.items()}
        self.value = answer.roots[0].figure.base
        self.bounded = bool(decision.candidates)
        self.upward = answer.kind == "at_least"  # the feasible side, where a constraint bounds the unknown
        self.whole = self.bounded and evaluate.domain(self.unknown).integer
        self.domain = domain_stretch(evaluate, self.unknown)
        self.limits = [allowed(decision, limit, evaluate) for limit in decision.candidates]
        active = [activated(decision.structure, limit) for limit in decision.candidates]
        self.structures = active or [decision.structure]
        self._fitting: dict[int, bool] = {}

    # -- which equations -------------------------------------------------------------------------------

    @cached_property
    def setting(self) -> list[Allowed]:
        """The constraints that bound the unknown on the side of the answer, each at one root."""
        return [one for one in self.limits if len(one.roots) == 1 and self._one_sided(one)]

    def _one_sided(self, one: Allowed) -> bool:
        if len(one.stretches) != 1:
            return False
        stretch, root = one.stretches[0], one.roots[0].values[self.unknown]
        free, end = (stretch.high, stretch.low) if self.upward else (stretch.low, stretch.high)
        return end == root and free == (self.domain.high if self.upward else self.domain.low)

    @property
    def rests_on(self) -> frozenset[str]:
        """Every name in the equations that decide the unknown, and in those that decide which whole numbers are fit."""
        fit_by = self._fit_by if self.whole else frozenset()
        return fit_by.union(*(structure.ancestors([self.unknown])[1] for structure in self.structures))

    @property
    def implicit(self) -> bool:
        """Whether roots are found on the way."""
        plans = [
            self.evaluate.plan(rows, names)
            for structure in self.structures
            for rows, names in structure.blocks([self.unknown])
        ]
        return any(plan.closed is None for plan in plans)

    # -- at a point --------------------------------------------------------------------------------------

    def at(self, point: Point) -> float | None:
        """The unknown at a point, None where it has no value there or another kind of answer."""
        decision = replace(self.decision, known={**self.decision.known, **point})
        if not self.bounded:
            states = self.evaluate(decision.structure, decision.known, [self.unknown]).states
            found = [state.values[self.unknown] for state in states]
            return min(found, key=lambda value: apart(value, self.value), default=None)
        end = self._end(decision)
        if end is None or not self.whole:
            return end
        return self.whole_within(end, decision)

    def _end(self, decision: Decision) -> float | None:
        """The end of what all constraints allow, on the side of the answer."""
        if len(self.limits) == 1 and self.setting:
            active = activated(decision.structure, self.limits[0].limit)
            states = self.evaluate(active, decision.known, [self.unknown]).states
            if len(states) == 1:
                return states[0].values[self.unknown]
        stretches: Sequence[Stretch] = [self.domain]
        for limit in decision.candidates:
            stretches = intersect(stretches, allowed(decision, limit, self.evaluate).stretches)
        if len(stretches) != 1:
            return None
        end = stretches[0].low if self.upward else stretches[0].high
        return end if math.isfinite(end) else None

    def everything(self, point: Point, value: float) -> dict[str, float]:
        """All quantities at a point, the unknown being known."""
        rows = self.decision.structure.rows
        known = {**self.decision.known, **point, self.unknown: value}
        return self.evaluate.everything(Structure(rows, known), known)

    def whole_within(self, end: float, decision: Decision) -> float | None:
        """The first whole number on the feasible side of an end, fit for the whole numbers joined to it."""
        whole = self._whole(decision)
        within = Stretch(end, math.inf, True, False) if self.upward else Stretch(-math.inf, end, False, True)
        for n in islice(candidates(whole, end, 1 if self.upward else -1, within), STEPS):
            if self.fixed_whole and n not in self._fitting:
                self._fitting[n] = whole.compatible(n) and whole.broken(n) == []
            if self._fitting[n] if self.fixed_whole else whole.compatible(n) and whole.broken(n) == []:
                return float(n)
        return None

    def _whole(self, decision: Decision) -> Whole:
        dividing = [limit for limit in decision.question.limits if limit.constraint.op == "divides"]
        slope = Slope(decision, self.evaluate)
        known = [limit for limit in dividing if all(slope.structure.determines(name) for name in limit.names)]
        joined = [limit for limit in known if self.unknown in slope.structure.ancestors(limit.names)[1] | limit.names]
        return Whole(decision, joined, self.evaluate)

    @property
    def fixed_whole(self) -> bool:
        """Whether the whole numbers that are fit stay the same while the inputs move."""
        return not self._fit_by & self.moving

    @cached_property
    def _fit_by(self) -> frozenset[str]:
        """What decides which whole numbers are fit; shapes derived as reals take no part."""
        whole, quantities = self._whole(self.decision), self.decision.question.system.quantities
        structure, here = whole.slope.structure, self.everything({}, self.value)
        judged = [limit.names for limit in whole.limits if all(is_whole(here[name]) for name in limit.names)]
        names = frozenset(whole.must_be_whole).union(*judged)
        rows = [row.names for row in structure.rows if self.unknown in row.names]
        joined = [names for names in rows if all(quantities[name].domain.integer for name in names)]
        return structure.ancestors(names)[1].union(names, *joined)

    def placed(self, answer: Answer, point: Point, moving: Collection[str]) -> Replayed:
        """The same plan with some inputs at a point for good."""
        return Replayed(answer, replace(self.decision, known={**self.decision.known, **point}), self.evaluate, moving)

    def exactly_at(self, point: Point) -> Answer | None:
        """The whole answer at a point, every constraint decided exactly; None where there is none."""
        from tmath.solving import bounded

        try:
            return bounded.answer(replace(self.decision, known={**self.decision.known, **point}), self.evaluate)
        except SolveError:
            return None
