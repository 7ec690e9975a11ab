"""The proven range of an answer over intervals of its inputs: roots, what constraints allow, whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from tmath.algebra.expressions import Expr, sub
from tmath.algebra.expressions import name as symbol
from tmath.solving.bounds import Allowed, Slope
from tmath.solving.boxes import Box, Proven, range_over
from tmath.solving.decide import activated
from tmath.solving.enclose import Path, Unproven
from tmath.solving.replayed import Replayed
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
    path = Path(replayed.evaluate, structure, replayed.decision.known, target, box)
    centre = {name: _centre(replayed, name, low, high) for name, (low, high) in box.items()}
    return range_over(path, box, centre, replayed.centre)


def _centre(replayed: Replayed, name: str, low: Fraction, high: Fraction) -> Fraction:
    """Where the answer is known."""
    value = replayed.decision.known.get(name)
    return min(max(Fraction(replayed.value if value is None else value), low), high)


# -- whole numbers -------------------------------------------------------------------------------------


def _whole(replayed: Replayed, box: Box, real: Range, ranges: Sequence[Proven]) -> Range:
    """The range of the whole number within the range of the end, exact at the corners where the ends are met."""
    inner, outer = (1, 0) if replayed.upward else (0, 1)  # the side on which fewer numbers fit
    last = replayed.whole_within(real[outer], replayed.decision)
    if last is None or any(one.open for one in ranges):
        raise Unproven
    values = [last]
    for one in ranges:
        answer = replayed.exactly_at(one.corner(box, inner))
        if answer is None or len(answer.roots) != 1:
            raise Unproven
        values.append(answer.roots[0].figure.base)
    return min(values), max(values)


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
