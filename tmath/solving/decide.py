"""What decides the unknown: the five ranks, and the rules by which assumptions give way.

The order of the rules: rounding of typed values, bounds of implied values, fallbacks giving way,
constraints, and last the exchange that lets a given bear on the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tmath.bursts import burst
from tmath.errors import ContradictionError
from tmath.records import dataclass, field, replace
from tmath.solving.evaluate import SLACK, Evaluator, Failure, Number, Outcome, mismatch
from tmath.solving.resolve import Limit, Question, Rank, Row
from tmath.solving.structure import Structure

ROUNDED = "kept: the value implied rounds to the typed one"
IMPOSSIBLE = "set aside: what it gives way to has no admissible value otherwise"
DECIDED = "everything in it is already decided"
GAVE_WAY = "gave way: {unknown} was asked for"
EXCHANGED = "exchanged, so that {given} bears on {unknown}"
TAKEN_BACK = "taken back, so that {given} bears on {unknown}"
RESTORED = "restored: no constraint speaks of {unknown}"


@dataclass(frozen=True)
class Decision:
    """Which rows decide the unknown, under which numbers, and by which rule each assumption stands or falls."""

    question: Question
    structure: Structure
    known: Mapping[str, Number]
    implied: Mapping[str, float] = field(default_factory=dict)  # typed values replaced by what the rest implies
    rules: Mapping[Row, str] = field(default_factory=dict)
    removed: tuple[Row, ...] = ()  # fallbacks that gave way and were not matched again
    candidates: tuple[Limit, ...] = ()  # constraints each of which can determine the unknown
    lacking: tuple[Limit, ...] = ()  # constraints that touch the unknown and lack inputs
    hints: tuple[str, ...] = ()

    @property
    def determined(self) -> bool:
        """Whether the rows decide the unknown without a constraint."""
        return self.structure.determines(self.question.unknown)


def decide(question: Question, evaluate: Evaluator) -> Decision:
    """Apply the rules in their order.

    Raises: ContradictionError where an assumption gives way and nothing admissible can take its place.
    """
    decision = _free(decide_freely(question, evaluate), evaluate)
    if decision.candidates or decision.lacking:
        return decision
    if not decision.determined:
        candidates, lacking = constraints_for(question, decision.structure, known=decision.known, evaluate=evaluate)
        return replace(decision, candidates=candidates, lacking=lacking)
    return _let_givens_bear(decision, evaluate)


@burst()
def decide_freely(question: Question, evaluate: Evaluator) -> Decision:
    """The rules that need no unknown: rounding of typed values, bounds of implied values."""
    known = question.known()
    decision = Decision(question, Structure(question.rows, known), known)
    return _hold_bounds(_round_typed(decision, evaluate), evaluate)


# -- typed values are rounded --------------------------------------------------------------------


def _round_typed(decision: Decision, evaluate: Evaluator) -> Decision:
    """Leave out a typed count where keeping an assumption implies a value that rounds to it."""
    for name, typed in decision.question.typed.items():
        for row, trial, known in _roundings(decision, name):
            values = [state.values[name] for state in evaluate(trial, known, [name]).states]
            inside = [value for value in values if float(typed.low) <= value <= float(typed.high)]
            if len(inside) == 1:
                decision = replace(
                    decision,
                    structure=trial,
                    known=known,
                    implied={**decision.implied, name: inside[0]},
                    rules={**decision.rules, row: ROUNDED},
                )
                break
    return decision


def may_round(question: Question) -> bool:
    """Whether a typed count could be left out so at some numbers of the other inputs."""
    known = question.known()
    decision = Decision(question, Structure(question.rows, known), known)
    return any(True for name in question.typed for _ in _roundings(decision, name))


def _roundings(decision: Decision, name: str) -> Iterator[tuple[Row, Structure, dict[str, Number]]]:
    """The assumptions set aside that would imply a typed count, each with the structure in which it is kept."""
    typed = decision.question.typed[name]
    if typed.low == typed.high or name == decision.question.unknown:
        return
    for row in decision.structure.left:
        if row.rank is Rank.APPROXIMATE or row.rank is Rank.CELL:
            continue
        if (row.plain or row.rank is Rank.FALLBACK) and _needs_for_shape(decision, name):
            continue
        if not any(defines(other, name) for other in (row, *decision.structure.circuit(row))):
            continue  # a nominal size rounds the one its shape defines, not what a rate or a time implies
        known = {key: value for key, value in decision.known.items() if key != name}
        structure = decision.structure
        rest = [other for other in structure.left if other is not row]
        trial = Structure([*structure.used, row, *rest], known)
        if row in trial.used and trial.determines(name):
            yield row, trial, known


def _needs_for_shape(decision: Decision, name: str) -> bool:
    """Whether the unknown rests on the equation that defines a typed quantity, read the other way round."""
    if not decision.structure.determines(decision.question.unknown):
        return False
    rows, _ = decision.structure.ancestors([decision.question.unknown])
    return any(row.left.op == "name" and row.left.value == name and row.rank is not Rank.CELL for row in rows)


# -- an implied value must be admissible -----------------------------------------------------------


def _hold_bounds(decision: Decision, evaluate: Evaluator) -> Decision:
    """Exchange an assumption set aside for the last of its circuit that has an admissible value in its place."""
    settled: set[Row] = set()
    while True:
        structure = decision.structure
        for row in structure.left:
            if not row.gives_way or row in settled:
                continue
            settled.add(row)
            outcome = evaluate(structure, decision.known, row.names)
            if outcome.states:
                continue
            if outcome.failure is not None and outcome.failure.flat:
                spared = _spared(decision, row, outcome.failure, evaluate)
                if spared is not None:
                    decision = replace(decision, structure=spared)
                    break
                continue
            other = _admissible_exchange(decision, row, evaluate)
            if other is not None:
                rules = {**decision.rules, other: IMPOSSIBLE}
                decision = replace(decision, structure=structure.exchanged(other, row), rules=rules)
                settled.add(other)
                break
            if decision.question.unknown not in outcome.failed_names:
                raise _contradiction(decision, row, outcome, evaluate)
        else:
            return decision


def _spared(decision: Decision, row: Row, failure: Failure, evaluate: Evaluator) -> Structure | None:
    """The structure in which an assumption stands, and an equation that any value satisfies here decides nothing.

    With pp = 1, bubble = 0 says nothing of grad_accum: it becomes a check, and grad_accum = 1 stands.
    """
    without_value = None
    for idle in reversed(failure.rows):
        trial = decision.structure.demoted(idle)
        if idle in trial.used or row not in trial.used:
            continue
        outcome = evaluate(trial, decision.known, row.names | idle.names)
        if any(mismatch(idle, state.values) <= SLACK for state in outcome.states):
            return trial
        # What decides the unknown then has no value within bounds: that is the answer, not any value.
        if not outcome.unsettled and decision.question.unknown in outcome.failed_names:
            without_value = without_value or trial
    return without_value


def _admissible_exchange(decision: Decision, row: Row, evaluate: Evaluator) -> Row | None:
    for other in reversed(decision.structure.circuit(row)):
        if other is row or not other.gives_way:
            continue
        trial = decision.structure.exchanged(other, row)
        if row in trial.used and evaluate(trial, decision.known, other.names | row.names).states:
            return other
    return None


def _contradiction(decision: Decision, row: Row, outcome: Outcome, evaluate: Evaluator) -> ContradictionError:
    from tmath.solving.contradict import contradiction

    return contradiction(decision.question, evaluate, decision.structure, outcome, row)


# -- fallbacks give way, constraints speak ---------------------------------------------------------


def _free(decision: Decision, evaluate: Evaluator) -> Decision:
    """Asked for a decision: set fallbacks aside, last first, until it is free and a constraint can speak."""
    question, unknown = decision.question, decision.question.unknown
    if question.system.quantities[unknown].default is None or not decision.determined or unknown in question.cell_of:
        return decision  # a consequence: of relations, or of a chosen row
    structure, removed = decision.structure, []
    while structure.determines(unknown):
        fallbacks = [row for row in structure.ancestors([unknown])[0] if row.rank is Rank.FALLBACK]
        if not fallbacks:
            return decision
        order = {row: place for place, row in enumerate(structure.rows)}
        last = max(fallbacks, key=order.__getitem__)
        removed.append(last)
        structure = Structure([row for row in structure.rows if row is not last], structure.known)
    if any(_absorbs_a_given(question, structure, row) for row in removed):
        return decision  # a given decides the unknown; the fallback only stood beside it
    candidates, lacking = constraints_for(question, structure, known=decision.known, evaluate=evaluate)
    if not candidates and not lacking and not _deny(decision, removed, evaluate):
        rules = {**decision.rules, **dict.fromkeys(removed, RESTORED.format(unknown=unknown))}
        return replace(decision, rules=rules)
    rules = {**decision.rules, **dict.fromkeys(removed, GAVE_WAY.format(unknown=unknown))}
    return replace(
        decision,
        structure=structure,
        removed=tuple(removed),
        rules=rules,
        candidates=candidates,
        lacking=lacking,
    )


def _deny(decision: Decision, fallbacks: Iterable[Row], evaluate: Evaluator) -> bool:
    """Whether fallbacks leave the unknown no value: gpus = tp * pp contradicts dp = 8, whatever tp is."""
    failure = evaluate(decision.structure, decision.known, [decision.question.unknown]).failure
    return failure is not None and any(row in failure.rows for row in fallbacks)


def _absorbs_a_given(question: Question, structure: Structure, fallback: Row) -> bool:
    """Whether a fallback's quantity, once it gives way, would take up a given that is computed from the unknown.

    Whole numbers may: grad_accum follows from a global batch. A memory or a rate that is given decides the unknown.
    """
    name = fallback.default_of
    free = Structure(structure.rows, {*structure.known, question.unknown})
    if name is None or not free.determines(name) or name in free.known:
        return False
    rows, names = free.ancestors([name])
    given = {g for g in question.typed if g in names and g in computed_from(question, question.unknown)}
    return bool(given) and not all(all_whole(question, row.names - given) for row in rows if row.names & given)


def constraints_for(
    question: Question,
    structure: Structure,
    *,
    known: Mapping[str, Number] | None = None,
    evaluate: Evaluator | None = None,
) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """The constraints that could each determine a free unknown, and those that touch it but lack inputs.

    With numbers at hand, a constraint in which the unknown cancels is left out.
    """
    unknown = question.unknown
    reach = _reach(structure, unknown)
    computed = frozenset().union(*(row.names for row in question.rows))
    candidates, lacking = [], []
    for limit in question.limits:
        if limit.constraint.op == "divides" or not limit.names & reach or equal_by_assumption(limit, structure.used):
            continue
        if unknown in limit.names and not (limit.names - {unknown} - structure.known) & computed:
            continue  # it repeats a given, or what would have to be given
        if not _rests_on(structure, limit, unknown):
            continue
        active = activated(structure, limit)
        if active.determines(unknown):
            if evaluate is not None and known is not None:
                failure = evaluate(active, known, [unknown]).failure
                if failure is not None and failure.singular:
                    continue
            candidates.append(limit)
        elif _concerns(question, limit):
            lacking.append(limit)
    order = question.system.files
    lacking.sort(key=lambda limit: -order.index(limit.constraint.system))
    return tuple(candidates), tuple(lacking)


def _rests_on(structure: Structure, limit: Limit, unknown: str) -> bool:
    """Whether what a constraint compares depends on the unknown, once that and what is free beside it are given.

    Given are quantities that no equation defines: with the width of a model its memory does not depend on what else
    is computed from that width.
    """
    free = Structure(structure.rows, {*structure.known, unknown})
    compared = limit.names.intersection(free.names)
    defined = {str(row.left.value) for row in structure.rows if row.left.op == "name" and not row.gives_way}
    for name in free.names:
        if all(map(free.determines, compared)):
            break
        if name not in defined | compared and not free.determines(name):
            free = Structure(structure.rows, {*free.known, name})
    if not all(map(free.determines, compared)):
        return True  # nothing tells
    return unknown in limit.names or unknown in free.ancestors(compared)[1]


def _concerns(question: Question, limit: Limit) -> bool:
    """Whether a constraint that lacks inputs says more of the unknown than the unknown's own definition.

    It does for a decision, and where it limits what is computed from the unknown, unless its own file defines the
    unknown: memory's `fits` speaks of the P of architecture, compute's `in_time` not of the C of compute.
    """
    unknown, order = question.unknown, question.system.files
    if question.system.quantities[unknown].default is not None and unknown not in question.cell_of:
        return True
    if not limit.names & (computed_from(question, unknown) | {unknown}):
        return False
    defined = [row.relation.system for row in question.rows if defines(row, unknown) and row.relation is not None]
    return not defined or order.index(limit.constraint.system) > order.index(defined[0])


def defines(row: Row, name: str) -> bool:
    """Whether a row is the printed definition of a quantity."""
    return not row.gives_way and row.left.op == "name" and row.left.value == name and name not in row.right.names


def equal_by_assumption(limit: Limit, rows: Iterable[Row]) -> bool:
    """Whether an assumption makes both sides the same (kv_heads = heads), so that the constraint says nothing."""
    return any(row.gives_way and {row.left, row.right} == {limit.left, limit.right} for row in rows)


def activated(structure: Structure, limit: Limit) -> Structure:
    """The structure with a constraint taken as an equation, after all that is used and before what is set aside."""
    return Structure([*structure.used, limit.active, *structure.left], structure.known)


def _reach(structure: Structure, unknown: str) -> set[str]:
    """The free quantities joined to the unknown by rows in use."""
    neighbours: dict[str, list[Row]] = {}
    for row in structure.used:
        for name in row.names:
            neighbours.setdefault(name, []).append(row)
    free = structure.undetermined | {unknown}
    reached, stack = {unknown}, [unknown]
    while stack:
        for row in neighbours.get(stack.pop(), ()):
            for name in row.names & free - reached:
                reached.add(name)
                stack.append(name)
    return reached


# -- givens should bear on the answer --------------------------------------------------------------


def _let_givens_bear(decision: Decision, evaluate: Evaluator) -> Decision:
    """Exchange a default for one set aside earlier where a given computed from the unknown has no influence on it."""
    question, unknown = decision.question, decision.question.unknown
    bearing = decision.structure.ancestors([unknown])[1]
    downstream: set[str] | None = None
    for given in question.typed:
        if given in decision.implied or given in bearing:
            continue
        if downstream is None:
            downstream = computed_from(question, unknown)
            downstream |= _behind(decision, downstream)
        if given not in downstream:
            continue
        found = _bearing_exchange(decision, given, evaluate)
        if found is None:
            decision = replace(decision, hints=(*decision.hints, *_absorbed(decision, given, evaluate)))
            continue
        out, back = found
        rules = {
            **decision.rules,
            out: EXCHANGED.format(given=given, unknown=unknown),
            back: TAKEN_BACK.format(given=given, unknown=unknown),
        }
        decision = replace(decision, structure=decision.structure.exchanged(out, back), rules=rules)
        bearing = decision.structure.ancestors([unknown])[1]
    return decision


def _behind(decision: Decision, downstream: set[str]) -> set[str]:
    """The givens that alone fix what is also computed from the unknown: mfu and a peak give flops."""
    firm = Structure([row for row in decision.structure.rows if not row.gives_way], decision.known)
    fixed = sorted(name for name in downstream if name not in firm.known and firm.determines(name))
    return set(firm.ancestors(fixed)[1] & firm.known)


def computed_from(question: Question, unknown: str) -> set[str]:
    """The quantities computed from the unknown along the equations as printed."""
    edges: dict[str, set[str]] = {}
    defined = {str(row.left.value) for row in question.rows if row.left.op == "name" and not row.gives_way}
    for row in question.rows:
        if row.left.op == "name" and row.left.value not in row.right.names:
            for name in row.right.names:
                edges.setdefault(name, set()).add(str(row.left.value))
        else:  # gpus * T = gpu_hours computes T, which nothing else defines
            for name in row.names:
                edges.setdefault(name, set()).update(row.names - {name} - defined)
    reached: set[str] = set()
    stack = [unknown]
    while stack:
        for name in edges.get(stack.pop(), ()):
            if name not in reached and name != unknown:
                reached.add(name)
                stack.append(name)
    return reached


def _bears(structure: Structure, given: str, unknown: str) -> bool:
    return given in structure.ancestors([unknown])[1]


def _bearing_exchange(decision: Decision, given: str, evaluate: Evaluator) -> tuple[Row, Row] | None:
    question, structure, unknown = decision.question, decision.structure, decision.question.unknown
    rests_on = {row for row in structure.ancestors([unknown])[0] if row.plain or row.rank is Rank.FALLBACK}
    earlier = [row for row in structure.left if row.gives_way]
    for out in reversed([row for row in structure.rows if row in rests_on]):
        for back in earlier:
            trial = structure.exchanged(out, back)
            if back not in trial.used or not trial.determines(unknown) or not _bears(trial, given, unknown):
                continue
            outcome = evaluate(trial, decision.known, {unknown} | out.names)
            if outcome.states and _comes_out_whole(question, trial, out, outcome):
                return out, back
    return None


def _comes_out_whole(question: Question, structure: Structure, out: Row, outcome: Outcome) -> bool:
    """A whole-number default must come out whole, unless whole numbers alone join it to the unknown."""
    name = out.default_of
    if name is None or not question.system.quantities[name].domain.integer:
        return True
    if any(
        abs(state.values[name] - round(state.values[name])) <= 1e-9 * abs(state.values[name])
        for state in outcome.states
    ):
        return True
    joins = [row for row in structure.used if name in row.names and question.unknown in row.names]
    return any(all_whole(question, row.names) and row.rank is Rank.EXACT for row in joins)


def all_whole(question: Question, names: Iterable[str]) -> bool:
    """Whether every quantity is declared a whole number."""
    return all(question.system.quantities[name].domain.integer for name in names)


def _absorbed(decision: Decision, given: str, evaluate: Evaluator) -> list[str]:
    """Where a given that does not bear on the unknown went: the default it overrides."""
    from tmath.solving.wording import absorbed

    for row in sorted(decision.structure.left, key=lambda row: not row.plain):
        if not row.gives_way or row.default_of is None:
            continue
        rows, names = decision.structure.ancestors([row.default_of])
        if given in names and rows:
            outcome = evaluate(decision.structure, decision.known, row.names)
            if outcome.states:
                return [absorbed(decision.question, given, row, outcome.states[0].values)]
    return []
