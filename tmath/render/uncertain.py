"""What uncertain inputs make of an answer, in words: its range, rounded outwards, and its spread."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from tmath.readable import COUNTS
from tmath.render.figures import beside
from tmath.solving.answer import Answer
from tmath.units import Unit, UnitTable

_NUMBER = re.compile(r"(-?[0-9_]+)(?:\.([0-9]+))?(?:e(-?[0-9]+))?(?: |$)")


def range_pieces(answer: Answer, units: UnitTable | None) -> list[str]:
    """2.389 day .. 3.072 day, guaranteed: in pieces that are not broken."""
    if answer.range is None:
        return []
    low, high = answer.range
    ends = f"{_outward(low, answer.unit, units, -1)} .. {_outward(high, answer.unit, units, 1)},"
    return [ends, "guaranteed" if answer.range_guaranteed else "sampled, not guaranteed"]


def spread_pieces(answer: Answer, units: UnitTable | None) -> list[str]:
    """mean 2.703 day, deviation 0.2061 day; 5 % to 95 %: 2.393 day .. 3.066 day: in pieces that are not broken."""
    if answer.spread is None:
        return []
    mean, deviation, low, high = (
        beside(value, answer.unit, units)
        for value in (answer.spread.mean, answer.spread.deviation, answer.spread.low, answer.spread.high)
    )
    return [f"mean {mean},", f"deviation {deviation};", f"5 % to 95 %: {low} .. {high}"]


def _outward(value: float, unit: Unit, units: UnitTable | None, side: int) -> str:
    """A value as it is shown elsewhere, or its neighbour on that side where rounding would go inwards."""
    text = beside(value, unit, units)
    exact = Fraction(value) * unit.factor if math.isfinite(value) else None
    shown = _shown(text, unit, units)
    if exact is None or shown is None or (shown[0] - exact) * side >= 0:
        return text
    return beside(float((exact + side * shown[1] / 2) / unit.factor), unit, units)


def _shown(text: str, unit: Unit, units: UnitTable | None) -> tuple[Fraction, Fraction] | None:
    """The value of a text in base units, and of one in its last digit."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    decimals = match[2] or ""
    scale = Fraction(10) ** int(match[3] or 0)
    named, _, rest = text[match.end() :].strip().partition(" ")
    if named in COUNTS:
        scale *= COUNTS[named]
        named = rest
    if named:
        scale *= unit.factor if units is None or named == unit.text else units.read(named).factor
    digits = Fraction(int(match[1].replace("_", "") + decimals), 10 ** len(decimals))
    return digits * scale, scale / 10 ** len(decimals)
