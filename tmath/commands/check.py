"""tmath check: every file parsed, every dimension checked, every published number forwards and backwards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tmath.commands.common import no_pairs, open_library
from tmath.commands.options import Arguments
from tmath.errors import EvidenceError, InputError, SourceError

if TYPE_CHECKING:
    from tmath.language.library import Library
    from tmath.language.system import System

FAILED = SourceError.exit_code


def run(arguments: Arguments) -> int:
    """Check the files named, or every system of the library; the exit code tells whether all is well."""
    no_pairs(arguments, "check")
    library = open_library(arguments)
    names, library = _named(library, arguments)
    wrong = 0
    for name in names:
        try:
            system = library[name]
        except SourceError as error:
            wrong += len(error.problems)
            print(error, end="\n\n", file=sys.stderr)
            continue
        wrong += _check(system, quiet="--quiet" in arguments)
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


def _check(system: System, *, quiet: bool) -> int:
    """The evidence of one system: how many rows fail."""
    from tmath.render.evidence import evidence_text
    from tmath.render.page import style_of
    from tmath.solving.evidence import compare, problem, turn_round
    from tmath.solving.lint import lint

    own = [check for check in system.checks if check.system == system.name]
    compared = [result for check in own for result in compare(system, check)]
    turned = [result for check in own for result in turn_round(system, check)]
    text, failed = evidence_text(system, compared, turned, style_of(sys.stdout), quiet=quiet)
    if text:
        print(text, flush=True)
    wrong = [problem(result) for result in compared if result.verdict != "right"]
    if wrong:
        print(EvidenceError(wrong), end="\n\n", file=sys.stderr)
        failed += len(wrong)
    dependent = lint(system)
    if dependent is not None:
        print(f"{system.name}: {dependent}", flush=True)
        failed += 1
    return failed
