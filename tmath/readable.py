"""Values with units as they are shown and typed: the scale of a declared unit, and numbers written on it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tmath.digits import COUNTS, count_text, group, paste_text, significant, value_text
from tmath.units import Unit, UnitTable

__all__ = ["COUNTS", "format_count", "format_value", "group", "paste", "paste_scale", "scale_of", "significant"]


def format_count(value: float | Fraction, digits: int = 3) -> str:
    """15.3 B: a large number of things, in millions, billions or trillions; a small one in full."""
    return count_text(_number(value), digits)


def format_value(base: float | Fraction, unit: Unit, units: UnitTable | None = None, digits: int = 4) -> str:
    """80.00 GB, 15.3 B param, 25.43 day: a value in base units, in the most readable unit like the declared one."""
    return value_text(_number(base), scale_of(unit, units), digits)


def scale_of(unit: Unit, units: UnitTable | None) -> tuple[Any, ...]:
    """How values of a declared unit are shown, as plain data; in that unit alone where there is no table."""
    factor = (unit.factor.numerator, unit.factor.denominator)
    if unit.dimension.none and unit.factor == 1:
        return ("plain",)
    if units is None:
        return ("unit", factor, unit.text)
    if units.role(unit.dimension) == "count" and unit.factor == 1:
        return ("count", unit.text)
    rungs = tuple(((u.factor.numerator, u.factor.denominator), u.text) for u in units.ladder(unit))
    return ("ladder", factor, unit.text, rungs)


def _number(value: float | Fraction) -> float | Fraction:
    """A number as it is written: an int where a float is meant says no more than the float."""
    return value if isinstance(value, Fraction) else float(value)


def paste(name: str, base: float | Fraction, unit: Unit, units: UnitTable) -> str:
    """name=value as it can be typed; reading it gives the same exact value.

    Units: base is in base units, what is written in the declared unit.
    """
    return f"{name}={paste_text(_number(base), *paste_scale(unit, units))}"


def paste_scale(unit: Unit, units: UnitTable) -> tuple[tuple[int, int], bool, str, str]:
    """How values of a declared unit are typed: its factor, whether they are counts, what stands after numbers."""
    factor, suffix = unit.factor, unit_suffix(unit)
    counted = factor == 1 and (unit.dimension.none or units.role(unit.dimension) == "count")
    millions = f"M{suffix}"  # 1MUSD: a unit that has no prefix yet
    fits = millions in units and units.read(millions).factor == factor * COUNTS["M"]
    return (factor.numerator, factor.denominator), counted, suffix, millions if fits else ""


def unit_suffix(unit: Unit) -> str:
    """A unit as it follows a number without a space between."""
    text = "".join(unit.text.split())
    if text == "1" or text.startswith("1/"):
        return text[1:]
    return text[2:] if text.startswith("1*") else text
