"""Whole-number unknowns under constraints: step from the real bound to the first number at which all holds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from tmath.algebra.expressions import Expr
from tmath.algebra.program import EXACT, Inexact, run
from tmath.algebra.program import evaluate as value_of
from tmath.language.system import Domain
from tmath.records import dataclass
from tmath.solving.bounds import Slope, Stretch
from tmath.solving.decide import Decision, all_whole
from tmath.solving.evaluate import Evaluator, Number, program_for
from tmath.solving.resolve import Limit, Question, Rank, Row
from tmath.solving.structure import Structure

STEPS = 3_000  # candidates looked at before a search is given up


@dataclass(frozen=True, slots=True)
class Stepped:
    """The whole number found, and the nearest one on the other side of the bound with what it breaks."""

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
        names = sorted(set().union(*(limit.names for limit in self.limits)))
        values: Mapping[str, Any] | None = self._exact(n, names)
        if values is None:
            values = self.slope.at(Fraction(n), names)
        if values is None:
            return None
        return [limit for limit in self.limits if not holds(limit, values)]

    def _exact(self, n: int, names: Sequence[str]) -> Mapping[str, Fraction] | None:
        known = {**self.slope.known, self.unknown: Fraction(n)}
        if any(isinstance(value, float) for value in known.values()):
            return None
        program = program_for(self.evaluate, self.slope.structure, names)
        if program.implicit:
            return None
        try:
            return {**known, **run(program, known, EXACT)[0]}
        except Inexact:
            return None


def step(whole: Whole, stretches: Sequence[Stretch], direction: int) -> Stepped | None:
    """The last (direction -1, from above) or first (+1) whole number of the stretches at which everything holds."""
    ordered = sorted(stretches, key=lambda s: s.low, reverse=direction < 0)
    for stretch in ordered:
        start = stretch.high if direction < 0 else stretch.low
        for n in islice(candidates(whole, start, direction, stretch), STEPS):
            if whole.compatible(n) and whole.broken(n) == []:
                return Stepped(n, *_neighbour(whole, n, -direction))
    return None


def _neighbour(whole: Whole, n: int, outward: int) -> tuple[int | None, tuple[Limit, ...]]:
    """The nearest whole-compatible number beyond n, and what it breaks."""
    reach = Stretch(-math.inf, math.inf, False, False)
    for other in islice(candidates(whole, n + outward, outward, reach), 2_000):
        if whole.compatible(other):
            broken = whole.broken(other)
            return other, tuple(broken or ())
    return None, ()


def candidates(whole: Whole, start: float, direction: int, within: Stretch) -> Iterator[int]:
    """Whole numbers from a start on, in one direction; the divisors alone where the unknown must divide a given one."""
    total = None if whole.divided is None else whole.divided[1]
    members = whole.evaluate.domain(whole.unknown).members
    chosen: list[int] | None = None
    if total is not None:
        chosen = divisors(total)
    elif members is not None:
        chosen = [int(member) for member in members if member.denominator == 1]
    if chosen is not None:
        inside = [n for n in chosen if within.holds(n) and (n - start) * direction >= -1e-9 * abs(start)]
        yield from sorted(inside, reverse=direction < 0)
        return
    if not math.isfinite(start):
        return
    multiple = whole.evaluate.domain(whole.unknown).multiple_of or 1
    slack = 1e-9 * abs(start)
    n = math.floor((start + slack) / multiple) if direction < 0 else math.ceil((start - slack) / multiple)
    while within.holds(n * multiple):
        yield n * multiple
        n += direction


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
