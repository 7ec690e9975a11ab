"""Uncertain inputs: the range of the unknown for intervals, proven where it can be, and its spread for errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

from tmath.records import replace
from tmath.solving.answer import Answer
from tmath.solving.decide import Decision
from tmath.solving.evaluate import Evaluator
from tmath.solving.givens import within_bounds
from tmath.solving.points import above, below, describe, even
from tmath.solving.replayed import Replayed
from tmath.solving.whole import fits_domain, holds
from tmath.solving.wording import nearest_admissible, shown
from tmath.values import Typed

Box = Mapping[str, tuple[Fraction, Fraction]]
Corner = tuple[tuple[str, Fraction], ...]
CORNERS = 64  # of a box that are looked at
INSIDE = 64  # points of a box whose range is not proven
SAMPLES = (1024, 256)  # of normal errors: without, and with roots on the way


def varying(typed: Mapping[str, Typed]) -> frozenset[str]:
    """The givens that have an interval or an error."""
    return frozenset(name for name, value in typed.items() if value.spread is not None)


def at_middles(typed: Mapping[str, Typed]) -> tuple[str, ...]:
    """The note on an answer that knows only the middle of its uncertain inputs."""
    moving = varying(typed)
    return (f"taken at the middle of {_said(typed, moving)}",) if moving else ()


def widened(answer: Answer, decision: Decision, evaluate: Evaluator) -> Answer:
    """An answer at the middle of its uncertain inputs, with the range and the spread they give it."""
    typed = decision.question.typed
    moving = varying(typed)
    if not moving:
        return answer
    if len(answer.roots) != 1 or answer.interval is not None:
        return _noted(answer, *at_middles(typed))
    replayed = Replayed(answer, decision, evaluate, moving)
    idle = moving - replayed.rests_on
    if idle:
        answer = _noted(answer, f"{_said(typed, idle)}: no influence on {answer.unknown}")
    intervals: dict[str, tuple[Fraction, Fraction]] = {}
    errors: dict[str, Fraction] = {}
    for name in sorted(moving - idle, key=list(typed).index):
        match typed[name].spread:
            case ("interval", low, high):
                intervals[name] = low, high
            case ("error", size):
                errors[name] = size
    if intervals:
        answer = _ranged(answer, replayed, intervals)
    if errors:
        answer = _scattered(answer, replayed, errors)
    if intervals and errors:
        return _noted(answer, "range with every error at its mean, spread with every interval at its middle")
    return answer


def _said(typed: Mapping[str, Typed], names: frozenset[str]) -> str:
    return ", ".join(f"{name}={value.text}" for name, value in typed.items() if name in names)


def _noted(answer: Answer, *notes: str) -> Answer:
    return replace(answer, notes=(*answer.notes, *notes))


# -- intervals -----------------------------------------------------------------------------------------


def _ranged(answer: Answer, replayed: Replayed, box: Box) -> Answer:
    """The answer with its range: proven over the whole box, else as wide as points of the box show it."""
    corners = {_point(box, ends): None for ends in islice(product(*box.values()), CORNERS)}
    values = {corner: replayed.at(dict(corner)) for corner in corners}
    notes = _without(answer, values)
    found = _proven(replayed, box)
    guaranteed = found is not None
    if found is None:
        inside = [replayed.at(point) for point in _inside(replayed, box)]
        seen = [value for value in (*values.values(), *inside) if value is not None]
        found = min(seen, default=replayed.value), max(seen, default=replayed.value)
        notes.append(f"range of {answer.unknown} sampled at {len(values) + len(inside)} points, not guaranteed")
    unit = answer.unit.factor
    low, high = (Fraction(end) / unit for end in (min(found[0], replayed.value), max(found[1], replayed.value)))
    notes += _turned_over(answer, replayed, values)
    return replace(_noted(answer, *notes), range=(below(low), above(high)), range_guaranteed=guaranteed)


def _point(box: Box, ends: Iterable[Fraction]) -> Corner:
    return tuple(zip(box, ends, strict=True))


def _proven(replayed: Replayed, box: Box) -> tuple[float, float] | None:
    """The guaranteed range, None where it cannot be proven or balls cannot be had."""
    try:
        from tmath.solving.guaranteed import Unproven, proven
    except ImportError:
        return None
    try:
        return proven(replayed, box)
    except Unproven:
        return None


def _inside(replayed: Replayed, box: Box) -> Iterator[dict[str, Fraction]]:
    """Points spread evenly over a box, at values the inputs may take."""
    for shares in even(len(box), INSIDE):
        point = {}
        for share, (name, (low, high)) in zip(shares, box.items(), strict=True):
            point[name] = _admissible(replayed, name, low + (high - low) * Fraction(share))
        if all(value is not None for value in point.values()):
            yield {name: value for name, value in point.items() if value is not None}


def _admissible(replayed: Replayed, name: str, value: Fraction) -> Fraction | None:
    """The nearest value that a quantity may take where it is whole; None outside its bounds."""
    quantity = replayed.decision.question.system.quantities[name]
    if fits_domain(quantity.domain, value):
        return value
    if not within_bounds(quantity.domain, value):
        return None
    return min(nearest_admissible(quantity, value), key=lambda near: abs(near - value), default=None)


def _without(answer: Answer, values: Mapping[Corner, float | None]) -> list[str]:
    """A note on corners at which there is no such answer."""
    missing = [corner for corner, value in values.items() if value is None]
    if not missing:
        return []
    at = ", ".join(f"{name} = {shown(answer.system, name, value)}" for name, value in missing[0])
    return [f"no such answer at {at}" + (f" and {len(missing) - 1} other corners" if len(missing) > 1 else "")]


def _turned_over(answer: Answer, replayed: Replayed, values: Mapping[Corner, float | None]) -> list[str]:
    """A note on constraints that stand otherwise at a corner of the box."""
    judged = {verdict.label: verdict.holds for verdict in answer.verdicts if not verdict.binding}
    limits = [limit for limit in replayed.decision.question.limits if judged.get(limit.constraint.label) is not None]
    words = {True: "holds", False: "is broken"}
    found: dict[str, str] = {}
    for corner, value in values.items():
        if value is None or len(found) == len(limits):
            continue
        everything = replayed.everything(dict(corner), value)
        for limit in limits:
            label, before = limit.constraint.label, judged[limit.constraint.label]
            if label not in found and limit.names <= everything.keys() and holds(limit, everything) is not before:
                at = ", ".join(f"{name} = {shown(answer.system, name, end)}" for name, end in corner)
                found[label] = f"`{label}` {words[bool(before)]} here and {words[not before]} at {at}"
    return list(found.values())


# -- errors --------------------------------------------------------------------------------------------


def _scattered(answer: Answer, replayed: Replayed, errors: Mapping[str, Fraction]) -> Answer:
    """The answer with its spread, from a sample of normal errors that is the same on every run."""
    from statistics import NormalDist

    normal = NormalDist()
    centre = {name: replayed.decision.question.typed[name].value for name in errors}
    values, outside, without = [], 0, 0
    number = SAMPLES[replayed.implicit]
    for shares in even(len(errors), number):
        moved = {
            name: _admissible(replayed, name, centre[name] + size * Fraction(normal.inv_cdf(share)))
            for share, (name, size) in zip(shares, errors.items(), strict=True)
        }
        point = {name: value for name, value in moved.items() if value is not None}
        value = replayed.at(point) if len(point) == len(moved) else None
        if value is not None:
            values.append(value / float(answer.unit.factor))
        elif len(point) < len(moved):
            outside += 1
        else:
            without += 1
    notes = []
    if outside:
        notes.append(f"{_percent(outside, number)} of the sample lies outside the bounds of its inputs and is left out")
    if without:
        notes.append(f"{_percent(without, number)} of the sample has no such answer and is left out")
    return replace(_noted(answer, *notes), spread=describe(values) if values else None)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2g} %"
