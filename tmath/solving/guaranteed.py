"""The proven range of an answer over intervals of its inputs: roots, what constraints allow, whole numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from tmath.algebra.expressions import Expr, sub
from tmath.algebra.expressions import name as symbol
from tmath.solving.bounds import Allowed, Slope
from tmath.solving.boxes import Box, Proven, range_over
from tmath.solving.decide import activated
from tmath.solving.enclose import Path, Unproven
from tmath.solving.evaluate import Number
from tmath.solving.replayed import Point, Replayed, nearest
from tmath.solving.structure import Structure
from tmath.solving.whole import fits_domain

Range = tuple[float, float]
ENUMERATED = (64, 12)  # combinations of whole numbers looked at one by one, without and with intervals of others


def proven(replayed: Replayed, box: Box) -> Range:
    """The range of the unknown while the inputs run through a box, rounded outwards.

    Units: base units.
    Raises: Unproven.
    """
    if not replayed.bounded:
        found = _over(replayed, replayed.decision.structure, symbol(replayed.unknown), box)
        return found.low, found.high
    if not replayed.whole:
        return _bounded(replayed, box)[0]
    if replayed.fixed_whole:
        try:
            return _whole(replayed, box, *_bounded(replayed, box))
        except Unproven:
            pass
    return _enumerated(replayed, box)


def _bounded(replayed: Replayed, box: Box) -> tuple[Range, list[Proven]]:
    """The range of the end that constraints set, and of the roots at which each becomes active."""
    setting = replayed.setting
    ranges = [_root(replayed, one, box) for one in setting]
    whole = _innermost(replayed, [(one.low, one.high) for one in ranges])
    for one in replayed.limits:
        if one not in setting:
            _must_hold(replayed, one, box, whole)
    return whole, ranges


def _root(replayed: Replayed, one: Allowed, box: Box) -> Proven:
    """The range of the root at which a constraint becomes active."""
    structure = activated(replayed.decision.structure, one.limit)
    return _over(replayed, structure, symbol(replayed.unknown), box)


def _innermost(replayed: Replayed, ranges: Sequence[Range]) -> Range:
    """The range of the end that is met first, the unknown's own bound among them."""
    first = max if replayed.upward else min
    bound = replayed.domain.low if replayed.upward else replayed.domain.high
    ends = [*ranges, (bound, bound)]
    found = first(low for low, _ in ends), first(high for _, high in ends)
    if not all(map(math.isfinite, found)):
        raise Unproven
    return found


def _must_hold(replayed: Replayed, one: Allowed, box: Box, whole: Range) -> None:
    """Prove that a constraint which sets no end holds wherever the end may be.

    Raises: Unproven.
    """
    structure = Slope(replayed.decision, replayed.evaluate).structure
    low, high = whole
    wider = {**box, replayed.unknown: (Fraction(low), Fraction(high))}
    found = _over(replayed, structure, sub(one.limit.left, one.limit.right), wider)
    at_most = one.limit.constraint.op in ("<=", "<")
    if not (found.high <= 0 if at_most else found.low >= 0):
        raise Unproven


def _over(replayed: Replayed, structure: Structure, target: Expr, box: Box) -> Proven:
    """The range of an expression over a box, on the branch of roots of the answer."""
    known: Mapping[str, Number] = replayed.decision.known
    path = Path(replayed.evaluate, structure, known, target, box)

    def roots(point: Point, near: Mapping[str, float]) -> Mapping[str, float]:
        states = replayed.evaluate(
            structure, {**known, **point}, sorted(target.names - known.keys() - point.keys())
        ).states
        if not states:
            raise Unproven
        values = nearest(states, near, path.roots).values
        return {name: values[name] for name in path.roots}

    centre = {name: _centre(replayed, name, low, high) for name, (low, high) in box.items()}
    start = roots(centre, replayed.centre) if path.roots else {}
    return range_over(path, box, roots, centre, start)


def _centre(replayed: Replayed, name: str, low: Fraction, high: Fraction) -> Fraction:
    """Where the answer is known."""
    value = replayed.decision.known.get(name)
    return min(max(Fraction(replayed.value if value is None else value), low), high)


# -- whole numbers -------------------------------------------------------------------------------------


def _whole(replayed: Replayed, box: Box, real: Range, ranges: Sequence[Proven]) -> Range:
    """The range of the whole number within the range of the end, exact at the corners where the ends are met."""
    inner, outer = (1, 0) if replayed.upward else (0, 1)  # the side on which fewer numbers fit
    corners = [one.corner(box, inner) for one in ranges if not one.open]
    if len(corners) < len(ranges) or not ranges:
        raise Unproven
    answers = [replayed.exactly_at(corner) for corner in corners]
    values = [answer.roots[0].figure.base for answer in answers if answer is not None and len(answer.roots) == 1]
    last = replayed.whole_within(real[outer], replayed.decision)
    if len(values) < len(corners) or last is None:
        raise Unproven
    return (last, max(values)) if replayed.upward else (min(values), last)


def _enumerated(replayed: Replayed, box: Box) -> Range:
    """The range over every value of whole inputs, where they are few; over the others' intervals at each.

    Raises: Unproven.
    """
    quantities = replayed.decision.question.system.quantities
    choices = {
        name: [
            Fraction(n) for n in range(math.ceil(low), math.floor(high) + 1) if fits_domain(quantities[name].domain, n)
        ]
        for name, (low, high) in box.items()
        if quantities[name].domain.integer and high - low <= ENUMERATED[0]
    }
    rest = {name: ends for name, ends in box.items() if name not in choices}
    if not choices or math.prod(map(len, choices.values())) > ENUMERATED[bool(rest)]:
        raise Unproven
    ranges = []
    for values in product(*choices.values()):
        point = dict(zip(choices, values, strict=True))
        answer = replayed.exactly_at(point)
        if answer is not None and len(answer.roots) != 1:
            raise Unproven
        if answer is None and rest:
            raise Unproven
        if answer is not None:
            ranges.append(_at_each(replayed.placed(answer, point, rest), rest))
    if not ranges:
        raise Unproven
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _at_each(replayed: Replayed, box: Box) -> Range:
    return proven(replayed, box) if box else (replayed.value, replayed.value)


__all__ = ["Unproven", "proven"]
