"""Numbers written for people, and written so that they can be typed again: pure functions of numbers and plain data.

Every answer needs this, so it imports nothing. A number is a float, an int, or a fraction: whatever has a
`numerator` and a `denominator` in lowest terms.
Units: a scale says how base units are shown, as `scale_of` in readable.py makes it of a declared unit.
"""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Fractional(Protocol):
        """A fraction in lowest terms."""

        @property
        def numerator(self) -> int: ...
        @property
        def denominator(self) -> int: ...

    Number = float | Fractional
    Pair = tuple[int, int]  # numerator and denominator
    Scale = Sequence[object]  # of a kind: plain | unit, factor, text | count, text | ladder, factor, text, rungs

__all__ = [
    "COUNTS",
    "apart",
    "count_text",
    "decimal_text",
    "exact_number",
    "group",
    "paste_text",
    "percent",
    "plain_number",
    "power",
    "significant",
    "unrounded",
    "value_text",
    "within",
]

COUNTS = {"M": 10**6, "B": 10**9, "T": 10**12}
DIGITS = 10  # of the unrounded number beside a readable one
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


def exact_number(value: float) -> str:
    """A number to ten digits, whole numbers in full, grouped."""
    if not math.isfinite(value):
        return str(value)
    if abs(value) < 1e15 and (abs(value) >= 10 ** (DIGITS - 1) or float(value).is_integer()):
        return group(round(value))
    text = f"{value:.{DIGITS}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        return f"{mantissa}e{int(exponent)}"
    if "." not in text:
        return text
    whole, _, decimals = text.partition(".")
    return f"{group(int(whole)) if whole not in ('0', '-0') else whole}.{decimals}"


def unrounded(value: float, shown: str, unit: str) -> str:
    """A value with more digits than are shown, in its own unit; empty where what is shown says it all."""
    text = exact_number(value)
    readable, _, shown_unit = shown.partition(" ")
    if shown_unit == unit or not shown_unit:
        return "" if _same(readable.replace("_", ""), value) else text
    return text if unit in shown_unit.split() else f"{text} {unit}"


def _same(text: str, value: float) -> bool:
    try:
        return float(text) == value
    except ValueError:
        return False


def plain_number(value: float) -> str:
    """A number for scripts: every digit that counts, whole ones without a point."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(float(value))


def percent(share: float) -> str:
    """A share as per cent, three digits."""
    if not math.isfinite(share):
        return "inf%"
    return f"{share * 100:.3g}%" if abs(share) < 10 else f"{share + 1:.3g}x"


def power(value: float) -> str:
    """The size of a small number: 1e-12, or 0."""
    if value == 0:
        return "0"
    return f"1e{math.ceil(math.log10(abs(value)) - 1e-9):d}" if math.isfinite(value) else "inf"


def within(bound: float) -> str:
    """How near a value is proven to be: to 1e-16, or exactly."""
    return f"to {power(bound)}" if bound else "exactly"


# -- values with units ---------------------------------------------------------------------------


def value_text(base: Number, scale: Scale, digits: int = 4) -> str:
    """80.00 GB, 15.3 B param, 25.43 day: a value in base units, as its scale has it."""
    match scale:
        case ["plain"]:
            return _number(base, digits, whole=True)
        case ["unit", factor, text]:
            return f"{_number(_divided(base, factor), digits)} {text}"  # type: ignore[arg-type]
        case ["count", text]:
            return f"{count_text(base, digits - 1)} {text}"
        case ["ladder", factor, text, rungs]:
            if isinstance(base, float) and not math.isfinite(base):
                return f"{base} {text}"
            return _on_ladder(base, factor, text, rungs, digits)  # type: ignore[arg-type]
    raise ValueError("no scale")


def _on_ladder(base: Number, factor: Pair, text: str, rungs: Sequence[tuple[Pair, str]], digits: int) -> str:
    """In the declared unit, or in the largest one like it in which the number is between 1 and 1000."""
    if not _usual(base, factor):
        size = abs(_float(base))
        for other, name in rungs:  # rising
            if 1 <= size / _float_of(other) < 1000:
                factor, text = other, name
    return f"{_number(_divided(base, factor), digits)} {text}"


def _usual(base: Number, factor: Pair) -> bool:
    """Whether a number stays in its declared unit: it is zero, or between 0.1 and 1000."""
    scaled = _divided(base, factor)
    if isinstance(scaled, float):
        return not scaled or 0.1 <= abs(scaled) < 1000
    n, d = abs(scaled.numerator), scaled.denominator
    low, below = (0.1).as_integer_ratio()
    return not n or (n * below >= low * d and n < 1000 * d)


def _float(value: Number) -> float:
    return value if isinstance(value, float) else value.numerator / value.denominator


def _float_of(factor: Pair) -> float:
    return factor[0] / factor[1]


def _divided(base: Number, factor: Pair) -> Number:
    return base / _float_of(factor) if isinstance(base, float) else _scaled(base, factor)


def _scaled(base: Fractional, factor: Pair) -> _Lowest:
    return _Lowest(base.numerator * factor[1], base.denominator * factor[0])


class _Lowest:
    """A fraction in lowest terms."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: int, denominator: int):
        common = math.gcd(numerator, denominator) * (1 if denominator > 0 else -1)
        self.numerator, self.denominator = numerator // common, denominator // common


