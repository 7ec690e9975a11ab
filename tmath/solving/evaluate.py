"""Blocks solved in order: what a structure determines, as numbers, once for each branch of roots."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from tmath.algebra.expressions import Expr, sub
from tmath.algebra.expressions import name as name_of
from tmath.algebra.isolate import isolate
from tmath.algebra.magnitude import magnitude
from tmath.algebra.newton import CONTINUUM, Bounds, TurnedSystem
from tmath.algebra.program import FLOAT, Builder, Program, run
from tmath.algebra.program import State as Run
from tmath.algebra.program import evaluate as value_of
from tmath.algebra.signomial import PLAIN, cross_multiplied, terms_expr
from tmath.algebra.turn import Turned, turn
from tmath.language.system import Domain, System
from tmath.records import dataclass, field, replace
from tmath.solving.resolve import Row
from tmath.solving.structure import Structure
from tmath.solving.tear import Torn, tear

if TYPE_CHECKING:
    from tmath.algebra.roots import Roots

Number = Fraction | float
BRANCHES = 16  # more roots than this along the way are no answer a person could use
PROBES = (0.7, 1.0, 3.3)  # values at which an unknown that cancels makes no difference
NOISE = 1e-13  # of the parts of an equation: what rounding leaves of one that cancels
SLACK = 1e-9  # relative, for bounds and equations held by floats


@dataclass(frozen=True, slots=True)
class State:
    """Every value along one branch of roots, in base units, and the solutions met on the way."""

    values: Mapping[str, float]
    roots: Mapping[str, Roots]


@dataclass(frozen=True, slots=True)
class Failure:
    """The block that had no admissible solution, and what was found instead."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    unknown: str  # the quantity the block was torn to
    values: Mapping[str, float]  # what was known when it failed
    roots: Roots | None = None  # None: closed form
    rejected: tuple[float, ...] = ()  # roots of the algebra that no bounds admit
    outside: str = ""  # the quantity that left its bounds
    singular: bool = False  # the equations do not depend on the unknown

    @property
    def flat(self) -> bool:
        """Whether many values do, rather than none."""
        return self.singular or (self.roots is not None and bool(self.roots.intervals))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The admissible states for some targets, or the first block that failed."""

    states: tuple[State, ...]
    failure: Failure | None = None
    cut: bool = False  # more branches than `BRANCHES` were met, and left out
    along: str = ""  # a quantity that any value of a stretch does for, of which a few were tried

    @property
    def failed_names(self) -> tuple[str, ...]:
        """The quantities of the block that failed."""
        return self.failure.names if self.failure else ()

    @property
    def unsettled(self) -> bool:
        """Whether the failure is no proof: nothing was found, and nothing was excluded."""
        return self.failure is not None and self.failure.flat


@dataclass(frozen=True)
class Planned:
    """One block made into a program: how its quantities follow, and its equations to be put back into."""

    rows: tuple[Row, ...]
    names: tuple[str, ...]
    unknown: str
    torn: Torn
    closed: Expr | None
    turned: Turned | None
    singular: bool
    program: Program = field(repr=False)
    inputs: tuple[str, ...] = ()
    system: TurnedSystem | None = None  # what could not be torn to one equation


class Evaluator:
    """Plans and solves the blocks of one system's questions, each block and each solution once."""

    def __init__(self, system: System):
        self.system = system
        self._planned: dict[tuple[tuple[Row, ...], tuple[str, ...]], Planned] = {}
        self._solved: dict[tuple[int, tuple[float, ...]], tuple[list[State], Failure | None]] = {}

    @cached_property
    def signed(self) -> frozenset[str]:
        """The quantities that may be zero or less."""
        return frozenset(name for name, q in self.system.quantities.items() if not q.domain.positive)

    def __call__(self, structure: Structure, known: Mapping[str, Number], targets: Iterable[str]) -> Outcome:
        """The admissible states in which the targets, and all they rest on, are determined."""
        states = [State({name: float(value) for name, value in known.items()}, {})]
        cut, along, wanted = False, "", set(targets)
        for rows, names in structure.blocks(wanted):
            planned = self.plan(rows, names)
            found: list[State] = []
            failure = None
            for state in states:
                solutions, failed = self.solve(planned, state.values)
                failure = failure or failed
                if failed is not None and failed.flat and not wanted & set(names):
                    solutions = self._along(planned, failed, state.values)
                    along = along or (planned.unknown if solutions else "")
                found += [
                    State({**state.values, **solution.values}, {**state.roots, **solution.roots})
                    for solution in solutions
                ]
            if not found:
                return Outcome((), failure)
            cut = cut or len(found) > BRANCHES
            states = found[:BRANCHES]
        return Outcome(tuple(states), cut=cut, along=along)

    def everything(self, structure: Structure, known: Mapping[str, Number]) -> dict[str, float]:
        """All that a structure determines; what has no single admissible value is left out with what rests on it."""
        values = {name: float(value) for name, value in known.items()}
        wanted = [name for name in structure.names if name not in values and structure.determines(name)]
        for rows, names in structure.blocks(wanted):
            needed = frozenset().union(*(row.names for row in rows)) - set(names)
            if needed <= values.keys():
                solutions, _ = self.solve(self.plan(rows, names), values)
                if len(solutions) == 1:
                    values.update(solutions[0].values)
        return values

    # -- one block ---------------------------------------------------------------------------------

    def plan(self, rows: tuple[Row, ...], names: tuple[str, ...]) -> Planned:
        """The block torn, turned round and written as a program."""
        key = (rows, names)
        if key not in self._planned:
            self._planned[key] = self._plan(rows, names)
        return self._planned[key]

    def _plan(self, rows: tuple[Row, ...], names: tuple[str, ...]) -> Planned:
        sides = tuple((row.left, row.right) for row in rows)
        # Rows belong to one question; what follows from their sides is the same in the next one.
        known = planned(sides, names, tuple(map(self.domain, names)), self.signed)
        return replace(known, rows=rows)

    def domain(self, name: str) -> Domain:
        """The values a quantity may take, in base units."""
        return self.system.quantities[name].domain

    def solve(self, planned: Planned, values: Mapping[str, float]) -> tuple[list[State], Failure | None]:
        """The admissible solutions of one block under the values known so far."""
        if planned.singular:
            return [], Failure(planned.names, planned.rows, planned.unknown, values, singular=True)
        key = (id(planned), tuple(values[name] for name in planned.inputs))
        if key not in self._solved:
            self._solved[key] = self._solve(planned, values)
        return self._solved[key]

    def _solve(self, planned: Planned, values: Mapping[str, float]) -> tuple[list[State], Failure | None]:
        members = self.domain(planned.unknown).members
        if members is not None and len(planned.names) == 1:
            return self._members(planned, members, values)
        met: list[Roots] = []
        branches = run(planned.program, values, FLOAT, lambda _, roots, __: met.append(roots))
        solutions, rejected, outside = [], [], ""
        for branch in branches:
            found = {name: float(branch[name]) for name in planned.names}
            bad = next((name for name in planned.names if not admits(self.domain(name), found[name])), "")
            if bad and not math.isfinite(found[bad]):
                continue  # a formula that divides by zero here is no root
            if bad:
                rejected.append(found[planned.unknown])
                outside = outside or bad
            elif _proven(branch, planned) or _holds(branch, planned.rows, values):
                solutions.append(State(found, _met(branch.roots, planned, found)))
        if solutions and self._noise(planned, {**values, **solutions[0].values}):
            return [], Failure(planned.names, planned.rows, planned.unknown, values, singular=True)
        if solutions:
            return self._whole_ones(planned.unknown, solutions), None
        roots = met[0] if met else self._cancelled(planned, values)
        if planned.torn.lossy:  # no proof that there is none, nor that those met are all
            roots, rejected = _incomplete(roots), []
        if roots is not None:
            rejected += roots.rejected
            outside = outside or (planned.unknown if roots.rejected else "")
        free = roots is not None and roots.method == CONTINUUM
        failure = Failure(planned.names, planned.rows, planned.unknown, values, roots, tuple(rejected), outside, free)
        return [], failure

    def _members(
        self, planned: Planned, members: Sequence[Fraction], values: Mapping[str, float]
    ) -> tuple[list[State], Failure | None]:
        """The members of a finite set that solve an equation: all of them are tried."""
        unknown = planned.unknown
        found = [State({unknown: float(member)}, {}) for member in members]
        solutions = [s for s in found if all(mismatch(r, {**values, **s.values}) <= SLACK for r in planned.rows)]
        if solutions:
            return solutions, None
        branches = run(planned.program, values, FLOAT)
        rejected = [float(branch[unknown]) for branch in branches if math.isfinite(float(branch[unknown]))]
        return [], Failure(planned.names, planned.rows, unknown, values, None, tuple(rejected[:3]), unknown)

    def _along(self, planned: Planned, failure: Failure, values: Mapping[str, float]) -> list[State]:
        """A few states along a stretch on which every value does: what does not depend on where needs no more."""
        if failure.roots is None or len(planned.names) != 1:
            return []
        points = [x for low, high, *_ in failure.roots.intervals for x in inside(low, high)]
        found = [State({planned.unknown: x}, {planned.unknown: failure.roots}) for x in points]
        return [s for s in found if all(mismatch(row, {**values, **s.values}) <= SLACK for row in planned.rows)]

    def _noise(self, planned: Planned, values: Mapping[str, float]) -> bool:
        """Whether what a block was torn to is rounding noise around every value: a block singular for these numbers."""
        if len(planned.rows) < 2 or len(planned.torn.remaining) != 1:
            return False
        left, right = planned.torn.remaining[0]
        for factor in (0.5, 1.0, 2.0):
            here = {**values, planned.unknown: values[planned.unknown] * factor or factor}
            size = float(value_of(magnitude(left), here)) + float(value_of(magnitude(right), here))
            if not abs(float(value_of(left, here)) - float(value_of(right, here))) <= NOISE * size:
                return False
        return True

    def _whole_ones(self, unknown: str, solutions: list[State]) -> list[State]:
        """Of several roots of a whole number the whole ones, if there are any."""
        if len(solutions) < 2 or not self.domain(unknown).integer:
            return solutions
        return [s for s in solutions if abs(s.values[unknown] - round(s.values[unknown])) < SLACK] or solutions

    def _cancelled(self, planned: Planned, values: Mapping[str, float]) -> Roots | None:
        """Every value, where a closed form divides zero by zero because the unknown cancels under these numbers."""
        if planned.closed is None or len(planned.rows) != 1 or math.isfinite(float(value_of(planned.closed, values))):
            return None
        from tmath.algebra.roots import Roots

        domain = self.domain(planned.unknown)
        if any(not mismatch(planned.rows[0], {**values, planned.unknown: x}) <= SLACK for x in PROBES):
            return None
        low = -math.inf if domain.low is None else float(domain.low)
        high = math.inf if domain.high is None else float(domain.high)
        stretch = (low, high, domain.low is not None and not domain.low_open, domain.high is not None)
        return Roots((), (), True, "identity", intervals=(stretch,))


