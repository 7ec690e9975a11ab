"""Every equation of every file with every quantity in it: put in numbers, compute one side, ask for each in turn."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import mpmath

from benchmarks.oracle import DIGITS, active_names, evaluate, holds
from tmath import Library, MissingInputsError, SolveError, System
from tmath.language.syntax import Call, Conditional, Name, Node, children
from tmath.language.system import ChoiceRow, Domain, Quantity, Relation

__all__ = ["Equation", "Point", "Recovery", "alone", "draw", "equations", "recover"]

SMALLEST_ELASTICITY = 1e-5  # below it the rounding of the computed side alone moves the unknown by 1e-11 and more
ATTEMPTS = 400
TINY = Fraction(1, 10**20)


@dataclass(frozen=True)
class Equation:
    """One equation as a system of its own: `defined` is alone on one side and computed from `formula`."""

    label: str
    system: System
    keys: Mapping[str, str]
    defined: str
    formula: Node

    @property
    def names(self) -> tuple[str, ...]:
        """Its quantities, those of branches that the chosen row closes left out."""
        return tuple(sorted({self.defined, *_names(self.formula, self.keys)} & self.system.quantities.keys()))


@dataclass(frozen=True)
class Point:
    """Numbers that solve an equation, in declared units; whether the computed side is flat in each quantity."""

    values: Mapping[str, Fraction]
    flat: Mapping[str, bool]


@dataclass(frozen=True)
class Recovery:
    """What came back for one quantity at one point."""

    fault: str
    closed: bool = False
    flat: bool = False


# -- equations ---------------------------------------------------------------------------------


def alone(system: System, relation: Relation, names: frozenset[str] | None = None) -> System:
    """A system of one relation: its quantities, and the choices it compares, with their rows left empty."""
    names = relation.names if names is None else names
    choices = {
        name: replace(
            choice,
            columns=(),
            rows={key: ChoiceRow(key, {}, row.span) for key, row in choice.rows.items()},
            default=None,
        )
        for name, choice in system.choices.items()
        if name in names
    }
    quantities = {
        name: replace(quantity, default=None, choice=None)
        for name, quantity in system.quantities.items()
        if name in names
    }
    return replace(
        system,
        quantities=quantities,
        choices=choices,
        equations=(replace(relation, kind="equation", default_of=None),),
        assumptions=(),
        fallbacks=(),
        constraints=(),
        checks=(),
    )


def equations(library: Library) -> Iterator[Equation]:
    """Every equation of every file, in each row of the choices it compares, and every cell that is a formula."""
    for name in library:
        system = library[name]
        for relation in system.equations:
            if relation.system == name:
                yield from _in_every_row(system, relation)
        yield from _cells(system)


def _in_every_row(system: System, relation: Relation) -> Iterator[Equation]:
    single = alone(system, relation)
    sides = ((relation.left, relation.right), (relation.right, relation.left))
    bare, formula = next((a, b) for a, b in sides if isinstance(a, Name))
    assert isinstance(bare, Name)
    compared = [(choice.name, key) for choice in single.choices.values() for key in choice.rows]
    if not compared:
        yield Equation(f"{system.name}: {relation.label}", single, {}, bare.id, formula)
    for choice, key in compared:
        label = f"{system.name}: {relation.label} at {choice}={key}"
        yield Equation(label, single, {choice: key}, bare.id, formula)


def _cells(system: System) -> Iterator[Equation]:
    """Cells that hold names are equations too, each with the column's quantity on its left."""
    for choice in system.choices.values():
        if choice.system != system.name:
            continue
        for row in choice.rows.values():
            for column, cell in row.cells.items():
                names = frozenset() if isinstance(cell, str) else _names(cell) & system.quantities.keys()
                if isinstance(cell, str) or not names or column in names:
                    continue
                relation = Relation(
                    "equation",
                    column,
                    Name(column, row.span),
                    cell,
                    False,
                    "",
                    (),
                    system.name,
                    row.span,
                    names | {column},
                )
                yield Equation(
                    f"{system.name}: {choice.name}.{row.key}.{column}", alone(system, relation), {}, column, cell
                )


def _names(node: Node, keys: Mapping[str, str] | None = None) -> frozenset[str]:
    """The names of a node, without those of branches that a chosen row closes."""
    found, stack = set(), [node]
    while stack:
        current = stack.pop()
        if isinstance(current, Name):
            found.add(current.id)
        if isinstance(current, Conditional) and keys and _names(current.condition) & keys.keys():
            stack.append(current.then if holds(current.condition, keys) else current.otherwise)
        else:
            stack.extend(children(current))
    return frozenset(found)


def _names_in_steps(node: Node) -> frozenset[str]:
    """The names inside ceil and floor."""
    found: frozenset[str] = frozenset()
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, Call) and current.function in ("ceil", "floor"):
            found |= _names(current)
        stack.extend(children(current))
    return found


# -- numbers -----------------------------------------------------------------------------------


def draw(equation: Equation, chance: random.Random) -> Point | None:
    """Random admissible numbers; None where many attempts gave none."""
    quantities = equation.system.quantities
    free = [name for name in equation.names if name != equation.defined]
    for attempt in range(ATTEMPTS):
        spread = 1 - attempt / ATTEMPTS
        sizes = _sizes(chance, attempt)
        values = {name: _number(quantities[name], chance, spread, sizes) for name in free}
        computed = _computed(equation, values)
        if computed is None or not _admissible(quantities[equation.defined].domain, computed):
            continue
        flat = _flat(equation, values, computed)
        if flat is None:
            continue
        values[equation.defined] = Fraction(float(computed)) / quantities[equation.defined].unit.factor
        if equation.defined not in flat:
            flat[equation.defined] = False
        return Point(values, flat)
    return None


