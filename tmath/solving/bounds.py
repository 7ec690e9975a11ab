"""What one constraint allows: the stretches of the unknown on which it holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from tmath.algebra.program import evaluate as value_of
from tmath.records import dataclass
from tmath.solving.decide import Decision, activated
from tmath.solving.evaluate import SLACK, Evaluator, Failure, Number, State
from tmath.solving.resolve import Limit
from tmath.solving.structure import Structure

PROBES = (1.0, 1e-3, 1e-6, 10.0, 1e2, 1e3, 1e4, 1e6, 1e8, 1e9, 1e10, 1e12, 1e15, 1e18, 1e22, 1e26)


@dataclass(frozen=True, slots=True)
class Stretch:
    """An interval of the unknown, in base units."""

    low: float
    high: float
    low_closed: bool
    high_closed: bool

    def holds(self, value: float) -> bool:
        """Whether the value lies inside, rounding errors forgiven."""
        return self.low - SLACK * abs(self.low) <= value <= self.high + SLACK * abs(self.high)


@dataclass(frozen=True)
class Allowed:
    """The stretches a constraint allows, the roots at which it becomes active, and whether that is proven."""

    limit: Limit
    stretches: tuple[Stretch, ...]
    roots: tuple[State, ...]
    whole_domain: Stretch
    complete: bool
    failure: Failure | None = None

    @property
    def independent(self) -> bool:
        """Whether the constraint does not depend on the unknown, though the structure says it might."""
        return self.failure is not None and self.failure.singular

    @property
    def any_value(self) -> bool:
        """Whether the constraint holds for every value the unknown may take."""
        return self.stretches == (self.whole_domain,)


class Slope:
    """A decided question with the unknown as an input: anything the rest determines, at any value of it."""

    def __init__(self, decision: Decision, evaluate: Evaluator):
        self.unknown = decision.question.unknown
        self.known = dict(decision.known)
        self._evaluate = evaluate
        structure = decision.structure
        self.structure = Structure([*structure.used, *structure.left], {*structure.known, self.unknown})

    def at(self, value: Number, names: Sequence[str]) -> Mapping[str, float] | None:
        """The values of some names, or None where nothing admissible exists."""
        outcome = self._evaluate(self.structure, {**self.known, self.unknown: value}, names)
        return outcome.states[0].values if outcome.states else None

    def margin(self, limit: Limit, value: Number) -> float | None:
        """How far a constraint is from breaking, relative to its larger side; negative where it is broken."""
        values = self.at(value, sorted(limit.names))
        return None if values is None else margin(limit, values)


def margin(limit: Limit, values: Mapping[str, Any]) -> float:
    """(right - left) of a constraint, relative to its larger side, turned so that positive holds."""
    left, right = float(value_of(limit.left, values)), float(value_of(limit.right, values))
    scale = max(abs(left), abs(right)) or 1.0
    difference = (right - left) / scale
    return difference if limit.constraint.op in ("<=", "<") else -difference


def sides(limit: Limit, values: Mapping[str, Any]) -> tuple[float, float]:
    """Both sides of a constraint, in base units."""
    return float(value_of(limit.left, values)), float(value_of(limit.right, values))


def domain_stretch(evaluate: Evaluator, name: str) -> Stretch:
    """The bounds of a quantity."""
    domain = evaluate.domain(name)
    low = -math.inf if domain.low is None else float(domain.low)
    high = math.inf if domain.high is None else float(domain.high)
    return Stretch(low, high, domain.low is not None and not domain.low_open, domain.high is not None)


def allowed(decision: Decision, limit: Limit, evaluate: Evaluator) -> Allowed:
    """The stretches of the unknown on which a constraint holds: its roots, and the sign between them."""
    unknown = decision.question.unknown
    outcome = evaluate(activated(decision.structure, limit), decision.known, [unknown])
    states = sorted(outcome.states, key=lambda state: state.values[unknown])
    slope = Slope(decision, evaluate)
    whole = domain_stretch(evaluate, unknown)
    roots = list(dict.fromkeys(state.values[unknown] for state in states))
    complete = all(found.complete for state in states for found in state.roots.values())
    if not states and outcome.failure is not None and outcome.failure.roots is not None:
        complete = outcome.failure.roots.complete
    stretches = _holding(whole, roots, lambda value: slope.margin(limit, value))
    return Allowed(limit, tuple(stretches), tuple(states), whole, complete, outcome.failure)


def _holding(whole: Stretch, roots: Sequence[float], sign: Callable[[float], float | None]) -> list[Stretch]:
    """The stretches on which a margin is not negative, its roots and jumps being their ends."""
    edges = [whole.low, *roots, whole.high]
    held: list[Stretch] = []
    for low, high in pairwise(edges):
        if low < high:
            for start, end in _held_between(low, high, whole, sign, few=bool(roots)):
                closed = start != whole.low or whole.low_closed, end != whole.high or whole.high_closed
                if held and held[-1].high == start:
                    held[-1] = Stretch(held[-1].low, end, held[-1].low_closed, closed[1])
                else:
                    held.append(Stretch(start, end, *closed))
    # A single point may hold: a root that is touched, or the first value where whole numbers leave no more.
    single = [*roots, *([whole.low] if whole.low_closed and not held else [])]
    touched = [x for x in dict.fromkeys(single) if not any(s.low <= x <= s.high for s in held) and _holds(sign(x))]
    return sorted([*held, *(Stretch(root, root, True, True) for root in touched)], key=lambda s: s.low)


def _holds(margin: float | None) -> bool:
    return margin is not None and margin >= -1e-12


def _held_between(
    low: float, high: float, whole: Stretch, sign: Callable[[float], float | None], *, few: bool
) -> list[tuple[float, float]]:
    """The parts of a stretch without a root on which a margin holds: all, none, or up to the jumps of a step."""
    told = ((x, found) for x in _probes(low, high, whole) for found in [sign(x)] if found is not None)
    usable = ((x, _holds(found)) for x, found in told if not math.isnan(found))
    points = sorted(islice(usable, 1) if few else usable)
    if not points:
        return []
    parts: list[tuple[float, float]] = []
    start = low if points[0][1] else None
    for (a, holds), (b, next_holds) in pairwise(points):
        if holds != next_holds:
            last, first = _jump(a, b, sign)
            if next_holds:
                start = first
            elif start is not None:
                parts.append((start, last))
                start = None
    return [*parts, (start, high)] if start is not None else parts


def _jump(a: float, b: float, sign: Callable[[float], float | None]) -> tuple[float, float]:
    """The neighbouring points between which a margin jumps over zero."""
    held = _holds(sign(a))
    for _ in range(120):
        middle = math.sqrt(a * b) if a > 0 else (a + b) / 2
        if middle in (a, b):
            break
        if _holds(sign(middle)) == held:
            a = middle
        else:
            b = middle
    return a, b


def _probes(low: float, high: float, whole: Stretch) -> Iterator[float]:
    """Points inside a stretch, those that tell most first."""
    probes: list[float] = []
    if math.isfinite(low) and math.isfinite(high):
        probes.append(math.sqrt(low * high) if low > 0 else (low + high) / 2)
    if math.isfinite(low) and low > 0:
        probes += [low * 1.001, low * 1.1, low * 2, low * 10]
    if math.isfinite(high) and high > 0:
        probes += [high / 1.001, high / 1.1, high / 2, high / 10]
    probes += PROBES
    if whole.low < 0:
        probes += [0.0, *(-probe for probe in PROBES)]
    return (probe for probe in dict.fromkeys(probes) if low < probe < high)


def intersect(left: Sequence[Stretch], right: Sequence[Stretch]) -> list[Stretch]:
    """The stretches common to both."""
    common = []
    for a in left:
        for b in right:
            low, high = max(a.low, b.low), min(a.high, b.high)
            if low <= high:
                common.append(Stretch(low, high, _closed(a, b, low, "low"), _closed(a, b, high, "high")))
    return common


def _closed(a: Stretch, b: Stretch, end: float, side: str) -> bool:
    return all(getattr(s, f"{side}_closed") for s in (a, b) if getattr(s, side) == end)