def inside(low: float, high: float) -> list[float]:
    """Three points of a stretch, its finite ends left out."""
    if low > 0 or high <= 0:
        ends = (low, high if math.isfinite(high) else 1e6 * abs(low))
        return [ends[0] + (ends[1] - ends[0]) * share for share in (0.01, 0.3, 0.9)]
    top = high if math.isfinite(high) else 1e6
    return [top * share for share in (1e-6, 1e-3, 0.9)]


@lru_cache(maxsize=512)
def planned(
    sides: tuple[tuple[Expr, Expr], ...], names: tuple[str, ...], domains: tuple[Domain, ...], signed: frozenset[str]
) -> Planned:
    """The equations of a block torn, turned round and written as a program; their rows are left out."""
    torn = tear(list(sides), names, signed)
    if torn.lossy and len(torn.remaining) == 1 and independent(*torn.remaining[0], torn.unknowns[0]):
        torn = Torn(names, sides, ())  # nothing is left because something was divided away
    bounds = {name: bounds_text(domain) for name, domain in zip(names, domains, strict=True)}
    unknown = torn.unknowns[0]
    builder = Builder()
    closed, turned, together, singular = None, None, None, False
    if len(torn.remaining) == 1:
        left, right = torn.remaining[0]
        singular = independent(left, right, unknown)
        closed = None if singular else isolate(left, right, unknown, signed)
        if closed is not None:
            builder.define(unknown, closed)
        elif not singular:
            domain = domains[names.index(unknown)]
            low = -float("inf") if domain.low is None else float(domain.low)
            high = float("inf") if domain.high is None else float(domain.high)
            turned = turn(left, right, unknown, low, high, signed)
            builder.roots(unknown, turned, **bounds[unknown])
    else:
        inside = frozenset().union(*(left.names | right.names for left, right in torn.remaining))
        among = tuple(Bounds(**bounds[name]) for name in torn.unknowns)
        together = TurnedSystem(torn.remaining, torn.unknowns, among, signed & inside)
        singular = together.singular
        if not singular:
            builder.system(together)
    if not singular:
        for name, expr in torn.follow:
            builder.define(name, expr)
    program = builder.build() if singular else _with_sides(builder, sides)
    return Planned((), names, unknown, torn, closed, turned, singular, program, program.inputs, together)


