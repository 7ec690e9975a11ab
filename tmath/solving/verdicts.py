"""What is held against an answer: constraints, equations left over, whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tmath.algebra.program import evaluate as value_of
from tmath.errors import ContradictionError
from tmath.language.printing import constraint_text
from tmath.language.syntax import Name
from tmath.language.system import System
from tmath.solving import whole
from tmath.solving.answer import Check, Figure, Verdict
from tmath.solving.bounds import margin, sides
from tmath.solving.decide import Decision, equal_by_assumption
from tmath.solving.evaluate import SLACK, Evaluator, Number, mismatch
from tmath.solving.resolve import Limit, Question, Rank, Row
from tmath.solving.structure import Structure
from tmath.solving.wording import figure, row_text, shown

LOUD = 0.1  # a deviation of an approximate equation that is as loud as a broken verdict
NUDGE = 1.001


def judge(
    decision: Decision,
    evaluate: Evaluator,
    structure: Structure,
    values: Mapping[str, float],
    rests_on: Collection[Row],
    binding: Collection[str] = (),
) -> tuple[Verdict, ...]:
    """Every constraint that has something to do with the answer, held against it."""
    found = []
    for limit in decision.question.limits:
        verdict = _judge(decision, evaluate, structure, values, rests_on, limit, limit.constraint.label in binding)
        if verdict is not None:
            found.append(verdict)
    return tuple(found)


def _judge(
    decision: Decision,
    evaluate: Evaluator,
    structure: Structure,
    values: Mapping[str, float],
    rests_on: Collection[Row],
    limit: Limit,
    binding: bool,
) -> Verdict | None:
    constraint = limit.constraint
    text = constraint_text(constraint)
    if not limit.names <= values.keys() or equal_by_assumption(limit, structure.used):
        return None
    if constraint.op == "divides":
        left, right = sides(limit, values)
        if not (whole.is_whole(left) and whole.is_whole(right)):
            reason = " and ".join(_not_whole(decision.question.system, limit, values))
            return Verdict(constraint.label, text, None, doc=constraint.doc, reason=f"not judged: {reason}")
        holds = whole.holds(limit, values)
        return Verdict(constraint.label, text, holds, binding, *_figures(decision, limit, values), doc=constraint.doc)
    if not binding:
        needs = _fallback_under(evaluate, structure, values, rests_on, limit)
        if needs:
            reason = f"not judged: give {' and '.join(needs)}"
            return Verdict(constraint.label, text, None, doc=constraint.doc, reason=reason)
    return Verdict(
        constraint.label,
        text,
        binding or whole.holds(limit, values),
        binding,
        *_figures(decision, limit, values),
        margin=margin(limit, values),
        doc=constraint.doc,
    )


def _not_whole(system: System, limit: Limit, values: Mapping[str, float]) -> list[str]:
    return [
        f"{name} = {shown(system, name, values[name])} is not whole"
        for name in sorted(limit.names)
        if not whole.is_whole(values[name])
    ]


def _figures(decision: Decision, limit: Limit, values: Mapping[str, float]) -> tuple[Figure | None, Figure | None]:
    """Both sides as figures, where a side is one quantity, else in the unit of the other."""
    system = decision.question.system
    named = [side.id if isinstance(side, Name) else None for side in (limit.constraint.left, limit.constraint.right)]
    unit_of = next((name for name in named if name in system.quantities), None)
    if unit_of is None:
        return None, None
    left, right = sides(limit, values)
    return figure(system, named[0] or unit_of, left), figure(system, named[1] or unit_of, right)


def _fallback_under(
    evaluate: Evaluator,
    structure: Structure,
    values: Mapping[str, float],
    rests_on: Collection[Row],
    limit: Limit,
) -> list[str]:
    """The fallbacks a verdict rests on that the answer did not use: a little more of one changes the margin."""
    rows, _ = structure.ancestors(limit.names)
    needs = []
    before = margin(limit, values)
    for row in rows:
        name = row.default_of
        if row.rank is not Rank.FALLBACK or row in rests_on or name is None or name not in values:
            continue
        known: dict[str, Number] = {k: v for k, v in values.items() if k in structure.known}
        known[name] = values[name] * NUDGE
        moved = Structure([other for other in structure.rows if other is not row], known)
        outcome = evaluate(moved, known, sorted(limit.names))
        if outcome.states and abs(margin(limit, outcome.states[0].values) - before) > 1e-7:
            needs.append(name)
    return needs


# -- equations left over ---------------------------------------------------------------------------


def check_left_over(
    question: Question, evaluate: Evaluator, structure: Structure, values: Mapping[str, float]
) -> tuple[Check, ...]:
    """Every equation that decided nothing, put to the values.

    Raises: ContradictionError where an exact one does not hold.
    """
    checks = []
    for row in structure.left:
        if row.gives_way or not row.names <= values.keys():
            continue
        left, right = float(value_of(row.left, values)), float(value_of(row.right, values))
        scale = max(abs(left), abs(right))
        deviation = abs(left - right) / scale if scale else 0.0
        if row.rank is not Rank.APPROXIMATE and not deviation <= SLACK and not mismatch(row, values) <= SLACK:
            raise contradicts(question, evaluate, structure, row, left, right)
        if row.relation is not None:
            approximate = row.rank is Rank.APPROXIMATE
            checks.append(Check(row.label, row_text(row), deviation, approximate, approximate and deviation > LOUD))
    return tuple(checks)


def contradicts(
    question: Question,
    evaluate: Evaluator,
    structure: Structure,
    row: Row,
    left: float,
    right: float,
) -> ContradictionError:
    """The error for an equation whose sides differ, with the single inputs that would repair it."""
    from tmath.solving.contradict import repairs, repairs_text

    system = question.system
    alone = [str(side.value) for side in (row.left, row.right) if side.op == "name" and side.value in system.quantities]
    name = alone[0] if alone else ""
    told = [f"the inputs contradict {row.label}: {row_text(row)}"]
    if name:
        told.append(f"   left   {shown(system, name, left)}")
        told.append(f"   right  {shown(system, name, right)}")
    else:
        told += [f"   left   {left:.6g}", f"   right  {right:.6g}"]
    found = repairs(question, evaluate, structure, row)
    return ContradictionError("\n".join([*told, *repairs_text(system, found)]), row.label, found)


# -- whole numbers ---------------------------------------------------------------------------------


def check_whole(
    question: Question, evaluate: Evaluator, structure: Structure, values: Mapping[str, float], used: Iterable[str]
) -> None:
    """Refuse a whole number left fractional by equations of whole numbers alone.

    Raises: ContradictionError, with the nearest inputs that would be whole.
    """
    from tmath.solving.contradict import whole_repairs

    wanted = set(used)
    for rows, names in structure.blocks(structure.names):
        name = names[0]
        if len(rows) > 1 or name not in wanted or name == question.unknown or not whole.whole_row(question, rows[0]):
            continue
        if name not in values or whole.is_whole(values[name]):
            continue
        if not all(whole.is_whole(values[other]) for other in rows[0].names - {name}):
            continue
        found = whole_repairs(question, evaluate, structure, name, values)
        system = question.system
        near = [f"{key} = {' or '.join(shown(system, key, v) for v in options)}" for key, options in found.items()]
        raise ContradictionError(
            f"{name} = {shown(system, name, values[name])} must be a whole number ({row_text(rows[0])})"
            + (f"\n   change one input: {', '.join(near)}" if near else ""),
            rows[0].label,
            {key: tuple(float(v) for v in options) for key, options in found.items()},
        )
