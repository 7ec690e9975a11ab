"""tmath solve: one question, or one for each combination of a sweep."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tmath.commands.asking import ask, in_asked_units, read_pairs
from tmath.commands.common import find_system, open_library
from tmath.commands.options import Arguments, one_word
from tmath.commands.table import SOLVE
from tmath.digits import plain_number
from tmath.errors import InputError, MissingInputsError, SeveralAnswersError, SolveError

if TYPE_CHECKING:
    from tmath.language.system import System
    from tmath.solving.answer import Answer

FORMS = ("--quiet", "--json", "--latex")


def run(arguments: Arguments) -> int:
    """Answer the question on the command line and print it in the form asked for."""
    name = one_word(arguments, SOLVE)
    asked = arguments.several("--for")
    if not asked:
        raise InputError(
            "solve needs --for NAME, the quantity asked for: tmath solve memory --for P vram=80GB", "--for"
        )
    hold_one_form(arguments)
    library = open_library(arguments)
    system = find_system(library, name)
    given = _with_config(system, asked, read_pairs(system, arguments), arguments)
    from tmath.commands import stream, sweep

    if stream.wanted(arguments):
        return stream.run(system, asked, given, arguments)
    points = sweep.read_sweeps(system, given)
    if points or "--csv" in arguments or "--plot" in arguments:
        return sweep.run(system, asked, given, points, arguments)
    try:
        text = said(system, given, arguments)
    except SolveError as error:
        tell(error, arguments)
        raise
    print(text, flush=True)
    if "--config" not in arguments:
        from tmath.recall.record import remember

        remember(arguments, library, system, text)
    return 0


def hold_one_form(arguments: Arguments) -> None:
    """Refuse two forms of output at once.

    Raises: InputError.
    """
    forms = [form for form in FORMS if form in arguments]
    if len(forms) > 1:
        raise InputError(f"{forms[0]} and {forms[1]} cannot be had together", forms[1])


def said(system: System, given: dict[str, object], arguments: Arguments) -> str:
    """The answer to the question on the command line, or the bare formula where a person reads it, in its form.

    Raises: SolveError where there is neither.
    """
    asked = arguments.several("--for")
    try:
        answer = ask(system, asked, given, arguments)
    except MissingInputsError as error:
        if error.answer is None or "--json" in arguments or "--quiet" in arguments:
            raise
        answer = error.answer
    return written(in_asked_units(answer, system, arguments), arguments)


def _with_config(
    system: System, asked: Sequence[str], given: dict[str, object], arguments: Arguments
) -> dict[str, object]:
    """The givens with those of --config before them, where neither they nor the question decide the same.

    Raises: InputError for a file that cannot be honoured.
    """
    path = arguments.one("--config")
    if path is None:
        return given
    from tmath.commands.common import say
    from tmath.commands.sweep import read_sweeps
    from tmath.config.reading import read_config
    from tmath.solving.givens import canonical, read_key

    config = read_config(path)
    for note in config.notes:
        say(f"tmath: {path}: {note}")
    chosen = {name: value for name, value in given.items() if name in system.choices}
    rows = {name: [point.text for point in points] for name, points in read_sweeps(system, chosen).items()}
    rows |= {name: [read_key(system, name, value)] for name, value in chosen.items() if name not in rows}
    said = {name: rows.get(name, ()) for name in given}
    return config.givens(system, said, [canonical(system, name) for name in asked]) | given


# -- output ------------------------------------------------------------------------------------------


def written(answer: Answer, arguments: Arguments) -> str:
    """The answer in the form asked for.

    Raises: SeveralAnswersError where --quiet has no one number to print.
    """
    if "--json" in arguments:
        return answer.to_json()
    if "--latex" in arguments:
        return answer.to_latex()
    if "--quiet" in arguments:
        return "\n".join(bare(one) for one in (answer, *answer.others.values()))
    from tmath.render.page import style_of
    from tmath.render.text import answer_text

    return answer_text(answer, style_of(sys.stdout), explained="--explain" in arguments, as_asked="--in" in arguments)


def bare(answer: Answer) -> str:
    """The number alone, unrounded; the key of the one row that holds.

    Raises: SeveralAnswersError.
    """
    if answer.kind == "rows":
        keys = [row.key for row in answer.rows if row.feasible]
        if len(keys) != 1:
            raise SeveralAnswersError(f"{answer.unknown} has {len(keys)} rows that hold: {', '.join(keys) or 'none'}")
        return keys[0]
    if answer.interval is not None:
        raise SeveralAnswersError(f"{answer.unknown} is an interval, not a number; ask without --quiet", answer.values)
    if len(answer.roots) != 1:
        listed = ", ".join(map(plain_number, answer.values))
        raise SeveralAnswersError(
            f"{answer.unknown} has {len(answer.roots)} values: {listed}; choose with --pick min|max", answer.values
        )
    return plain_number(answer.roots[0].figure.value)


def tell(error: SolveError, arguments: Arguments) -> None:
    """With --json the reason is an object on stdout, beside what stderr says."""
    if "--json" in arguments and error.exit_code != InputError.exit_code:
        from tmath.render.json import dumps, error_dict

        print(dumps(error_dict(error)))
