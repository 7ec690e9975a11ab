"""Sweeps as tables: text as it comes, CSV, JSON, bare numbers."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from typing import Any, Protocol, TextIO

from tmath.errors import InputError, SolveError
from tmath.language.system import System
from tmath.records import dataclass
from tmath.render.figures import reading
from tmath.render.json import SCHEMA_VERSION, dumps, number
from tmath.render.page import Style, clean, style_of
from tmath.render.text import RELATION, interval_text
from tmath.solving.answer import Answer


class SweepPoint(Protocol):
    """One value of a sweep as shown, and its number where it is one."""

    @property
    def text(self) -> str: ...
    @property
    def number(self) -> float | None: ...


class SweepOutcome(Protocol):
    """One combination of points with its answer or the reason why there is none."""

    @property
    def at(self) -> Sequence[SweepPoint]: ...
    @property
    def answer(self) -> Answer | None: ...
    @property
    def error(self) -> SolveError | None: ...


@dataclass(frozen=True, slots=True)
class Head:
    """What a sweep asks, and over what."""

    system: System
    asked: tuple[str, ...]
    over: tuple[str, ...]


class TextTable:
    """Aligned columns, one line a combination, written at once."""

    def __init__(self, head: Head, points: Sequence[Sequence[str]], first: SweepOutcome, stream: TextIO):
        self.style: Style = style_of(stream)
        self.widths = [max(len(name), *map(len, texts), 4) for name, texts in zip(head.over, points, strict=True)]
        cells = _cells(first)
        self.wide = [max(len(cell) + 2, len(name), 12) for cell, name in zip(cells, head.asked, strict=False)]
        self.wide += [14] * (len(head.asked) - len(self.wide))
        self.left = [name in head.system.choices for name in head.over]
        names = self._at(head.over)
        asked = [name.rjust(width) for name, width in zip(head.asked, self.wide, strict=True)]
        print(self.style.bold("   " + "  ".join([*names, *asked])))

    def _at(self, texts: Sequence[str]) -> list[str]:
        """Keys at the left of their column, numbers at the right."""
        rows = zip(texts, self.widths, self.left, strict=True)
        return [text.ljust(width) if left else text.rjust(width) for text, width, left in rows]

    def add(self, outcome: SweepOutcome) -> None:
        """Write one line."""
        at = self._at([point.text for point in outcome.at])
        cells = [cell.rjust(width) for cell, width in zip(_cells(outcome), self.wide, strict=False)]
        line = "   " + "  ".join([*at, *cells])
        remark, loud = _remark(outcome)
        room = self.style.width - len(line) - 3
        if len(remark) > max(room, 12):
            remark = remark[: max(room, 12) - 3] + "..."
        paint = self.style.loud if loud else str
        print(clean(line).rstrip() if not remark else f"{clean(line)}   {paint(clean(remark))}", flush=True)

    def close(self) -> None:
        """Nothing is left to write."""


class CsvTable:
    """A file of comma-separated values: points, values in declared units, kind, binding constraint, remark."""

    def __init__(self, head: Head, path: str):
        self.head = head
        self.file = open_for_writing(path)
        self.rows = csv.writer(self.file)
        units = [name if name in head.system.choices else _headed(head.system, name) for name in head.over]
        asked = [_headed(head.system, name) for name in head.asked]
        self.rows.writerow([*units, *asked, "kind", "binding", "remark"])

    def add(self, outcome: SweepOutcome) -> None:
        """Write one row."""
        at = [point.text if point.number is None else number(point.number) for point in outcome.at]
        values = [_value(outcome.answer, name) for name in self.head.asked]
        answer = outcome.answer
        self.rows.writerow(
            [*at, *values, answer.kind if answer else "none", answer.binding if answer else "", _remark(outcome)[0]]
        )

    def close(self) -> None:
        """Close the file."""
        self.file.close()


class JsonTable:
    """One object with a row for each combination."""

    def __init__(self, head: Head):
        self.head = head
        self.rows: list[dict[str, Any]] = []

    def add(self, outcome: SweepOutcome) -> None:
        """Keep one row."""
        at = {
            name: point.text if point.number is None else number(point.number)
            for name, point in zip(self.head.over, outcome.at, strict=True)
        }
        answer = outcome.answer
        values = {name: number(_value(answer, name)) for name in self.head.asked}
        broken = [v.label for v in answer.verdicts if v.holds is False] if answer else []
        self.rows.append(
            {
                "at": at,
                **values,
                "kind": answer.kind if answer else None,
                "binding": (answer.binding or None) if answer else None,
                "broken": broken,
                "error": type(outcome.error).__name__ if outcome.error else None,
                "message": str(outcome.error) if outcome.error else None,
            }
        )

    def close(self) -> None:
        """Write the object."""
        units = self.head.system.quantities
        print(
            dumps(
                {
                    "schema_version": SCHEMA_VERSION,
                    "system": self.head.system.name,
                    "unknown": list(self.head.asked),
                    "over": list(self.head.over),
                    "units": {n: units[n].unit.text for n in (*self.head.over, *self.head.asked) if n in units},
                    "rows": self.rows,
                }
            )
        )


class QuietTable:
    """The numbers alone, a line a combination; nan where there is none."""

    def __init__(self, asked: Sequence[str]):
        self.asked = asked

    def add(self, outcome: SweepOutcome) -> None:
        """Write one line."""
        values = [number(_value(outcome.answer, name)) for name in self.asked]
        print(*("nan" if value is None else value for value in values), flush=True)

    def close(self) -> None:
        """Nothing is left to write."""


def open_for_writing(path: str) -> TextIO:
    """A text file to write to; - is stdout.

    Raises: InputError where it cannot be written.
    """
    if path == "-":
        return sys.stdout
    try:
        return open(path, "w", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", path) from None


def _headed(system: System, name: str) -> str:
    return f"{name} [{system.quantities[name].unit.text}]" if name in system.quantities else name


def _asked(answer: Answer) -> list[Answer]:
    return [answer, *answer.others.values()]


def _value(answer: Answer | None, name: str) -> float | None:
    """The one number of an unknown, None where there is not exactly one."""
    for one in _asked(answer) if answer else ():
        if one.unknown == name and len(one.roots) == 1:
            return one.roots[0].figure.value
    return None


def _cells(outcome: SweepOutcome) -> list[str]:
    if outcome.answer is None:
        return ["-"]
    return [_cell(one) for one in _asked(outcome.answer)]


def _cell(answer: Answer) -> str:
    if answer.kind == "rows":
        return " ".join(row.key for row in answer.rows if row.feasible) or "-"
    if answer.interval is not None:
        return interval_text(answer)
    sign = "" if answer.kind == "equal" else RELATION.get(answer.kind, "") + " "
    return " or ".join(sign + reading(root.figure, answer.system.units) for root in answer.roots) or "-"


def _remark(outcome: SweepOutcome) -> tuple[str, bool]:
    """What is said beside a combination, and whether loudly."""
    if outcome.error is not None:
        return str(outcome.error).partition("\n")[0], False
    assert outcome.answer is not None
    broken = [f"`{v.label}`" for one in _asked(outcome.answer) for v in one.verdicts if v.holds is False]
    if broken:
        return f"BROKEN {', '.join(broken)}", True
    binding = [f"`{one.binding}`" for one in _asked(outcome.answer) if one.binding]
    return (f"{', '.join(dict.fromkeys(binding))} binds", False) if binding else ("", False)
