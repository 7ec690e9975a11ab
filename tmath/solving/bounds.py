"""What one constraint allows: the stretches of the unknown on which it holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from tmath.algebra.program import evaluate as value_of
from tmath.algebra.ways import UNTOLD
from tmath.records import dataclass
from tmath.solving.breaks import breaks, flats, whole_outcome
from tmath.solving.decide import Decision, activated
from tmath.solving.evaluate import SLACK, Evaluator, Failure, Number, State
from tmath.solving.resolve import Limit
from tmath.solving.structure import Structure

EVEN = 120  # points of a finite stretch on which a margin may step up and down
NEARLY = 1e-12  # relative, of a margin that is zero but for rounding
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
    unbroken: bool = True  # whether the margin has no poles or borders, and no steps up and down

    @property
    def independent(self) -> bool:
        """Whether the constraint does not depend on the unknown, though the structure says it might."""
        return self.failure is not None and self.failure.singular

    @property
    def any_value(self) -> bool:
        """Whether the constraint is proven to hold for every value the unknown may take."""
        return self.complete and self.stretches == (self.whole_domain,)


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
    """The stretches of the unknown on which a constraint holds: its roots and breaks, and the sign between them."""
    unknown = decision.question.unknown
    outcome = evaluate(activated(decision.structure, limit), decision.known, [unknown])
    states = sorted(outcome.states, key=lambda state: state.values[unknown])
    slope = Slope(decision, evaluate)
    whole = domain_stretch(evaluate, unknown)
    roots = list(dict.fromkeys(state.values[unknown] for state in states))
    found = breaks(decision, limit, evaluate, slope.structure)
    borders = [*found.borders, *(end for ends in flats(outcome, unknown) for end in ends)]
    borders += [value for state in states[:1] for value in _left_out(state, unknown, roots)]
    margins = _Margins(lambda value: slope.margin(limit, value), strict=limit.constraint.op in ("<", ">"))
    stepping = found.steps and found.way == UNTOLD
    edges = [(root, not margins.strict) for root in roots]
    edges += [(pole, False) for pole in found.poles]
    edges += [(border, margins.holds(border)) for border in borders]
    proven = whole_outcome(outcome) and found.complete
    sure = proven and not found.steps and evaluate.domain(unknown).members is None  # of a set only members are roots
    stretches = _holding(whole, edges, margins, sure=sure, even=stepping)
    complete, unbroken = proven and not stepping, not (stepping or found.poles or found.borders or not found.complete)
    return Allowed(limit, tuple(stretches), tuple(states), whole, complete, outcome.failure, unbroken)


def _left_out(state: State, unknown: str, roots: Sequence[float]) -> list[float]:
    """The roots that are no value of the unknown, such as fractions beside a whole one, and yet ends of stretches."""
    met = state.roots.get(unknown)
    return [] if met is None else [value for value in met.values if value not in roots]


@dataclass(frozen=True, slots=True)
class _Margins:
    """The margin of a constraint along the unknown, and what of it holds."""

    at: Callable[[float], float | None]
    strict: bool

    def told(self, value: float) -> bool | None:
        """Whether the constraint holds at a value, None where nothing is told of it."""
        found = self.at(value) if math.isfinite(value) else None
        if found is None or math.isnan(found):
            return None
        return found > NEARLY if self.strict else found >= -NEARLY

    def holds(self, value: float) -> bool:
        """Whether the constraint has a value and holds."""
        return bool(self.told(value))


def _holding(
    whole: Stretch, edges: Sequence[tuple[float, bool]], margins: _Margins, *, sure: bool, even: bool
) -> list[Stretch]:
    """The stretches on which a margin holds; `edges` are its roots and breaks, each with whether it holds there.

    `sure`: between two edges one point tells of all. `even`: points close together are looked at.
    """
    if whole.low == whole.high:
        return [whole] if margins.holds(whole.low) else []
    parts = [Stretch(edge, edge, True, True) for edge, holds in edges if holds and whole.holds(edge)]
    inner = sorted(edge for edge, _ in edges if whole.low < edge < whole.high)
    excluded = [edge for edge, holds in edges if not holds]
    for low, high in pairwise([whole.low, *inner, whole.high]):
        for start, end in _held_between(low, high, whole, margins, sure=sure, even=even) if low < high else ():
            closed = [end_at not in (low, high) for end_at in (start, end)]
            if start == whole.low:
                closed[0] = whole.low_closed and start not in excluded
            if end == whole.high:
                closed[1] = whole.high_closed and end not in excluded
            parts.append(Stretch(start, end, *closed))
    # The first value may hold alone, where whole numbers leave no more.
    if whole.low_closed and not any(part.low == whole.low for part in parts) and margins.holds(whole.low):
        parts.append(Stretch(whole.low, whole.low, True, True))
    held: list[Stretch] = []
    for part in sorted(parts, key=lambda s: (s.low, s.high)):
        if held and held[-1].high == part.low and (held[-1].high_closed or part.low_closed):
            low_closed = held[-1].low_closed or (part.low == held[-1].low and part.low_closed)
            held[-1] = Stretch(held[-1].low, part.high, low_closed, part.high_closed)
        else:
            held.append(part)
    return held


def _held_between(
    low: float, high: float, whole: Stretch, margins: _Margins, *, sure: bool, even: bool
) -> list[tuple[float, float]]:
    """The parts of a stretch without an edge on which a margin holds: all, none, or up to the jumps of a step."""
    told = ((x, holds) for x in _probes(low, high, whole, even=even) for holds in [margins.told(x)])
    usable = ((x, holds) for x, holds in told if holds is not None)
    points = sorted(islice(usable, 1) if sure else usable)
    if not points:
        return []
    parts: list[tuple[float, float]] = []
    start = low if points[0][1] else None
    for (a, holds), (b, next_holds) in pairwise(points):
        if holds != next_holds:
            last, first = _jump(a, b, margins)
            if next_holds:
                start = first
            elif start is not None:
                parts.append((start, last))
                start = None
    return [*parts, (start, high)] if start is not None else parts


def _jump(a: float, b: float, margins: _Margins) -> tuple[float, float]:
    """The neighbouring points between which a margin jumps over zero."""
    held = margins.holds(a)
    for _ in range(120):
        middle = math.sqrt(a * b) if a > 0 else (a + b) / 2
        if middle in (a, b):
            break
        if margins.holds(middle) == held:
            a = middle
        else:
            b = middle
    return a, b


def _probes(low: float, high: float, whole: Stretch, *, even: bool = False) -> Iterator[float]:
    """Points inside a stretch, those that tell most first; `even`: many, where it is finite."""
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
    if even and math.isfinite(low) and math.isfinite(high):
        probes += [low + (high - low) * i / EVEN for i in range(1, EVEN)]
    return (probe for probe in dict.fromkeys(probes) if low < probe < high)


def intersect(left: Sequence[Stretch], right: Sequence[Stretch]) -> list[Stretch]:
    """The stretches common to both."""
    common = []
    for a in left:
        for b in right:
            low, high = max(a.low, b.low), min(a.high, b.high)
            closed = _closed(a, b, low, "low"), _closed(a, b, high, "high")
            if low < high or (low == high and all(closed)):
                common.append(Stretch(low, high, *closed))
    return common


def _closed(a: Stretch, b: Stretch, end: float, side: str) -> bool:
    return all(getattr(s, f"{side}_closed") for s in (a, b) if getattr(s, side) == end)
