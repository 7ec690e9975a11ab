"""The story of an answer, top to bottom: read, decide, solve, prove, say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tmath.algebra.expressions import name as symbol
from tmath.errors import InputError, MissingInputsError, nearest
from tmath.language.system import System
from tmath.records import replace
from tmath.solving import bounded, choices, determined, formulas, reasons, uncertain
from tmath.solving.answer import Answer
from tmath.solving.decide import Decision, decide
from tmath.solving.evaluate import Evaluator
from tmath.solving.givens import canonical, names_asked, read_givens
from tmath.solving.missing import missing
from tmath.solving.resolve import Question, ask

if TYPE_CHECKING:
    import sympy


def solve(
    system: System,
    unknown: str | Sequence[str],
    given: Mapping[str, Any],
    *,
    tight: Iterable[str] = (),
    without: Iterable[str] = (),
    pick: str | None = None,
) -> Answer:
    """Answer one question: the value of the unknown, what decides it, and the evidence.

    Raises: InputError, and every SolveError where there is no answer.
    """
    tight, without = tuple(tight), tuple(without)
    if not isinstance(unknown, str):
        from tmath.solving.several import solve_several

        return solve_several(system, names_asked(unknown), given, tight=tight, without=without, pick=pick)
    if pick not in (None, "min", "max"):
        raise InputError(f"pick is min or max, not {pick!r}", str(pick))
    name = canonical(system, unknown)
    tight_labels, without_labels = check_labels(system, tight, constraints_only=True), check_labels(system, without)
    typed, keys = read_givens(system, name, given)
    if name in system.choices:
        return choices.every_row(system, name, given, tight=tight, without=without)
    later = uncertain.varying(typed)
    question = ask(system, name, typed, keys, tight=tight_labels, without=without_labels, later=later)
    evaluate = Evaluator(system)
    decision = decide(question, evaluate)
    if decision.candidates:
        return uncertain.widened(bounded.answer(decision, evaluate), decision, evaluate)
    if decision.lacking or not decision.determined:
        shown = formulas.relation_answer(decision, evaluate)
        sets = missing(decision, evaluate, formulas.names_shown(shown))
        if not sets:  # nothing else could ever decide it: then its own default may
            question = ask(
                system, name, typed, keys, tight=tight_labels, without=without_labels, later=later, own_default=True
            )
            by_default = _by_formula(question, evaluate)
            if by_default is not None:
                return uncertain.widened(determined.answer(by_default, evaluate, pick), by_default, evaluate)
        shown = replace(shown, missing=sets)
        raise MissingInputsError(reasons.missing_text(question, sets), sets, shown)
    return uncertain.widened(determined.answer(decision, evaluate, pick), decision, evaluate)


def _by_formula(question: Question, evaluate: Evaluator) -> Decision | None:
    """The decision by the unknown's own default, where that is a formula."""
    if not any(row.default_of == question.unknown and row.right.names for row in question.rows):
        return None
    decision = decide(question, evaluate)
    return decision if decision.determined and not decision.candidates else None


def rearrange(system: System, unknown: str, given: Mapping[str, Any], *, without: Iterable[str] = ()) -> sympy.Eq:
    """The relation that decides the unknown, solved for it where a closed form exists.

    Raises: InputError, and every SolveError where nothing can decide it.
    """
    import sympy

    from tmath.algebra.symbols import to_sympy

    try:
        found = solve(system, unknown, given, without=without)
    except MissingInputsError as error:
        if not isinstance(error.answer, Answer):
            raise
        found = error.answer
    if found.expression is not None:
        left, right = symbol(found.unknown), found.expression
    elif found.relation is not None:
        left, right = found.relation
    else:
        raise MissingInputsError(f"no relation decides {unknown}")
    return sympy.Eq(to_sympy(left), to_sympy(right), evaluate=False)


def check_labels(system: System, labels: Sequence[str], constraints_only: bool = False) -> frozenset[str]:
    """The labels, each known.

    Raises: InputError for one that no constraint (or relation) carries.
    """
    known = [constraint.label for constraint in system.constraints]
    if not constraints_only:
        known += [relation.label for relation in (*system.assumptions, *system.fallbacks, *system.equations)]
    for label in labels:
        if label not in known:
            guess = nearest(str(label), known)
            what = "constraint" if constraints_only else "constraint, assumption, fallback or equation"
            hint = f"did you mean {guess}?" if guess else f"one of {', '.join(known[:12])}" if known else "it has none"
            raise InputError(f"no {what} of {system.name} is labelled {label!r}\n   {hint}", str(label))
    return frozenset(labels)
