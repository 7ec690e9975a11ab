"""A choice as a table: rows or columns, whichever fits, else a paragraph for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tmath.language.printing import node_text
from tmath.language.syntax import Binary, Node, Number
from tmath.language.system import Choice, System
from tmath.render.cite import keys
from tmath.render.page import Page, fill, wrap

INDENT = 6


def choice_lines(page: Page, system: System, choice: Choice) -> Iterator[str]:
    """The name with its default, what it means, and the table in the shape that fits."""
    yield "   " + page.style.bold(choice.name) + (f" = {choice.default}" if choice.default else "")
    for line in wrap(f"{choice.doc} {keys(choice.sources)}", page.style.width - INDENT):
        yield " " * INDENT + line
    units = {column.name: _unit(system, column.name) for column in choice.columns}
    heads = [f"{name} [{unit}]" if unit not in ("", "1") else name for name, unit in units.items()]
    rows = [[key, *(_cell(row.cells.get(name), units[name]) for name in units)] for key, row in choice.rows.items()]
    across = [[choice.name, *heads], *rows]
    stacked = [[choice.name, *units], ["", *(f"[{u}]" if u not in ("", "1") else "" for u in units.values())], *rows]
    down = [list(column) for column in zip(*across, strict=True)]
    bare = [[name, *line[1:]] for name, line in zip((choice.name, *units), down, strict=True)]
    room = page.style.width - INDENT
    shown = next((table for table in (across, stacked, down, bare) if _width(table) <= room), None)
    if shown is not None:
        yield from _aligned(page, shown, 2 if shown is stacked else 1)
        return
    width = max(map(len, choice.rows))
    beside = room - width > room // 2
    for key, *cells in rows:
        pieces = [f"{name}={cell}" for name, cell in zip(units, cells, strict=True) if cell != "-"]
        indent = INDENT + 2 + (width if beside else 0)
        lines = fill(pieces, page.style.width - indent)
        yield " " * INDENT + (f"{key.ljust(width)}  {lines[0]}".rstrip() if beside else key)
        yield from (" " * indent + line for line in lines[1 if beside else 0 :])


def _unit(system: System, name: str) -> str:
    return system.quantities[name].unit.text if name in system.quantities else ""


def _cell(cell: Node | str | None, unit: str) -> str:
    """A cell as the file has it: numbers in the unit of its column stand bare."""
    if cell is None:
        return "-"
    cell = bare_cell(cell, unit)
    if isinstance(cell, Number) and cell.unit is not None and cell.unit.text == unit:
        return cell.text
    return cell if isinstance(cell, str) else node_text(cell)


def bare_cell(cell: Node | str, unit: str) -> Node | str:
    """A calculation with numbers alone, without the unit that linking gave it."""
    given = isinstance(cell, Binary) and cell.op == "*" and isinstance(cell.right, Number) and cell.right.value == 1
    if not given:
        return cell
    assert isinstance(cell, Binary) and isinstance(cell.right, Number)
    return cell.left if cell.right.unit is not None and cell.right.unit.text == unit else cell


def _widths(table: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*table, strict=True)]


def _width(table: Sequence[Sequence[str]]) -> int:
    widths = _widths(table)
    return sum(widths) + 2 * (len(widths) - 1)


def _aligned(page: Page, table: Sequence[Sequence[str]], headings: int) -> Iterator[str]:
    widths = _widths(table)
    for number, row in enumerate(table):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        yield " " * INDENT + (page.style.dim(line) if number < headings else line)
