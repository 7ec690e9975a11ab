"""tmath check: every file parsed, every dimension checked, every published number forwards and backwards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tmath.commands.common import no_pairs, open_library
from tmath.commands.options import Arguments
from tmath.errors import InputError, SourceError

if TYPE_CHECKING:
    from tmath.language.library import Library
    from tmath.language.system import System
    from tmath.render.evidence import Report

FAILED = SourceError.exit_code


def run(arguments: Arguments) -> int:
    """Check the files named, or every system of the library; the exit code tells whether all is well."""
    no_pairs(arguments, "check")
    library = open_library(arguments)
    names, library = _named(library, arguments)
    wrong, reports = 0, []
    for name in names:
        try:
            system = library[name]
        except SourceError as error:
            wrong += len(error.problems)
            print(error, end="\n\n", file=sys.stderr)
            continue
        report = _held(system)
        reports.append(report)
        wrong += len(report.failures) + len(report.lost)
        _print(report, quiet="--quiet" in arguments)
    if len(reports) > 1 and "--quiet" not in arguments:
        from tmath.render.evidence import total_text
        from tmath.render.page import style_of

        print(total_text(reports, style_of(sys.stdout)))
    if wrong:
        print(f"{wrong} mistake{'s' if wrong > 1 else ''}", file=sys.stderr)
    return FAILED if wrong else 0


def _named(library: Library, arguments: Arguments) -> tuple[list[str], Library]:
    """The systems to check: by name, by file, or all of them.

    Raises: InputError.
    """
    if not arguments.words:
        return list(library), library
    from tmath.commands.common import own_paths
    from tmath.language.library import load

    files = [word for word in arguments.words if word not in library]
    for word in files:
        if not Path(word).exists():
            library.path(word)  # tells which system was probably meant
    if files:
        library = load(*own_paths(arguments), *files)
    names = []
    for word in arguments.words:
        path = Path(word)
        names += [word] if word in library else [p.stem for p in ([path] if path.is_file() else path.glob("*.eq"))]
    if not names:
        raise InputError(f"there is no equation file in {arguments.words[0]!r}", arguments.words[0])
    return names, library


def _held(system: System) -> Report:
    """Every check of a system's own file, forwards and backwards."""
    from tmath.render.evidence import Report
    from tmath.solving.evidence import compare, turn_round

    own = [check for check in system.checks if check.system == system.name]
    compared = [result for check in own for result in compare(system, check)]
    return Report(system, compared, [result for check in own for result in turn_round(system, check)])


def _print(report: Report, *, quiet: bool) -> None:
    from tmath.render.evidence import report_text
    from tmath.render.page import style_of

    text = report_text(report, style_of(sys.stdout), quiet=quiet)
    if text:
        print(text, flush=True)
