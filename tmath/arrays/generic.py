"""A generic point for inputs whose numbers come later, from what the equation files say of such quantities.

The rules that decide what an answer rests on need numbers (is the value implied by the rest admissible?). Where the
caller gives none, an input stands at the middle of what the rows of choices hold for it, else of what published cases
have, else at its default, else at about one of its declared unit or the nearest value its bounds admit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from tmath.algebra.expressions import from_syntax
from tmath.language.syntax import Node
from tmath.language.system import Domain, System
from tmath.solving.whole import fits_domain

NEARLY_ONE = Fraction(7391, 10_000)


def points(system: System, names: Sequence[str]) -> Iterator[dict[str, Fraction]]:
    """Points to try, in order, in base units."""
    sources: tuple[Callable[[System, str], list[Fraction]], ...] = (_cells, _published, _default, _unit)
    pools = {name: [pool for source in sources if (pool := _admitted(system, name, source))] for name in names}
    for place in (0.5, 0.25, 0.75):
        yield {name: _at(pool[0], place) for name, pool in pools.items()}
    for skip in (1, 2):
        yield {name: _at(pool[min(skip, len(pool) - 1)], 0.5) for name, pool in pools.items()}
    yield {name: _at(pool[-1], 0.5) for name, pool in pools.items()}


def _admitted(system: System, name: str, source: Callable[[System, str], list[Fraction]]) -> list[Fraction]:
    domain = system.quantities[name].domain
    return sorted(value for value in source(system, name) if fits_domain(domain, value))


def _at(pool: Sequence[Fraction], place: float) -> Fraction:
    return pool[int(place * (len(pool) - 1) + 0.5)]


def _published(system: System, name: str) -> list[Fraction]:
    rows = [row for check in system.checks for row in check.rows]
    cells = [row.given[name] for row in rows if name in row.given]
    return _numbers(system, cells or [row.published[name] for row in rows if name in row.published])


def _cells(system: System, name: str) -> list[Fraction]:
    choices = [c for c in system.choices.values() if any(column.name == name for column in c.columns)]
    return _numbers(system, [row.cells[name] for c in choices for row in c.rows.values() if name in row.cells])


def _default(system: System, name: str) -> list[Fraction]:
    relations = (*system.assumptions, *system.fallbacks)
    return _numbers(system, [relation.right for relation in relations if relation.default_of == name])


def _unit(system: System, name: str) -> list[Fraction]:
    """Nearly one of the declared unit, or what the bounds admit: never a number at which terms cancel by chance."""
    quantity = system.quantities[name]
    near = quantity.unit.factor * NEARLY_ONE
    return [near] if fits_domain(quantity.domain, near) else _inside(quantity.domain)


def _inside(domain: Domain) -> list[Fraction]:
    if domain.members is not None:
        return list(domain.members)
    step = Fraction(domain.multiple_of or 1)
    if domain.low is not None and domain.high is not None and not domain.integer:
        return [(domain.low + domain.high) / 2]
    low = domain.low if domain.low is not None else (domain.high or Fraction(0)) - step
    return [step * (low // step + 1), low]


def _numbers(system: System, cells: Sequence[Node | str]) -> list[Fraction]:
    found = []
    for cell in cells:
        if not isinstance(cell, str):
            value = from_syntax(cell, lambda text: system.units.read(text).factor).number
            if value is not None:
                found.append(value)
    return found
