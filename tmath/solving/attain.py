"""What a target attains while the unknown runs through its bounds, and where each end is reached."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

from tmath.algebra.brackets import minimum
from tmath.language.system import System
from tmath.records import dataclass
from tmath.solving.bounds import Stretch, domain_stretch
from tmath.solving.decide import Decision
from tmath.solving.evaluate import Evaluator, Number
from tmath.solving.resolve import Question
from tmath.solving.structure import Structure
from tmath.solving.wording import shown

GRID = 80
COARSE = 24  # points where each one costs a search for roots
FAR = (1e60, 1e90, 1e120)  # where a limit is looked for beyond the grid
BISECTIONS = 200


@dataclass(frozen=True, slots=True)
class End:
    """One end of an attainable range: the value, the unknown there, and whether it is reached or only approached."""

    value: float
    at: float
    reached: bool


@dataclass(frozen=True, slots=True)
class Attained:
    """The range of a target over the bounds of the unknown."""

    low: End
    high: End


class Target:
    """A given quantity computed back from the unknown, everything else as decided."""

    def __init__(self, decision: Decision, evaluate: Evaluator, name: str):
        self.name, self.unknown = name, decision.question.unknown
        self._evaluate = evaluate
        self.known: dict[str, Number] = {key: value for key, value in decision.known.items() if key != name}
        self.structure = Structure(decision.structure.rows, {*self.known, self.unknown})
        self.usable = self.structure.determines(name)

    @property
    def implicit(self) -> bool:
        """Whether the target is reached through equations that have to be solved for roots."""
        blocks = self.structure.blocks([self.name])
        return any(self._evaluate.plan(rows, names).closed is None for rows, names in blocks)

    def at(self, x: float, names: tuple[str, ...] = ()) -> Mapping[str, float] | None:
        """The target, and further names, at one value of the unknown."""
        outcome = self._evaluate(self.structure, {**self.known, self.unknown: x}, (self.name, *names))
        return outcome.states[0].values if outcome.states else None

    def value(self, x: float) -> float | None:
        """The target alone, where it has a finite value."""
        values = self.at(x)
        if values is None or not math.isfinite(values[self.name]):
            return None
        return values[self.name]


def grid(stretch: Stretch, count: int = GRID) -> list[float]:
    """Points over a stretch, evenly in the logarithm, its finite ends included."""
    low = stretch.low if stretch.low > 0 else 1e-12
    high = stretch.high if math.isfinite(stretch.high) else max(low, 1.0) * 1e24
    if stretch.low < 0:
        above = grid(Stretch(0.0, stretch.high, False, False), count) if stretch.high > 0 else []
        below = grid(Stretch(max(0.0, -stretch.high), -stretch.low, False, False), count)
        return [*(-x for x in reversed(below)), *([0.0] if above else []), *above]
    points = [low * (high / low) ** (i / count) for i in range(count + 1)]
    points[0], points[-1] = low, high  # the ends themselves, not what rounding makes of them
    return points


def attained(decision: Decision, evaluate: Evaluator, name: str) -> Attained | None:
    """The attainable range of a target; None where nothing can be computed."""
    target = Target(decision, evaluate, name)
    if not target.usable:
        return None
    stretch = domain_stretch(evaluate, target.unknown)
    points = grid(stretch, COARSE if target.implicit else GRID)
    pairs = [(x, y) for x in points for y in [target.value(x)] if y is not None]
    if not pairs:
        return None
    low, high = _extreme(pairs, min(pairs, key=lambda p: p[1])), _extreme(pairs, max(pairs, key=lambda p: p[1]))
    low, high = _refined(target, pairs, low, 1), _refined(target, pairs, high, -1)
    ends = pairs[0][0], pairs[-1][0]
    return Attained(followed(target.value, stretch, low, ends, -1), followed(target.value, stretch, high, ends, 1))


def _refined(
    target: Target, pairs: list[tuple[float, float]], best: tuple[float, float], sign: int
) -> tuple[float, float]:
    """An extreme between two points of the grid, followed to where it really lies."""
    place = pairs.index(best)
    if not 0 < place < len(pairs) - 1:
        return best

    def height(x: float) -> float:
        found = target.value(x)
        return math.inf if found is None else sign * found

    at = minimum(height, pairs[place - 1][0], best[0], pairs[place + 1][0])
    value = target.value(at)
    return best if value is None else (at, value)


def _extreme(pairs: list[tuple[float, float]], best: tuple[float, float]) -> tuple[float, float]:
    """The extreme point, moved to an end of the grid where floats no longer tell the two apart."""
    for end in (pairs[-1], pairs[0]):
        if math.isclose(end[1], best[1], rel_tol=1e-9):
            return end
    return best


def followed(
    value: Callable[[float], float | None],
    stretch: Stretch,
    best: tuple[float, float],
    ends: tuple[float, float],
    side: int,
) -> End:
    """The extreme a grid came nearest to, followed to its limit where it lies at an open end of the grid."""
    x, y = best
    far: list[float] = []
    if (x == ends[1] and not math.isfinite(stretch.high)) or (x == ends[0] and not math.isfinite(stretch.low)):
        far = [x * factor for factor in FAR]
    elif x == ends[0] and stretch.low == 0 and not stretch.low_closed:
        far = [x / factor for factor in FAR]
    if not far:
        return End(y, x, True)
    values = [value(point) for point in far]
    beyond = [v for v in values if v is not None and (v - y) * side >= 0]
    if len(beyond) < 2:
        return End(y, x, True) if values[0] is None else End(y, far[0], False)
    last, before = beyond[-1], beyond[-2]
    if math.isclose(last, before, rel_tol=1e-9):
        return End(last, far[-1], False)
    if side > 0:
        return End(math.inf, far[-1], False)
    return End(0.0 if last > 0 else -math.inf, far[-1], False)


def around(decision: Decision, evaluate: Evaluator, name: str) -> tuple[float, float] | None:
    """The values a target takes on both sides of a jump over what was asked for."""
    target = Target(decision, evaluate, name)
    wanted = float(decision.known[name])
    if not target.usable:
        return None
    pairs = [(x, y) for x in grid(domain_stretch(evaluate, target.unknown)) for y in [target.value(x)] if y is not None]
    for (a, fa), (b, fb) in pairwise(pairs):
        if (fa - wanted) * (fb - wanted) < 0:
            return _narrow(target, wanted, (a, fa), (b, fb))
    return None


def _narrow(
    target: Target, wanted: float, left: tuple[float, float], right: tuple[float, float]
) -> tuple[float, float]:
    for _ in range(BISECTIONS):
        middle = math.sqrt(left[0] * right[0]) if left[0] > 0 else (left[0] + right[0]) / 2
        value = target.value(middle)
        if value is None or middle in (left[0], right[0]):
            break
        if (value - wanted) * (left[1] - wanted) > 0:
            left = middle, value
        else:
            right = middle, value
    return min(left[1], right[1]), max(left[1], right[1])


# -- words -----------------------------------------------------------------------------------------


def within(system: System, unknown: str) -> str:
    """The bounds of the unknown: "in [1, inf)"."""
    domain = system.quantities[unknown].domain
    low = "-inf" if domain.low is None else "0" if domain.low == 0 else shown(system, unknown, domain.low)
    high = "inf" if domain.high is None else shown(system, unknown, domain.high)
    left = "(" if domain.low_open or domain.low is None else "["
    return f"in {left}{low}, {high}{')' if domain.high is None else ']'}"


def approach(system: System, unknown: str, end: End) -> str:
    """Where an end is reached, or how it is approached."""
    if end.reached:
        return f"reached at {unknown} = {shown(system, unknown, end.at)}"
    return f"approached as {unknown} {'grows' if abs(end.at) > 1 else 'shrinks'}"


def remaining(question: Question, name: str, values: Mapping[str, float] | None, terms: tuple[str, ...]) -> list[str]:
    """The largest terms that remain where the target comes nearest, as a line."""
    if values is None:
        return []
    kept = [term for term in terms if term in values and values[term] > 0.01 * values[name]]
    largest = sorted(kept, key=lambda term: -values[term])[:3]
    told = ", ".join(f"{term} {shown(question.system, term, values[term])}" for term in largest)
    return [f"   what remains there:  {told}"] if told else []


def terms_of(question: Question, target: str) -> tuple[str, ...]:
    """The quantities whose sum, definition after definition, is the target."""
    definitions = {
        str(row.left.value): row.right for row in question.rows if row.left.op == "name" and not row.gives_way
    }
    terms: list[str] = []
    pending, seen = [target], set()
    while pending:
        name = pending.pop()
        seen.add(name)
        expr = definitions.get(name)
        parts = []
        stack = [expr] if expr is not None and expr.op in ("add", "name") else []
        while stack:
            node = stack.pop()
            if node.op == "add":
                stack.extend(node.args)
            elif node.op == "name":
                parts.append(str(node.value))
        if parts:
            pending += [part for part in parts if part not in seen]
        elif name != target:
            terms.append(name)
    return tuple(terms)
