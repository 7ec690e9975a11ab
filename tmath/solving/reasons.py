"""Why there is no answer, in the user's own quantities: the six outcomes and their repairs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from tmath.algebra.brackets import minimum
from tmath.algebra.expressions import Expr
from tmath.algebra.program import EXACT, Inexact, run
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
from tmath.solving.bounds import Allowed, Slope, Stretch, domain_stretch, margin, sides
from tmath.solving.contradict import upstream
from tmath.solving.decide import Decision, computed_from
from tmath.solving.evaluate import Evaluator, Failure, Outcome, program_for
from tmath.solving.missing import Sets, merged, missing
from tmath.solving.repair import change_for_limit, change_for_target
from tmath.solving.resolve import Limit, Question
from tmath.solving.whole import Whole, fits_domain, is_whole
from tmath.solving.wording import domain_text, row_text, shown

FEW = 2_000  # whole numbers each of which is looked at
DIPS = 6  # of a grid, that are followed down


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
    decision: Decision,
    found: Mapping[str, float],
    useless: Sequence[str],
    beyond: Mapping[str, str] | None = None,
    *,
    strict: bool = False,
) -> list[str]:
    """Which one input could be changed, and to what; strictly beyond it where the end is only approached."""
    system = decision.question.system
    changes = []
    for name, value in found.items():
        sign = (beyond or {}).get(name, "=")
        if strict and sign == "=":
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


def out_of_bounds(
    decision: Decision, evaluate: Evaluator, found: Sequence[Allowed], *, proven: bool = False
) -> SolveError:
    """The error where one constraint never holds, or two leave nothing between them.

    `proven`: nothing is left out, whether or not that is known of each constraint.
    """
    question, unknown = decision.question, decision.question.unknown
    system = question.system
    empty = next((one for one in found if not one.stretches), None)
    if not (proven or all(one.complete for one in found)):
        return _not_excluded(system, unknown, found, domain_stretch(evaluate, unknown))
    if empty is None:
        labels = " and ".join(f"`{one.limit.constraint.label}`" for one in found)
        return OutOfRangeError(f"no {unknown} satisfies {labels} together", binding=found[0].limit.constraint.label)
    limit, label = empty.limit, empty.limit.constraint.label
    slope = Slope(decision, evaluate)
    side, right = _moving_side(slope, limit)
    best = nearest_point(slope, limit, evaluate, against=side is not None)
    lines = [f"no {unknown} {within(system, unknown)} satisfies `{label}`: {constraint_text(limit.constraint)}"]
    if best is None or not (empty.unbroken or _few(evaluate, unknown)):
        return OutOfRangeError("\n".join(lines), binding=label)
    low = high = None
    reached = True
    name = str(side.value) if side is not None and side.op == "name" else ""
    if name in system.quantities:
        values = slope.at(best, sorted(limit.names))
        assert values is not None
        factor = float(system.quantities[name].unit.factor)
        lowest = (limit.constraint.op in ("<=", "<")) != right
        end = _end_of(slope, name, best, values[name], evaluate, -1 if lowest else 1)
        word = ("at least" if lowest else "at most") if end.reached else ("more than" if lowest else "less than")
        lines.append(
            f"   attainable:          {name} {word} {shown(system, name, end.value)}, {approach(system, unknown, end)}"
        )
        terms = tuple(term for term in terms_of(question, name) if slope.structure.determines(term))
        lines += remaining(question, name, slope.at(best, [*terms, name]), terms)
        lines.append(f"   allowed:             {shown(system, name, sides(limit, values)[0 if right else 1])}")
        low, high = (end.value / factor, None) if lowest else (None, end.value / factor)
        reached = end.reached
    found_repairs, useless, beyond = change_for_limit(decision, evaluate, limit, best, reached=reached)
    lines += _repair_lines(decision, found_repairs, useless, beyond)
    return OutOfRangeError("\n".join(lines), low, high, label, _scaled(system, found_repairs))


def _not_excluded(system: System, unknown: str, found: Sequence[Allowed], domain: Stretch) -> NotProvenError:
    """The error where nothing was found to satisfy constraints, and nothing was ruled out."""
    labels = " and ".join(f"`{one.limit.constraint.label}`" for one in found)
    factor = float(system.quantities[unknown].unit.factor)
    return NotProvenError(
        f"no {unknown} that satisfies {labels} was found, and none is excluded\n"
        f"   searched {unknown} {within(system, unknown)}",
        (domain.low / factor, domain.high / factor),
    )


def _moving_side(slope: Slope, limit: Limit) -> tuple[Expr | None, bool]:
    """The side of a constraint that moves with the unknown while the other stays, and whether it is the right one."""
    moves = [
        slope.unknown in side.names | slope.structure.ancestors(side.names)[1] for side in (limit.left, limit.right)
    ]
    if all(moves):
        return None, False
    return (limit.left, False) if moves[0] else (limit.right, True)


def _end_of(slope: Slope, name: str, best: float, value: float, evaluate: Evaluator, side: int) -> End:
    """The limited quantity where it comes nearest, followed to its limit where the unknown may grow without end."""
    stretch = domain_stretch(evaluate, slope.unknown)
    points = _points(slope, evaluate)

    def at(x: float) -> float | None:
        values = slope.at(x, [name])
        return None if values is None or not math.isfinite(values[name]) else values[name]

    end = followed(at, stretch, (best, value), (points[0], points[-1]), side)
    if end.reached or not _same(slope, name, best, end.at, evaluate):
        return end
    return End(value, best, True)


def _same(slope: Slope, name: str, a: float, b: float, evaluate: Evaluator) -> bool:
    """Whether a quantity has exactly one value at two of the unknown, not merely by rounding."""
    program = program_for(evaluate, slope.structure, [name])
    if program.implicit or program.systems or any(isinstance(value, float) for value in slope.known.values()):
        return False
    try:
        here, there = (run(program, {**slope.known, slope.unknown: Fraction(x)}, EXACT)[0][name] for x in (a, b))
    except Inexact:
        return False
    return bool(here == there)


def _few(evaluate: Evaluator, name: str) -> bool:
    """Whether a quantity is a whole number of which there are so few that each is looked at."""
    stretch = domain_stretch(evaluate, name)
    return evaluate.domain(name).integer and stretch.high - stretch.low < FEW


def _points(slope: Slope, evaluate: Evaluator) -> list[float]:
    stretch = domain_stretch(evaluate, slope.unknown)
    if _few(evaluate, slope.unknown):
        numbers = range(math.ceil(stretch.low), math.floor(stretch.high) + 1)
        return [float(n) for n in numbers if fits_domain(evaluate.domain(slope.unknown), n)]
    points = grid(stretch)
    if stretch.low == 0 and stretch.low_closed:
        points.insert(0, 0.0)
    return sorted({float(round(x)) for x in points if x >= 0.5}) if evaluate.domain(slope.unknown).integer else points


def nearest_point(slope: Slope, limit: Limit, evaluate: Evaluator, *, against: bool) -> float | None:
    """Where over its bounds the unknown comes nearest to satisfying a constraint.

    `against`: one side stays, and what the other lacks counts; else what is lacking relative to the larger side.
    """

    def lacks(x: float) -> float:
        values = slope.at(x, sorted(limit.names))
        if values is None:
            return math.inf
        if not against:
            found = -margin(limit, values)
        else:
            left, right = sides(limit, values)
            found = left - right if limit.constraint.op in ("<=", "<") else right - left
        return math.inf if math.isnan(found) else found

    usable = [(lack, x) for x in _points(slope, evaluate) for lack in [lacks(x)] if lack < math.inf]
    if not usable:
        return None
    order = range(len(usable))
    dips = [i for i in order if all(usable[i][0] <= usable[j][0] for j in (i - 1, i + 1) if 0 <= j < len(usable))]
    best = min(usable, key=lambda p: (p[0], abs(p[1])))
    if _few(evaluate, slope.unknown):
        return best[1]
    for lack, x in (usable[0], usable[-1]):  # where floats no longer tell an end of the grid apart
        if math.isclose(lack, best[0], rel_tol=1e-12):
            best = lack, x
    for i in sorted(dips, key=lambda i: usable[i][0])[:DIPS]:
        if 0 < i < len(usable) - 1:
            a, b, c = (usable[i + k][1] for k in (-1, 0, 1))
            whole = evaluate.domain(slope.unknown).integer
            x = _least_whole(lacks, a, c) if whole else minimum(lacks, a, b, c)
            for at in (x, float(round(x))):
                if a <= at <= c:
                    best = min(best, (lacks(at), at), key=lambda p: p[0])  # the first of equals
    return best[1]


def _least_whole(lacks: Callable[[float], float], low: float, high: float) -> float:
    """The whole number at which something is least that falls and then rises."""
    first, last = math.ceil(low), math.floor(high)  # beyond 2^53 floats do not tell the next one apart
    while last - first > 1:
        middle = (first + last) // 2
        if lacks(float(middle)) <= lacks(float(middle + 1)):
            last = middle
        else:
            first = middle + 1
    return min(float(first), float(last), key=lacks)


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
