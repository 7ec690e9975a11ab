"""Inputs that contradict each other: the equation, and the single inputs that would repair it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tmath.errors import ContradictionError
from tmath.language.system import System
from tmath.solving.evaluate import SLACK, Evaluator, Failure, Number, Outcome, mismatch
from tmath.solving.resolve import Question, Row
from tmath.solving.structure import Structure
from tmath.solving.whole import fits_domain, is_whole
from tmath.solving.wording import domain_text, row_text, shown

STEPS = 500


def contradiction(
    question: Question, evaluate: Evaluator, structure: Structure, outcome: Outcome, row: Row
) -> ContradictionError:
    """The error where an assumption gives way and nothing admissible can take its place."""
    failure = outcome.failure
    assert failure is not None
    names = structure.ancestors(row.names)[1] | row.names
    typed = [name for name in question.typed if name in names]
    said = " ".join(f"{name}={question.typed[name].text}" for name in typed)
    lines = [f"the inputs contradict each other: {said}", f"   with {row_text(row)} set aside"]
    lines += rejected_lines(question.system, failure)
    lines += [f"   {row_text(r)}" for r in failure.rows[:4]]
    found = _to_the_bound(question, evaluate, structure, failure)
    lines += repairs_text(question.system, found)
    return ContradictionError("\n".join(lines), failure.rows[0].label, found or dict.fromkeys(typed, ()))


def _to_the_bound(
    question: Question, evaluate: Evaluator, structure: Structure, failure: Failure
) -> dict[str, tuple[Any, ...]]:
    """For each given: the value (declared unit) at which what had no admissible value comes to its nearest bound."""
    name, domain = failure.unknown, question.system.quantities[failure.unknown].domain
    if not failure.rejected:
        return {}
    bound = domain.high if domain.high is not None and failure.rejected[0] > domain.high else domain.low
    if bound is None or (bound == domain.low and domain.low_open):
        return {}
    found: dict[str, tuple[Any, ...]] = {}
    base: dict[str, Number] = {**question.known(), name: bound}
    for given in question.typed:
        known = {key: value for key, value in base.items() if key != given}
        trial = Structure(structure.rows, known)
        if given == name or not trial.determines(given):
            continue
        factor = float(question.system.quantities[given].unit.factor)
        wanted = {given}.union(*(row.names for row in failure.rows))
        states = evaluate(trial, known, wanted).states if all(map(trial.determines, wanted)) else ()
        held = [s.values for s in states if all(mismatch(row, s.values) <= SLACK for row in failure.rows)]
        values = tuple(v[given] / factor for v in held if _fits(evaluate, given, v[given]))
        if values:
            found[given] = values
    return found


def upstream(question: Question, failure: Failure) -> ContradictionError:
    """The error where something the unknown rests on has no admissible value."""
    names = ", ".join(failure.names[:4])
    lines = [f"the inputs leave no admissible value for {names}, on which {question.unknown} rests"]
    lines += [f"   {row_text(row)}" for row in failure.rows[:4]]
    lines += rejected_lines(question.system, failure)
    return ContradictionError("\n".join(lines), failure.rows[0].label)


def rejected_lines(system: System, failure: Failure) -> list[str]:
    """What the algebra gives instead of an admissible value."""
    if not failure.rejected:
        return []
    name = failure.unknown
    bounds = domain_text(system, system.quantities[name])
    return [f"   the algebra gives {name} = {shown(system, name, failure.rejected[0])}, which is not {bounds}"]


def repairs(question: Question, evaluate: Evaluator, structure: Structure, row: Row) -> dict[str, tuple[Any, ...]]:
    """For each given that an equation rests on: the value that alone would make it hold (declared unit)."""
    _, names = structure.ancestors(row.names)
    base = question.known()
    found: dict[str, tuple[Any, ...]] = {}
    for name in question.typed:
        if name not in names and name not in row.names:
            continue
        known = {key: value for key, value in base.items() if key != name}
        trial = Structure([*structure.used, row, *(r for r in structure.left if r is not row)], known)
        outcome = evaluate(trial, known, [name]) if trial.determines(name) else Outcome(())
        factor = float(question.system.quantities[name].unit.factor)
        fit = [s.values[name] for s in outcome.states if _fits(evaluate, name, s.values[name])]
        if fit:
            found[name] = tuple(value / factor for value in fit)
    whole_first = sorted(found, key=lambda name: not all(is_whole(v) for v in found[name]))
    return {name: found[name] for name in whole_first}


def _fits(evaluate: Evaluator, name: str, value: float) -> bool:
    """Whether a value may be given: within bounds, and whole where it must be, rounding errors forgiven."""
    near = Fraction(round(value)) if is_whole(value) else Fraction(value)
    return fits_domain(evaluate.domain(name), near)


def repairs_text(system: System, found: Mapping[str, Sequence[float]]) -> list[str]:
    """The repairs as lines."""
    if not found:
        return []
    parts = [
        f"{name} = {' or '.join(shown(system, name, v * float(system.quantities[name].unit.factor)) for v in values)}"
        for name, values in found.items()
    ]
    return [f"   change one input:  {', or '.join(parts)}"]


def whole_repairs(
    question: Question, evaluate: Evaluator, structure: Structure, name: str, values: Mapping[str, float]
) -> dict[str, list[Fraction]]:
    """For each whole given behind a fractional number: the nearest values below and above that make it whole."""
    _, names = structure.ancestors([name])
    found: dict[str, list[Fraction]] = {}
    base = question.known()
    for given in question.typed:
        if given not in names or not evaluate.domain(given).integer:
            continue
        near = []
        for direction in (-1, 1):
            n = int(values[given]) + direction
            for _ in range(STEPS):
                if n < 1:
                    break
                outcome = evaluate(structure, {**base, given: Fraction(n)}, [name])
                if outcome.states and is_whole(outcome.states[0].values[name]):
                    near.append(Fraction(n))
                    break
                n += direction
        if near:
            found[given] = sorted(near)
    return found
