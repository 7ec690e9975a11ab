"""Why there is no answer, in the user's own quantities: the six outcomes and their repairs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tmath.algebra.brackets import minimum
from tmath.errors import (
    GapError,
    InadmissibleRootError,
    MissingInputsError,
    NotProvenError,
    OutOfRangeError,
    SolveError,
)
from tmath.language.printing import constraint_text
from tmath.language.system import System
from tmath.solving.attain import (
    Attained,
    End,
    Target,
    approach,
    around,
    attained,
    followed,
    grid,
    remaining,
    terms_of,
    within,
)
from tmath.solving.bounds import Allowed, Slope, Stretch, domain_stretch, sides
from tmath.solving.contradict import upstream
from tmath.solving.decide import Decision, computed_from
from tmath.solving.evaluate import Evaluator, Failure, Outcome
from tmath.solving.missing import Sets, merged, missing
from tmath.solving.repair import change_for_limit, change_for_target
from tmath.solving.resolve import Limit, Question
from tmath.solving.whole import Whole, is_whole
from tmath.solving.wording import domain_text, row_text, shown


def missing_text(question: Question, sets: Sets) -> str:
    """One line for the smallest sets of inputs that would do."""
    lines = merged(sets)
    if not lines:
        return f"nothing given decides {question.unknown}, and no set of up to three inputs would"
    return f"not enough is given to find {question.unknown}\n   give: " + "\n   or:   ".join(lines)


# -- an unknown without an admissible root ---------------------------------------------------------


def no_answer(decision: Decision, evaluate: Evaluator, outcome: Outcome) -> SolveError:
    """The error that says why no value of the unknown does."""
    failure, unknown = outcome.failure, decision.question.unknown
    assert failure is not None
    if failure.singular:
        return _independent(decision, evaluate, failure)
    targets = _targets(decision, failure)
    if unknown not in failure.names and not targets:
        return upstream(decision.question, failure)
    if failure.roots is not None and failure.roots.gap is not None:
        return _gap(decision, evaluate, failure, targets[0] if targets else None)
    ranges = [(name, found) for name in targets for found in [attained(decision, evaluate, name)] if found is not None]
    missed = [(name, found) for name, found in ranges if not _contains(decision, name, found)]
    if missed:
        return _out_of_range(decision, evaluate, *missed[0])
    if unknown not in failure.names:
        return upstream(decision.question, failure)
    return _inadmissible(decision, failure) if failure.rejected else _not_proven(decision, evaluate, failure)


def free_between(decision: Decision, outcome: Outcome) -> MissingInputsError:
    """The error where something the unknown rests on may be anything in a stretch, and the unknown moves with it."""
    system, unknown, name = decision.question.system, decision.question.unknown, outcome.along
    values = sorted(state.values[unknown] for state in outcome.states)
    return MissingInputsError(
        f"{unknown} follows {name}, which what is given leaves free\n"
        f"   seen     {unknown} from {shown(system, unknown, values[0])} to {shown(system, unknown, values[-1])}\n"
        f"   give:    {name}",
        ((name,),),
    )


def _independent(decision: Decision, evaluate: Evaluator, failure: Failure) -> MissingInputsError:
    unknown = decision.question.unknown
    equations = "; ".join(row_text(row) for row in failure.rows)
    sets = missing(decision, evaluate)
    return MissingInputsError(f"the answer does not depend on {unknown}: it cancels in {equations}", sets)


def _inadmissible(decision: Decision, failure: Failure) -> InadmissibleRootError:
    system, unknown = decision.question.system, decision.question.unknown
    name = failure.unknown
    factor = float(system.quantities[name].unit.factor)
    told = ", ".join(f"{name} = {shown(system, name, value)}" for value in failure.rejected)
    outside = failure.outside if failure.outside not in ("", name) else name
    why = f"{outside} must be {domain_text(system, system.quantities[outside])}"
    equations = "\n".join(f"   {row_text(row)}" for row in failure.rows[:4])
    text = f"no admissible {unknown}: the algebra gives {told}; {why}\n{equations}"
    return InadmissibleRootError(text, tuple(value / factor for value in failure.rejected))


def _gap(decision: Decision, evaluate: Evaluator, failure: Failure, target: str | None) -> GapError:
    system, unknown = decision.question.system, decision.question.unknown
    assert failure.roots is not None and failure.roots.gap is not None
    below, above = failure.roots.gap
    if target is None:
        return GapError(
            f"no {unknown}: a step function jumps over the target\n   it takes {below:.6g} and {above:.6g}",
            below,
            above,
        )
    below, above = around(decision, evaluate, target) or (below, above)
    factor = float(system.quantities[target].unit.factor)
    wanted = decision.question.typed[target].text
    text = (
        f"no {unknown} gives {target} = {wanted}: a step function jumps over it\n"
        f"   nearest attainable: {shown(system, target, below)} and {shown(system, target, above)}"
    )
    return GapError(text, below / factor, above / factor)


def _targets(decision: Decision, failure: Failure) -> list[str]:
    """The givens the unknown was to reach: computed from it, those of the failing block first, the last typed first."""
    question = decision.question
    downstream = computed_from(question, question.unknown)
    near: frozenset[str] = frozenset().union(*(row.names for row in failure.rows))
    typed = [name for name in reversed(list(question.typed)) if name in downstream and name in decision.known]
    return sorted(typed, key=lambda name: name not in near)


def _out_of_range(decision: Decision, evaluate: Evaluator, target: str, found: Attained) -> SolveError:
    question, unknown = decision.question, decision.question.unknown
    system = question.system
    wanted = float(decision.known[target])
    factor = float(system.quantities[target].unit.factor)
    below = wanted <= found.low.value
    end = found.low if below else found.high
    word = ("at least" if below else "at most") if end.reached else ("more than" if below else "less than")
    computed = Target(decision, evaluate, target)
    terms = tuple(name for name in terms_of(question, target) if computed.structure.determines(name))
    found_repairs, useless = change_for_target(decision, evaluate, target, end.at)
    lines = [
        f"no {unknown} {within(system, unknown)} makes {target} = {question.typed[target].text}",
        f"   attainable:          {word} {shown(system, target, end.value)}, {approach(system, unknown, end)}",
        *remaining(question, target, computed.at(end.at, terms), terms),
        *_repair_lines(decision, found_repairs, useless, strict=not end.reached),
        f"   or allow {target} {'>' if below else '<'}{'=' if end.reached else ''} {shown(system, target, end.value)}",
    ]
    return OutOfRangeError(
        "\n".join(lines), found.low.value / factor, found.high.value / factor, target, _scaled(system, found_repairs)
    )


def _contains(decision: Decision, target: str, found: Attained) -> bool:
    """Whether the value asked for lies strictly inside the attainable range."""
    return found.low.value < float(decision.known[target]) < found.high.value


def _scaled(system: System, values: Mapping[str, float]) -> dict[str, float]:
    """Base values in declared units."""
    return {name: value / float(system.quantities[name].unit.factor) for name, value in values.items()}


def _repair_lines(
    decision: Decision, found: Mapping[str, float], useless: Sequence[str], *, strict: bool = False
) -> list[str]:
    """Which one input could be changed, and to what; strictly beyond it where the end is only approached."""
    system = decision.question.system
    changes = []
    for name, value in found.items():
        sign = "="
        if strict:
            present = decision.known.get(name)
            sign = "<" if present is not None and value < present else ">" if present is not None else "="
        changes.append(f"{name} {sign} {shown(system, name, value)}")
    if changes:
        lines = [f"   change one input:    {changes[0]}", *(" " * 24 + change for change in changes[1:])]
        if useless:
            lines[-1] += f"   ({', '.join(useless[:6])}: none alone suffices)"
        return lines
    return [f"   no single input does: {', '.join(useless[:8])}"] if useless else []


def _not_proven(decision: Decision, evaluate: Evaluator, failure: Failure) -> NotProvenError:
    system, unknown = decision.question.system, decision.question.unknown
    stretch = domain_stretch(evaluate, failure.unknown)
    low, high = max(stretch.low, -1e300), min(stretch.high, 1e300)
    factor = float(system.quantities[failure.unknown].unit.factor)
    return NotProvenError(
        f"no {unknown} was found, and none is excluded\n   searched {failure.unknown} from "
        f"{shown(system, failure.unknown, low)} to {shown(system, failure.unknown, high)}; a root outside is possible",
        (low / factor, high / factor),
    )


# -- constraints that leave nothing ----------------------------------------------------------------


def out_of_bounds(decision: Decision, evaluate: Evaluator, found: Sequence[Allowed]) -> SolveError:
    """The error where one constraint never holds, or two leave nothing between them."""
    question, unknown = decision.question, decision.question.unknown
    system = question.system
    empty = next((one for one in found if not one.stretches), None)
    if empty is None:
        labels = " and ".join(f"`{one.limit.constraint.label}`" for one in found)
        return OutOfRangeError(f"no {unknown} satisfies {labels} together", binding=found[0].limit.constraint.label)
    limit = empty.limit
    slope = Slope(decision, evaluate)
    best = nearest_point(slope, limit, evaluate)
    label = limit.constraint.label
    lines = [f"no {unknown} {within(system, unknown)} satisfies `{label}`: {constraint_text(limit.constraint)}"]
    low = high = None
    found_repairs: dict[str, float] = {}
    if best is not None:
        values = slope.at(best, sorted(limit.names))
        assert values is not None
        left, right = sides(limit, values)
        name = str(limit.left.value) if limit.left.op == "name" else None
        if name in system.quantities:
            assert name is not None
            factor = float(system.quantities[name].unit.factor)
            end = _end_of(slope, limit, name, best, left, evaluate)
            left = end.value
            lowest = limit.constraint.op in ("<=", "<")
            word = ("at least" if lowest else "at most") if end.reached else ("more than" if lowest else "less than")
            where = approach(system, unknown, end)
            lines.append(f"   attainable:          {name} {word} {shown(system, name, left)}, {where}")
            terms = tuple(term for term in terms_of(question, name) if slope.structure.determines(term))
            lines += remaining(question, name, slope.at(best, [*terms, name]), terms)
            lines.append(f"   allowed:             {shown(system, name, right)}")
            low, high = (left / factor, None) if lowest else (None, left / factor)
        found_repairs, useless = change_for_limit(decision, evaluate, limit, best)
        lines += _repair_lines(decision, found_repairs, useless)
    return OutOfRangeError("\n".join(lines), low, high, label, _scaled(system, found_repairs))


def _end_of(slope: Slope, limit: Limit, name: str, best: float, value: float, evaluate: Evaluator) -> End:
    """The limited quantity where it comes nearest, followed to its limit where the unknown may grow without end."""
    stretch = domain_stretch(evaluate, slope.unknown)
    points = _points(slope, evaluate)

    def at(x: float) -> float | None:
        values = slope.at(x, [name])
        return None if values is None or not math.isfinite(values[name]) else values[name]

    side = -1 if limit.constraint.op in ("<=", "<") else 1
    return followed(at, stretch, (best, value), (points[0], points[-1]), side)


def _points(slope: Slope, evaluate: Evaluator) -> list[float]:
    points = grid(domain_stretch(evaluate, slope.unknown))
    return sorted({float(round(x)) for x in points if x >= 0.5}) if evaluate.domain(slope.unknown).integer else points


def nearest_point(slope: Slope, limit: Limit, evaluate: Evaluator) -> float | None:
    """Where over its bounds the unknown comes nearest to satisfying a constraint."""
    margins = [(slope.margin(limit, x), x) for x in _points(slope, evaluate)]
    usable = [(m, x) for m, x in margins if m is not None and not math.isnan(m)]
    if not usable:
        return None
    best = max(usable, key=lambda p: (p[0], -abs(p[1])))
    place = usable.index(best)
    if not 0 < place < len(usable) - 1 or evaluate.domain(slope.unknown).integer:
        return best[1]

    def depth(x: float) -> float:
        found = slope.margin(limit, x)
        return math.inf if found is None else -found

    return minimum(depth, usable[place - 1][1], best[1], usable[place + 1][1])


def no_whole_number(
    decision: Decision, evaluate: Evaluator, found: Sequence[Allowed], stretches: Sequence[Stretch]
) -> SolveError:
    """The error where reals exist and no whole number among them does."""
    system, unknown = decision.question.system, decision.question.unknown
    s = stretches[0]
    low, high = shown(system, unknown, s.low), shown(system, unknown, s.high)
    labels = ", ".join(f"`{one.limit.constraint.label}`" for one in found)
    lines = [f"no whole {unknown} satisfies {labels}: as a real number it may run from {low} to {high}"]
    lines += _fractional(decision, evaluate, [limit.limit for limit in found], s)
    return OutOfRangeError("\n".join(lines), binding=found[0].limit.constraint.label)


def _fractional(decision: Decision, evaluate: Evaluator, limits: Sequence[Limit], stretch: Stretch) -> list[str]:
    """What is fractional or broken at the whole number next to the real bound."""
    system, unknown = decision.question.system, decision.question.unknown
    whole = Whole(decision, limits, evaluate)
    start = stretch.high if math.isfinite(stretch.high) else stretch.low
    n = math.floor(start + 1e-9 * abs(start)) if math.isfinite(stretch.high) else math.ceil(start - 1e-9 * abs(start))
    values = whole.slope.at(n, whole.must_be_whole) if whole.must_be_whole else None
    if values is None:
        return ["   no admissible whole number lies there"]
    told = [
        f"{name} = {shown(system, name, values[name])}" for name in whole.must_be_whole if not is_whole(values[name])
    ]
    return [f"   at {unknown} = {n}: {', '.join(told)}, which must be whole"] if told else []
