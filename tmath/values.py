"""Values as people give them: amounts, intervals, errors, the points of a sweep, Python numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from numbers import Integral, Rational, Real
from typing import Any, Literal, Protocol

from tmath.amounts import Amount, hold_reach, is_bare, read_amount, unit_after
from tmath.errors import InputError
from tmath.readable import format_count, format_value, group, paste, significant
from tmath.records import dataclass
from tmath.refusals import Measured, argument_of, refuse
from tmath.units import UnitReadError, UnitTable

__all__ = [
    "Typed",
    "format_count",
    "format_value",
    "from_python",
    "group",
    "paste",
    "read_points",
    "read_value",
    "significant",
]

MAX_POINTS = 1_000_000
ROUNDED_AT_MOST = Fraction(1, 10)

Spread = tuple[Literal["interval"], Fraction, Fraction] | tuple[Literal["error"], Fraction]

_LEADING_ZERO = re.compile(r"\s*0[0-9]")
_ERROR = re.compile(r"\+/?-|±")  # the mark between a value and its error
_POINTS = 20  # a list of points longer than so many characters a point is none


@dataclass(frozen=True, slots=True)
class Typed:
    """A value that someone gave, with the interval that its rounding leaves open.

    `text` can be typed again; a bare number is echoed with the declared unit. `spread` is an interval that the
    value lies in, or the size of its normal error.
    Units: base units.
    """

    value: Fraction
    text: str
    low: Fraction
    high: Fraction
    spread: Spread | None = None


class Bounded(Protocol):
    """The bounds of a quantity that decide which signs it may have, in base units."""

    @property
    def low(self) -> Fraction | None: ...
    @property
    def positive(self) -> bool: ...


class Declared(Measured, Protocol):
    """What must be known of a quantity to read its value."""

    @property
    def domain(self) -> Any: ...


def read_value(text: str, quantity: Declared, units: UnitTable) -> Typed:
    """The value of a quantity from what was typed.

    Raises: InputError.
    """
    if ".." in text:
        return _interval(text, quantity, units)
    if _ERROR.search(text):
        return _with_error(text, quantity, units)
    amount = read_amount(text, quantity, units)
    _hold_sign(amount.value, text, quantity)
    low, high = _rounding(amount, quantity, units)
    return Typed(amount.value, amount.text, low, high)


def _rounding(amount: Amount, quantity: Declared, units: UnitTable) -> tuple[Fraction, Fraction]:
    """Half a unit of the last significant digit of a count of parameters or tokens, at most a tenth of it."""
    value = amount.value
    # A number typed to the last single thing is meant.
    if amount.digit is None or amount.digit <= 1 or units.role(quantity.unit.dimension) != "count":
        return value, value
    return _around(value, amount.digit)


def _around(value: Fraction, digit: Fraction) -> tuple[Fraction, Fraction]:
    half = min(digit / 2, abs(value) * ROUNDED_AT_MOST)
    return value - half, value + half


def as_written(typed: Typed, quantity: Declared, units: UnitTable) -> tuple[Fraction, Fraction]:
    """What would be written as a value was: its spread, or half a unit of its last digit around it.

    Raises: InputError for a text that cannot be read again.
    """
    if typed.spread is not None:
        kind, *ends = typed.spread
        return (ends[0], ends[1]) if kind == "interval" else (typed.value - ends[0], typed.value + ends[0])
    digit = read_amount(typed.text, quantity, units).digit
    if digit is None or quantity.domain.integer:
        return typed.value, typed.value
    return _around(typed.value, digit)


def _hold_sign(value: Fraction, text: str, quantity: Declared) -> None:
    domain: Bounded = quantity.domain
    if value < 0 and domain.low is not None and domain.low >= 0:
        refuse(quantity, text, f"{quantity.name} cannot be negative")
    if value == 0 and domain.positive:
        refuse(quantity, text, f"{quantity.name} cannot be zero")


def _exact(amount: Amount, text: str, quantity: Declared) -> Typed:
    _hold_sign(amount.value, text, quantity)
    return Typed(amount.value, amount.text, amount.value, amount.value)


# -- intervals and errors ------------------------------------------------------------------------


def _interval(text: str, quantity: Declared, units: UnitTable) -> Typed:
    low, high = _ends(text, text, quantity, units)
    if low.value == high.value:
        return low
    value = (low.value + high.value) / 2
    return Typed(value, f"{low.text}..{high.text}", value, value, ("interval", low.value, high.value))


def _ends(text: str, shown: str, quantity: Declared, units: UnitTable) -> tuple[Typed, Typed]:
    first, _, last = text.partition("..")
    if not first.strip() or not last.strip():
        refuse(quantity, shown, "an interval has two ends", f"as in {quantity.name}=2..3")
    first, last = _shared_unit(first, last)
    ends = [_exact(read_amount(end, quantity, units), shown, quantity) for end in (first, last)]
    if ends[0].value > ends[1].value:
        refuse(quantity, shown, "the low end comes first", f"{ends[1].text}..{ends[0].text}?")
    return ends[0], ends[1]


def _with_error(text: str, quantity: Declared, units: UnitTable) -> Typed:
    parts = _ERROR.split(text)
    if len(parts) != 2 or not all(part.strip() for part in parts):
        refuse(quantity, text, "a value and its error", f"as in {quantity.name}=0.40+-0.03")
    centre, error = _shared_unit(*parts)
    value = _exact(read_amount(centre, quantity, units), text, quantity)
    sigma = read_amount(error, quantity, units)
    if sigma.value <= 0:
        refuse(quantity, text, "an error is larger than zero")
    return Typed(value.value, f"{value.text}+-{sigma.text}", value.value, value.value, ("error", sigma.value))


def _shared_unit(first: str, last: str) -> tuple[str, str]:
    """40..80GB and 40GB..80 alike: a unit that one of two numbers has is meant for both."""
    if is_bare(first) and not is_bare(last):
        return first + unit_after(last), last
    if is_bare(last) and not is_bare(first):
        return first, last + unit_after(first)
    return first, last


# -- sweeps ----------------------------------------------------------------------------------------


def read_points(text: str, quantity: Declared, units: UnitTable) -> list[Typed]:
    """The points of a sweep: 8,16,32 or 40GB..80GB:5 or 8..1024:x2; a single value is one point.

    Raises: InputError.
    """
    parts = text.split(",")
    if len(parts) > MAX_POINTS:
        refuse(quantity, text, f"more than {group(MAX_POINTS)} points")
    if any(_LEADING_ZERO.match(part) for part in parts[1:]):
        joined = "_".join(part.strip() for part in parts)
        refuse(quantity, text, "a comma separates the points of a sweep", f"{joined}?")
    found: list[Typed] = []
    for part in parts:
        if ":" in part:
            found += _range(part, text, quantity, units)
        elif len(parts) == 1:
            found.append(read_value(part, quantity, units))
        else:
            found.append(_exact(read_amount(part, quantity, units), text, quantity))
        if len(found) > MAX_POINTS:
            refuse(quantity, text, f"more than {group(MAX_POINTS)} points")
    return found


def _range(part: str, text: str, quantity: Declared, units: UnitTable) -> Iterator[Typed]:
    ends, _, step = part.partition(":")
    if ".." not in ends:
        refuse(quantity, text, "a range has two ends", f"as in {quantity.name}=8..64:5 or 8..64:x2")
    low, high = _ends(ends, text, quantity, units)
    values = _steps(low.value, high.value, step.strip(), text, quantity)
    for value in values:
        shown = paste("", value, quantity.unit, units)[1:]
        yield Typed(value, shown, value, value)


def _steps(low: Fraction, high: Fraction, step: str, text: str, quantity: Declared) -> Iterator[Fraction]:
    if step.isascii() and step.isdigit() and len(step) < 10 and int(step) >= 2:
        count = int(step)
        if count > MAX_POINTS:
            refuse(quantity, text, f"more than {group(MAX_POINTS)} points")
        return (low + (high - low) * index / (count - 1) for index in range(count))
    if step[:1] in ("x", "*") and is_bare(step[1:]) and len(step) < 30:
        ratio = Fraction(_plain_number(step[1:], text, quantity))
        if low <= 0 or ratio <= 1:
            refuse(quantity, text, "a geometric range starts above zero and its factor is above one")
        return _geometric(low, high, ratio, text, quantity)
    refuse(quantity, text, "after : comes the number of points or x and a factor", "as in 8..64:5 or 8..64:x2")


def _plain_number(text: str, shown: str, quantity: Declared) -> Fraction:
    try:
        value = Fraction(text.replace("_", ""))
    except (ValueError, ZeroDivisionError):
        refuse(quantity, shown, f"{text} is no factor")
    if value > 10**9 or value.denominator > 10**9:
        refuse(quantity, shown, f"the factor {text} is too large")
    return value


def _geometric(low: Fraction, high: Fraction, ratio: Fraction, text: str, quantity: Declared) -> Iterator[Fraction]:
    value, count = low, 0
    while value <= high:
        count += 1
        # Exact powers of a ratio with a denominator grow without end.
        if count > MAX_POINTS or value.denominator.bit_length() > 4096:
            refuse(quantity, text, "too many points in a geometric range")
        yield value
        value *= ratio


# -- Python ----------------------------------------------------------------------------------------


def from_python(value: object, quantity: Declared, units: UnitTable) -> Typed:
    """A value given in Python: text as it is typed, a number in the declared unit, or one that carries its units.

    Raises: InputError.
    """
    if isinstance(value, Typed):
        return value
    if isinstance(value, str):
        return read_value(value, quantity, units)
    if hasattr(value, "magnitude") and hasattr(value, "units"):
        return _with_units(value, quantity, units)
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        value = value.item()
    base = _number(value, quantity) * quantity.unit.factor
    shown = _shown(value)
    hold_reach(base, shown, quantity)
    _hold_sign(base, shown, quantity)
    return Typed(base, paste("", base, quantity.unit, units)[1:], base, base)


def _number(value: object, quantity: Declared) -> Fraction:
    """An exact number; a float is the shortest decimal that is equal to it."""
    try:
        if isinstance(value, bool):
            refuse(quantity, str(value), "a truth value is no number")
        if isinstance(value, Integral | Rational):
            return Fraction(int(value)) if isinstance(value, Integral) else Fraction(value)
        if isinstance(value, Decimal | Real):
            if not isfinite(value):
                refuse(quantity, str(value), f"{value} is no value")
            return Fraction(value) if isinstance(value, Decimal) else Fraction(repr(float(value)))
    except OverflowError:
        refuse(quantity, _shown(value), "beyond every quantity")
    raise InputError(
        f"{quantity.name}: a {type(value).__name__} is no value; give a number, a text such as '80 GB', or a quantity",
        argument_of(quantity, type(value).__name__),
    )


def _shown(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # more digits than Python prints
        return "..."


def _with_units(value: Any, quantity: Declared, units: UnitTable) -> Typed:
    shown = str(value)
    texts = [str(value.units)]
    with suppress(TypeError, ValueError):  # not Pint's: the long form alone
        texts.insert(0, format(value.units, "~"))
    for text in texts:
        try:
            unit = units.read(text or "1")
            break
        except UnitReadError:
            continue
    else:
        refuse(quantity, shown, f"unknown unit {texts[-1]!r}", f"{quantity.name} is in {quantity.unit.text}")
    if unit.dimension != quantity.unit.dimension:
        refuse(quantity, shown, f"{unit.text} measures {unit.dimension}, {quantity.name} is in {quantity.unit.text}")
    base = _number(value.magnitude, quantity) * unit.factor
    hold_reach(base, shown, quantity)
    _hold_sign(base, shown, quantity)
    return Typed(base, paste("", base, quantity.unit, units)[1:], base, base)