def _sizes(chance: random.Random, attempt: int) -> Mapping[str, float]:
    """A size for some units, so that the terms of a sum are not hopelessly apart: counts are large."""
    sizes = {unit: 10 ** chance.uniform(4, 11) for unit in ("param", "token", "FLOP", "FLOP/token")}
    if attempt % 2:
        return {"param": sizes["param"], "token": sizes["token"]}
    return sizes


def _number(quantity: Quantity, chance: random.Random, spread: float, sizes: Mapping[str, float]) -> Fraction:
    """A number of the domain, in the declared unit, with four significant digits."""
    domain, factor = quantity.domain, quantity.unit.factor
    if domain.members is not None:
        return chance.choice(domain.members) / factor
    low = None if domain.low is None else float(domain.low / factor)
    high = None if domain.high is None else float(domain.high / factor)
    usual = sizes.get(quantity.unit.text, 30.0 if domain.integer else 4.0)
    if low is not None and high is not None:
        value = low + (high - low) * (0.02 + 0.96 * chance.random())
    else:
        value = usual * math.exp(spread * chance.uniform(-3, 3))
        if low is not None and low > 0:
            value = low + value
        if low is None and chance.random() < 0.3:
            value = -value
        if high is not None:
            value = min(value, high)
    rounded = Fraction(f"{value:.4g}")
    if domain.integer:
        multiple = (domain.multiple_of or 1) / factor
        rounded = max(round(rounded / multiple), 1) * multiple
    return rounded


def _computed(equation: Equation, values: Mapping[str, Fraction]) -> Any:
    """The computed side in base units, None where it has no value of a usable size."""
    quantities = equation.system.quantities
    base = {name: _mp(value * quantities[name].unit.factor) for name, value in values.items()}
    try:
        found = evaluate(equation.formula, base, equation.system.units, equation.keys)
    except (ArithmeticError, ValueError):
        return None
    if isinstance(found, mpmath.mpc) or not mpmath.isfinite(found):
        return None
    return found if found == 0 or 1e-30 < abs(found) < 1e60 else None


def _mp(value: Fraction) -> Any:
    with mpmath.workdps(DIGITS):
        return mpmath.mpf(value.numerator) / value.denominator


def _admissible(domain: Domain, value: Any) -> bool:
    if domain.low is not None and (value < _mp(domain.low) or (domain.low_open and value == _mp(domain.low))):
        return False
    return domain.high is None or bool(value <= _mp(domain.high))


def _flat(equation: Equation, values: Mapping[str, Fraction], computed: Any) -> dict[str, bool] | None:
    """Whether the computed side does not move with each quantity; None where it hardly moves, or sits on a kink."""
    quantities = equation.system.quantities
    base = {name: _mp(value * quantities[name].unit.factor) for name, value in values.items()}
    active = active_names(equation.formula, base, equation.system.units, equation.keys)
    stepped = _names_in_steps(equation.formula)
    flat = {}
    for name in values:
        if name not in active:
            flat[name] = True
            continue
        moves = [
            _moved(equation, values, name, factor, computed)
            for factor in (1 + TINY, 1 - TINY, Fraction(1, 1000), Fraction(1000))
        ]
        flat[name] = not any(moves) or (not any(moves[:2]) and name in stepped)
        if None in moves[:2] or (not flat[name] and min(moves[:2]) < SMALLEST_ELASTICITY * _mp(TINY)):
            return None
    return flat


def _moved(equation: Equation, values: Mapping[str, Fraction], name: str, factor: Fraction, computed: Any) -> Any:
    """How far the computed side moves, relatively, when one quantity is multiplied by a factor."""
    shifted = _computed(equation, {**values, name: values[name] * factor})
    if shifted is None:
        return None
    with mpmath.workdps(DIGITS):
        move = abs(shifted - computed) / max(abs(computed), mpmath.mpf("1e-30"))
        return move if move > mpmath.mpf(10) ** (5 - DIGITS) else mpmath.mpf(0)


# -- the question ------------------------------------------------------------------------------


def recover(equation: Equation, point: Point, unknown: str) -> Recovery:
    """Ask for one quantity, the others given, and see whether it comes back."""
    quantities = dict(equation.system.quantities)
    for name, value in point.values.items():
        domain = quantities[name].domain
        if domain.integer and (value * quantities[name].unit.factor).denominator != 1:
            real = replace(domain, integer=False, multiple_of=None, members=None)
            quantities[name] = replace(quantities[name], domain=real)
    system = equation.system
    if quantities != system.quantities:
        system = replace(system, quantities=quantities)
    given: dict[str, object] = {name: value for name, value in point.values.items() if name != unknown}
    given.update(equation.keys)
    expected, flat = float(point.values[unknown]), point.flat[unknown]
    try:
        answer = system.solve(unknown, given)
    except MissingInputsError as error:
        return Recovery("" if flat else f"MissingInputsError: {error!s}", flat=flat)  # it is not in the equation now
    except SolveError as error:
        return Recovery(f"{type(error).__name__}: {error!s}", flat=flat)
    closed = answer.expression is not None
    if answer.interval is not None:
        low, high = answer.interval[:2]
        inside = low - 1e-9 * abs(low) <= expected <= high + 1e-9 * abs(high)
        return Recovery("" if inside else f"{low} to {high} does not hold {expected}", closed, True)
    if any(abs(value - expected) <= 1e-9 * abs(expected) for value in answer.values):
        return Recovery("", closed, flat)
    return Recovery(f"{answer.values} instead of {expected}", closed, flat)
