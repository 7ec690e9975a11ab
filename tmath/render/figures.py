"""Numbers as they are shown: readable, unrounded, and ready to be pasted back as arguments."""

from __future__ import annotations

import math

from tmath.solving.answer import Answer, Figure
from tmath.units import Unit, UnitTable
from tmath.values import format_value, group, paste

DIGITS = 10  # of the unrounded number beside a readable one


def reading(figure: Figure, units: UnitTable | None) -> str:
    """A value in its most readable unit; in its own where no other may be chosen."""
    return format_value(figure.exact if figure.exact is not None else figure.base, figure.unit, units)


def exact(figure: Figure, units: UnitTable | None) -> str:
    """The value in the declared unit with more digits, empty where the readable form says it all."""
    text = exact_number(figure.value)
    shown, _, unit = reading(figure, units).partition(" ")
    plain = shown.replace("_", "")
    if unit == figure.unit.text or not unit:
        if _same(plain, figure.value):
            return ""
        return text
    return text if figure.unit.text in unit.split() else f"{text} {figure.unit.text}"


def _same(text: str, value: float) -> bool:
    try:
        return float(text) == value
    except ValueError:
        return False


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


def side(figure: Figure, units: UnitTable) -> str:
    """hidden 5_460: a quantity beside another, name first."""
    return f"{figure.name} {reading(figure, units)}"


def beside_figure(figure: Figure, units: UnitTable) -> str:
    """name = value, with the unrounded number where it says more."""
    more = exact(figure, units)
    return f"{figure.name} = {reading(figure, units)}" + (f"   ({more})" if more else "")


def beside(value: float, unit: Unit, units: UnitTable | None) -> str:
    """A number in a declared unit, readable."""
    return format_value(value * float(unit.factor), unit, units)


def pasted(figure: Figure, units: UnitTable) -> str:
    """name=value as it can be typed again; a rounded count as it was typed, so that it is rounded again."""
    if figure.typed:
        return f"{figure.name}={figure.typed}"
    return paste(figure.name, figure.exact if figure.exact is not None else figure.base, figure.unit, units)


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


def shown_beside(answer: Answer) -> tuple[Figure, ...]:
    """What is worth showing beside the value: what the answer names, else whole numbers solved together with it."""
    if answer.beside or len(answer.roots) != 1 or answer.kind in ("rows", "formula"):
        return answer.beside
    declared = answer.system.quantities
    together = {name for step in answer.steps if len(step.names) > 1 for name in step.names} - {answer.unknown}
    quantities = answer.roots[0].quantities
    found = [name for name, quantity in declared.items() if name in together and quantity.domain.integer]
    return tuple(quantities[name] for name in found if name in quantities)[:6]
