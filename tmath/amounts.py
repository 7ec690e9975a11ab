"""One amount as it is typed: a number, perhaps of millions or billions, perhaps with a unit."""

from __future__ import annotations

import re
from fractions import Fraction

from tmath.readable import COUNTS, unit_suffix
from tmath.records import dataclass
from tmath.refusals import MONEY, Measured, counted, mismatch, mismatch_hint, no_number, refuse, thousands, unknown_unit
from tmath.unit_text import read_terms
from tmath.units import BINARY, UnitReadError, UnitTable

__all__ = ["Amount", "hold_reach", "is_bare", "read_amount", "unit_after"]

MAX_LENGTH = 300
MAX_EXPONENT = 400
LARGEST = Fraction(10**308)

_THOUSAND = frozenset({"k", "K"})
_SUFFIX: dict[str, int] = {"k": 1000, **COUNTS, **BINARY}

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]+(?:_[0-9]+)*)?(?P<point>\.(?P<decimals>[0-9]+(?:_[0-9]+)*)?)?"
    r"(?:[eE](?P<exponent>[+-]?[0-9]+)|/(?P<below>[0-9]+(?:_[0-9]+)*))?"
)
_SCALED = re.compile(r"(Ki|Mi|Gi|Ti|[kKMBT])\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in base units; `digit` is the worth of its last significant digit, None where that means nothing.

    `text` can be typed again, without spaces and currency signs.
    """

    value: Fraction
    digit: Fraction | None
    text: str


def is_bare(text: str) -> bool:
    """Whether a text is a number alone."""
    match = _NUMBER.fullmatch(text.strip())
    return match is not None and match["whole"] is not None


def unit_after(text: str) -> str:
    """What follows the number of an amount."""
    text = text.strip()
    match = _NUMBER.match(text)
    return text[match.end() :] if match else ""


def hold_reach(value: Fraction, shown: str, quantity: Measured) -> None:
    """Refuse a number that no float can hold.

    Raises: InputError.
    """
    if value and not 1 / LARGEST < abs(value) < LARGEST:
        refuse(quantity, shown, "beyond every quantity, 1e-308 to 1e308")


def read_amount(text: str, quantity: Measured, units: UnitTable) -> Amount:
    """An amount of a quantity.

    Raises: InputError.
    """
    shown = text
    if len(text) > MAX_LENGTH:
        refuse(quantity, text, f"{len(text)} characters are too long for a number")
    text = text.strip()
    money = text.startswith(MONEY)
    text = text[1:].lstrip() if money else text
    match = _NUMBER.match(text)
    if match is None or (match["whole"] is None and not match["decimals"]):
        no_number(text, shown, quantity, units)
    number, digit = _exact(match, shown, quantity)
    written, rest = match[0], text[match.end() :].strip()
    if money:
        scaled = _SCALED.fullmatch(rest)
        scale, rest = (scaled[1], scaled[2]) if scaled and (not scaled[2] or scaled[2][0] in "/*") else ("", rest)
        symbol = units.split(MONEY)
        rest = scale + (symbol[1].name if symbol else MONEY) + rest
    factor, tail = _factor(rest, written, shown, quantity, units)
    value = number * factor
    hold_reach(value, shown, quantity)
    return Amount(value, None if digit is None else digit * factor, written + tail)


def _exact(match: re.Match[str], shown: str, quantity: Measured) -> tuple[Fraction, Fraction | None]:
    """The number, and the worth of its last significant digit; trailing zeros of a whole number are none."""
    whole, decimals = (match["whole"] or "0").replace("_", ""), (match["decimals"] or "").replace("_", "")
    exponent = match["exponent"] or "0"
    if len(exponent.lstrip("+-").lstrip("0")) > 4 or abs(int(exponent)) > MAX_EXPONENT:
        refuse(quantity, shown, "beyond every quantity, 1e-308 to 1e308")
    if match["below"] is not None:
        below = int(match["below"].replace("_", ""))
        if not below:
            refuse(quantity, shown, "division by zero")
        if match["point"]:
            refuse(quantity, shown, "a fraction is of whole numbers", "as in 8/3")
        return Fraction(int(match["sign"] + whole), below), None
    digits = whole + decimals
    scale = Fraction(10) ** (int(exponent) - len(decimals))
    zeros = 0 if match["point"] else len(whole) - len(whole.rstrip("0"))
    return int(match["sign"] + digits) * scale, Fraction(10) ** zeros * scale


def _factor(rest: str, written: str, shown: str, quantity: Measured, units: UnitTable) -> tuple[Fraction, str]:
    """What the number is multiplied by, and how that is typed."""
    if not rest:
        plain = quantity.unit.factor == 1 and counted(quantity, units)
        return quantity.unit.factor, "" if plain else unit_suffix(quantity.unit)
    text = f"1{rest}" if rest.startswith("/") else rest
    scaled = _SCALED.fullmatch(rest)
    if scaled and (found := _scaled(scaled[1], scaled[2], written, shown, quantity, units)) is not None:
        return found, "".join(rest.split())
    try:
        unit = units.read(text)
    except UnitReadError as error:
        refuse(quantity, shown, *unknown_unit(rest, written, error, quantity, units))
    if unit.dimension != quantity.unit.dimension:
        refuse(quantity, shown, mismatch(unit, quantity), mismatch_hint(rest, written, quantity, units))
    return unit.factor, "".join(rest.split())


def _scaled(scale: str, rest: str, written: str, shown: str, quantity: Measured, units: UnitTable) -> Fraction | None:
    """The factor of 7B, 8Ki, 15.3 B param or 2BUSD; None where the suffix may be a prefix or a unit instead."""
    if rest:
        try:
            unit = units.read(rest)
            symbol = units.split(read_terms(rest)[0].symbol)
        except (UnitReadError, IndexError):
            return None
        things = symbol is not None and (symbol[1].role == "count" or MONEY in symbol[1].spellings)
        fits = things and unit.dimension == quantity.unit.dimension and scale in _SUFFIX
        return _SUFFIX[scale] * unit.factor if fits else None
    if not counted(quantity, units):
        return None
    if scale in _THOUSAND:
        if quantity.unit.dimension.none:
            refuse(quantity, shown, f"{scale} may be 1000 or 1024", thousands(written))
        scale = "k"
    return _SUFFIX[scale] * quantity.unit.factor
