"""A question whose numbers come later, decided at a generic point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tmath.arrays.atpoint import AtPoint
from tmath.arrays.generic import points
from tmath.errors import SolveError
from tmath.language.system import System
from tmath.records import dataclass
from tmath.solving.decide import Decision, activated, decide
from tmath.solving.evaluate import Evaluator, State
from tmath.solving.resolve import Question, ask
from tmath.values import Typed


@dataclass(frozen=True)
class Asked:
    """One question decided: what was asked of it, and the values at the point where it was."""

    decision: Decision
    evaluate: Evaluator
    inputs: tuple[str, ...]
    at: Mapping[str, float]


def decided(
    system: System,
    unknown: str,
    inputs: Sequence[str],
    typed: Mapping[str, Typed],
    keys: Mapping[str, str],
    tight: frozenset[str],
    without: frozenset[str],
) -> Asked:
    """The question decided at the point that `typed` gives, else at the first generic one where it has an answer.

    Raises: SolveError where no point has one.
    """
    evaluate = AtPoint(system)
    first: Asked | None = None
    refused: Question | None = None
    open_inputs = [n for n in inputs if n not in typed]
    tries = points(system, open_inputs) if open_inputs else iter([{}])
    for number, point in enumerate(tries):
        at = {n: Typed(value, "", value, value) for n, value in point.items()}
        order = {n: at.get(n) or typed[n] for n in (*typed, *open_inputs)}
        question = ask(system, unknown, order, keys, tight=tight, without=without, later=frozenset(inputs))
        try:
            decision = decide(question, evaluate)
        except SolveError:
            refused = refused or question
            continue
        state = _state(decision, evaluate)
        found = Asked(decision, evaluate, tuple(inputs), state.values if state is not None else {})
        if state is not None:
            return found
        first = first or found
        if number and not decision.determined and not decision.candidates:
            break
    if first is not None:
        return first
    assert refused is not None
    proven = Evaluator(system)  # which says why
    return Asked(decide(refused, proven), proven, tuple(inputs), {})


def _state(decision: Decision, evaluate: Evaluator) -> State | None:
    """An answer at the point, constraints one after another."""
    unknown = decision.question.unknown
    structures = [activated(decision.structure, limit) for limit in decision.candidates]
    if decision.determined and not structures:
        structures = [decision.structure]
    states = [s for structure in structures for s in evaluate(structure, decision.known, [unknown]).states[:1]]
    return states[0] if states else None
