"""Whole-number unknowns under constraints: the runs of numbers at which all holds.

Where the stretches of the real unknown are proven, a run ends next to a real bound: step from there to the first number
at which all holds. Elsewhere every number is tried where they are few.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import groupby, islice
from typing import Any

from tmath.algebra.expressions import Expr
from tmath.algebra.program import EXACT, Inexact, Program, run
from tmath.algebra.program import evaluate as value_of
from tmath.language.system import Domain
from tmath.records import dataclass
from tmath.solving.bounds import Slope, Stretch
from tmath.solving.decide import Decision, all_whole
from tmath.solving.evaluate import Evaluator, Number, program_for
from tmath.solving.resolve import Limit, Question, Rank, Row
from tmath.solving.structure import Structure

STEPS = 3_000  # candidates looked at before a search is given up
TRIED = 20_000  # numbers tried one by one where nothing is proven of those between
WORK = 500_000  # operations spent on that
ENDLESS = 10  # a part as large is tried where there is no end of numbers
SOLVED = 200  # operations that finding a root stands for
HUGE = 1e9  # numbers so large that a real bound may be off by more than one of them


@dataclass(frozen=True, slots=True)
class Stepped:
    """A whole number that holds, and the nearest one on the other side of the bound with what it breaks."""

    value: int
    rejected: int | None = None
    broken: tuple[Limit, ...] = ()


class Whole:
    """Tests whole numbers for one unknown: every whole quantity whole, every constraint held, exactly."""

    def __init__(self, decision: Decision, limits: Sequence[Limit], evaluate: Evaluator):
        self.decision, self.limits, self.evaluate = decision, limits, evaluate
        self.unknown = decision.question.unknown
        self.slope = Slope(decision, evaluate)
        self.must_be_whole = self._joined()
        self.divided = divided_row(decision.question, self.slope.structure, self.unknown, self._fixed())

    def compatible(self, n: int) -> bool:
        """Whether every whole number that whole numbers alone join to the unknown is whole."""
        if not fits_domain(self.evaluate.domain(self.unknown), n):
            return False
        if not self.must_be_whole:
            return True
        known = {**self.slope.known, self.unknown: Fraction(n)}
        for name in self.must_be_whole:
            outcome = self.evaluate(self.slope.structure, known, [name])
            if outcome.failure is not None and outcome.failure.flat:
                continue  # any value does, whole ones among them
            if not any(is_whole(state.values[name]) for state in outcome.states):
                return False
        return True

    def _joined(self) -> list[str]:
        """The quantities that must be whole beside the unknown; not those resting on a fractional number."""
        joined = joined_rows(self.decision.question, self.slope.structure, self.unknown)
        moving = {self.unknown, *(name for name, _ in joined)}
        fixed = sorted(set().union(*(row.names for _, row in joined)) - moving) if joined else []
        values = self.slope.at(Fraction(1), fixed) or {} if fixed else {}
        fractional = {name for name in fixed if name in values and not is_whole(values[name])}
        return [name for name, row in joined if not row.names & fractional]

    def _fixed(self) -> Mapping[str, Number]:
        """What is known, and what follows from it for the whole numbers beside the unknown."""
        structure, known = self.slope.structure, dict(self.slope.known)
        rows = [row for row in structure.rows if self.unknown in row.names and whole_row(self.decision.question, row)]
        for name in sorted(set().union(*(row.names for row in rows)) - structure.known):
            if structure.determines(name) and self.unknown not in structure.ancestors([name])[1]:
                known.update({key: x for key, x in (self.slope.at(1, [name]) or {}).items() if key == name})
        return known

    def broken(self, n: int) -> list[Limit] | None:
        """The constraints that break at n, decided exactly where the formulas allow it; None where nothing exists."""
        values: Mapping[str, Any] | None = self._exact(n)
        if values is None:
            values = self.slope.at(Fraction(n), self._names)
            if values is None or not all(math.isfinite(values[name]) for name in self._names):
                return None
        return [limit for limit in self.limits if not holds(limit, values)]

    def judged(self, n: int) -> bool | None:
        """Whether every constraint holds at n, None where whole numbers beside it rule n out."""
        if not self.compatible(n):
            return None
        broken = self.broken(n)
        if broken is not None and any(limit.constraint.op == "divides" for limit in broken):
            return None
        return broken == []

    def holds(self, n: int) -> bool:
        """Whether everything holds at n."""
        return bool(self.judged(n))

    def exactly(self, n: int) -> bool:
        """Whether fractions alone decide at n."""
        values = self._exact(n)
        sides = [side for limit in self.limits for side in (limit.left, limit.right)]
        return values is not None and all(isinstance(_side(side, values), Fraction) for side in sides)

    @cached_property
    def _names(self) -> list[str]:
        return sorted(set().union(*(limit.names for limit in self.limits)))

    @cached_property
    def _program(self) -> Program:
        return program_for(self.evaluate, self.slope.structure, self._names)

    @cached_property
    def work(self) -> int:
        """Operations that trying one number takes."""
        program = self._program
        solved = len(program.implicit) + len(program.systems) + len(self.must_be_whole)
        return len(program.instructions) + SOLVED * solved + 1

    def _exact(self, n: int) -> Mapping[str, Fraction] | None:
        known = {**self.slope.known, self.unknown: Fraction(n)}
        program = self._program
        if program.implicit or program.systems or any(isinstance(value, float) for value in known.values()):
            return None
        try:
            return {**known, **run(program, known, EXACT)[0]}
        except Inexact:
            return None

    @cached_property
    def chosen(self) -> list[int] | None:
        """The only numbers in question: members of a set, or divisors where the unknown must divide a given one."""
        if self.divided is not None:
            return divisors(self.divided[1])
        members = self.evaluate.domain(self.unknown).members
        return None if members is None else [int(member) for member in members if member.denominator == 1]


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers in a row at which everything holds; None where they start or end with the bounds of the unknown."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Runs:
    """Every run that was found, ascending, and whether there can be no other."""

    runs: tuple[Run, ...]
    complete: bool


def runs(whole: Whole, stretches: Sequence[Stretch], domain: Stretch, *, proven: bool) -> Runs:
    """The runs of whole numbers within stretches; where those are not `proven`, of all numbers that can be tried."""
    tried = () if proven else _tried(whole, domain)
    if not tried:
        return Runs(_joined(whole, _within(whole, stretches, domain)), proven)
    judged = [(n, holds) for n in tried for holds in [whole.judged(n)] if holds is not None]
    held = [[n for n, _ in group] for holds, group in groupby(judged, key=lambda pair: pair[1]) if holds]
    last = tried[-1]
    ended = whole.chosen is not None or last + _multiple(whole) > domain.high
    found = [
        Run(None if run[0] == judged[0][0] else run[0], None if ended and run[-1] == judged[-1][0] else run[-1])
        for run in held
    ]
    if ended:
        return Runs(tuple(found), True)
    after = [Stretch(max(s.low, float(last + 1)), s.high, True, s.high_closed) for s in stretches if s.high > last]
    return Runs(_joined(whole, [*found, *_within(whole, after, domain)]), False)


def _tried(whole: Whole, domain: Stretch) -> Sequence[int]:
    """The numbers that are tried one by one: all there are, or the first where there is no end of them."""
    if whole.chosen is not None:
        return [n for n in whole.chosen if domain.holds(n)]
    if not math.isfinite(domain.low):
        return ()
    multiple = _multiple(whole)
    first, most = math.ceil(domain.low / multiple), min(TRIED, WORK // whole.work)
    last = first + most // ENDLESS
    if math.isfinite(domain.high) and domain.high / multiple - first < most:
        last = math.floor(domain.high / multiple)
    return [n * multiple for n in range(first, last + 1)]


def _within(whole: Whole, stretches: Sequence[Stretch], domain: Stretch) -> list[Run]:
    """The run in each stretch; an end of it is looked for where it is not a bound of the unknown."""
    found = []
    for s in stretches:
        starts = s.low == domain.low and s.low_closed == domain.low_closed
        ends = s.high == domain.high and s.high_closed == domain.high_closed
        if starts and ends:
            low, high = None, None
            side = 1 if math.isfinite(s.low) else -1
            some = edge(whole, s, side) is not None or not (math.isfinite(s.low) or math.isfinite(s.high))
        else:
            low, high = None if starts else edge(whole, s, 1), None if ends else edge(whole, s, -1)
            some = (starts or low is not None) and (ends or high is not None)
        if some and (low is None or high is None or low <= high):
            found.append(Run(low, high))
    return found


def _joined(whole: Whole, found: Sequence[Run]) -> tuple[Run, ...]:
    """Runs that follow each other made one."""
    joined: list[Run] = []
    for part in found:
        before = joined[-1].high if joined else None
        if before is None or part.low is None:
            joined.append(part)
        elif part.low > before:
            follows = beyond(whole, before, 1)[0] == part.low
            joined[-1:] = [Run(joined[-1].low, part.high)] if follows else [joined[-1], part]
    return tuple(joined)


def edge(whole: Whole, stretch: Stretch, direction: int) -> int | None:
    """The last (direction -1, from above) or first (+1) whole number of a stretch at which everything holds."""
    start = stretch.high if direction < 0 else stretch.low
    if math.isfinite(start) and abs(start) >= HUGE and whole.chosen is None:
        return _first(whole, _bisected(whole, start, direction, stretch), direction, stretch)
    return _first(whole, start, direction, stretch)


def _first(whole: Whole, start: float, direction: int, stretch: Stretch) -> int | None:
    return next(filter(whole.holds, islice(candidates(whole, start, direction, stretch), STEPS)), None)


def _bisected(whole: Whole, start: float, direction: int, within: Stretch) -> int:
    """A bound among large numbers moved to where the constraints begin to hold, whole numbers apart."""
    multiple = _multiple(whole)
    place = math.floor(Fraction(start) / multiple) if direction < 0 else math.ceil(Fraction(start) / multiple)

    def good(k: int) -> bool:
        broken = whole.broken(k * multiple)
        inside = fits_domain(whole.evaluate.domain(whole.unknown), k * multiple)
        return inside and broken is not None and all(limit.constraint.op == "divides" for limit in broken)

    here, step = good(place), 1
    if here and not whole.exactly(place * multiple):
        return place * multiple
    way = direction * (-1 if here else 1)  # outwards from what holds, inwards from what breaks
    most = abs(place) // 10**9 + 2
    while step <= most and good(place + way * step) == here and within.holds((place + way * step) * multiple):
        step *= 2
    other = place + way * step
    if good(other) == here:
        return place * multiple
    inner, outer = (place, other) if here else (other, place)
    while abs(inner - outer) > 1:
        middle = (inner + outer) // 2
        if good(middle):
            inner = middle
        else:
            outer = middle
    return inner * multiple


def beyond(whole: Whole, n: int, outward: int) -> tuple[int | None, tuple[Limit, ...]]:
    """The nearest whole-compatible number beyond n, and what breaks there."""
    reach = Stretch(-math.inf, math.inf, False, False)
    for other in islice(candidates(whole, n + outward, outward, reach), 2_000):
        if whole.compatible(other):
            broken = whole.broken(other)
            return other, tuple(broken or ())
    return None, ()


def candidates(whole: Whole, start: float, direction: int, within: Stretch) -> Iterator[int]:
    """Whole numbers from a start on, in one direction; the divisors alone where the unknown must divide a given one."""
    if whole.chosen is not None:
        inside = [n for n in whole.chosen if within.holds(n) and (n - start) * direction >= -1e-9 * abs(start)]
        yield from sorted(inside, reverse=direction < 0)
        return
    if not math.isfinite(start):
        return
    multiple = _multiple(whole)
    slack = 0.0 if isinstance(start, int) else min(1e-9 * abs(start), 1e-3)
    n = math.floor((start + slack) / multiple) if direction < 0 else math.ceil((start - slack) / multiple)
    while within.holds(n * multiple):
        yield n * multiple
        n += direction


def _multiple(whole: Whole) -> int:
    return whole.evaluate.domain(whole.unknown).multiple_of or 1


def divides_given(question: Question, structure: Structure, unknown: str, known: Mapping[str, Number]) -> int | None:
    """The given whole number of which the unknown must be a divisor, where an equation of whole numbers says so."""
    found = divided_row(question, structure, unknown, known)
    return None if found is None else found[1]


def divided_row(
    question: Question, structure: Structure, unknown: str, known: Mapping[str, Number]
) -> tuple[Row, int] | None:
    """The equation of whole numbers by which the unknown must divide a given one, and that number."""
    for row in structure.rows:
        if row.rank is not Rank.EXACT or unknown not in row.names or not all_whole(question, row.names):
            continue
        for product, total in ((row.right, row.left), (row.left, row.right)):
            value = known.get(str(total.value)) if total.op == "name" else None
            if value is not None and total.value != unknown and is_product(product) and is_whole(value):
                return row, int(value)
    return None


def is_product(expr: Expr) -> bool:
    """Whether an expression is a product of names."""
    stack = [expr]
    while stack:
        node = stack.pop()
        if node.op == "mul":
            stack.extend(node.args)
        elif node.op != "name":
            return False
    return True


def divisors(total: int) -> list[int]:
    """All divisors of a whole number, ascending; by trial up to its root, which is bounded."""
    found: set[int] = set()
    for n in range(1, min(math.isqrt(total), 1_000_000) + 1):
        if total % n == 0:
            found |= {n, total // n}
    return sorted(found)


def joined_whole(question: Question, structure: Structure, unknown: str) -> list[str]:
    """The whole quantities that equations of whole numbers alone derive from the unknown."""
    return [name for name, _ in joined_rows(question, structure, unknown)]


def joined_rows(question: Question, structure: Structure, unknown: str) -> list[tuple[str, Row]]:
    """The same, each with its equation."""
    joined: dict[str, Row] = {}
    decided = {names[0]: rows[0] for rows, names in structure.blocks(structure.names) if len(rows) == 1}
    for name, row in decided.items():
        product = whole_row(question, row) and is_product(row.left) and is_product(row.right)
        if product and (unknown in row.names or not joined.keys().isdisjoint(row.names)):
            joined[name] = row
    return list(joined.items())


def fits_domain(domain: Domain, value: Number) -> bool:
    """Whether a value is one of those a quantity may take, exactly."""
    if domain.low is not None and (value < domain.low or (value == domain.low and domain.low_open)):
        return False
    if domain.high is not None and value > domain.high:
        return False
    if domain.members is not None and all(value != member for member in domain.members):
        return False
    if domain.multiple_of is not None and value % domain.multiple_of != 0:
        return False
    return not domain.integer or is_whole(value)


def is_whole(value: Number) -> bool:
    """Whether a computed value is a whole number, rounding errors forgiven."""
    if not math.isfinite(value):
        return False
    off, size = abs(float(value - round(value))), abs(float(value))
    return off <= min(1e-3, 1e-9 * max(1.0, size))


def holds(limit: Limit, values: Mapping[str, Any]) -> bool:
    """Whether a constraint holds; what is not whole is not judged for divisibility."""
    left, right = _side(limit.left, values), _side(limit.right, values)
    op = limit.constraint.op
    if op == "divides":
        return not (is_whole(left) and is_whole(right)) or round(right) % round(left) == 0
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        slack: Number = Fraction(0)
    else:
        slack = 1e-12 * max(abs(float(left)), abs(float(right)))
    if op in ("<=", "<"):
        return bool(left <= right + slack) if op == "<=" else bool(left < right)
    return bool(left + slack >= right) if op == ">=" else bool(left > right)


def _side(expr: Expr, values: Mapping[str, Any]) -> Number:
    if expr.op == "name" and isinstance(values[str(expr.value)], Fraction):
        return Fraction(values[str(expr.value)])
    if all(isinstance(values[name], Fraction) for name in expr.names):
        try:
            exact: Number = value_of(expr, values, EXACT)
            return exact
        except Inexact:
            pass
    return float(value_of(expr, values))


def whole_row(question: Question, row: Row) -> bool:
    """Whether a row is an equation of whole numbers alone."""
    return row.rank is Rank.EXACT and all_whole(question, row.names)
