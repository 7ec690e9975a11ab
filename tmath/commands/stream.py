"""Sweeps too large for one answer after another: compiled, written to files or reduced on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from tmath.commands.common import say
from tmath.commands.options import Arguments
from tmath.commands.progress import progress
from tmath.errors import InputError

if TYPE_CHECKING:
    from tmath.arrays.sweep import Summary, Sweep
    from tmath.language.system import System

OPTIONS = ("--parquet", "--best", "--on")
LARGE = 10_000  # combinations above which a file is written without asking for each answer in full


def wanted(arguments: Arguments) -> bool:
    """Whether an option asks for it."""
    return any(option in arguments for option in OPTIONS)


def run(system: System, asked: Sequence[str], given: Mapping[str, object], arguments: Arguments) -> int:
    """Sweep, write what is asked for, and print what is reduced.

    Raises: InputError for options that do not go together; SolveError where the question has no answer at all.
    """
    from tmath.arrays.files import write
    from tmath.arrays.sweep import sweep

    for option in ("--plot", "--latex", "--explain", "--in", "--quiet"):
        if option in arguments:
            raise InputError(f"{option} does not go with {_first(arguments)}", option)
    unknown = asked[0] if len(asked) == 1 else list(asked)
    points = sweep(system, unknown, given, tight=arguments.several("--tight"), without=arguments.several("--without"))
    forms: tuple[Literal["csv", "parquet"], ...] = ("csv", "parquet")
    on, paths = arguments.one("--on"), {f: p for f in forms if (p := arguments.one(f"--{f}")) is not None}
    if not paths and "--best" not in arguments:
        raise InputError("--on needs --csv, --parquet or --best", "--on")
    for form, path in paths.items():
        with progress(points.size) as told:
            rows = write(points, path, form, on=on, told=told)
        say(f"tmath: {rows:_} rows to {path}")
    if "--best" in arguments:
        _reduce(system, points, arguments, _goal(arguments.one("--pick")), on)
    return 0


def _first(arguments: Arguments) -> str:
    return next((option for option in (*OPTIONS, "--csv") if option in arguments), "--csv")


def _goal(pick: str | None) -> Literal["min", "max"]:
    if pick not in (None, "min", "max"):
        raise InputError(f"--pick {pick}: min or max?", pick or "")
    return "max" if pick == "max" else "min"


def _reduce(system: System, points: Sweep, arguments: Arguments, goal: Literal["min", "max"], on: str | None) -> None:
    from tmath.arrays.stream import reduced

    text = arguments.one("--best") or ""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise InputError(f"--best {text}: how many of the best? a whole number, 0 for none", text)
    unknown = points.function.unknown
    by = unknown if isinstance(unknown, str) else unknown[0]
    with progress(points.size) as told:
        whole = reduced(points, by, int(text), goal, on=on, told=told)
    if "--json" in arguments:
        from tmath.render.json import dumps

        print(dumps(summary_dict(system, points, whole)))
    else:
        print(summary_text(system, points, whole))


def summary_text(system: System, points: Sweep, whole: Summary) -> str:
    """A sweep reduced, for a person."""
    import sys

    from tmath.render.page import Page, style_of
    from tmath.values import format_value, group

    unit = system.quantities[whole.by].unit

    def shown(value: float) -> str:
        return format_value(value * float(unit.factor), unit, system.units)

    page = Page(style_of(sys.stdout))
    names = ", ".join(axis.name for axis in points.axes)
    page.line(page.style.bold(f"{whole.by} over {group(whole.count)} combinations" + (f" of {names}" if names else "")))
    page.entry("answers", f"{group(whole.answered)}, of which {group(whole.holding)} hold all constraints")
    if whole.answered:
        page.entry("range", f"{shown(whole.least)} to {shown(whole.greatest)}")
    for number, row in enumerate(whole.rows):
        where = " ".join(f"{name}={_plain(value)}" for name, value in row.items() if name != whole.by)
        page.entry("best" if number == 0 else "", f"{shown(row[whole.by])}   {where}")
    return page.text()


def _plain(value: Any) -> str:
    from tmath.digits import plain_number

    return value if isinstance(value, str) else plain_number(float(value))


def summary_dict(system: System, points: Sweep, whole: Summary) -> dict[str, Any]:
    """A sweep reduced, as data."""
    from tmath.render.json import SCHEMA_VERSION, number

    return {
        "schema_version": SCHEMA_VERSION,
        "system": system.name,
        "unknown": whole.by,
        "over": [axis.name for axis in points.axes],
        "units": points.function.units,
        "count": whole.count,
        "answered": whole.answered,
        "holding": whole.holding,
        "least": number(whole.least),
        "greatest": number(whole.greatest),
        "goal": whole.goal,
        "best": [{n: v if isinstance(v, str) else number(float(v)) for n, v in row.items()} for row in whole.rows],
    }
