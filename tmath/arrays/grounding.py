"""A question planned for a search: decided, untied, with everything that must hold of its points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tmath.algebra.nodes import Expr, name
from tmath.arrays import conditions
from tmath.arrays.asked import Asked, decided
from tmath.arrays.equal import Keeper, columns, input_checks, planner_of, reduced
from tmath.arrays.free import Wanted
from tmath.arrays.generic import points
from tmath.arrays.ground import Ground
from tmath.arrays.plan import NoValueError, Planner
from tmath.arrays.ranges import EVERYTHING
from tmath.arrays.sheet import Check, Sheet, Status
from tmath.arrays.sieves import products
from tmath.errors import MissingInputsError, NotProvenError, SolveError
from tmath.solving import reasons
from tmath.solving.decide import decide_freely, may_round
from tmath.solving.evaluate import Evaluator, Outcome
from tmath.solving.missing import missing
from tmath.solving.resolve import Rank, Row, ask
from tmath.solving.structure import Structure
from tmath.solving.whole import whole_row
from tmath.values import Typed


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
    return Ground(keys, sheet, products(asked), may_round(asked.decision.question))


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
            sets = missing(decision, asked.evaluate)
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
