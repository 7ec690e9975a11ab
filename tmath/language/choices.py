"""Choices linked: what each column is, and each cell as an expression or a key."""

from __future__ import annotations

from tmath.errors import TableError, UnknownNameError, nearest
from tmath.language.linking import Context
from tmath.language.syntax import Cell, ChoiceDecl, Column, FileDecl, Node, Row
from tmath.language.system import Choice, ChoiceColumn, ChoiceRow

__all__ = ["link_choice"]


def link_choice(context: Context, file: FileDecl, declared: ChoiceDecl) -> Choice:
    """A choice with the names of its columns full and its cells checked."""
    columns = [_column(context, file, declared, column) for column in declared.columns]
    rows: dict[str, ChoiceRow] = {}
    for row in declared.rows:
        rows.setdefault(row.key, _row(context, file, row, declared.columns, columns))
    if declared.default is not None and declared.default not in rows and declared.default_span is not None:
        near = nearest(declared.default, rows)
        context.report(
            TableError,
            f"the default '{declared.default}' is no key of choice {declared.name}",
            declared.default_span,
            lines=(f"keys are {', '.join(rows)}", *([f"did you mean {near}?"] if near else [])),
        )
    return Choice(
        declared.name,
        declared.default,
        declared.doc,
        tuple(column for column in columns if column is not None),
        rows,
        context.cited(declared.citations, file),
        file.name,
        declared.span,
    )


def _column(context: Context, file: FileDecl, declared: ChoiceDecl, column: Column) -> ChoiceColumn | None:
    if column.unit is not None:
        return ChoiceColumn(column.name, "declares")
    space, scope = context.space, context.scope(file)
    name = space.canonical(column.name, scope)
    if name in space.quantities:
        return ChoiceColumn(name, "gives")
    if name in space.choices and name != declared.name:
        return ChoiceColumn(name, "chooses")
    if name == declared.name:
        context.report(TableError, f"choice {name} cannot choose itself", column.span)
        return None
    lines = (
        *space.hints(column.name, scope, context.table),
        f"a column that declares a quantity has a unit: {name} [1]",
    )
    context.report(UnknownNameError, f"unknown name {column.name!r}", column.span, lines=lines)
    return None


def _row(
    context: Context, file: FileDecl, row: Row, headings: tuple[Column, ...], columns: list[ChoiceColumn | None]
) -> ChoiceRow:
    cells: dict[str, Node | str] = {}
    for heading, column, cell in zip(headings, columns, row.cells, strict=False):
        if column is None or cell.value is None:
            continue
        value = _cell(context, file, column, heading, cell, cell.value)
        if value is not None:
            cells[column.name] = value
    return ChoiceRow(row.key, cells, row.span)


def _cell(
    context: Context, file: FileDecl, column: ChoiceColumn, heading: Column, cell: Cell, value: Node
) -> Node | str | None:
    if column.kind == "chooses":
        return context.resolvers[file.name].key(column.name, value)
    unit = heading.unit if column.name in context.units else None
    made = context.value(column.name, value, unit, file, "a cell")
    context.hold_other(column.name, made, "a cell")
    return made
