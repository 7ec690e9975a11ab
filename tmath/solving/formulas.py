"""Rearranged formulas, implicit relations and the steps of a plan, in the names of the file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tmath.algebra.expressions import Expr, differentiate, neg, sub, substitute
from tmath.algebra.isolate import formula
from tmath.algebra.program import EXACT, Inexact, run
from tmath.algebra.program import evaluate as value_of
from tmath.algebra.signs import sign_of
from tmath.algebra.tidy import tidy
from tmath.solving.answer import Answer, Step
from tmath.solving.decide import Decision, activated, defines
from tmath.solving.evaluate import Evaluator, State, program_for
from tmath.solving.resolve import Limit, Question, Row
from tmath.solving.structure import Structure
from tmath.solving.tear import eliminate
from tmath.solving.wording import figure, row_text

READABLE = 120  # characters of a formula that a person still reads


def unfolded(question: Question, row: Row) -> tuple[Expr, Expr]:
    """Both sides with the names of cells, as the file has them."""
    statement = row.relation or row.constraint
    return question.unfolded(statement) if statement is not None else (row.left, row.right)


def closed_form(
    decision: Decision, evaluate: Evaluator, structure: Structure, active: Limit | None = None
) -> dict[str, Any]:
    """The unknown alone on the left where its last equation allows it, else the relation as it is.

    With a constraint active, the relation is the constraint at its bound, and the formula the unknown drawn out of it
    through the definitions as printed, everything else taken as given.
    """
    question, unknown = decision.question, decision.question.unknown
    block = next(((rows, names) for rows, names in structure.blocks([unknown]) if unknown in names), None)
    if block is None:
        return {}
    rows, names = block
    if len(rows) == 1 and active is None:
        left, right = unfolded(question, rows[0])
        expression = formula(left, right, unknown, signed=evaluate.signed)
        return {"expression": expression} if expression is not None else {"relation": (left, right)}
    if active is not None:
        last = active.active
        through, others = downstream_path(decision, evaluate, structure, active)
    else:
        last = _holding(rows, unknown)
        through = printed_path(question, [row for row in rows if row is not last], unknown)
        others = {name for name in names if name != unknown}
        torn = _torn_formula(question, rows, names, unknown, evaluate)
        if torn is not None:
            return {"expression": torn, "relation": unfolded(question, last)}
    left, right = unfolded(question, last)
    expanded = substitute_all(left, through), substitute_all(right, through)
    solved = formula(*expanded, unknown, signed=evaluate.signed)
    direction = _direction(active, expanded, unknown, evaluate) if active is not None else "equal"
    if solved is not None and not solved.names & others:
        return {"expression": solved, "relation": (left, right), "direction": direction}
    notes = []
    if solved is not None:
        follows = ", ".join(sorted(solved.names & others))
        notes.append(
            f"{follows} depend{'s' if len(solved.names & others) == 1 else ''} on {unknown} too: solved together"
        )
        notes.append(f"at given {follows}: {unknown} = {solved}")
    return {"relation": (left, right), "relation_notes": tuple(notes), "direction": direction}


def _torn_formula(
    question: Question, rows: Sequence[Row], names: Sequence[str], unknown: str, evaluate: Evaluator
) -> Expr | None:
    """The unknown of a block with the others substituted away, where that stays short enough to read."""
    torn = eliminate([unfolded(question, row) for row in rows], names, unknown)
    if torn.unknowns != (unknown,):
        return None
    left, right = torn.remaining[0]
    found = formula(left, right, unknown, signed=evaluate.signed)
    return found if found is not None and len(str(found)) <= READABLE else None


def _direction(active: Limit, expanded: tuple[Expr, Expr], unknown: str, evaluate: Evaluator) -> str:
    """Whether a constraint bounds the unknown from above or below, where the signs of the formula tell."""
    quantities = evaluate.system.quantities
    signed = {name for name in evaluate.signed if (low := quantities[name].domain.low) is None or low < 0}
    slope = differentiate(sub(*expanded), unknown)
    if active.constraint.op in (">=", ">"):
        slope = neg(slope)
    if sign_of(tidy(slope), signed) == "positive":
        return "at_most"
    if sign_of(tidy(neg(slope)), signed) == "positive":
        return "at_least"
    # Signs that structure does not show: the same at every one of a few points in general position.
    points = [{name: 1.1 + (37 * i + 11 * k) % 29 / 7 for i, name in enumerate(sorted(slope.names))} for k in range(5)]
    slopes = [float(value_of(slope, point)) for point in points]
    signs = {math.copysign(1.0, found) for found in slopes if found and not math.isnan(found)}
    return {frozenset([1.0]): "at_most", frozenset([-1.0]): "at_least"}.get(frozenset(signs), "equal")


def _holding(rows: Sequence[Row], unknown: str) -> Row:
    return next((row for row in reversed(rows) if unknown in row.names), rows[-1])


def downstream_path(
    decision: Decision, evaluate: Evaluator, active_structure: Structure, active: Limit
) -> tuple[dict[str, Expr], set[str]]:
    """What a constraint's names are in terms of the unknown, one equation after another; and what stays implicit."""
    question, unknown = decision.question, decision.question.unknown
    rows_left = [row for row in active_structure.rows if row is not active.active]
    structure = Structure(rows_left, {*active_structure.known, unknown})
    through: dict[str, Expr] = {}
    implicit: set[str] = set()
    moving, explicit = {unknown}, {unknown}
    for rows, names in structure.blocks(active.names - {unknown}):
        if not any(row.names & moving for row in rows):
            continue
        moving.update(names)
        left, right = unfolded(question, rows[0])
        found = formula(left, right, names[0], signed=evaluate.signed) if len(rows) == 1 else None
        if found is not None and found.names & explicit:
            through[names[0]] = found
            explicit.add(names[0])
        else:
            implicit.update(names)  # it follows the unknown, but not along a formula
    return through, implicit


