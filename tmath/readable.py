"""Numbers written for people, and written so that they can be typed again."""

from __future__ import annotations

import math
from fractions import Fraction

from tmath.units import Unit, UnitTable

__all__ = ["format_count", "format_value", "group", "paste", "significant"]

COUNTS = {"M": 10**6, "B": 10**9, "T": 10**12}
_PLAIN_BELOW = 10**15  # numbers from here on are written with an exponent
_EXACT_DIGITS = 6  # an exact number is written in full up to so many digits
_DECIMALS = 40


def group(number: int) -> str:
    """15_312_345_678"""
    return f"{number:_}"


def significant(value: float, digits: int = 4) -> str:
    """A number to some significant digits, trailing zeros kept: 80.00, 15_312, 3.15e23."""
    if not math.isfinite(value):
        return str(value)
    if value == 0:
        return "0"
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if exponent >= 15 or exponent < -4:
        mantissa = f"{value:.{digits - 1}e}".partition("e")[0]
        return f"{mantissa.rstrip('0').rstrip('.')}e{exponent}"
    if exponent >= digits - 1:
        return group(round(value))
    return f"{value:.{digits - 1 - exponent}f}"


def format_count(value: float | Fraction, digits: int = 3) -> str:
    """15.3 B: a large number of things, in millions, billions or trillions; a small one in full."""
    size = abs(float(value)) if -_PLAIN_BELOW < value < _PLAIN_BELOW else math.inf
    # 999_999_999 is 1.00 B, not 1000 M.
    name = next((name for name in ("T", "B", "M") if size >= 0.9995 * COUNTS[name]), None)
    if name is None or not math.isfinite(size):
        return _number(value, digits, whole=True)
    return f"{_number(value / COUNTS[name], digits)} {name}"


def format_value(base: float | Fraction, unit: Unit, units: UnitTable | None = None, digits: int = 4) -> str:
    """80.00 GB, 15.3 B param, 25.43 day: a value in base units, in the most readable unit like the declared one."""
    plain = unit.dimension.none and unit.factor == 1
    if plain:
        return _number(base, digits, whole=True)
    if units is None:
        value: float | Fraction = base / unit.factor if isinstance(base, Fraction) else base / float(unit.factor)
        return f"{_number(value, digits)} {unit.text}"
    if units.role(unit.dimension) == "count" and unit.factor == 1:
        return f"{format_count(base, digits - 1)} {unit.text}"
    if not math.isfinite(base):
        return f"{base} {unit.text}"
    value, unit = units.readable(base, unit)
    return f"{_number(base / unit.factor if isinstance(base, Fraction) else value, digits)} {unit.text}"


def _number(value: float | Fraction, digits: int, whole: bool = False) -> str:
    """An exact number in full where it is short, whole numbers whole, anything else to some digits."""
    if isinstance(value, Fraction | int) or (whole and math.isfinite(value)):
        held = Fraction(value)
        if held.denominator == 1 and abs(held) < (_PLAIN_BELOW if whole else 10**_EXACT_DIGITS):
            return group(held.numerator)
        short = decimal_text(held) if not isinstance(value, float) and abs(held) >= Fraction(1, 10000) else None
        if short is not None and held.denominator != 1 and len(short.replace(".", "").lstrip("-0")) <= _EXACT_DIGITS:
            return short
    try:
        return significant(float(value), digits)
    except OverflowError:
        return f"1e{len(str(abs(int(value)))) - 1}"


def decimal_text(value: Fraction) -> str | None:
    """A fraction as a decimal, or None where it has no finite one or a very long one."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > _DECIMALS:
        return None
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def paste(name: str, base: float | Fraction, unit: Unit, units: UnitTable) -> str:
    """name=value as it can be typed; reading it gives the same exact value.

    Units: base is in base units, what is written in the declared unit.
    """
    if not math.isfinite(base):
        return f"{name}={base}"
    value = base / unit.factor if isinstance(base, Fraction) else Fraction(repr(float(base) / float(unit.factor)))
    counted = unit.factor == 1 and (unit.dimension.none or units.role(unit.dimension) == "count")
    if counted:
        return f"{name}={_counted(value)}"
    if (millions := _millions(value, unit, units)) is not None:
        return f"{name}={millions}"
    return f"{name}={_typed(value)}{unit_suffix(unit)}"


def _millions(value: Fraction, unit: Unit, units: UnitTable) -> str | None:
    """1MUSD: some millions of a unit that has no prefix yet, where a few digits say it."""
    short = decimal_text(value / COUNTS["M"]) if COUNTS["M"] <= value < COUNTS["B"] else None
    if short is None or len(short.replace(".", "")) > 4:
        return None
    prefixed = "M" + unit_suffix(unit)
    fits = prefixed in units and units.read(prefixed).factor == unit.factor * COUNTS["M"]
    return short + prefixed if fits else None


def unit_suffix(unit: Unit) -> str:
    """A unit as it follows a number without a space between."""
    text = "".join(unit.text.split())
    if text == "1" or text.startswith("1/"):
        return text[1:]
    return text[2:] if text.startswith("1*") else text


def _counted(value: Fraction) -> str:
    if value.denominator == 1:
        for name in ("T", "B", "M"):
            short = decimal_text(value / COUNTS[name])
            if abs(value) >= COUNTS[name] and short is not None and len(short.replace(".", "").lstrip("-")) <= 4:
                return f"{short}{name}"
    return _typed(value)


def _typed(value: Fraction) -> str:
    """The shortest exact text: plain digits, an exponent where there would be many zeros, or a fraction."""
    text = decimal_text(value)
    if text is None:
        return f"{value.numerator}/{value.denominator}"
    if value.denominator == 1 and len(text.lstrip("-")) > 4:
        digits = text.lstrip("-")
        mantissa = digits.rstrip("0")
        if len(digits) > 15 and len(mantissa) <= 12:
            point = f".{mantissa[1:]}" if len(mantissa) > 1 else ""
            return f"{'-' if value < 0 else ''}{mantissa[0]}{point}e{len(digits) - 1}"
        return group(value.numerator)
    return text
