"""Sweeps: one line a combination, streamed as they are found."""

from __future__ import annotations

import itertools
import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tmath.commands import stream
from tmath.commands.asking import ask, in_asked_units
from tmath.commands.common import say
from tmath.commands.options import Arguments
from tmath.commands.progress import shown_progress
from tmath.errors import InputError, MissingInputsError, SolveError, TmathError
from tmath.records import dataclass

if TYPE_CHECKING:
    from tmath.language.system import System
    from tmath.solving.answer import Answer

_RANGE = re.compile(r"\.\..*:")


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a sweep: what is given, as it is shown, and its number where it is one."""

    value: object
    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One combination with its answer, or with the reason why there is none."""

    at: tuple[Point, ...]
    answer: Answer | None
    error: SolveError | None = None


def read_sweeps(system: System, given: Mapping[str, object]) -> dict[str, list[Point]]:
    """The givens that are sweeps, each with its points.

    Raises: InputError for a value or a key that cannot be read.
    """
    found = {}
    for name, value in given.items():
        text = str(value)
        if name in system.choices:
            if text in ("all", "*") or "," in text:
                found[name] = _keys(system, name, text)
        elif "," in text or _RANGE.search(text):
            found[name] = _numbers(system, name, text)
    return found


def _keys(system: System, name: str, text: str) -> list[Point]:
    from tmath.solving.givens import read_key

    rows = system.choices[name].rows
    keys = rows if text in ("all", "*") else [read_key(system, name, part) for part in text.split(",")]
    return [Point(key, key) for key in keys]


def _numbers(system: System, name: str, text: str) -> list[Point]:
    from tmath.values import paste, read_points

    quantity = system.quantities[name]
    points = []
    for typed in read_points(text, quantity, system.units):
        shown = paste(name, typed.value, quantity.unit, system.units).partition("=")[2]
        points.append(Point(typed, shown, float(typed.value / quantity.unit.factor)))
    return points


def run(
    system: System,
    asked: Sequence[str],
    given: Mapping[str, object],
    sweeps: Mapping[str, Sequence[Point]],
    arguments: Arguments,
) -> int:
    """Ask every combination and print a table, or write what --json, --csv and --plot ask for.

    Raises: MissingInputsError at the first combination that lacks inputs.
    """
    if "--latex" in arguments or "--explain" in arguments:
        raise InputError("a sweep is a table: --latex and --explain take one question", "--explain")
    total = math.prod(len(points) for points in sweeps.values())
    if total > stream.LARGE and "--csv" in arguments and "--plot" not in arguments and "--in" not in arguments:
        say(f"tmath: {total:_} combinations are compiled: numbers are taken as exact, not as rounded")
        return stream.run(system, asked, given, arguments)
    outcomes = _outcomes(system, asked, given, sweeps, arguments)
    first = next(outcomes)  # what is wrong with every combination is said before anything is printed
    writers = _writers(system, asked, list(sweeps), sweeps, first, arguments)
    failure: SolveError | None = None
    answered = False
    for outcome in shown_progress(itertools.chain([first], outcomes), total):
        answered = answered or outcome.answer is not None
        failure = failure or outcome.error
        for writer in writers:
            writer.add(outcome)
    for writer in writers:
        writer.close()
    return 0 if answered or failure is None else failure.exit_code


def _outcomes(
    system: System,
    asked: Sequence[str],
    given: Mapping[str, object],
    sweeps: Mapping[str, Sequence[Point]],
    arguments: Arguments,
) -> Iterator[Outcome]:
    for points in itertools.product(*sweeps.values()):
        at = dict(given) | {name: point.value for name, point in zip(sweeps, points, strict=True)}
        try:
            answer = ask(system, asked, at, arguments)
        except MissingInputsError:
            raise
        except SolveError as error:
            yield Outcome(points, None, error)
        else:
            yield Outcome(points, in_asked_units(answer, system, arguments))


def _writers(
    system: System,
    asked: Sequence[str],
    over: Sequence[str],
    sweeps: Mapping[str, Sequence[Point]],
    first: Outcome,
    arguments: Arguments,
) -> list[Any]:
    from tmath.render import table

    head = table.Head(system, tuple(asked), tuple(over))
    writers: list[Any] = []
    if (path := arguments.one("--csv")) is not None:
        writers.append(table.CsvTable(head, path))
    if (path := arguments.one("--plot")) is not None:
        from tmath.render.plot import Plot

        writers.append(Plot(head, path))
    if "--json" in arguments:
        writers.append(table.JsonTable(head))
    elif "--quiet" in arguments:
        writers.append(table.QuietTable(asked))
    elif arguments.one("--csv") != "-":
        texts = [[point.text for point in points] for points in sweeps.values()]
        writers.append(table.TextTable(head, texts, first, sys.stdout))
    return writers


__all__ = ["Outcome", "Point", "TmathError", "read_sweeps", "run"]
