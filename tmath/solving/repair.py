"""Which one input could be changed, and to what, so that an answer exists; found with the same solver."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from tmath.records import replace
from tmath.solving.bounds import Stretch, allowed
from tmath.solving.decide import Decision
from tmath.solving.evaluate import Evaluator, Number
from tmath.solving.resolve import Limit, Question, Row
from tmath.solving.structure import Structure
from tmath.solving.whole import fits_domain

TENFOLD = 10
INPUTS = 24  # inputs tried, the likeliest first


def change_for_limit(
    decision: Decision, evaluate: Evaluator, limit: Limit, at: float, *, reached: bool = True
) -> tuple[dict[str, float], list[str], dict[str, str]]:
    """Inputs that alone would make a constraint hold, the unknown where it comes nearest, and those that would not.

    The last: on which side of the value such an input must lie where that one itself does not do, as it never does
    where what comes nearest is not `reached`.
    """
    found: dict[str, float] = {}
    useless: list[str] = []
    beyond: dict[str, str] = {}
    for name, value, trial in islice(_frozen(decision, at), INPUTS):
        if not trial.structure.determines(name) and name in _reached(trial, limit):
            stretches = allowed(trial, limit, evaluate).stretches
            best = _nearest_end(stretches, value)
            if best is not None:
                end, side, closed = best
                closed = closed and reached
                whole = _whole_side(evaluate, name, end, value)
                if whole is not None and whole == end and not closed and evaluate.domain(name).integer:
                    whole += 1 if side == ">" else -1
                if (
                    whole is not None
                    and any(s.holds(whole) for s in stretches)
                    and _modest(decision, name, value, whole)
                ):
                    found[name] = whole
                    if whole == end and not closed:
                        beyond[name] = side
                    continue
            useless.append(name)
    return found, useless, beyond


def _nearest_end(stretches: Sequence[Stretch], value: float) -> tuple[float, str, bool] | None:
    """The end nearest to a value, the side of it on which the stretch lies, and whether the end itself is in it."""
    ends = [(s.low, ">", s.low_closed) for s in stretches] + [(s.high, "<", s.high_closed) for s in stretches]
    if value <= 0:
        return min((end for end in ends if math.isfinite(end[0])), key=lambda end: abs(end[0] - value), default=None)
    above = (end for end in ends if math.isfinite(end[0]) and end[0] > 0)
    return min(above, key=lambda end: abs(math.log(end[0] / value)), default=None)


def change_for_target(
    decision: Decision, evaluate: Evaluator, target: str, at: float
) -> tuple[dict[str, float], list[str]]:
    """Inputs that alone would bring a given target within reach of the unknown, and those that would not."""
    found: dict[str, float] = {}
    useless: list[str] = []
    for name, value, trial in islice(_frozen(decision, at), INPUTS):
        if name == target:
            continue
        structure = trial.structure
        if not structure.determines(name):
            continue
        outcome = evaluate(structure, trial.known, [name])
        if not outcome.states:
            if outcome.failure is not None and not outcome.failure.singular:
                useless.append(name)
            continue
        best = min((state.values[name] for state in outcome.states), key=lambda v: abs(v - value))
        whole = _whole_side(evaluate, name, best, value)
        if whole is not None and _modest(decision, name, value, whole):
            found[name] = whole
    return found, useless


def _modest(decision: Decision, name: str, before: float, after: float) -> bool:
    """Whether a change is worth proposing: any of what the user said, less than tenfold of what is assumed."""
    return name in decision.question.typed or before / TENFOLD < after < before * TENFOLD


def _reached(trial: Decision, limit: Limit) -> frozenset[str]:
    structure = Structure(trial.structure.rows, {*trial.structure.known, trial.question.unknown})
    return structure.ancestors(limit.names)[1] | limit.names


def _whole_side(evaluate: Evaluator, name: str, end: float, value: float) -> float | None:
    """The end of a stretch, moved to a whole number on the side away from the present value."""
    if not evaluate.domain(name).integer:
        return end
    moved = math.ceil(end - 1e-9 * abs(end)) if end > value else math.floor(end + 1e-9 * abs(end))
    return float(moved) if fits_domain(evaluate.domain(name), moved) else None


def _frozen(decision: Decision, at: float) -> Iterator[tuple[str, float, Decision]]:
    """For each input, last typed first, then cells, then numeric defaults: the decision with it as the unknown."""
    question = decision.question
    base = dict(decision.known)
    base[question.unknown] = at
    typed = [name for name in reversed(list(question.typed)) if name in decision.known]
    cells = [name for name in question.cells if name in decision.known and name not in typed]
    first = [name for name in cells if _own_cell(question, name)]
    for name in (*typed, *first):
        known = {key: value for key, value in base.items() if key != name}
        yield name, float(base[name]), _asked(decision, name, known, None)
    for row in decision.structure.used:
        if row.plain and row.default_of is not None and isinstance(row.right.value, Fraction):
            name = row.default_of
            if name != question.unknown and name not in base:
                yield name, float(row.right.value), _asked(decision, name, base, row)
    for name in cells:
        if name not in first and not _is_switch(question, name):
            known = {key: value for key, value in base.items() if key != name}
            yield name, float(base[name]), _asked(decision, name, known, None)


def _is_switch(question: Question, name: str) -> bool:
    """Whether a cell counts parts, such as the matrices of a layer: nothing to turn a little."""
    quantity, choice = question.system.quantities[name], question.cell_of[name]
    own = quantity.choice == choice and question.chosen_by[choice] != "given"
    return own and quantity.unit.dimension.none


def _own_cell(question: Question, name: str) -> bool:
    """Whether a cell is declared by the row the user chose: the vram of a gpu, not the layers of a model."""
    choice = question.system.choices[question.cell_of[name]]
    kinds = {column.name: column.kind for column in choice.columns}
    return question.chosen_by[choice.name] == "given" and kinds[name] == "declares"


def _asked(decision: Decision, name: str, known: Mapping[str, Number], default: Row | None) -> Decision:
    question = replace(decision.question, unknown=name)
    rows = [row for row in decision.structure.used if row is not default and row.default_of != name]
    return replace(
        decision, question=question, structure=Structure(rows, known), known=known, candidates=(), lacking=()
    )
