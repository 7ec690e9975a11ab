"""An unknown that constraints bound: at most, at least, between, or any value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from tmath.records import dataclass, replace
from tmath.solving import formulas, pairs, parametric, reasons, told
from tmath.solving.answer import Answer, Bound, Figure, Root, Step
from tmath.solving.bounds import Allowed, Stretch, allowed, domain_stretch, intersect, sides
from tmath.solving.decide import Decision, activated, constraints_for
from tmath.solving.evaluate import Evaluator
from tmath.solving.resolve import Limit, Row
from tmath.solving.sensitivity import basis
from tmath.solving.structure import Structure
from tmath.solving.verdicts import check_left_over, check_whole, judge
from tmath.solving.whole import Run, Runs, Stepped, Whole, beyond, edge, runs
from tmath.solving.wording import apart, figure, row_text, shown
from tmath.values import group

RUNS = 12  # runs of whole numbers told of


def answer(decision: Decision, evaluate: Evaluator) -> Answer:
    """The intersection of what the constraints allow, whole where the unknown must be, and which one binds.

    Raises: OutOfRangeError where no value satisfies them.
    """
    unknown = decision.question.unknown
    if parametric.folds(decision, evaluate):
        traced = parametric.answer(decision, evaluate)
        if traced is not None:
            return traced
    found = [allowed(decision, limit, evaluate) for limit in decision.candidates]
    domain = domain_stretch(evaluate, unknown)
    stretches = [domain]
    for one in found:
        stretches = intersect(stretches, one.stretches)
    if evaluate.domain(unknown).integer and (stretches or not all(one.complete for one in found)):
        return _whole_answer(decision, evaluate, found, stretches, domain)
    if not stretches:
        raise reasons.out_of_bounds(decision, evaluate, found)
    extent = _extent(stretches, domain, proven=all(one.complete for one in found))
    if len(stretches) == 1 and extent.stretch.low == extent.stretch.high:
        extent = replace(extent, kind="equal")
    end = extent.stretch.high if extent.kind == "at_most" else extent.stretch.low
    closed = extent.stretch.high_closed if extent.kind == "at_most" else extent.stretch.low_closed
    if not closed and not any(_at_root(one, unknown, end) for one in found):
        extent = replace(extent, kind="interval")  # nothing is active at its end
    if extent.kind == "interval":
        ends = [one for one in found if _touches(one, extent.stretch.low) or _touches(one, extent.stretch.high)]
        notes = _stretches_text(decision, stretches, domain)
        complete = all(one.complete for one in found)
        return _interval_answer(decision, evaluate, found, extent, ends, notes, complete)
    return _point_answer(decision, evaluate, found, extent, end)


@dataclass(frozen=True, slots=True)
class _Extent:
    """The stretch reported, and which of its ends says something."""

    kind: Literal["at_most", "at_least", "interval", "equal"]
    stretch: Stretch
    any_value: bool


def _extent(stretches: Sequence[Stretch], domain: Stretch, *, proven: bool) -> _Extent:
    low, high = stretches[0], stretches[-1]
    whole = Stretch(low.low, high.high, low.low_closed, high.high_closed)
    from_start, to_end = whole.low == domain.low, whole.high == domain.high
    if len(stretches) > 1:
        return _Extent("interval", low if from_start or not to_end else high, False)
    if from_start and to_end:
        half_open = math.isfinite(whole.low) and whole.low_closed and not math.isfinite(whole.high)
        return _Extent("at_least" if half_open else "interval", whole, proven and whole == domain)
    if from_start:
        return _Extent("at_most", whole, False)
    return _Extent("at_least" if to_end else "interval", whole, False)


# -- reals -----------------------------------------------------------------------------------------


def _point_answer(
    decision: Decision, evaluate: Evaluator, found: Sequence[Allowed], extent: _Extent, end: float
) -> Answer:
    unknown = decision.question.unknown
    binding = next((one for one in found if _touches(one, end)), None)
    state = None
    if binding is not None:
        state = next((s for s in binding.roots if math.isclose(s.values[unknown], end, rel_tol=1e-12)), None)
    error = None
    if state is not None and binding is not None:
        error = told.error_bound(decision, evaluate, activated(decision.structure, binding.limit), state)
    notes = ["any value holds"] if extent.any_value else []
    closed = extent.stretch.high_closed if extent.kind == "at_most" else extent.stretch.low_closed
    if not closed:
        notes.append(f"{unknown} = {shown(decision.question.system, unknown, end)} itself does not hold")
    complete = all(one.complete for one in found)
    return _build(decision, evaluate, found, extent, end, binding, error, notes, complete)


def _interval_answer(
    decision: Decision,
    evaluate: Evaluator,
    found: Sequence[Allowed],
    extent: _Extent,
    bound_by: Sequence[Allowed],
    notes: Sequence[str],
    complete: bool,
) -> Answer:
    question, unknown = decision.question, decision.question.unknown
    unit = question.system.quantities[unknown].unit
    factor = float(unit.factor)
    s = extent.stretch
    rows, _ = _structure_of(decision, bound_by[0].limit if bound_by else decision.candidates[0]).ancestors([unknown])
    return Answer(
        question.system,
        unknown,
        "interval",
        unit,
        interval=(s.low / factor, s.high / factor, s.low_closed, s.high_closed),
        binding=", ".join(one.limit.constraint.label for one in bound_by),
        bounds=_bounds(decision, found),
        given=told.given(decision),
        assumed=told.assumed(decision, rows),
        notes=("any value holds", *notes) if extent.any_value else tuple(notes),
        hints=decision.hints,
        complete=complete,
    )


def _stretches_text(decision: Decision, stretches: Sequence[Stretch], domain: Stretch) -> list[str]:
    """Several stretches, as a note."""
    if len(stretches) < 2:
        return []
    system, unknown = decision.question.system, decision.question.unknown
    others = ", ".join(told.stretch_words(system, unknown, other, domain) for other in stretches)
    return [f"several stretches hold: {others}"]


def _at_root(one: Allowed, unknown: str, end: float) -> bool:
    return any(math.isclose(end, state.values[unknown], rel_tol=1e-12) for state in one.roots)


def _touches(one: Allowed, end: float) -> bool:
    unknown_values = [s for stretch in one.stretches for s in (stretch.low, stretch.high)]
    return any(math.isclose(end, value, rel_tol=1e-12) for value in unknown_values) and bool(one.roots)


# -- whole numbers ---------------------------------------------------------------------------------


def _whole_answer(
    decision: Decision, evaluate: Evaluator, found: Sequence[Allowed], stretches: Sequence[Stretch], domain: Stretch
) -> Answer:
    limits = _speaking(decision)
    whole = Whole(decision, limits, evaluate)
    held = runs(whole, stretches, domain, proven=all(one.complete for one in found))
    if not held.runs:
        if not stretches:
            raise reasons.out_of_bounds(decision, evaluate, found, proven=held.complete)
        raise reasons.no_whole_number(decision, evaluate, found, stretches)
    extent = _whole_extent(whole, held, domain)
    first = extent.stretch.low
    if extent.kind != "at_most" and math.isfinite(first):
        trial = pairs.freed(decision, limits, evaluate, int(first))
        if trial is not None:
            return answer(trial, evaluate)
    if extent.any_value and held.complete:
        most = _most_in_whole_numbers(whole, found, domain)
        if most is not None:
            at_most = _Extent("at_most", extent.stretch, False)
            why = [f"more leaves no whole number in {row_text(most[1])}"]
            return _build(decision, evaluate, found, at_most, float(most[0]), None, 0.0, why, True)
    ends = [(first, -1), (extent.stretch.high, 1)]
    if extent.kind in ("at_most", "at_least"):
        ends = ends[1:] if extent.kind == "at_most" else ends[:1]
    stepped = [Stepped(int(end), *beyond(whole, int(end), outward)) for end, outward in ends if math.isfinite(end)]
    labels = [limit.constraint.label for one in stepped for limit in one.broken]
    bound_by = [one for one in found if one.limit.constraint.label in labels]
    if not bound_by and stretches:
        real = {-1: stretches[0].low, 1: stretches[-1].high}
        bound_by = [one for one in found if any(_touches(one, real[outward]) for _, outward in ends)]
    if extent.kind == "interval":
        return _interval_answer(decision, evaluate, found, extent, bound_by, _runs_text(held.runs), held.complete)
    notes = ["any value holds"] if extent.any_value else []
    for one in stepped:
        notes += _margins(decision, whole, one)
    binding = bound_by[0] if bound_by else None
    return _build(decision, evaluate, found, extent, float(stepped[0].value), binding, 0.0, notes, held.complete)


def _whole_extent(whole: Whole, held: Runs, domain: Stretch) -> _Extent:
    """The run that is told of: where it starts or ends with the bounds of the unknown, its other end says all."""
    several = len(held.runs) > 1
    last = several and held.runs[0].low is not None and held.runs[-1].high is None
    run = held.runs[-1 if last else 0]
    low, high = run.low, run.high
    kind: Literal["at_most", "at_least", "interval", "equal"] = "interval"
    if not several and (low is None) != (high is None):
        kind = "at_most" if low is None else "at_least"
    if low is None and kind != "at_most":
        low = edge(whole, domain, 1)
    if high is None and kind != "at_least" and math.isfinite(domain.high):
        high = edge(whole, domain, -1)
    if not several and low is not None and high is None:
        kind = "at_least"
    elif not several and low is not None and low == high:
        kind = "equal"
    stretch = Stretch(
        domain.low if low is None else float(low),
        domain.high if high is None else float(high),
        low is not None or domain.low_closed,
        high is not None or domain.high_closed,
    )
    return _Extent(kind, stretch, held.complete and held.runs == (Run(None, None),))


def _runs_text(held: Sequence[Run]) -> list[str]:
    """Several runs, as a note."""
    if len(held) < 2:
        return []
    parts = []
    for run in held[:RUNS]:
        low, high = ("" if end is None else group(end) for end in (run.low, run.high))
        if not low or not high:
            parts.append(f"at most {high}" if high else f"at least {low}")
        else:
            parts.append(low if low == high else f"{low}..{high}")
    more = f", and {len(held) - RUNS} more" if len(held) > RUNS else ""
    return [f"several stretches hold: {', '.join(parts)}{more}"]


def _most_in_whole_numbers(whole: Whole, found: Sequence[Allowed], domain: Stretch) -> tuple[int, Row] | None:
    """The most that divides a given total, and the equation that says so, where the constraints tighten up to it.

    No more than a replica's share of the batch is one micro-batch, though the memory it takes would fit twice.
    """
    least, most = edge(whole, domain, 1), max(filter(whole.holds, whole.chosen or ()), default=None)
    if whole.divided is None or least is None or most is None:
        return None
    if least == most:
        return most, whole.divided[0]
    ends = [[whole.slope.margin(one.limit, n) for n in (least, most)] for one in found]
    changes = [after - before for before, after in ends if before is not None and after is not None]
    tightens = any(change < 0 for change in changes) and not any(change > 0 for change in changes)
    return (most, whole.divided[0]) if tightens else None


def _speaking(decision: Decision) -> list[Limit]:
    """The constraints the whole number must satisfy: those that depend on it, divisibility included."""
    unknown = decision.question.unknown
    known = Structure(decision.structure.rows, {*decision.structure.known, unknown})
    speaking = []
    for limit in decision.question.limits:
        if limit in decision.candidates:
            speaking.append(limit)
        elif limit.constraint.op == "divides" and all(known.determines(name) for name in limit.names):
            names = known.ancestors(limit.names)[1] | limit.names
            if unknown in names:
                speaking.append(limit)
    return speaking


def _margins(decision: Decision, whole: Whole, stepped: Stepped) -> list[str]:
    """What the number found uses and what its rejected neighbour would need."""
    system, unknown = decision.question.system, decision.question.unknown
    if stepped.rejected is None or not stepped.broken:
        return []
    limit = stepped.broken[0]
    side = next((s for s in (limit.left, limit.right) if s.op == "name" and s.value in system.quantities), None)
    if side is None or side.value == unknown:
        return []
    name = str(side.value)
    gives: list[float] = []
    bound = math.nan
    for n in (stepped.value, stepped.rejected):
        found = whole.slope.at(n, sorted(limit.names))
        if found is None:
            return []
        left, right = sides(limit, found)
        gives.append(found[name])
        bound = right if side is limit.left else left
    here, there, most = apart(system, name, [*gives, bound])
    numbers = [group(n) for n in (stepped.value, stepped.rejected)]
    return [
        f"{unknown} = {numbers[0]} gives {name} = {here}; {unknown} = {numbers[1]} would give {there} and break "
        f"`{limit.constraint.label}` ({most})"
    ]


# -- common ----------------------------------------------------------------------------------------


def _structure_of(decision: Decision, limit: Limit) -> Structure:
    return activated(decision.structure, limit)


def _bounds(decision: Decision, found: Sequence[Allowed]) -> tuple[Bound, ...]:
    system, unknown = decision.question.system, decision.question.unknown
    bounds = []
    for one in found:
        label = one.limit.constraint.label
        if one.any_value or not one.stretches:
            bounds.append(Bound(label, "any", math.nan, "any value holds"))
            continue
        s = one.stretches[0] if len(one.stretches) == 1 else one.stretches[-1]
        kind: Literal["at_most", "at_least", "interval"] = "interval"
        if s.low == one.whole_domain.low:
            kind = "at_most"
        elif s.high == one.whole_domain.high:
            kind = "at_least"
        end = s.high if kind == "at_most" else s.low
        factor = float(system.quantities[unknown].unit.factor)
        bounds.append(Bound(label, kind, end / factor, shown(system, unknown, end)))
    return tuple(bounds)


def _build(
    decision: Decision,
    evaluate: Evaluator,
    found: Sequence[Allowed],
    extent: _Extent,
    value: float,
    binding: Allowed | None,
    error: float | None,
    notes: Sequence[str],
    complete: bool,
) -> Answer:
    question, unknown = decision.question, decision.question.unknown
    system = question.system
    limit = binding.limit if binding is not None else found[0].limit
    structure = _structure_of(decision, limit)
    rows = [row for row in structure.ancestors([unknown])[0] if row.constraint is None or binding is not None]
    at = Structure([*decision.structure.used, *decision.structure.left], {*decision.structure.known, unknown})
    known = {**decision.known, unknown: value}
    values = evaluate.everything(at, known)
    check_whole(question, evaluate, at, values, at.ancestors([n for n in limit.names if at.determines(n)])[1])
    checks = check_left_over(question, evaluate, at, values)
    bound_by = [limit.constraint.label] if binding is not None and not extent.any_value else []
    exact_binding = bound_by if not evaluate.domain(unknown).integer else []
    residual_rows = rows if exact_binding else [row for row in rows if row.constraint is None]
    draft = Answer(
        system,
        unknown,
        extent.kind,
        system.quantities[unknown].unit,
        roots=(Root(figure(system, unknown, value), told.figures(system, values), error),),
        binding=bound_by[0] if bound_by else "",
        bounds=_bounds(decision, found),
        family=_family(decision, structure, unknown),
        beside=_beside(decision, structure, unknown, values),
        given=told.given(decision),
        assumed=told.assumed(decision, rows),
        dropped=told.dropped(decision, values, rows),
        verdicts=judge(decision, evaluate, at, values, rows, exact_binding),
        checks=checks,
        notes=(*notes, *_whole_shape(decision, evaluate, structure, values), *told.notes(decision, rows)),
        hints=decision.hints,
        residual=told.residual(residual_rows, values),
        complete=complete,
    )
    steps: tuple[Step, ...] = ()
    if binding is not None and binding.roots:
        steps = formulas.steps(decision, evaluate, structure, binding.roots[0], [unknown])
        real = min(binding.roots, key=lambda state: abs(state.values[unknown] - value)).values
        draft = replace(draft, _basis=basis(question, structure, real, decision.implied))
    if not bound_by:
        return replace(draft, steps=steps)  # no formula: what holds holds for any value
    return replace(draft, steps=steps, **formulas.closed_form(decision, evaluate, structure, limit))


def _family(decision: Decision, structure: Structure, unknown: str) -> str:
    """The plain assumptions along which a bound holds: those that alone tie two whole numbers of its block."""
    block = next((b for b in structure.blocks([unknown]) if unknown in b[1]), None)
    if block is None or len(block[0]) == 1:
        return ""
    rows, names = block
    quantities = decision.question.system.quantities
    plain = {row.default_of: row for row in structure.used if row.plain}
    along = []
    for row in rows:
        outside = [name for name in row.names if name not in names]
        inside = [name for name in row.names if name in names]
        tied = len(inside) == 2 and all(quantities[name].domain.integer for name in inside)
        if tied and len(outside) == 1 and outside[0] in plain:
            along.append(told.default_text(decision, plain[outside[0]]))
    return " ".join(dict.fromkeys(along))


def _beside(decision: Decision, structure: Structure, unknown: str, values: dict[str, float]) -> tuple[Figure, ...]:
    """The whole numbers solved together with the unknown: the shape that goes with it."""
    block = next((b for b in structure.blocks([unknown]) if unknown in b[1]), None)
    if block is None:
        return ()
    quantities = decision.question.system.quantities
    return tuple(
        figure(decision.question.system, name, values[name])
        for name in quantities
        if name in block[1] and name != unknown and quantities[name].domain.integer and name in values
    )


def _whole_shape(decision: Decision, evaluate: Evaluator, structure: Structure, values: dict[str, float]) -> list[str]:
    """The nearest whole numbers below, where whole quantities were solved as reals together with the unknown."""
    question, unknown = decision.question, decision.question.unknown
    system = question.system
    block = next((b for b in structure.blocks([unknown]) if unknown in b[1]), None)
    if block is None or evaluate.domain(unknown).integer:
        return []
    wholes = sorted((n for n in block[1] if evaluate.domain(n).integer and n in values), key=lambda n: values[n])
    if not wholes or all(abs(values[n] - round(values[n])) < 1e-9 for n in wholes):
        return []
    base = decision.structure
    for name in wholes:
        fixed = math.floor(values[name])
        if fixed < 1:
            continue
        trial = Structure([*base.used, *base.left], {*base.known, name})
        outcome = (
            evaluate(trial, {**decision.known, name: fixed}, [unknown, *wholes]) if trial.determines(unknown) else None
        )
        if outcome is None or len(outcome.states) != 1:
            continue
        found = outcome.states[0].values
        if all(abs(found[n] - round(found[n])) < 1e-9 for n in wholes):
            shape = ", ".join(f"{n} {shown(system, n, found[n])}" for n in sorted(wholes))
            return [f"nearest whole shape below: {shape}: {unknown} = {shown(system, unknown, found[unknown])}"]
    return []


__all__ = ["Row", "answer", "constraints_for", "row_text"]
