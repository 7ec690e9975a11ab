"""How names, values and bounds are put into the sentences of answers and errors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tmath import digits
from tmath.language.printing import constraint_text, relation_text
from tmath.language.system import Quantity, System
from tmath.readable import scale_of
from tmath.solving.answer import Figure
from tmath.solving.resolve import Question, Row
from tmath.values import format_value


def shown(system: System, name: str, base: float | Fraction) -> str:
    """A value as a person reads it: number and unit."""
    return format_value(base, system.quantities[name].unit, system.units)


def apart(system: System, name: str, values: Sequence[float]) -> list[str]:
    """Values of one quantity with as many digits as it takes to tell them apart."""
    return digits.apart(scale_of(system.quantities[name].unit, system.units), *values)


def figure(system: System, name: str, base: float | Fraction, typed: str = "") -> Figure:
    """A quantity with its number in the declared unit."""
    unit = system.quantities[name].unit
    exact = base if isinstance(base, Fraction) else None
    value = float(base / unit.factor) if exact is not None else float(base) / float(unit.factor)
    return Figure(name, value, unit, float(base), exact, typed)


def row_text(row: Row) -> str:
    """A row as its file prints it."""
    if row.relation is not None:
        return relation_text(row.relation)
    if row.constraint is not None:
        return constraint_text(row.constraint).replace("<=", "=").replace(">=", "=").replace("<", "=").replace(">", "=")
    return f"{row.left} = {row.right}"


def domain_text(system: System, quantity: Quantity) -> str:
    """The values a quantity may take, in words."""
    domain = quantity.domain
    words = []
    if domain.members is not None:
        return "one of " + " ".join(shown(system, quantity.name, m) for m in domain.members)
    if domain.multiple_of is not None:
        words.append(f"a multiple of {domain.multiple_of}")
    elif domain.integer:
        words.append("a whole number")
    low = None if domain.low is None else shown(system, quantity.name, domain.low)
    high = None if domain.high is None else shown(system, quantity.name, domain.high)
    if low is not None and high is not None:
        words.append(f"within {low} .. {high}")
    elif low is not None and (domain.low != 0 or not domain.low_open):
        words.append(f"at least {low}")
    elif low is not None:
        words.append("above 0")
    elif high is not None:
        words.append(f"at most {high}")
    return ", ".join(words) or "a real number"


def nearest_admissible(quantity: Quantity, value: Fraction) -> list[Fraction]:
    """The admissible values next to one that is not."""
    domain = quantity.domain
    if domain.members is not None:
        below = [m for m in domain.members if m < value]
        above = [m for m in domain.members if m > value]
        return [*([max(below)] if below else []), *([min(above)] if above else [])]
    unit = quantity.unit.factor
    step = (domain.multiple_of or 1) * unit if domain.integer or domain.multiple_of else None
    near = [value]
    if step is not None:
        near = [math.floor(value / step) * step, math.ceil(value / step) * step]
    clipped = []
    for v in near:
        if domain.low is not None and v < domain.low:
            v = domain.low
        if domain.high is not None and v > domain.high:
            v = domain.high
        if not (domain.low is not None and v == domain.low and domain.low_open) and v not in clipped:
            clipped.append(v)
    return clipped


def absorbed(question: Question, given: str, row: Row, values: Mapping[str, Any]) -> str:
    """The hint that a given went into a default and does not affect the unknown."""
    system, name = question.system, str(row.default_of)
    assumed = shown(system, name, row.right.value) if isinstance(row.right.value, Fraction) else str(row.right)
    return (
        f"{given} = {question.typed[given].text} went into {name} = {shown(system, name, values[name])} "
        f"(assumed {assumed}); it does not affect {question.unknown}. To use it, give {name}."
    )
