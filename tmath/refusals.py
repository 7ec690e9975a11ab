"""What is said of an amount that cannot be read: one line, with the nearest right thing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NoReturn, Protocol

from tmath.errors import InputError
from tmath.readable import COUNTS, unit_suffix
from tmath.unit_text import read_terms
from tmath.units import BINARY, LARGE, Unit, UnitReadError, UnitTable

__all__ = [
    "MONEY",
    "Measured",
    "argument_of",
    "counted",
    "mismatch",
    "mismatch_hint",
    "no_number",
    "refuse",
    "thousands",
    "unknown_unit",
]

MONEY = "$"  # the spelling of a unit that may stand before its number

_SHOWN = 60
_NO_VALUE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_LONE = re.compile(r"[kMBT]?(?:/.*)?", re.DOTALL)
_MEANT = {"G": "B", "b": "B", "m": "M", "t": "T", "g": "B"}  # suffixes of counts, as they are mistyped


class Measured(Protocol):
    """What must be known of a quantity to read an amount of it."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> Unit: ...


def argument_of(quantity: Measured, text: str) -> str:
    """name=value as an error names it, cut where it is long."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    return f"{quantity.name}={shown}"


def refuse(quantity: Measured, text: str, what: str, hint: str = "") -> NoReturn:
    """Raise what is wrong with an argument, in one line."""
    argument = argument_of(quantity, text)
    raise InputError(f"{argument}: {what}" + (f"; {hint}" if hint else ""), argument)


def counted(quantity: Measured, units: UnitTable) -> bool:
    """Whether a quantity is a number of things: plain, or in a base unit flagged so."""
    return quantity.unit.dimension.none or units.role(quantity.unit.dimension) == "count"


def no_number(text: str, shown: str, quantity: Measured, units: UnitTable) -> NoReturn:
    """Refuse a text that does not begin with a number."""
    suffix = unit_suffix(quantity.unit)
    if _paid(quantity, units) and _LONE.fullmatch(text):
        hint = f"where a $ was typed the shell took it away: write {quantity.name}=2{suffix}, or quote it, '$2'"
        refuse(quantity, shown, "the number is missing", hint)
    if not text:
        refuse(quantity, shown, "the value is missing", f"as in {quantity.name}=2{suffix}")
    if _NO_VALUE.fullmatch(text):
        refuse(quantity, shown, f"{text} is no value")
    refuse(quantity, shown, "not a number", f"{_own(quantity)}, as in {quantity.name}=2{suffix}")


def _paid(quantity: Measured, units: UnitTable) -> bool:
    """Whether money is in the dimension of a quantity."""
    symbol = units.split(MONEY)
    bases = {base for base, _ in quantity.unit.dimension.exponents}
    return symbol is not None and any(base in bases for base, _ in symbol[1].dimension.exponents)


def thousands(written: str) -> str:
    """8k: 8000 or 8192 (8Ki)?"""
    number = Decimal(written.replace("_", "")) if re.fullmatch(r"[0-9_]+(\.[0-9_]+)?", written) else None
    if number is None:
        return f"write {written}e3 or {written}Ki" if "e" not in written.lower() else ""
    return f"{_plain(number * 1000)} or {_plain(number * 1024)} ({written}Ki)?"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _own(quantity: Measured) -> str:
    """What the quantity is measured in."""
    plain = quantity.unit.dimension.none
    return f"{quantity.name} is a plain number" if plain else f"{quantity.name} is in {quantity.unit.text}"


def mismatch(unit: Unit, quantity: Measured) -> str:
    """Which unit was found where another dimension is meant."""
    own = quantity.unit.dimension
    found = "a plain number" if unit.dimension.none else f"{unit.text} measures {unit.dimension}"
    measures = "" if own.none or str(own) == quantity.unit.text else f" ({own})"
    return f"{found}, {_own(quantity)}{measures}"


def mismatch_hint(rest: str, written: str, quantity: Measured, units: UnitTable) -> str:
    """What was probably meant by a unit of another dimension."""
    if counted(quantity, units):
        return f"{written}{_MEANT[rest]}?" if rest in _MEANT else ""
    own = quantity.unit
    per = own.text[read_terms(own.text)[0].offset + len(read_terms(own.text)[0].symbol) :]
    if per and rest + per in units and units.read(rest + per).dimension == own.dimension:
        return f"{written}{rest}{per}?"  # 2USD where USD/h is meant
    if full := _of_prefix(rest, own, units):
        return " or ".join(f"{written} {each}" for each in full) + "?"
    spelled = [next((s for s in symbol.spellings if s.startswith(rest)), None) for symbol in units.alike(own.dimension)]
    meant = [f"{written} {spelling}" for spelling in spelled if spelling is not None]
    return " or ".join(meant[:3]) + "?" if meant else ""


def unknown_unit(
    rest: str, written: str, error: UnitReadError, quantity: Measured, units: UnitTable
) -> tuple[str, str]:
    """What is wrong with a unit that cannot be read, and what was probably meant."""
    if rest[0].isdigit() or rest[0] == ".":
        return "two numbers", _own(quantity)
    if "," in rest:
        return "a comma separates the points of a sweep", "group digits by _, as in 7_000_000"
    if counted(quantity, units):
        if rest in _MEANT:
            return error.message, f"{written}{_MEANT[rest]}?"
        if quantity.unit.dimension.none:
            return error.message, f"{_own(quantity)}: {written}?"
    full = _of_prefix(rest, quantity.unit, units)
    if full:
        return error.message, " or ".join(f"{written} {each}" for each in full) + "?"
    scales = "" if quantity.unit.text[:1] in "1(" else f", with {' '.join(COUNTS)} for 1e6, 1e9, 1e12"
    also = scales if counted(quantity, units) else ""
    return error.message, f"{error.suggestion}?" if error.suggestion else _own(quantity) + also


def _of_prefix(text: str, unit: Unit, units: UnitTable) -> list[str]:
    """The declared unit with a prefix that was typed alone; of bytes and bits the decimal and the binary one."""
    prefix = next((p for p in (*LARGE, *BINARY) if p.lower() == text.lower()), None)
    terms = read_terms(unit.text)
    found = units.split(terms[0].symbol) if terms else None
    if found is None or prefix is None:
        return []
    symbol, rest = found[1], unit.text[terms[0].offset + len(terms[0].symbol) :]
    name = symbol.short + rest
    both = [p for p in (prefix, f"{prefix}i") if p in symbol.prefixes()]
    if len(both) < 2:
        return [prefix + name] if prefix in symbol.prefixes() else []
    power = len(str(LARGE[prefix])) - 1
    return [f"{prefix}{name} (1e{power})", f"{prefix}i{name} (2^{power // 3 * 10})"]
