"""Sweeps written row by row to CSV and Parquet, in memory that does not grow."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal, TextIO

import numpy as np

from tmath.arrays.function import Function
from tmath.arrays.given import Array
from tmath.arrays.sheet import Status
from tmath.arrays.stream import Strips, Told, on_cluster
from tmath.arrays.sweep import Sweep
from tmath.errors import InputError
from tmath.records import dataclass

ROWS = 1 << 16  # combinations written at a time
NAMES = [status.name.lower() for status in Status]
REMARKS = ["", "", *(name.replace("_", " ") for name in NAMES[2:])]
REACHED = 1e-9  # margin below which a constraint binds


@dataclass(frozen=True)
class Table:
    """Some rows of a sweep: columns in order, a `Status` each, and how far each constraint is from breaking."""

    columns: Mapping[str, Any]
    status: Array
    margins: Mapping[str, Array]
    size: int


def tables(sweep: Sweep, on: str | None = None) -> Iterator[Table]:
    """All rows in order, some at a time."""
    strips = Strips(sweep, ROWS)
    if on is None:
        yield from (_table(strips, number) for number in range(strips.count))
        return
    for parts in on_cluster(partial(_tables, strips), strips, on):
        yield from parts


def _tables(strips: Strips, numbers: range) -> list[Table]:
    return [_table(strips, number) for number in numbers]


def _table(strips: Strips, number: int) -> Table:
    start, stop = strips.bounds(number)
    columns = strips.columns(number)
    found = strips.sweep.function.evaluate(**columns)
    several = isinstance(strips.sweep.function.unknown, tuple)
    values = found.values if several else {str(strips.sweep.function.unknown): found.values}
    statuses = list(found.status.values()) if several else [found.status]
    labelled = [*found.margins.values()] if several else [found.margins]
    flat = {name: np.broadcast_to(np.asarray(value), stop - start) for name, value in values.items()}
    status = np.broadcast_to(np.maximum.reduce([np.asarray(status) for status in statuses]), stop - start)
    margins = {n: np.broadcast_to(m, stop - start) for part in labelled for n, m in part.items()}
    return Table({**columns, **flat}, status, margins, stop - start)


def write(
    sweep: Sweep,
    path: str,
    form: Literal["csv", "parquet"] | None = None,
    *,
    on: str | None = None,
    told: Told = lambda done: None,
) -> int:
    """Write all rows to a .csv or .parquet file (- is CSV to the standard output); how many there were.

    Raises: InputError for a file that cannot be written, or one of another kind.
    """
    done = 0
    with _writer(sweep, path, form) as writer:
        for table in tables(sweep, on):
            writer.add(table)
            done += table.size
            told(done)
    return done


def _writer(sweep: Sweep, path: str, form: str | None) -> Csv | Parquet:
    suffix = Path(path).suffix.lower()
    if form == "csv" or (form is None and (path == "-" or suffix == ".csv")):
        return Csv(sweep, path)
    if form == "parquet" or (form is None and suffix in (".parquet", ".pq")):
        return Parquet(sweep, path)
    raise InputError(f"{path}: a sweep is written as .csv or .parquet", path)


def status_name(function: Function) -> str:
    """The heading of the column of statuses."""
    taken = {*function.inputs, *_unknowns(function)}
    return "status" if "status" not in taken else "status_of_answer"


def _unknowns(function: Function) -> tuple[str, ...]:
    return function.unknown if isinstance(function.unknown, tuple) else (function.unknown,)


def _names(sweep: Sweep) -> list[str]:
    return [*(axis.name for axis in sweep.axes), *_unknowns(sweep.function)]


class Csv:
    """Comma-separated values: whole numbers without a point, no number where there is no answer, and why."""

    def __init__(self, sweep: Sweep, path: str):
        self._file = _opened(path)
        self._close = path != "-"
        self._rows = csv.writer(self._file)
        kinds, units = sweep.function.kind, sweep.function.units
        self._kind = kinds if isinstance(kinds, str) else kinds[0]
        names = [f"{name} [{units[name]}]" if name in units else name for name in _names(sweep)]
        self._rows.writerow([*names, "kind", "binding", "remark"])

    def __enter__(self) -> Csv:
        return self

    def __exit__(self, *_: object) -> None:
        if self._close:
            self._file.close()

    def add(self, table: Table) -> None:
        """Write some rows."""
        columns = [_cells(np.broadcast_to(np.asarray(c), table.size)) for c in table.columns.values()]
        nothing = table.status > Status.BROKEN
        kinds = np.where(nothing, "none", self._kind).tolist()
        self._rows.writerows(zip(*columns, kinds, *self._remarks(table), strict=True))

    def _remarks(self, table: Table) -> tuple[list[str], list[str]]:
        """The constraint that is reached, and what there is to say, row by row."""
        remarks = np.array(REMARKS, object)[table.status]
        binding = np.full(table.size, "", object)
        for label, margin in reversed(list(table.margins.items())):
            with np.errstate(invalid="ignore"):
                reached = (np.abs(margin) <= REACHED) & (table.status == Status.OK)
                broken = (margin < -REACHED) & (table.status == Status.BROKEN)
            if self._kind != "equal":
                binding[reached] = label
                remarks[reached] = f"`{label}` binds"
            known = remarks[broken]
            remarks[broken] = [f"BROKEN `{label}`" + other.replace("BROKEN ", ", ") for other in known]
        return binding.tolist(), remarks.tolist()


def _cells(column: Array) -> list[Any]:
    return [_cell(value) for value in column.tolist()]


def _cell(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    if value != value:
        return ""
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _opened(path: str) -> TextIO:
    if path == "-":
        return sys.stdout
    try:
        return open(path, "w", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", path) from None


class Parquet:
    """A Parquet file, a row group for some rows at a time; units are in the metadata of the columns.

    Raises: InputError where it cannot be written, or pyarrow is not installed.
    """

    def __init__(self, sweep: Sweep, path: str):
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise InputError(f"{path} needs pyarrow: pip install 'tmath[scale]'", path) from None
        self._arrow = pyarrow
        units = sweep.function.units
        numbers = [name for name in _names(sweep) if name in units]
        text = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
        fields = [
            pyarrow.field(name, pyarrow.float64(), metadata={"unit": units[name]})
            if name in numbers
            else pyarrow.field(name, text)
            for name in _names(sweep)
        ]
        self._schema = pyarrow.schema([*fields, pyarrow.field(status_name(sweep.function), text)])
        try:
            self._file = pyarrow.parquet.ParquetWriter(path, self._schema)
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error}", path) from None

    def __enter__(self) -> Parquet:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, table: Table) -> None:
        """Write some rows."""
        arrays = [self._array(np.broadcast_to(np.asarray(c), table.size)) for c in table.columns.values()]
        names = self._arrow.array(NAMES)
        arrays.append(self._arrow.DictionaryArray.from_arrays(table.status.astype(np.int32), names))
        self._file.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))

    def _array(self, column: Array) -> Any:
        if column.dtype.kind == "f":
            return self._arrow.array(column, from_pandas=True)
        return self._arrow.array(column.tolist(), self._arrow.string()).dictionary_encode()