def printed_path(question: Question, rows: Sequence[Row], unknown: str) -> dict[str, Expr]:
    """The definitions of a block through which its last equation reaches the unknown, as printed, from it upwards."""
    definitions = {
        str(left.value): right
        for row in rows
        for left, right in [unfolded(question, row)]
        if left.op == "name" and left.value != unknown and left.value not in right.names
    }
    path: dict[str, Expr] = {}
    reached = {unknown}
    grown = True
    while grown:
        grown = False
        for name, right in definitions.items():
            if name not in path and right.names & reached:
                path[name] = right
                reached.add(name)
                grown = True
    return path


def substitute_all(expr: Expr, definitions: Mapping[str, Expr]) -> Expr:
    """An expression with definitions put in, again and again until none is left; definitions do not form circles."""
    for _ in range(len(definitions) + 1):
        if not expr.names & definitions.keys():
            return expr
        expr = substitute(expr, definitions)
    return expr


def steps(
    decision: Decision, evaluate: Evaluator, structure: Structure, state: State, targets: Iterable[str]
) -> tuple[Step, ...]:
    """The blocks in the order solved, each with its equations, rearranged forms, sources and numbers."""
    question, system = decision.question, decision.question.system
    told = []
    for rows, names in structure.blocks(targets):
        planned = evaluate.plan(rows, names)
        found = state.roots.get(planned.unknown)
        if len(rows) == 1:
            left, right = unfolded(question, rows[0])
            forms: tuple[tuple[str, Expr | None], ...] = (
                (names[0], formula(left, right, names[0], signed=evaluate.signed)),
            )
        else:
            forms = ((planned.unknown, None), *planned.torn.follow)
        method = "isolated" if planned.closed is not None else found.method if found is not None else "signomial"
        certificate = (
            "" if found is None else "all roots proven" if found.complete else "roots found, not proven complete"
        )
        told.append(
            Step(
                names,
                tuple(row.label for row in rows),
                tuple(row_text(row) for row in rows),
                forms,
                method,
                tuple({s: None for row in rows if row.relation is not None for s in row.relation.sources}),
                tuple(figure(system, name, state.values[name]) for name in names),
                certificate,
            )
        )
    return tuple(told)


def exact_run(decision: Decision, evaluate: Evaluator) -> Fraction | None:
    """The unknown in exact fractions, where its plan holds no root and no irrational operation."""
    unknown = decision.question.unknown
    if any(isinstance(value, float) for value in decision.known.values()):
        return None
    program = program_for(evaluate, decision.structure, [unknown])
    if program.implicit:
        return None
    try:
        value = run(program, decision.known, EXACT)[0][unknown]
    except Inexact:
        return None
    return value if isinstance(value, Fraction) else None


