"""The tables of choices and checks, once their rows are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tmath.errors import Span, TableError, nearest
from tmath.language.page import Page
from tmath.language.syntax import Cell, ChoiceDecl, Column, Flags, Name, Number, Row
from tmath.language.words import RESERVED, not_a_name
from tmath.records import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a table, with the arrow before it and the bracket after it if there are any."""

    column: Column
    name: Any
    arrow: Any
    bracket: Any


def choice(
    page: Page, name: Any, headings: Sequence[Heading], rows: Sequence[Row]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows of a choice, without the column of keys."""
    first = headings[0].column
    for each in headings:
        if each.arrow is not None:
            facts = ("'->' stands before what was published, in a check",)
            page.problem("'->' in the table of a choice", page.span(each.arrow), lines=facts, error=TableError)
    if first.name != name.value:
        lines = (f"found     {first.name}", f"expected  {name.value}, over the keys of its rows")
        page.problem("the first heading does not repeat the choice's name", first.span, lines=lines, error=TableError)
    elif first.unit is not None:
        page.problem("keys have no unit", first.unit.span, error=TableError)
    for each in headings[1:]:
        if each.column.unit is not None and each.column.name in RESERVED:
            not_a_name(page, each.name)
    _distinct(page, headings)
    _full(page, headings, rows)
    return tuple(each.column for each in headings[1:]), _keyed(page, rows)


def check(
    page: Page, headings: Sequence[Heading], rows: Sequence[Row]
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """What is given and what was published: the columns of a check before and after its arrow."""
    arrows = [index for index, each in enumerate(headings) if each.arrow is not None]
    if not arrows:
        last = headings[-1].column
        lines = (f"expected  '->' before the first column of what was published, as in -> {last.name}",)
        page.problem("no '->' in the heading of a check", last.span, lines=lines, error=TableError)
    for index in arrows[1:]:
        lines = ("one is enough: all columns after it are what was published",)
        page.problem("a second '->'", page.span(headings[index].arrow), lines=lines, error=TableError)
    for each in headings:
        if each.column.flags != Flags():
            unit = each.column.unit
            assert unit is not None
            page.problem(
                "flags in the heading of a check", page.span(each.bracket), fix=f"write [{unit.text}]", error=TableError
            )
    _distinct(page, headings)
    _full(page, headings, rows)
    split = arrows[0] if arrows else len(headings) - 1
    columns = tuple(each.column for each in headings)
    return columns[:split], columns[split:]


def check_default(page: Page, choice: ChoiceDecl) -> None:
    """Report a default that is no key of its table."""
    keys = [row.key for row in choice.rows]
    if choice.default is None or choice.default_span is None or choice.default in keys:
        return
    near = nearest(choice.default, keys)
    lines = [f"keys are {', '.join(keys)}", *([f"did you mean {near}?"] if near else [])]
    message = f"the default '{choice.default}' is no key of choice {choice.name}"
    page.problem(message, choice.default_span, lines=lines, error=TableError)


def _distinct(page: Page, headings: Sequence[Heading]) -> None:
    """Report a column that stands twice."""
    seen: dict[str, Column] = {}
    for each in headings:
        first = seen.setdefault(each.column.name, each.column)
        if first is not each.column:
            message = f"two columns are called '{first.name}'"
            page.problem(message, first.span, each.column.span, error=TableError)


def _full(page: Page, headings: Sequence[Heading], rows: Sequence[Row]) -> None:
    """Report rows with fewer or more cells than the heading has."""
    wanted = len(headings)
    for row in rows:
        found = len(row.cells)
        if found < wanted:
            missing = ", ".join(each.column.name for each in headings[found:])
            end = Span(row.span.file, row.span.line, row.span.end_column - 1, row.span.end_column)
            open_cells = f"missing   {missing}; write - to leave a cell open"
            lines = (f"found     {_cells(found)}", f"expected  {wanted}, one a heading", open_cells)
            page.problem("a short row", end, lines=lines, error=TableError)
        elif found > wanted:
            lines = (f"found     {_cells(found)}", f"expected  {wanted}, one a heading", "cells are separated by |")
            page.problem("a long row", *(cell.span for cell in row.cells[wanted:]), lines=lines, error=TableError)


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"


def _keyed(page: Page, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows by their keys, which are names or integers and differ."""
    keyed, seen = [], dict[str, Row]()
    for row in rows:
        key = _key(row.cells[0])
        if key is None:
            _no_key(page, row.cells[0])
            continue
        first = seen.setdefault(key, row)
        if first is not row:
            lines = (f"first     line {first.span.line}: {page.line(first.span.line).strip()}",)
            page.problem(f"the key '{key}' stands twice", row.cells[0].span, lines=lines, error=TableError)
        keyed.append(Row(key, row.cells[1:], row.span))
    return tuple(keyed)


def _key(cell: Cell) -> str | None:
    """The key of a row."""
    match cell.value:
        case Name(id=name):
            return name
        case Number(unit=None, value=value) if value.denominator == 1:
            return str(value.numerator)
    return None


def _no_key(page: Page, cell: Cell) -> None:
    """Report a first cell that is no key, with the name it might be."""
    text = page.words(cell.span)
    plain = "".join(c if c.isalnum() else "_" for c in text)
    named = plain.isascii() and plain[:1].isalpha() and plain.strip("_") == plain
    lines = ("expected  a name or an integer",)
    page.problem(
        f"'{text}' is no key", cell.span, lines=lines, fix=f"write {plain}" if named else None, error=TableError
    )
