"""tmath export: a question as a function in another language, complete and runnable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tmath.commands.common import find_system, open_library
from tmath.commands.options import Arguments, one_word
from tmath.commands.table import EXPORT
from tmath.errors import InputError, MissingInputsError

if TYPE_CHECKING:
    from tmath.arrays.function import Function
    from tmath.language.system import System


def run(arguments: Arguments) -> int:
    """Print the text of the function."""
    name = one_word(arguments, EXPORT)
    asked = arguments.several("--for")
    if not asked:
        raise InputError("export needs --for NAME, the quantity asked for: tmath export memory --for P --to c", "--for")
    language = arguments.one("--to")
    if language is None:
        raise InputError("export needs --to LANGUAGE: python, numpy or c", "--to")
    system = find_system(open_library(arguments), name)
    print(compiled(system, asked, arguments).source(language), end="")
    return 0


def compiled(system: System, asked: Sequence[str], arguments: Arguments) -> Function:
    """The function, of the inputs named or else of the smallest set that is missing.

    Raises: InputError where nothing is left to be an input.
    """
    from tmath.solving.givens import canonical

    given: dict[str, object] = {}
    for name, value in arguments.pairs:
        full = canonical(system, name)
        if full in given:
            raise InputError(f"{full} is given twice: {given[full]} and {name}={value}", name)
        given[full] = value
    unknown = asked[0] if len(asked) == 1 else list(asked)
    tight, without = arguments.several("--tight"), arguments.several("--without")
    inputs = arguments.several("--inputs")
    if inputs:
        return system.compile(unknown, given, inputs=inputs, tight=tight, without=without)
    try:
        system.compile(unknown, given, tight=tight, without=without)
    except MissingInputsError as error:
        sets = [names for names in error.sets if not any(name in system.choices for name in names)]
        if not sets:
            raise
        return system.compile(unknown, given, inputs=sets[0], tight=tight, without=without)
    raise InputError(f"{', '.join(asked)} is decided by what is given: name the inputs with --inputs a,b", "--inputs")
