"""An unknown that equations and assumptions decide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from tmath.errors import ContradictionError
from tmath.records import replace
from tmath.solving import formulas, reasons, told, whole
from tmath.solving.answer import Answer, Check, Root
from tmath.solving.bounds import allowed
from tmath.solving.decide import Decision, computed_from, constraints_for
from tmath.solving.evaluate import BRANCHES, SLACK, Evaluator, Outcome, State, mismatch
from tmath.solving.resolve import Row
from tmath.solving.sensitivity import basis
from tmath.solving.structure import Structure
from tmath.solving.verdicts import check_left_over, check_whole, judge
from tmath.solving.wording import apart, figure, row_text, shown
from tmath.values import group


def answer(decision: Decision, evaluate: Evaluator, pick: str | None) -> Answer:
    """The roots of the unknown, everything they determine, and what is held against them.

    Raises: a SolveError where there is no admissible root or the inputs contradict.
    """
    decision, outcome = _settled(decision, evaluate)
    question, structure = decision.question, decision.structure
    unknown, system = question.unknown, question.system
    if not outcome.states:
        flat = told.flat_interval(decision, outcome)
        if flat is not None:
            return flat
        raise reasons.no_answer(decision, evaluate, outcome)
    if outcome.along and len({round(math.log10(abs(s.values[unknown]) or 1), 9) for s in outcome.states}) > 1:
        raise reasons.free_between(decision, outcome)
    found = [told.without_loss(decision, evaluate, structure, state) for state in outcome.states]
    states, filled, checks = _consistent(decision, evaluate, found)
    states, filled = distinct(states, filled, unknown)
    if pick is not None:
        end = 0 if pick == "min" else -1
        states, filled = [states[end]], [filled[end]]
    rows, names = structure.ancestors([unknown])
    for values in filled:
        check_whole(question, evaluate, structure, values, names)
    roots = tuple(
        Root(
            figure(system, unknown, exact_value(decision, evaluate, values[unknown])),
            told.figures(system, values),
            told.error_bound(decision, evaluate, structure, state),
        )
        for state, values in zip(states, filled, strict=True)
    )
    beside = {stretch for state in states if unknown in state.roots for stretch in state.roots[unknown].intervals}
    proven = not beside and all(found.complete for state in states for found in state.roots.values())
    draft = Answer(
        system,
        unknown,
        "equal",
        system.quantities[unknown].unit,
        roots=told.told_apart(roots, next((block for _, block in structure.blocks([unknown]) if unknown in block), ())),
        given=told.given(decision),
        assumed=told.assumed(decision, rows),
        dropped=told.dropped(decision, filled[0], rows),
        steps=formulas.steps(decision, evaluate, structure, states[0], [unknown]),
        verdicts=judge(decision, evaluate, structure, filled[0], rows),
        checks=checks,
        notes=(
            *told.notes(decision, rows),
            *told.also(decision, sorted(beside)),
            *_not_whole(decision, evaluate, filled),
        ),
        hints=(*decision.hints, *_could_have_spoken(decision, evaluate, rows)),
        residual=told.residual(rows, filled[0]),
        complete=not outcome.cut and proven,
        _basis=basis(question, structure, filled[0], decision.implied) if len(filled) == 1 else None,
    )
    return replace(draft, **formulas.closed_form(decision, evaluate, structure))


def _settled(decision: Decision, evaluate: Evaluator) -> tuple[Decision, Outcome]:
    """The decision with every equation given back that decides nothing at these numbers, so that another can.

    min(x, c) = c is flat in x, and two equations may say the same of their unknowns: each becomes a check where what
    was left over decides the unknown instead.
    """
    unknown = decision.question.unknown
    outcome = evaluate(decision.structure, decision.known, [unknown])
    outcome = _whole_stretch(decision, evaluate, outcome)
    while outcome.failure is not None and not outcome.states and outcome.failure.flat:
        for row in reversed(outcome.failure.rows):
            structure = decision.structure.demoted(row)
            if row in structure.used or not structure.determines(unknown):
                continue
            other = evaluate(structure, decision.known, [unknown])
            if other.states:
                return replace(decision, structure=structure), other
        break
    return decision, outcome


def _whole_stretch(decision: Decision, evaluate: Evaluator, outcome: Outcome) -> Outcome:
    """A flat stretch of a whole number, or of a multiple, as the few numbers that lie in it."""
    unknown, failure = decision.question.unknown, outcome.failure
    domain = evaluate.domain(unknown)
    if failure is None or failure.roots is None or failure.unknown != unknown or not failure.roots.intervals:
        return outcome
    if not domain.integer and domain.multiple_of is None:
        return outcome
    step = domain.multiple_of or 1
    numbers: list[int] = []
    for low, high, low_closed, high_closed in failure.roots.intervals:
        if not math.isfinite(high - low) or (high - low) / step > BRANCHES:
            return outcome
        first, last = math.ceil((low - 1e-9 * abs(low)) / step), math.floor((high + 1e-9 * abs(high)) / step)
        inside = range(first * step, last * step + 1, step)
        numbers += [n for n in inside if (n > low or low_closed) and (n < high or high_closed)]
    values = [{**failure.values, unknown: float(n)} for n in numbers if whole.fits_domain(domain, n)]
    found = [State(v, {unknown: failure.roots}) for v in values if all(mismatch(r, v) <= SLACK for r in failure.rows)]
    return Outcome(tuple(found)) if found else outcome


def _consistent(
    decision: Decision, evaluate: Evaluator, found: Sequence[State]
) -> tuple[list[State], list[dict[str, float]], tuple[Check, ...]]:
    """The states that the equations left over agree with, what follows from each, and the checks of the first.

    Raises: ContradictionError where they agree with none.
    """
    states, filled, checks = [], [], []
    contradiction: ContradictionError | None = None
    for state in found:
        values = fill(decision, evaluate, state)
        try:
            checks.append(check_left_over(decision.question, evaluate, decision.structure, values))
        except ContradictionError as error:
            contradiction = contradiction or error
            continue
        states.append(state)
        filled.append(values)
    if contradiction is not None and not states:
        raise contradiction
    return states, filled, checks[0]


def distinct(
    states: Sequence[State], filled: Sequence[dict[str, float]], unknown: str
) -> tuple[list[State], list[dict[str, float]]]:
    """The states in order of the unknown, one for each value of it."""
    ordered: list[tuple[State, dict[str, float]]] = []
    for state, values in sorted(zip(states, filled, strict=True), key=lambda pair: pair[0].values[unknown]):
        value = state.values[unknown]
        if not ordered or not math.isclose(value, ordered[-1][0].values[unknown], rel_tol=1e-12):
            ordered.append((state, values))
    return [state for state, _ in ordered], [values for _, values in ordered]


def fill(decision: Decision, evaluate: Evaluator, state: State) -> dict[str, float]:
    """Everything else that follows once the unknown and what it rests on are known."""
    structure = Structure(decision.structure.rows, state.values.keys())
    return evaluate.everything(structure, state.values)


def exact_value(decision: Decision, evaluate: Evaluator, value: float) -> float | Fraction:
    """The value, recomputed in exact fractions where no root lies on the way."""
    found = formulas.exact_run(decision, evaluate)
    return value if found is None else found


def _not_whole(decision: Decision, evaluate: Evaluator, filled: list[dict[str, float]]) -> list[str]:
    """A whole-number unknown that an equation fixes between two whole numbers: the neighbours and what each gives."""
    question = decision.question
    unknown, system = question.unknown, question.system
    domain = system.quantities[unknown].domain
    if not domain.integer or len(filled) != 1 or whole.is_whole(filled[0][unknown]):
        return []
    value = filled[0][unknown]
    near = [n for n in (math.floor(value), math.ceil(value)) if whole.fits_domain(domain, n)]
    found = [_gives(decision, evaluate, n) for n in near]
    names = {name for name, _ in found}
    if len(names) == 1 and None not in names:
        name = str(names.pop())
        texts = apart(system, name, [given for _, given in found])
        gives = [f"{unknown} = {group(n)} gives {name} = {text}" for n, text in zip(near, texts, strict=True)]
    else:
        gives = [f"{unknown} = {group(n)}" for n in near]
    return [f"{unknown} = {shown(system, unknown, value)} is not whole: {'; '.join(gives)}"] if gives else []


def _gives(decision: Decision, evaluate: Evaluator, n: int) -> tuple[str | None, float]:
    """The given that fixed the unknown, and what a whole neighbour gives for it."""
    question = decision.question
    unknown = question.unknown
    fixed_by = computed_from(question, unknown) & decision.structure.ancestors([unknown])[1]
    for name in reversed([name for name in question.typed if name in fixed_by and name in decision.known]):
        known = {key: value for key, value in decision.known.items() if key != name}
        rows = [row for row in decision.structure.rows if row.default_of != name]
        trial = Structure(rows, {*known, unknown})
        if not trial.determines(name):
            continue
        outcome = evaluate(trial, {**known, unknown: n}, [name])
        if len(outcome.states) == 1:
            return name, outcome.states[0].values[name]
    return None, math.nan


def _could_have_spoken(decision: Decision, evaluate: Evaluator, rows: list[Row]) -> list[str]:
    """One line where an assumption fixed the unknown and a constraint would have bounded it otherwise."""
    question, structure, unknown = decision.question, decision.structure, decision.question.unknown
    if computed_from(question, unknown) & question.typed.keys() & structure.ancestors([unknown])[1]:
        return []  # a given fixed it, not an assumption
    order = {row: place for place, row in enumerate(structure.rows)}
    for row in sorted((r for r in rows if r.plain), key=order.__getitem__, reverse=True):
        freed = Structure([other for other in structure.rows if other is not row], structure.known)
        if freed.determines(unknown):
            continue
        candidates, _ = constraints_for(question, freed)
        loose = replace(decision, structure=freed, candidates=candidates)
        for limit in candidates:
            bound = allowed(loose, limit, evaluate)
            if len(bound.stretches) != 1 or not bound.roots:
                continue
            text = told.stretch_words(question.system, unknown, bound.stretches[0], bound.whole_domain)
            if text:
                return [
                    f"{row_text(row)} is assumed; with --without {row.label}, `{limit.constraint.label}` allows {text}"
                ]
    return []
