"""Numbers as they are shown: readable, unrounded, and ready to be pasted back as arguments."""

from __future__ import annotations

from tmath.digits import exact_number, percent, power, unrounded
from tmath.solving.answer import Answer, Figure
from tmath.units import Unit, UnitTable
from tmath.values import format_value, paste

__all__ = [
    "beside",
    "beside_figure",
    "exact",
    "exact_number",
    "pasted",
    "percent",
    "power",
    "reading",
    "shown_beside",
    "side",
]


def reading(figure: Figure, units: UnitTable | None) -> str:
    """A value in its most readable unit; in its own where no other may be chosen."""
    return format_value(figure.exact if figure.exact is not None else figure.base, figure.unit, units)


def exact(figure: Figure, units: UnitTable | None) -> str:
    """The value in the declared unit with more digits, empty where the readable form says it all."""
    return unrounded(figure.value, reading(figure, units), figure.unit.text)


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


def shown_beside(answer: Answer) -> tuple[Figure, ...]:
    """What is worth showing beside the value: what the answer names, else whole numbers solved together with it."""
    if answer.beside or len(answer.roots) != 1 or answer.kind in ("rows", "formula"):
        return answer.beside
    declared = answer.system.quantities
    together = {name for step in answer.steps if len(step.names) > 1 for name in step.names} - {answer.unknown}
    quantities = answer.roots[0].quantities
    found = [name for name, quantity in declared.items() if name in together and quantity.domain.integer]
    return tuple(quantities[name] for name in found if name in quantities)[:6]