def independent(left: Expr, right: Expr, unknown: str) -> bool:
    """Whether an equation, after substitution, does not depend on its unknown at all."""
    if unknown not in sub(left, right).names:
        return True
    found = cross_multiplied(left, right, unknown)
    if found is None or any(exponent != PLAIN for exponent in found[0]):
        return False
    rest = terms_expr(found[0], name_of(unknown)).number
    return not rest  # 0 = 1 / (1 + x) has no solution, which is another matter


def bounds_text(domain: Domain) -> dict[str, Any]:
    """The bounds of a domain as a program keeps them."""
    return {
        "low": "-inf" if domain.low is None else str(domain.low),
        "high": "inf" if domain.high is None else str(domain.high),
        "low_open": domain.low_open,
        "high_open": False,
    }


def admits(domain: Domain, value: float, slack: float = SLACK) -> bool:
    """Whether a computed value lies within bounds, whole or not; a value a rounding error outside counts as on them."""
    if value != value or value in (float("inf"), -float("inf")):
        return False
    if domain.low is not None:
        low = float(domain.low)
        if value < low - slack * abs(low) or (value == low and domain.low_open) or (low == 0.0 and value < 0.0):
            return False
    return domain.high is None or value <= float(domain.high) * (1 + slack)


def _with_sides(builder: Builder, sides: Iterable[tuple[Expr, Expr]]) -> Program:
    """The program with both sides of every equation among its outputs, so that answers are put back into them."""
    for number, (left, right) in enumerate(sides):
        builder.define(f"left {number}", left)
        builder.define(f"right {number}", right)
    return builder.build()


