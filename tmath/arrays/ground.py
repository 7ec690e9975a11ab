"""One question under chosen rows, ready to be asked at many points: its value, and whether everything holds there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from tmath.algebra.nodes import ONE, ZERO, Expr, add, call, compare, div, name, neg, number, select, sub
from tmath.arrays import conditions
from tmath.arrays.asked import Asked, decided
from tmath.arrays.assemble import given as given_name
from tmath.arrays.equal import Keeper, columns, input_checks, planner_of, reduced
from tmath.arrays.free import Wanted
from tmath.arrays.generic import points
from tmath.arrays.given import Array, Given
from tmath.arrays.machine import Machine, branches
from tmath.arrays.plan import NoValueError, Planner
from tmath.arrays.ranges import EVERYTHING
from tmath.arrays.sheet import Check, Sheet, Status
from tmath.arrays.sieves import Product, products
from tmath.errors import MissingInputsError, NotProvenError, SolveError
from tmath.solving import reasons
from tmath.solving.decide import decide_freely
from tmath.solving.evaluate import Evaluator, Outcome
from tmath.solving.missing import missing
from tmath.solving.resolve import Rank, Row, ask
from tmath.solving.structure import Structure
from tmath.solving.whole import whole_row
from tmath.values import Typed


@dataclass(frozen=True)
class Condition:
    """Something that must hold: a constraint by its label, else a bound or a whole number told by `says`."""

    holds: Expr
    label: str = ""
    says: str = ""

    @cached_property
    def slack(self) -> Expr | None:
        """What is above zero where a comparison holds, and below where it does not; None where that cannot be said."""
        if self.holds.op not in ("ge", "gt", "le", "lt"):
            return None
        left, right = self.holds.args if self.holds.op in ("ge", "gt") else reversed(self.holds.args)
        if self.label and left.op == "div":
            left, right = left.args[0], ZERO  # of a margin, whose divisor is positive, the difference
        return sub(left, right)

    @cached_property
    def short(self) -> Expr:
        """How far it is from holding, relative; 0 where it holds."""
        if self.holds.op not in ("ge", "gt", "le", "lt"):
            return select(self.holds, ZERO, ONE)
        left, right = self.holds.args if self.holds.op in ("ge", "gt") else reversed(self.holds.args)
        if self.label and left.op == "div":
            return select(self.holds, ZERO, neg(left))
        size = call("max", call("abs", left), call("abs", right))
        return select(self.holds, ZERO, select(compare("gt", size, ZERO), div(sub(right, left), size), ONE))


@dataclass(frozen=True)
class Seen:
    """The objective at some points, whether each constraint holds there, and whether everything else does."""

    values: Array
    sound: Array
    held: Mapping[str, Array]
    endless: Array | None = None  # where the objective improves without end as a real grows or shrinks

    @property
    def holds(self) -> Array:
        """Whether everything holds."""
        return self.but("")

    def but(self, label: str) -> Array:
        """Whether everything holds but perhaps one constraint."""
        result = self.sound.copy()
        for other, held in self.held.items():
            if other != label:
                result &= held
        return result


class Ground:
    """A planned question: the objective over what is free, in declared units, and the conditions."""

    budget = 1 << 26  # evaluations of one search before it is cut

    def __init__(self, keys: Mapping[str, str], sheet: Sheet, products: Sequence[Product]):
        self.keys, self.sheet = dict(keys), sheet
        self.products = tuple(products)
        self.names = tuple(column.name for column in sheet.inputs)
        output = sheet.outputs[0]
        self.result = div(sheet.results[output.name], number(output.factor))
        self.conditions = tuple(
            [Condition(check.holds, "", _says(check)) for check in sheet.checks]
            + [Condition(margin.holds, margin.label) for margin in sheet.margins]
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return Ground, (self.keys, self.sheet, self.products)

    @cached_property
    def machine(self) -> Machine:
        """What evaluates expressions."""
        return Machine(self.sheet)

    @cached_property
    def ways(self) -> list[dict[str, int]]:
        """The choices between roots on the way."""
        return branches(self.sheet.several([self.result, *(one.holds for one in self.conditions)]))

    @property
    def plain(self) -> bool:
        """Whether one root leads to each value, so that trends and slopes speak of all of it."""
        return len(self.ways) == 1

    # -- at points ---------------------------------------------------------------------------------

    def look(self, at: Mapping[str, Array], goal: Literal["min", "max"] = "min") -> Seen:
        """The objective and whether everything holds; where several roots do, the best of them."""
        sound = conditions.every(one.holds for one in self.conditions if not one.label)
        exprs = {"value": self.result, "sound": sound}
        exprs |= {f"holds {one.label}": one.holds for one in self.conditions if one.label}
        best: Seen | None = None
        for ways in self.ways:
            found = self.run("look", exprs, at, ways)
            held = {one.label: found[f"holds {one.label}"].astype(bool) for one in self.conditions if one.label}
            seen = Seen(found["value"], found["sound"].astype(bool) & np.isfinite(found["value"]), held)
            best = seen if best is None else _better(best, seen, goal)
        assert best is not None
        return best

    def short(self, at: Mapping[str, Array]) -> Array:
        """How far points are from holding, summed over the conditions, infinite where that is no number."""
        total = ZERO
        for one in self.conditions:
            total = add(total, one.short)
        shorts = [self.run("short", {"short": total}, at, ways)["short"] for ways in self.ways]
        return np.min([np.where(np.isnan(short), np.inf, short) for short in shorts], axis=0)

    def each(self, at: Mapping[str, Array]) -> Array:
        """Whether each condition holds, one row a condition, by the way on which most do."""
        exprs = {str(i): one.holds for i, one in enumerate(self.conditions)}
        stacks = [np.array(list(self.run("each", exprs, at, ways).values()), bool) for ways in self.ways]
        if len(stacks) == 1 or not self.conditions:
            return stacks[0]
        most = np.argmax([stack.sum(axis=0) for stack in stacks], axis=0)
        return np.take_along_axis(np.array(stacks), most[None, None, :], 0)[0]

    def run(
        self, what: str, exprs: Mapping[str, Expr], at: Mapping[str, Array], ways: Mapping[str, int] | None = None
    ) -> dict[str, Array]:
        """The values of expressions at points.

        Shape: arrays have one axis, as long as each other.
        """
        size = len(next(iter(at.values()))) if at else 1
        named = {given_name(key): value for key, value in at.items()}
        given = Given((size,), named, frozenset(named))
        return self.machine.run(what, exprs, given, self.ways[0] if ways is None else ways)

    # -- what rests on what --------------------------------------------------------------------------

    @cached_property
    def _rests(self) -> dict[str, frozenset[str]]:
        found = {key: frozenset((key,)) for key in self.names}
        for definition in self.sheet.definitions.values():
            found[definition.name] = frozenset().union(*(found.get(n, frozenset()) for n in definition.names))
        return found

    def rests(self, expr: Expr) -> frozenset[str]:
        """The inputs an expression rests on."""
        return frozenset().union(*(self._rests[n] for n in expr.names))


def _better(a: Seen, b: Seen, goal: str) -> Seen:
    wins = b.values < a.values if goal == "min" else b.values > a.values
    take = (b.holds & (~a.holds | wins)) | (b.sound & ~a.sound)
    held = {label: np.where(take, b.held[label], a.held[label]) for label in a.held}
    return Seen(np.where(take, b.values, a.values), np.where(take, b.sound, a.sound), held)


def _says(check: Check) -> str:
    what = {
        Status.OUT_OF_BOUNDS: "out of bounds",
        Status.CONTRADICTION: "not whole" if check.flag else "contradicts the rest",
        Status.NO_ROOT: "has no value",
    }.get(check.status, "does not hold")
    names = sorted(check.holds.names if check.value is None else check.value.names)
    return f"{', '.join(n.partition(' ')[0] for n in names)} {what}"


# -- planning ------------------------------------------------------------------------------------


def ground(wanted: Wanted, keys: Mapping[str, str]) -> Ground:
    """The question under some rows of the free choices.

    Raises: SolveError where it has no answer whatever the numbers, or inputs are missing; NotProvenError where it
        cannot be compiled.
    """
    asked = _untied(wanted, keys)
    structure, objective = asked.decision.structure, wanted.objective
    planner = planner_of(asked)
    checks = input_checks(planner, asked.inputs)
    try:
        planner.follow(structure, [objective], checks)
    except NoValueError as error:
        raise reasons.no_answer(asked.decision, asked.evaluate, Outcome((), error.failure)) from None
    keeper = Keeper(asked, planner, structure)
    checks += [*keeper.set_aside(), *keeper.left_over(), *_whole_numbers(asked, planner)]
    rows = structure.used if objective in asked.inputs else structure.ancestors([objective])[0]
    margins = keeper.margins(rows, asked.at if _rests_on_fallbacks(asked, rows) else {})
    result = planner.values[objective]
    checks += [*_bounds(planner, [result, *(m.value for m in margins)]), _is_number(planner, result)]
    sheet = Sheet(
        columns(wanted.system, asked.inputs),
        columns(wanted.system, [objective]),
        planner.definitions,
        {objective: result},
        reduced(checks),
        margins,
    )
    return Ground(keys, sheet, products(asked))


def _rests_on_fallbacks(asked: Asked, rows: Sequence[Row]) -> bool:
    """Whether a constraint rests on a fallback that the objective does not: it is then not judged, perhaps."""
    structure = asked.decision.structure
    names = {n for limit in asked.decision.question.limits for n in limit.names if structure.determines(n)}
    return any(row.rank is Rank.FALLBACK and row not in rows for row in structure.ancestors(names)[0])


def _is_number(planner: Planner, result: Expr) -> Check:
    return Check(conditions.finite(result, planner.still[result].range), Status.NO_ROOT, result)


def _untied(wanted: Wanted, keys: Mapping[str, str]) -> Asked:
    """The question decided, without the reals that an equation ties to the others."""
    inputs = wanted.numbers
    while True:
        asked = _asked(wanted, keys, inputs)
        tied = _tied(wanted, asked)
        if tied is None:
            return asked
        inputs = tuple(key for key in inputs if key != tied)


def _tied(wanted: Wanted, asked: Asked) -> str | None:
    """The last real that an equation left over would decide, were it not free."""
    structure = asked.decision.structure
    reals = [one.name for one in wanted.reals if one.name in asked.inputs]
    for row in structure.left:
        if row.gives_way or not all(map(structure.determines, row.names)):
            continue
        within = row.names | structure.ancestors(row.names)[1]
        for key in reversed(reals):
            if key in within and Structure(structure.rows, structure.known - {key}).determines(key):
                return key
    return None


def _asked(wanted: Wanted, keys: Mapping[str, str], inputs: tuple[str, ...]) -> Asked:
    """The question decided; the objective is free itself where only constraints speak of it."""
    system, objective = wanted.system, wanted.objective
    every_key = {**wanted.keys, **keys}
    if not wanted.objective_free:
        asked = decided(system, objective, inputs, wanted.typed, every_key, wanted.tight, wanted.without)
        decision = asked.decision
        if not decision.candidates and (decision.lacking or not decision.determined):
            sets = missing(decision)
            raise MissingInputsError(reasons.missing_text(decision.question, sets), sets)
        if not decision.candidates:
            return asked
    return _decided_freely(wanted, every_key, (*inputs, objective))


def _decided_freely(wanted: Wanted, keys: Mapping[str, str], inputs: tuple[str, ...]) -> Asked:
    system, failure = wanted.system, SolveError(f"nothing decides {wanted.objective}")
    for point in points(system, inputs):
        at = {n: Typed(value, "", value, value) for n, value in point.items()}
        question = ask(
            system,
            wanted.objective,
            {**wanted.typed, **at},
            keys,
            tight=wanted.tight,
            without=wanted.without,
            later=frozenset(inputs),
        )
        evaluate = Evaluator(system)
        try:
            decision = decide_freely(question, evaluate)
        except SolveError as error:
            failure = error
            continue
        return Asked(decision, evaluate, inputs, evaluate.everything(decision.structure, decision.known))
    raise failure


def _whole_numbers(asked: Asked, planner: Planner) -> list[Check]:
    """Whole numbers that whole numbers alone derive from what is free are whole, and within their bounds."""
    question, structure = asked.decision.question, asked.decision.structure
    inputs = frozenset(asked.inputs)
    checks: list[Check] = []
    for rows, names in structure.blocks(structure.names):
        key = names[0]
        if len(rows) > 1 or not whole_row(question, rows[0]):
            continue
        if inputs.isdisjoint(rows[0].names | structure.ancestors([key])[1]):
            continue
        try:
            planner.follow(structure, [key], checks)
        except (NoValueError, NotProvenError):
            continue
        value = planner.values[key]
        holds = conditions.whole(value)
        checks.append(Check(holds, Status.CONTRADICTION, value, flag=True))
    return checks


def _bounds(planner: Planner, exprs: Iterable[Expr]) -> Iterator[Check]:
    """Everything that the objective and the constraints rest on lies within its bounds."""
    needed, stack = set(), [n for expr in exprs for n in expr.names]
    while stack:
        key = stack.pop()
        if key in planner.definitions and key not in needed:
            needed.add(key)
            stack.extend(planner.definitions[key].names)
    for definition in planner.definitions.values():
        if definition.name not in needed:
            continue
        known = planner.still[definition.expr].range if definition.expr is not None else EVERYTHING
        domain = planner.evaluate.domain(definition.name.partition(" ")[0])
        x = name(definition.name)
        yield Check(conditions.within(x, domain, known), Status.OUT_OF_BOUNDS, x)
