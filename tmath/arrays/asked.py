"""A question whose numbers come later, decided at a generic point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    return _Asking(system, unknown, tuple(inputs), typed, keys, tight, without).decided()


Point = Mapping[str, Fraction]


@dataclass(frozen=True)
class _Asking:
    """A question to be asked at one point after another."""

    system: System
    unknown: str
    inputs: tuple[str, ...]
    typed: Mapping[str, Typed]
    keys: Mapping[str, str]
    tight: frozenset[str]
    without: frozenset[str]

    @property
    def free(self) -> list[str]:
        """The inputs that no number is given for."""
        return [name for name in self.inputs if name not in self.typed]

    def asked(self, name: str, point: Point, given: Iterable[str]) -> Question:
        """A question with what is given of it, numbers of the point first."""
        values = {n: Typed(point[n], "", point[n], point[n]) if n in point else self.typed[n] for n in given}
        later = frozenset(self.inputs)
        return ask(self.system, name, values, self.keys, tight=self.tight, without=self.without, later=later)

    def decided(self) -> Asked:
        """The first decision that has an answer at its point and in which what is fixed bears on it, else the first."""
        evaluate = AtPoint(self.system)
        first: Asked | None = None
        refused: Question | None = None
        for number, question in enumerate(self.questions(evaluate)):
            try:
                decision = decide(question, evaluate)
            except SolveError:
                refused = refused or question
                continue
            state = _state(decision, evaluate)
            found = Asked(decision, evaluate, self.inputs, state.values if state is not None else {})
            forced = first is not None and IMPOSSIBLE in decision.rules.values()
            if state is not None and not forced and _fixed_bear(decision, self.inputs):
                return found
            if first is None or (state is not None and not first.at):
                first = found
            if number and not decision.determined and not decision.candidates:
                break
        return first or self._by_rank_alone(refused, evaluate)

    def questions(self, evaluate: Evaluator) -> Iterator[Question]:
        """The question at one point after another: first where what the unknown leads to is what comes of it."""
        names, everything = self.free, (*self.typed, *self.free)
        tries = points(self.system, names) if names else iter([{}])
        first = next(tries)
        question = self.asked(self.unknown, first, everything)
        consistent = self._consistent(question, first, evaluate)
        if consistent is not None:
            yield self.asked(self.unknown, consistent, everything)
        yield question
        for point in tries:
            yield self.asked(self.unknown, point, everything)

    def _consistent(self, question: Question, first: Point, evaluate: Evaluator) -> Point | None:
        names, everything = self.free, (*self.typed, *self.free)
        reached = _downstream(question) if names else set()
        computed = reached.intersection(names)
        if not computed or not reached.isdisjoint(set(everything).difference(names)):
            return None
        at = {**first, **next(points(self.system, [self.unknown]))}
        given = [n for n in (*everything, self.unknown) if n not in computed]
        found = {n: _value(self.asked(n, at, given), evaluate) for n in computed}
        values = {n: value for n, value in found.items() if value is not None}
        return {**first, **values} if len(values) == len(found) else None

    def _by_rank_alone(self, refused: Question | None, evaluate: Evaluator) -> Asked:
        """The decision without numbers, for a question that contradicts itself at every point tried.

        Raises: SolveError where it is not determined by rank, or has no input to which that could be due.
        """
        assert refused is not None
        structure = Structure(refused.rows, refused.known())
        if self.free and structure.determines(self.unknown):
            return Asked(Decision(refused, structure, refused.known()), evaluate, self.inputs, {})
        proven = Evaluator(self.system)  # which says why
        return Asked(decide(refused, proven), proven, self.inputs, {})


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


def _fixed_bear(decision: Decision, inputs: Sequence[str]) -> bool:
    """Whether every fixed given that is computed from the unknown has an influence on it."""
    question, unknown = decision.question, decision.question.unknown
    downstream = computed_from(question, unknown).intersection(question.typed).difference(inputs)
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