def _proven(branch: Run, planned: Planned) -> bool:
    """Whether a root of one equation was proven already, which floats need not confirm."""
    if len(planned.rows) > 1 or planned.turned is None:
        return False
    found = branch.roots.get(planned.unknown)
    if found is None:
        return False
    value = float(branch[planned.unknown])
    return any(v == value and e is not None for v, e in zip(found.values, found.errors, strict=True))


def _met(roots: Mapping[str, Roots], planned: Planned, found: Mapping[str, float]) -> dict[str, Roots]:
    """The roots met on the way, none of them the only ones where something may have been divided away."""
    if not planned.torn.lossy:
        return dict(roots)
    own = {} if planned.unknown in roots else {planned.unknown: _incomplete(None, (found[planned.unknown],))}
    return own | {name: _incomplete(one) for name, one in roots.items()}


def _incomplete(roots: Roots | None, values: tuple[float, ...] = ()) -> Roots:
    """The same, of which others may be missing."""
    from tmath.algebra.roots import Roots

    if roots is None:
        return Roots(values, (None,) * len(values), False, "isolated")
    return replace(roots, complete=False, attainable=None)


def _holds(branch: Mapping[str, Any], rows: Sequence[Row], values: Mapping[str, float]) -> bool:
    """Whether both sides of every equation agree; wrong branches of an inverse are far off, rounding is near."""
    for number, row in enumerate(rows):
        left, right = float(branch[f"left {number}"]), float(branch[f"right {number}"])
        if abs(left - right) <= 1e-6 * max(abs(left), abs(right)):
            continue
        here = {**values, **{name: branch[name] for name in row.names & branch.keys()}}
        if not _against_parts(row, here, left, right) <= SLACK:
            return False
    return True


def mismatch(row: Row, values: Mapping[str, float]) -> float:
    """The relative difference of the two sides of an equation."""
    left, right = float(value_of(row.left, values)), float(value_of(row.right, values))
    size = max(abs(left), abs(right))
    if size == 0 or abs(left - right) <= SLACK * size:
        return abs(left - right) / size if size else 0.0
    return _against_parts(row, values, left, right)


def _against_parts(row: Row, values: Mapping[str, float], left: float, right: float) -> float:
    """The difference of two sides against the parts they are made of: sides that cancel say little of their size."""
    size = float(value_of(magnitude(row.left), values)) + float(value_of(magnitude(row.right), values))
    return abs(left - right) / size if size else math.inf


def program_for(evaluator: Evaluator, structure: Structure, targets: Iterable[str]) -> Program:
    """One program for all targets and what they rest on, block after block."""
    builder = Builder()
    for rows, names in structure.blocks(targets):
        planned = evaluator.plan(rows, names)
        if planned.closed is not None:
            builder.define(planned.unknown, planned.closed)
        elif planned.turned is not None:
            builder.roots(planned.unknown, planned.turned, **bounds_text(evaluator.domain(planned.unknown)))
        elif planned.system is not None:
            builder.system(planned.system)
        for name, expr in planned.torn.follow:
            builder.define(name, expr)
    return builder.build()