def names_shown(answer: Answer) -> tuple[str, ...]:
    """The names in the formula of an answer, or in its relation."""
    exprs = [answer.expression] if answer.expression is not None else answer.relation or ()
    return tuple(sorted(frozenset[str]().union(*(expr.names for expr in exprs)) - {answer.unknown}))


def relation_answer(decision: Decision, evaluate: Evaluator) -> Answer:
    """The bare relation of an unknown that inputs are missing for: what would decide it, rearranged."""
    from tmath.solving import told

    question, unknown = decision.question, decision.question.unknown
    system = question.system
    structure, limit = would_decide(decision, evaluate)
    rows: Sequence[Row] = ()
    parts: dict[str, Any] = {}
    if structure is not None:
        rows, _ = structure.ancestors([unknown])
        parts = closed_form(decision, evaluate, structure, limit)
    return Answer(
        system,
        unknown,
        "formula",
        system.quantities[unknown].unit,
        binding=limit.constraint.label if limit is not None else "",
        given=told.given(decision),
        assumed=told.assumed(decision, rows),
        hints=decision.hints,
        **parts,
    )


def would_decide(decision: Decision, evaluate: Evaluator) -> tuple[Structure | None, Limit | None]:
    """The structure in which what is free beside the unknown counts as given, and the constraint that then binds.

    Without a constraint that touches the unknown it is an equation: C = 6*P*D answers for P though D is missing.
    """
    structure = decision.structure
    for limit in decision.lacking:
        ways = [_with_free_given(structure, limit, decision.question.unknown, nearest=near) for near in (False, True)]
        found = [way for way in ways if way is not None]
        told = [way for way in found if _says_how(closed_form(decision, evaluate, way, limit))]
        if found:
            return (told or found)[0], limit
    return _by_one_row(decision, evaluate), None


def _says_how(form: Mapping[str, Any]) -> bool:
    """Whether the unknown stands alone in a formula, if only with what follows it taken as given."""
    return "expression" in form or bool(form.get("relation_notes"))


def _by_one_row(decision: Decision, evaluate: Evaluator) -> Structure | None:
    """The structure in which one equation gives the unknown, all else in it given: its definition, else the first."""
    unknown, structure = decision.question.unknown, decision.structure
    order = decision.question.system.files
    rows = [row for row in structure.rows if unknown in row.names and row.relation is not None and not row.gives_way]

    def place(row: Row) -> tuple[bool, int, int]:
        assert row.relation is not None
        return not defines(row, unknown), order.index(row.relation.system), row.relation.span.line

    rows.sort(key=place)
    for row in rows:
        if formula(row.left, row.right, unknown, signed=evaluate.signed) is not None:
            others = [other for other in structure.rows if other is not row]
            return Structure([row, *others], {*structure.known, *row.names} - {unknown})
    return _with_free_given(structure, None, unknown)


def _with_free_given(
    structure: Structure, limit: Limit | None, unknown: str, *, nearest: bool = False
) -> Structure | None:
    """The structure with as few free names given as make it, and the constraint itself, decide the unknown."""
    trial = structure if limit is None else activated(structure, limit)
    given = set(trial.known)
    for name in _free_order(trial, unknown, nearest):
        if trial.determines(unknown):
            break
        if trial.determines(name):
            continue
        if limit is not None and Structure(structure.rows, given | {name}).determines(unknown):
            continue  # then the constraint would have no part in it
        bigger = Structure(trial.rows, given | {name})
        if bigger.determines(unknown) or unknown in bigger.names:
            given.add(name)
            trial = bigger
    return trial if trial.determines(unknown) else None


def _free_order(structure: Structure, unknown: str, nearest: bool) -> list[str]:
    """Free names in the order in which they are taken as given.

    First what only a constraint speaks of (a bound such as vram), then what is far from the unknown, last what an
    equation defines; or what is nearest, whatever it is.
    """
    distance = {unknown: 0}
    queue = [unknown]
    for name in queue:
        for row in structure.rows:
            if name in row.names:
                for other in row.names - structure.known - distance.keys():
                    distance[other] = distance[name] + 1
                    queue.append(other)
    computed = frozenset().union(*(row.names for row in structure.rows if row.constraint is None))
    defined = {str(row.left.value) for row in structure.rows if row.left.op == "name"}
    names = [name for name in distance if name != unknown]
    if nearest:
        return sorted(names, key=lambda n: (n in computed, distance[n], n))
    return sorted(names, key=lambda n: (n in computed, n in defined, -distance[n], n))
