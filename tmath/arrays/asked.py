"""A question whose numbers come later, decided at a generic point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from tmath.arrays.atpoint import AtPoint
from tmath.arrays.generic import points
from tmath.errors import SolveError
from tmath.language.system import System
from tmath.records import dataclass
from tmath.solving.decide import IMPOSSIBLE, Decision, activated, computed_from, decide
from tmath.solving.evaluate import Evaluator, State
from tmath.solving.resolve import Question, ask
from tmath.solving.structure import Structure
from tmath.solving.whole import fits_domain
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

    def asked(name: str, point: Mapping[str, Fraction], order: Iterable[str]) -> Question:
        at = {n: Typed(value, "", value, value) for n, value in point.items()}
        given = {n: at.get(n) or typed[n] for n in order}
        return ask(system, name, given, keys, tight=tight, without=without, later=frozenset(inputs))

    order = (*typed, *open_inputs)
    for number, point in enumerate(_tries(system, unknown, open_inputs, order, asked, evaluate)):
        question = asked(unknown, point, order)
        try:
            decision = decide(question, evaluate)
        except SolveError:
            refused = refused or question
            continue
        state = _state(decision, evaluate)
        found = Asked(decision, evaluate, tuple(inputs), state.values if state is not None else {})
        if state is not None and _all_bear(decision) and (first is None or IMPOSSIBLE not in decision.rules.values()):
            return found
        if first is None or (state is not None and not first.at):
            first = found
        if number and not decision.determined and not decision.candidates:
            break
    if first is not None:
        return first
    assert refused is not None
    structural = _by_structure(refused)
    if structural is not None and open_inputs:
        return Asked(structural, evaluate, tuple(inputs), {})
    proven = Evaluator(system)  # which says why
    return Asked(decide(refused, proven), proven, tuple(inputs), {})


Asks = Callable[[str, Mapping[str, Fraction], Iterable[str]], Question]


def _tries(
    system: System, unknown: str, names: Sequence[str], order: Sequence[str], asked: Asks, evaluate: Evaluator
) -> Iterator[dict[str, Fraction]]:
    """Points to decide at: first one at which what is computed from the unknown is what comes of it."""
    if not names:
        yield {}
        return
    tries = points(system, names)
    first = next(tries)
    reached = _downstream(asked(unknown, first, order))
    downstream = reached.intersection(names)
    if downstream and reached.isdisjoint(set(order).difference(names)):
        at = {**first, **next(points(system, [unknown]))}
        forward = [n for n in (*order, unknown) if n not in downstream]
        found = {n: _value(asked(n, at, forward), evaluate) for n in downstream}
        if None not in found.values():
            yield {**first, **{n: value for n, value in found.items() if value is not None}}
    yield first
    yield from tries


def _downstream(question: Question) -> set[str]:
    """What is computed from the unknown, or from what it is itself a product of."""
    unknown = question.unknown
    defining = [row for row in question.rows if row.left.op == "name" and row.left.value == unknown]
    parts = {n for row in defining for n in row.right.names if n not in question.typed}
    return set().union(*(computed_from(question, n) for n in (unknown, *parts)))


def _value(question: Question, evaluate: Evaluator) -> Fraction | None:
    """What a question comes to, where it has one answer within bounds."""
    try:
        decision = decide(question, evaluate)
    except SolveError:
        return None
    if not decision.determined or decision.candidates:
        return None
    states = evaluate(decision.structure, decision.known, [question.unknown]).states
    value = Fraction(states[0].values[question.unknown]) if len(states) == 1 else None
    domain = question.system.quantities[question.unknown].domain
    return value if value is not None and fits_domain(domain, value) else None


def _by_structure(question: Question) -> Decision | None:
    """The decision by rank alone, for a question that contradicts itself at every point tried."""
    structure = Structure(question.rows, question.known())
    if structure.determines(question.unknown):
        return Decision(question, structure, question.known())
    return None


def _all_bear(decision: Decision) -> bool:
    """Whether every given that is computed from the unknown has an influence on it."""
    question, unknown = decision.question, decision.question.unknown
    downstream = computed_from(question, unknown).intersection(question.typed)
    if not downstream or not decision.determined:
        return True
    return downstream <= decision.structure.ancestors([unknown])[1]


def _state(decision: Decision, evaluate: Evaluator) -> State | None:
    """An answer at the point, constraints one after another."""
    unknown = decision.question.unknown
    structures = [activated(decision.structure, limit) for limit in decision.candidates]
    if decision.determined and not structures:
        structures = [decision.structure]
    states = [s for structure in structures for s in evaluate(structure, decision.known, [unknown]).states[:1]]
    return states[0] if states else None
