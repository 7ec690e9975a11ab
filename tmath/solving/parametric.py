"""An unknown that the rest does not determine once: its attainable interval, traced along another free quantity.

At a given loss, a training time is reached by a small model on many tokens and by a large one on few; between them lies
the least time. Along the model's size the time is single-valued, so its range is found there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tmath.records import dataclass
from tmath.solving import told
from tmath.solving.answer import Answer
from tmath.solving.attain import grid
from tmath.solving.bounds import domain_stretch, margin
from tmath.solving.decide import Decision
from tmath.solving.evaluate import Evaluator
from tmath.solving.resolve import Limit
from tmath.solving.structure import Structure
from tmath.solving.wording import shown

GOLDEN = (math.sqrt(5) - 1) / 2
STEPS = 80


def folds(decision: Decision, evaluate: Evaluator) -> bool:
    """Whether some value of the unknown is reached in several ways, so that no bound tells the whole."""
    unknown = decision.question.unknown
    structure = Structure(decision.structure.rows, {*decision.known, unknown})
    names = sorted(set().union(*(limit.names for limit in decision.candidates)))
    points = grid(domain_stretch(evaluate, unknown))[::8]
    return any(len(evaluate(structure, {**decision.known, unknown: x}, names).states) > 1 for x in points)


@dataclass(frozen=True, slots=True)
class _Point:
    parameter: float
    value: float


class Curve:
    """The unknown along a parameter, on the part where all constraints hold."""

    def __init__(self, decision: Decision, evaluate: Evaluator, parameter: str):
        self.decision, self.parameter = decision, parameter
        self._evaluate = evaluate
        self.unknown = decision.question.unknown
        self.structure = Structure(decision.structure.rows, {*decision.known, parameter})
        self._names = sorted({self.unknown}.union(*(limit.names for limit in decision.candidates)))

    @property
    def usable(self) -> bool:
        """Whether the parameter determines the unknown and everything the constraints speak of, once."""
        if not all(self.structure.determines(name) for name in self._names):
            return False
        points = grid(domain_stretch(self._evaluate, self.parameter))[::8]
        counts = [len(self._states(p)) for p in points]
        return max(counts) == 1

    def _states(self, p: float) -> Sequence[dict[str, float]]:
        outcome = self._evaluate(self.structure, {**self.decision.known, self.parameter: p}, self._names)
        return [dict(state.values) for state in outcome.states]

    def at(self, p: float) -> float | None:
        """The unknown at one value of the parameter, None where a constraint breaks or nothing exists."""
        states = self._states(p)
        if len(states) != 1 or any(not _holds(limit, states[0]) for limit in self.decision.candidates):
            return None
        return states[0][self.unknown]

    def extreme(self, side: int) -> tuple[_Point, bool] | None:
        """The least (side -1) or greatest (+1) value, and whether it lies inside the traced stretch."""
        points = [(p, self.at(p)) for p in grid(domain_stretch(self._evaluate, self.parameter))]
        usable = [_Point(p, value) for p, value in points if value is not None and math.isfinite(value)]
        if not usable:
            return None
        best = max(usable, key=lambda point: side * point.value)
        place = [p for p, _ in points].index(best.parameter)
        if place in (0, len(points) - 1):
            return best, False
        return self._narrow(points[place - 1][0], points[place + 1][0], side, best), True

    def _narrow(self, low: float, high: float, side: int, best: _Point) -> _Point:
        """Golden-section search in the logarithm of the parameter, constraints as walls.

        Source: Kiefer 1953, Sequential minimax search for a maximum.
        """
        a, b = math.log(low), math.log(high)
        for _ in range(STEPS):
            left, right = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
            scores = []
            for point in (left, right):
                value = self.at(math.exp(point))
                scores.append(-math.inf if value is None else side * value)
                if value is not None and side * value > side * best.value:
                    best = _Point(math.exp(point), value)
            if scores[0] >= scores[1]:
                b = right
            else:
                a = left
        return best


def _holds(limit: Limit, values: dict[str, float]) -> bool:
    return margin(limit, values) >= -1e-12


def answer(decision: Decision, evaluate: Evaluator) -> Answer | None:
    """The attainable interval of the unknown within all constraints; None where no parameter traces it."""
    question, unknown = decision.question, decision.question.unknown
    for parameter in sorted(decision.structure.undetermined - {unknown}):
        curve = Curve(decision, evaluate, parameter)
        if not curve.usable:
            continue
        low, high = curve.extreme(-1), curve.extreme(1)
        if low is None or high is None:
            continue
        unit = question.system.quantities[unknown].unit
        factor = float(unit.factor)
        top = high[0].value if high[1] else math.inf
        bottom = low[0].value if low[1] else 0.0
        rows, _ = curve.structure.ancestors([unknown])
        at = shown(question.system, parameter, low[0].parameter)
        return Answer(
            question.system,
            unknown,
            "interval",
            unit,
            interval=(bottom / factor, top / factor, low[1], high[1]),
            given=told.given(decision),
            assumed=told.assumed(decision, rows),
            notes=(
                f"traced along {parameter}: the least {unknown}, {shown(question.system, unknown, low[0].value)}, "
                f"is at {parameter} = {at}",
            ),
            hints=decision.hints,
            complete=False,
        )
    return None
