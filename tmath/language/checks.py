"""Checks linked: published numbers, each with its unit and the quantity it belongs to."""

from __future__ import annotations

from tmath.errors import DimensionError, TableError
from tmath.language.linking import Context
from tmath.language.resolving import is_bare
from tmath.language.syntax import Cell, CheckDecl, Column, FileDecl, Name, Node, walk
from tmath.language.system import Evidence, EvidenceRow

__all__ = ["link_check"]


def link_check(context: Context, file: FileDecl, declared: CheckDecl) -> Evidence:
    """A check with the names of its columns full and its cells in units."""
    inputs = [_column(context, file, column) for column in declared.inputs]
    outputs = [_column(context, file, column) for column in declared.outputs]
    _once(context, declared, [*inputs, *outputs])
    rows = []
    for row in declared.rows:
        split = len(inputs)
        given = _cells(context, file, declared.inputs, inputs, row.cells[:split])
        published = _cells(context, file, declared.outputs, outputs, row.cells[split:])
        rows.append(EvidenceRow(given, published, row.span))
    sources = context.cited(declared.citations, file)
    return Evidence(declared.title, sources, declared.tolerance, tuple(rows), file.name, declared.span)


def _column(context: Context, file: FileDecl, column: Column) -> str | None:
    """The quantity or choice that a column is about; None where there is none, or its unit is another's."""
    space, scope = context.space, context.scope(file)
    name = space.canonical(column.name, scope)
    if name not in space:
        lines = space.hints(column.name, scope, context.table)
        context.report(TableError, f"check column {column.name!r} is no quantity", column.span, lines=lines)
        return None
    if column.unit is None:
        return name
    if name in space.choices:
        context.report(TableError, f"{name} is a choice: its column has no unit", column.unit.span)
        return None
    unit = context.unit(column.unit)
    own = context.units.get(name)
    if unit is None or own is None:
        return None
    if unit.dimension != own.dimension:
        describe = context.dimensions.say.describe
        lines = (
            f"found     {describe(unit.dimension)}",
            f"expected  {describe(own.dimension)}, as in {name} [{own.text}]",
        )
        context.report(DimensionError, "a heading of another dimension", column.unit.span, lines=lines)
        return None
    return name


def _once(context: Context, declared: CheckDecl, names: list[str | None]) -> None:
    """Two columns may not be about one quantity, whatever they call it."""
    seen: set[str] = set()
    for name, column in zip(names, (*declared.inputs, *declared.outputs), strict=True):
        if name is not None and name in seen:
            context.report(TableError, f"two columns are about {name}", column.span)
        seen.add(name or "")


def _cells(
    context: Context, file: FileDecl, headings: tuple[Column, ...], names: list[str | None], cells: tuple[Cell, ...]
) -> dict[str, Node | str]:
    found: dict[str, Node | str] = {}
    for heading, name, cell in zip(headings, names, cells, strict=False):
        if name is None or cell.value is None:
            continue
        if name in context.space.choices:
            key = context.resolvers[file.name].key(name, cell.value)
            if key is not None:
                found[name] = key
            continue
        value = context.value(name, cell.value, heading.unit, file, "a cell")
        if is_bare(cell.value) or not _named(context, value):
            found[name] = value
    return found


def _named(context: Context, value: Node) -> bool:
    """Whether a cell holds a name, which evidence may not."""
    name = next((part for part in walk(value) if isinstance(part, Name) and part.id in context.space.quantities), None)
    if name is not None:
        context.report(TableError, "a cell of a check is a number", value.span, lines=(f"found     {name.id}",))
    return name is not None