def count_text(value: Number, digits: int = 3) -> str:
    """15.3 B: a large number of things, in millions, billions or trillions; a small one in full."""
    n, d = (value, 1) if isinstance(value, float) else (value.numerator, value.denominator)
    size = abs(n / d) if -_PLAIN_BELOW * d < n < _PLAIN_BELOW * d else math.inf
    # 999_999_999 is 1.00 B, not 1000 M.
    name = next((name for name in ("T", "B", "M") if size >= 0.9995 * COUNTS[name]), None)
    if name is None or not math.isfinite(size):
        return _number(value, digits, whole=True)
    scaled = value / COUNTS[name] if isinstance(value, float) else _divided(value, (COUNTS[name], 1))
    return f"{_number(scaled, digits)} {name}"


def _number(value: Number, digits: int, whole: bool = False) -> str:
    """An exact number in full where it is short, whole numbers whole, anything else to some digits."""
    if not isinstance(value, float):
        n, d = value.numerator, value.denominator
        if d == 1 and abs(n) < (_PLAIN_BELOW if whole else 10**_EXACT_DIGITS):
            return group(n)
        short = decimal_text(n, d) if d != 1 and abs(n) * 10000 >= d else None
        if short is not None and len(short.replace(".", "").lstrip("-0")) <= _EXACT_DIGITS:
            return short
        try:
            return significant(n / d, digits)
        except OverflowError:
            return f"1e{len(str(abs(n) // d)) - 1}"
    if whole and abs(value) < _PLAIN_BELOW and value.is_integer():
        return group(int(value))
    return significant(value, digits)


def decimal_text(numerator: int, denominator: int) -> str | None:
    """A fraction in lowest terms as a decimal, or None where it has no finite one or a very long one."""
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > _DECIMALS:
        return None
    digits = str(abs(numerator) * 10**places // denominator).rjust(places + 1, "0")
    whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "-" if numerator < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def apart(scale: Scale, *values: float) -> list[str]:
    """Values of one quantity with as many digits as it takes to tell them apart."""
    texts: list[str] = []
    for digits in range(4, 16):
        texts = [value_text(value, scale, digits) for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return texts


# -- arguments -------------------------------------------------------------------------------------


def paste_text(base: Number, factor: Pair, counted: bool, suffix: str, millions: str) -> str:
    """A value as it can be typed; reading it gives the same exact value.

    Units: `suffix` is the declared unit, `millions` what stands after so many millions, empty where nothing may.
    """
    if isinstance(base, float):
        scaled = base / _float_of(factor)
        if not math.isfinite(scaled):
            return str(scaled)
        held = _shortest(scaled)
    else:
        held = _scaled(base, factor)
    n, d = held.numerator, held.denominator
    if counted:
        return _counted(n, d)
    if millions and COUNTS["M"] * d <= n < COUNTS["B"] * d:
        part = _Lowest(n, d * COUNTS["M"])
        short = decimal_text(part.numerator, part.denominator)
        if short is not None and len(short.replace(".", "")) <= 4:
            return short + millions
    return f"{_typed(n, d)}{suffix}"


def _shortest(value: float) -> _Lowest:
    """The shortest decimal that is equal to a float."""
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, decimals = mantissa.partition(".")
    scale = int(exponent or 0) - len(decimals)
    digits = int(whole + decimals)
    return _Lowest(digits * 10**scale, 1) if scale >= 0 else _Lowest(digits, 10**-scale)


def _counted(n: int, d: int) -> str:
    if d == 1:
        for name in ("T", "B", "M"):
            part = _Lowest(n, COUNTS[name])
            short = decimal_text(part.numerator, part.denominator)
            if abs(n) >= COUNTS[name] and short is not None and len(short.replace(".", "").lstrip("-")) <= 4:
                return f"{short}{name}"
    return _typed(n, d)


def _typed(n: int, d: int) -> str:
    """The shortest exact text: plain digits, an exponent where there would be many zeros, or a fraction."""
    text = decimal_text(n, d)
    if text is None:
        return f"{n}/{d}"
    if d == 1 and len(text.lstrip("-")) > 4:
        digits = text.lstrip("-")
        mantissa = digits.rstrip("0")
        if len(digits) > 15 and len(mantissa) <= 12:
            point = f".{mantissa[1:]}" if len(mantissa) > 1 else ""
            return f"{'-' if n < 0 else ''}{mantissa[0]}{point}e{len(digits) - 1}"
        return group(n)
    return text
