"""Why there is no answer, in the user's own quantities: the six outcomes and their repairs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tmath.errors import (
    ContradictionError,
    GapError,
    InadmissibleRootError,
    MissingInputsError,
    NotProvenError,
    OutOfRangeError,
    SolveError,
)
from tmath.language.printing import constraint_text
from tmath.language.system import System
from tmath.solving.bounds import Allowed, Slope, Stretch, domain_stretch, sides
from tmath.solving.decide import Decision, computed_from
from tmath.solving.evaluate import Evaluator, Failure, Number, Outcome
from tmath.solving.missing import Sets, merged, missing
from tmath.solving.repair import change_for_limit, change_for_target
from tmath.solving.resolve import Limit, Question, Row
from tmath.solving.structure import Structure
from tmath.solving.whole import is_whole
from tmath.solving.wording import domain_text, row_text, shown

__all__ = ["Sets", "contradiction", "missing", "missing_text", "no_answer", "out_of_bounds", "repairs", "repairs_text"]

GRID = 80


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
        return _independent(decision, failure)
    if unknown not in failure.names:
        return _upstream(decision, failure)
    target = _target(decision, failure)
    if failure.roots is not None and failure.roots.gap is not None:
        return _gap(decision, failure, target)
    found = _attainable(decision, evaluate, target) if target else None
    if failure.rejected and failure.outside in ("", unknown, failure.unknown):
        if target is None or found is None:
            return _inadmissible(decision, failure)
    if found is not None and target is not None:
        return _out_of_range(decision, evaluate, target, found, failure)
    if failure.rejected:
        return _inadmissible(decision, failure)
    return _not_proven(decision, evaluate, failure)


def _independent(decision: Decision, failure: Failure) -> MissingInputsError:
    unknown = decision.question.unknown
    equations = "; ".join(row_text(row) for row in failure.rows)
    sets = missing(decision)
    return MissingInputsError(
        f"the answer does not depend on {unknown}: it cancels in {equations}", sets
    )


def _upstream(decision: Decision, failure: Failure) -> ContradictionError:
    system = decision.question.system
    names = ", ".join(failure.names[:4])
    equations = "\n".join(f"   {row_text(row)}" for row in failure.rows[:4])
    return ContradictionError(
        f"the inputs leave no admissible value for {names}, on which {decision.question.unknown} rests\n{equations}"
        + _rejected_text(system, failure),
        failure.rows[0].label,
    )


def _rejected_text(system: System, failure: Failure) -> str:
    if not failure.rejected:
        return ""
    name = failure.unknown
    return f"\n   the algebra gives {name} = {shown(system, name, failure.rejected[0])}, which is not {domain_text(system, system.quantities[name])}"


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


def _gap(decision: Decision, failure: Failure, target: str | None) -> GapError:
    system, unknown = decision.question.system, decision.question.unknown
    assert failure.roots is not None and failure.roots.gap is not None
    below, above = failure.roots.gap
    if target is None:
        return GapError(f"no {unknown}: a step function jumps over the target\n   it takes {below:.6g} and {above:.6g}", below, above)
    factor = float(system.quantities[target].unit.factor)
    wanted = decision.question.typed[target].text
    text = (
        f"no {unknown} gives {target} = {wanted}: a step function jumps over it\n"
        f"   nearest attainable: {shown(system, target, below)} and {shown(system, target, above)}"
    )
    return GapError(text, below / factor, above / factor)


def _target(decision: Decision, failure: Failure) -> str | None:
    """The given that the unknown was to reach: typed, computed from the unknown, and part of the failing block."""
    question = decision.question
    downstream = computed_from(question, question.unknown)
    near = frozenset().union(*(row.names for row in failure.rows))
    typed = [name for name in question.typed if name in downstream]
    inside = [name for name in typed if name in near]
    return (inside or typed or [None])[-1]


class _Range:
    """What the target attains while the unknown runs through its bounds."""

    def __init__(self, low: tuple[float, float], high: tuple[float, float], open_ends: bool):
        self.low_at, self.low = low
        self.high_at, self.high = high
        self.open_ends = open_ends


def _attainable(decision: Decision, evaluate: Evaluator, target: str) -> _Range | None:
    question, unknown = decision.question, decision.question.unknown
    known = {name: value for name, value in decision.known.items() if name != target}
    structure = Structure(decision.structure.rows, {*known, unknown})
    if not structure.determines(target):
        return None
    points: list[tuple[float, float]] = []
    for x in grid(domain_stretch(evaluate, unknown)):
        outcome = evaluate(structure, {**known, unknown: x}, [target])
        points += [(x, state.values[target]) for state in outcome.states]
    points = [(x, y) for x, y in points if math.isfinite(y)]
    if not points:
        return None
    return _Range(min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1]), True)


def grid(stretch: Stretch) -> list[float]:
    """Points over a stretch, evenly in the logarithm, its ends included where they are closed."""
    low = stretch.low if stretch.low > 0 else 1e-12
    high = stretch.high if math.isfinite(stretch.high) else max(low, 1.0) * 1e24
    if stretch.low < 0 or high <= 0:
        span = (stretch.low if math.isfinite(stretch.low) else -1e12, high)
        return [span[0] + (span[1] - span[0]) * i / GRID for i in range(GRID + 1)]
    points = [low * (high / low) ** (i / GRID) for i in range(GRID + 1)]
    return points


def _out_of_range(
    decision: Decision, evaluate: Evaluator, target: str, found: _Range, failure: Failure
) -> SolveError:
    question, unknown = decision.question, decision.question.unknown
    system = question.system
    wanted = float(decision.known[target])
    factor = float(system.quantities[target].unit.factor)
    if found.low <= wanted <= found.high:
        return _inadmissible(decision, failure) if failure.rejected else _not_proven(decision, evaluate, failure)
    end, at = (found.low, found.low_at) if wanted < found.low else (found.high, found.high_at)
    word = "more than" if wanted < found.low else "less than"
    lines = [
        f"no {unknown} {_within(system, unknown)} makes {target} = {question.typed[target].text}",
        f"   attainable:          {word} {shown(system, target, end)}, {_approach(evaluate, unknown, at)}",
    ]
    lines += _remaining(decision, evaluate, target, at)
    found_repairs, useless = change_for_target(decision, evaluate, target, at)
    lines += _repair_lines(system, found_repairs, useless)
    lines.append(f"   or allow {target} {'>' if wanted < found.low else '<'} {shown(system, target, end)}")
    return OutOfRangeError(
        "\n".join(lines),
        found.low / factor,
        found.high / factor,
        target,
        {name: value / float(system.quantities[name].unit.factor) for name, value in found_repairs.items()},
    )


def _within(system: System, unknown: str) -> str:
    domain = system.quantities[unknown].domain
    low = "-inf" if domain.low is None else shown(system, unknown, domain.low)
    high = "inf" if domain.high is None else shown(system, unknown, domain.high)
    left = "(" if domain.low_open or domain.low is None else "["
    return f"in {left}{low}, {high}{')' if domain.high is None else ']'}"


def _approach(evaluate: Evaluator, unknown: str, at: float) -> str:
    stretch = domain_stretch(evaluate, unknown)
    if at > 1e20 and not math.isfinite(stretch.high):
        return f"approached as {unknown} grows"
    if at < 1e-9 and stretch.low == 0:
        return f"approached as {unknown} shrinks"
    return f"reached at {unknown} = {shown(evaluate.system, unknown, at)}"


def _remaining(decision: Decision, evaluate: Evaluator, target: str, at: float) -> list[str]:
    """The largest terms of the target that remain where it comes nearest."""
    slope = Slope(replace(decision, known={k: v for k, v in decision.known.items() if k != target}), evaluate)
    slope.structure = Structure(decision.structure.rows, {*slope.known, slope.unknown})
    terms = terms_of(decision.question, target)
    names = [name for name in terms if slope.structure.determines(name)]
    values = slope.at(at, [*names, target]) if names else None
    if values is None:
        return []
    largest = sorted((name for name in names if values[name] > 0.01 * values[target]), key=lambda n: -values[n])
    told = ", ".join(f"{name} {shown(decision.question.system, name, values[name])}" for name in largest[:3])
    return [f"   what remains there:  {told}"] if told else []


def terms_of(question: Question, target: str) -> list[str]:
    """The quantities whose sum, definition after definition, is the target."""
    definitions = {str(row.left.value): row.right for row in question.rows if row.left.op == "name" and not row.gives_way}
    terms: list[str] = []
    pending, seen = [target], set()
    while pending:
        name = pending.pop()
        seen.add(name)
        expr = definitions.get(name)
        parts = []
        stack = [expr] if expr is not None and expr.op in ("add", "name") else []
        while stack:
            node = stack.pop()
            if node.op == "add":
                stack.extend(node.args)
            elif node.op == "name":
                parts.append(str(node.value))
        if parts:
            pending += [part for part in parts if part not in seen]
        elif name != target:
            terms.append(name)
    return terms


def _repair_lines(system: System, found: Mapping[str, float], useless: Sequence[str]) -> list[str]:
    lines = []
    if found:
        first = True
        for name, value in found.items():
            label = "   change one input:    " if first else "                        "
            lines.append(f"{label}{name} = {shown(system, name, value)}")
            first = False
        if useless:
            lines[-1] += f"   ({', '.join(useless[:6])}: none alone suffices)"
    elif useless:
        lines.append(f"   no single input does: {', '.join(useless[:8])}")
    return lines


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
    lines = [f"no {unknown} {_within(system, unknown)} satisfies `{label}`: {constraint_text(limit.constraint)}"]
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
            word = "at least" if limit.constraint.op in ("<=", "<") else "at most"
            lines.append(f"   attainable:          {name} {word} {shown(system, name, left)}, {_approach(evaluate, unknown, best)}")
            lines += _remaining_of(decision, slope, name, best)
            lines.append(f"   allowed:             {shown(system, name, right)}")
            low, high = (left / factor, None) if word == "at least" else (None, left / factor)
        found_repairs, useless = change_for_limit(decision, evaluate, limit, best)
        lines += _repair_lines(system, found_repairs, useless)
    scaled = {name: value / float(system.quantities[name].unit.factor) for name, value in found_repairs.items()}
    return OutOfRangeError("\n".join(lines), low, high, label, scaled)


def _remaining_of(decision: Decision, slope: Slope, target: str, at: float) -> list[str]:
    system = decision.question.system
    names = [name for name in terms_of(decision.question, target) if slope.structure.determines(name)]
    values = slope.at(at, [*names, target]) if names else None
    if values is None:
        return []
    largest = sorted((name for name in names if values[name] > 0.01 * values[target]), key=lambda n: -values[n])
    told = ", ".join(f"{name} {shown(system, name, values[name])}" for name in largest[:3])
    return [f"   what remains there:  {told}"] if told else []


def nearest_point(slope: Slope, limit: Limit, evaluate: Evaluator) -> float | None:
    """Where over its bounds the unknown comes nearest to satisfying a constraint."""
    stretch = domain_stretch(evaluate, slope.unknown)
    whole = evaluate.domain(slope.unknown).integer
    points = grid(stretch)
    if whole:
        points = sorted({float(round(x)) for x in points if x >= 0.5})
    margins = [(slope.margin(limit, x), x) for x in points]
    usable = [(m, x) for m, x in margins if m is not None and not math.isnan(m)]
    return max(usable, key=lambda p: (p[0], -p[1]))[1] if usable else None


def no_whole_number(
    decision: Decision, evaluate: Evaluator, found: Sequence[Allowed], stretches: Sequence[Stretch]
) -> SolveError:
    """The error where reals exist and no whole number among them does."""
    del evaluate
    system, unknown = decision.question.system, decision.question.unknown
    s = stretches[0]
    low, high = shown(system, unknown, s.low), shown(system, unknown, s.high)
    labels = ", ".join(f"`{one.limit.constraint.label}`" for one in found)
    return OutOfRangeError(
        f"no whole {unknown} satisfies {labels}: as a real number it may run from {low} to {high}, "
        "but no admissible whole number lies there",
        binding=found[0].limit.constraint.label,
    )


# -- contradictions --------------------------------------------------------------------------------


def contradiction(
    question: Question, structure: Structure, known: Mapping[str, Number], outcome: Outcome, row: Row
) -> ContradictionError:
    """The error where an assumption gives way and nothing admissible can take its place."""
    failure = outcome.failure
    assert failure is not None
    system = question.system
    typed = [name for name in question.typed if name in structure.ancestors(row.names)[1] or name in row.names]
    said = " ".join(f"{name}={question.typed[name].text}" for name in typed)
    text = f"the inputs contradict each other: {said}\n   with {row_text(row)} set aside" + _rejected_text(system, failure)
    text += "\n" + "\n".join(f"   {row_text(r)}" for r in failure.rows[:4])
    del known
    return ContradictionError(text, failure.rows[0].label, dict.fromkeys(typed, ()))


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
        values = tuple(state.values[name] / factor for state in outcome.states)
        if values:
            found[name] = values
    whole_first = sorted(found, key=lambda name: not all(is_whole(v) for v in found[name]))
    return {name: found[name] for name in whole_first}


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
    rows, names = structure.ancestors([name])
    del rows
    found: dict[str, list[Fraction]] = {}
    base = question.known()
    for given in question.typed:
        if given not in names or not evaluate.domain(given).integer:
            continue
        start = int(values[given])
        near = []
        for direction in (-1, 1):
            n = start + direction
            for _ in range(10_000):
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
