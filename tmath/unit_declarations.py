"""A table of units from the declarations of `units:` blocks, which may come in any order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from tmath.dimension import Dimension
from tmath.records import dataclass
from tmath.unit_text import UnitReadError, read_terms
from tmath.units import Symbol, UnitTable

__all__ = ["UnitDeclared", "UnitFault", "build_table"]


class UnitDeclared(Protocol):
    """What a table is built from: the declarations of the language."""

    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def factor(self) -> Fraction | None: ...
    @property
    def unit(self) -> Any: ...
    @property
    def prefixed(self) -> bool: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class UnitFault:
    """A declaration that cannot be used: which, why, and (inside its unit text) where."""

    declaration: Any
    message: str
    offset: int | None = None
    length: int = 1
    suggestion: str | None = None
    other: Any = None  # the earlier declaration of the same spelling
    unknown: bool = False  # a name in its definition is no unit


def build_table(declarations: Iterable[UnitDeclared]) -> tuple[UnitTable, list[UnitFault]]:
    """A table from declarations in any order, and those that could not be used."""
    faults: list[UnitFault] = []
    owner: dict[str, int] = {}
    kept: list[UnitDeclared] = []
    for declaration in declarations:
        spellings = (declaration.name, *declaration.aliases)
        twice = next((s for i, s in enumerate(spellings) if s in owner or s in spellings[:i]), None)
        if twice is not None:
            other = kept[owner[twice]] if twice in owner else declaration
            faults.append(UnitFault(declaration, f"unit {twice!r} declared twice", other=other))
            continue
        owner.update(dict.fromkeys(spellings, len(kept)))
        kept.append(declaration)
    order, circular = _sorted(kept, owner)
    known: dict[int, Symbol] = {}
    spelled: dict[str, Symbol] = {}
    table = UnitTable((), spelled)
    for index in order:
        try:
            symbol = known[index] = _symbol(kept[index], table)
        except UnitReadError as error:
            faults.append(_fault(kept[index], error))
        else:
            spelled.update(dict.fromkeys(symbol.spellings, symbol))
    if circular:
        names = ", ".join(kept[index].name for index in circular)
        faults.append(UnitFault(kept[circular[0]], f"units defined by each other: {names}"))
    return UnitTable([known[index] for index in sorted(known)]), faults


def _fault(declaration: UnitDeclared, error: UnitReadError) -> UnitFault:
    place = error.offset, error.length
    return UnitFault(declaration, error.message, *place, error.suggestion, None, error.unknown)


def _symbol(declaration: UnitDeclared, table: UnitTable) -> Symbol:
    spellings = (declaration.name, *declaration.aliases)
    flags = declaration.prefixed, declaration.role
    if declaration.unit is None and declaration.factor is None:
        return Symbol(declaration.name, spellings, Fraction(1), Dimension.base(declaration.name), *flags, "")
    if declaration.unit is None:
        raise UnitReadError(f"unit {declaration.name} has a size but no unit", 0, 1, "[1] for a plain number")
    size = Fraction(1) if declaration.factor is None else declaration.factor
    if size <= 0:
        raise UnitReadError(f"unit {declaration.name} must be larger than zero")
    unit = table.read(declaration.unit.text)
    return Symbol(declaration.name, spellings, size * unit.factor, unit.dimension, *flags, unit.text)


def _sorted(kept: Sequence[UnitDeclared], owner: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """Indices with what a definition needs before it (Kahn), and those caught in a circle."""
    needs = [_needs(declaration, owner) for declaration in kept]
    needed_by: list[list[int]] = [[] for _ in kept]
    for index, others in enumerate(needs):
        for other in others:
            needed_by[other].append(index)
    order = _peel(needs, needed_by)
    done = set(order)
    # What only depends on a circle is no part of it: peel from the other end too.
    outside = done.union(_peel(needed_by, [list(others) for others in needs], done))
    return order, [index for index in range(len(kept)) if index not in outside]


def _peel(
    needs: Sequence[Collection[int]], needed_by: Sequence[Collection[int]], gone: Collection[int] = ()
) -> list[int]:
    left = [sum(other not in gone for other in others) for others in needs]
    ready = [index for index, count in enumerate(left) if not count and index not in gone]
    for index in ready:  # grows while it is read
        for other in needed_by[index]:
            left[other] -= 1
            if not left[other] and other not in gone:
                ready.append(other)
    return ready


def _needs(declaration: UnitDeclared, owner: Mapping[str, int]) -> set[int]:
    if declaration.unit is None:
        return set()
    try:
        symbols = {term.symbol for term in read_terms(declaration.unit.text)}
    except UnitReadError:
        return set()  # told when the definition is read
    spelled = (next((s for s in (symbol, symbol[2:], symbol[1:]) if s in owner), None) for symbol in symbols)
    return {owner[spelling] for spelling in spelled if spelling is not None}
