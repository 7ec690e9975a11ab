"""The parts of an answer that say what it rests on: givens, assumptions used and set aside, notes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from tmath.algebra.program import evaluate as value_of
from tmath.language.syntax import Node, Number
from tmath.language.system import System
from tmath.records import replace
from tmath.solving.answer import Answer, Assumed, Dropped, Figure, Root
from tmath.solving.bounds import Stretch
from tmath.solving.decide import DECIDED, Decision
from tmath.solving.evaluate import Evaluator, Outcome, State, mismatch, program_for
from tmath.solving.resolve import Question, Rank, Row
from tmath.solving.rounding import rounding, sharpened
from tmath.solving.structure import Structure
from tmath.solving.wording import figure, row_text, shown
from tmath.values import paste

SAME = 1e-9  # an assumption set aside whose implied value is its own needs no word
LOST = 1e-12  # relative error of a closed form above which it is computed again


def figures(system: System, values: Mapping[str, float]) -> dict[str, Figure]:
    """Base values as figures in declared units."""
    return {name: figure(system, name, value) for name, value in values.items()}


def error_bound(decision: Decision, evaluate: Evaluator, structure: Structure, state: State) -> float | None:
    """The proven relative error of the unknown: that of the roots on its way, else that of its formula in balls."""
    unknown = decision.question.unknown
    errors = [
        error
        for name, found in state.roots.items()
        for value, error in zip(found.values, found.errors, strict=True)
        if math.isclose(value, state.values[name], rel_tol=1e-12)
    ]
    if errors:
        return None if None in errors else max(error for error in errors if error is not None)
    return _rounding(decision, evaluate, structure, state.values[unknown])


def without_loss(decision: Decision, evaluate: Evaluator, structure: Structure, state: State) -> State:
    """The state with the unknown computed again where what cancels in its closed form cost it digits."""
    unknown = decision.question.unknown
    bound = None if state.roots else _rounding(decision, evaluate, structure, state.values[unknown])
    if bound is None or bound <= LOST:
        return state
    value = sharpened(program_for(evaluate, structure, [unknown]), decision.known, unknown)
    return state if value is None else State({**state.values, unknown: value}, state.roots)


def _rounding(decision: Decision, evaluate: Evaluator, structure: Structure, value: float) -> float | None:
    """How far a float may be from what its closed form means; None where a root is on its way."""
    unknown = decision.question.unknown
    program = program_for(evaluate, structure, [unknown])
    if program.implicit or program.systems:
        return None
    return rounding(program, decision.known, unknown, value)


def given(decision: Decision) -> tuple[Figure | tuple[str, str], ...]:
    """What the user said, a typed count that was rounded with the value used instead."""
    question = decision.question
    shown_givens: list[Figure | tuple[str, str]] = []
    for name, typed in question.typed.items():
        base = decision.implied.get(name, typed.value)
        told = typed.text if name in decision.implied or typed.spread else ""
        shown_givens.append(figure(question.system, name, base, told))
    shown_givens += [(choice, question.keys[choice]) for choice in question.system.choices if choice in question.said]
    return tuple(shown_givens)


def assumed(decision: Decision, rows: Sequence[Row]) -> tuple[Assumed, ...]:
    """The assumptions and fallbacks the answer rests on, and the default rows whose cells it uses."""
    question = decision.question
    mentioned: set[str] = set()
    for row in rows:
        if row.relation is not None:
            mentioned |= row.relation.names
        elif row.constraint is not None:
            mentioned |= row.constraint.names
        else:
            mentioned |= row.names
    choices = [
        Assumed(choice, f"{choice}={key}", "choice")
        for choice, key in question.keys.items()
        if question.chosen_by[choice] == "default" and _matters(question, choice, mentioned)
    ]
    found = [*choices]
    for row in decision.structure.rows:
        if row.gives_way and row in rows:
            kind: Literal["assumption", "fallback"] = "fallback" if row.rank is Rank.FALLBACK else "assumption"
            found.append(Assumed(row.label, default_text(decision, row), kind, decision.rules.get(row, "used")))
    return tuple(found)


def _matters(question: Question, choice: str, mentioned: Collection[str]) -> bool:
    """Whether a choice, or one that its row makes, has a cell among the names mentioned."""
    if choice in mentioned or any(question.cell_of.get(name) == choice for name in mentioned):
        return True
    made = [other for other, by in question.chosen_by.items() if by == choice]
    return any(_matters(question, other, mentioned) for other in made)


def default_text(decision: Decision, row: Row) -> str:
    """An assumption as it can be pasted back, else as printed."""
    if row.plain and row.default_of is not None and isinstance(row.right.value, Fraction):
        quantity = decision.question.system.quantities[row.default_of]
        return paste(row.default_of, row.right.value, quantity.unit, decision.question.system.units)
    return row_text(row)


def dropped(decision: Decision, values: Mapping[str, float], rows: Sequence[Row]) -> tuple[Dropped, ...]:
    """The assumptions set aside, each with what is implied instead; those that hold all the same need no word."""
    question = decision.question
    told = []
    related = frozenset().union(*(row.names for row in rows)) if rows else frozenset()
    for row in (*decision.structure.left, *decision.removed):
        spoken_of = row in decision.rules or row.names & related or _beside_a_given(decision, row, related)
        if not row.gives_way or not row.names <= values.keys() or not spoken_of:
            continue
        if row.default_of in question.typed:
            continue  # the user's own word in its place is no news
        left, right = float(value_of(row.left, values)), float(value_of(row.right, values))
        if abs(left - right) <= SAME * max(abs(left), abs(right)):
            continue
        rule = decision.rules.get(row, DECIDED)
        told.append(Dropped(row.label, row_text(row), _implied(question, row, values, left, right), rule))
    return tuple(told)


def _beside_a_given(decision: Decision, row: Row, related: frozenset[str]) -> bool:
    """Whether a row was set aside by a given that the answer rests on: P typed beside a shape that means another P."""
    if row in decision.removed:
        return False
    names = frozenset().union(*(other.names for other in decision.structure.circuit(row)))
    return bool(names & decision.question.typed.keys() & related)


def implied(decision: Decision, row: Row, values: Mapping[str, float]) -> str:
    """The value implied in place of an assumption: "ffn = 3.5 hidden" for ffn = 4*hidden."""
    left, right = float(value_of(row.left, values)), float(value_of(row.right, values))
    return _implied(decision.question, row, values, left, right)


def _implied(question: Question, row: Row, values: Mapping[str, float], left: float, right: float) -> str:
    if row.left.op == "name":
        name = str(row.left.value)
        told = f"{name} = {shown(question.system, name, left)}"
        partners = [other for other in row.right.names if other not in question.cells]
        if len(partners) == 1 and row.right.op in ("name", "mul") and values[partners[0]]:
            told += f", {left / values[partners[0]]:.4g} {partners[0]}"
        return told
    return f"{row.left} = {left:.6g}, {row.right} = {right:.6g}"


def notes(decision: Decision, rows: Collection[Row]) -> tuple[str, ...]:
    """What the answer leaves out, as the assumptions of zero say; typed counts replaced; loud checks."""
    question = decision.question
    said = [
        f"{name} = {shown(question.system, name, value)} (typed {question.typed[name].text}): "
        "what the rest implies is used"
        for name, value in decision.implied.items()
    ]
    for row in rows:
        if row.plain and row.relation is not None and row.relation.doc and _plain_zero(row.relation.right):
            said.append(f"{row_text(row)}: {row.relation.doc}")
    return tuple(said)


def _plain_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0


def stretch_words(system: System, unknown: str, stretch: Stretch, domain: Stretch) -> str:
    """A stretch in words: at most, at least, between."""
    low_open = stretch.low == domain.low
    high_open = stretch.high == domain.high
    low, high = stretch.low, stretch.high
    if system.quantities[unknown].domain.integer:
        low = math.ceil(low - 1e-9 * abs(low)) if math.isfinite(low) else low
        high = math.floor(high + 1e-9 * abs(high)) if math.isfinite(high) else high
    if low == high:
        return f"{unknown} = {shown(system, unknown, low)}"
    if low_open and not high_open:
        return f"at most {unknown} = {shown(system, unknown, high)}"
    if high_open and not low_open:
        return f"at least {unknown} = {shown(system, unknown, low)}"
    if not low_open and not high_open:
        return f"{unknown} from {shown(system, unknown, low)} to {shown(system, unknown, high)}"
    return ""


def told_apart(roots: tuple[Root, ...], together: Collection[str] = ()) -> tuple[Root, ...]:
    """Several roots, each with the two quantities in which they differ most, those solved together with them first."""
    if len(roots) < 2:
        return roots
    first = roots[0].figure.name
    common = set.intersection(*(set(root.quantities) for root in roots)) - {first}

    def spread(name: str) -> float:
        values = [abs(root.quantities[name].base) for root in roots]
        if min(values) == max(values):
            return 1.0
        return max(values) / min(values) if min(values) > 0 else math.inf

    differing = sorted(
        (name for name in common if spread(name) > 1 + 1e-9), key=lambda n: (n not in together, -spread(n), n)
    )[:2]
    return tuple(replace(root, differs=tuple(root.quantities[name] for name in differing)) for root in roots)


def residual(rows: Sequence[Row], values: Mapping[str, float]) -> float:
    """The largest relative difference of the two sides over the equations used."""
    worst = 0.0
    for row in rows:
        if row.names <= values.keys():
            worst = max(worst, mismatch(row, values))
    return worst


def flat_interval(decision: Decision, outcome: Outcome) -> Answer | None:
    """The answer where the equation is flat at the target: every value of an interval holds."""
    failure, unknown = outcome.failure, decision.question.unknown
    if failure is None or failure.unknown != unknown or failure.roots is None or not failure.roots.intervals:
        return None
    (low, high, low_closed, high_closed), *others = failure.roots.intervals
    system = decision.question.system
    unit = system.quantities[unknown].unit
    factor = float(unit.factor)
    rows, _ = decision.structure.ancestors([unknown])
    return Answer(
        system,
        unknown,
        "interval",
        unit,
        interval=(low / factor, high / factor, low_closed, high_closed),
        given=given(decision),
        assumed=assumed(decision, rows),
        notes=(*notes(decision, rows), *also(decision, others)),
        hints=decision.hints,
        complete=failure.roots.complete and not others,
    )


def also(decision: Decision, intervals: Sequence[tuple[float, float, bool, bool]]) -> list[str]:
    """Stretches that solve the equation beside what is answered."""
    system, unknown = decision.question.system, decision.question.unknown
    return [
        f"every {unknown} in {'[' if low_closed else '('}{shown(system, unknown, low)}, {shown(system, unknown, high)}"
        f"{']' if high_closed else ')'} solves it too"
        for low, high, low_closed, high_closed in intervals
    ]
