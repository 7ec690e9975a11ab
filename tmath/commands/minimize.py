"""tmath minimize, tmath maximize: the best value of a quantity over what is free."""

from __future__ import annotations

from typing import Literal

from tmath.commands import solve
from tmath.commands.asking import in_asked_units, read_pairs
from tmath.commands.common import find_system, open_library
from tmath.commands.options import Arguments, Command
from tmath.commands.table import MINIMIZE
from tmath.errors import InputError, SolveError


def run(arguments: Arguments) -> int:
    """Print the least value and where it is."""
    return optimum(arguments, MINIMIZE, "min")


def optimum(arguments: Arguments, command: Command, goal: Literal["min", "max"]) -> int:
    """Search, and print the answer in the form asked for.

    Raises: InputError; SolveError where there is no optimum.
    """
    name, objective = _words(arguments, command)
    over = arguments.several("--over")
    if not over:
        raise InputError(f"{command.name} needs --over a,b,c, what is free: {command.examples[-1]}", "--over")
    solve.hold_one_form(arguments)
    system = find_system(open_library(arguments), name)
    given = read_pairs(system, arguments)
    ask = system.minimize if goal == "min" else system.maximize
    labels = {"tight": arguments.several("--tight"), "without": arguments.several("--without")}
    try:
        answer = ask(objective, given, over=over, on=arguments.one("--on"), **labels)
    except SolveError as error:
        solve.tell(error, arguments)
        raise
    print(solve.written(in_asked_units(answer, system, arguments), arguments))
    return 0


def _words(arguments: Arguments, command: Command) -> tuple[str, str]:
    if len(arguments.words) != 2:
        few = len(arguments.words) < 2
        what = "needs a SYSTEM and a NAME" if few else f"takes a SYSTEM and a NAME, found {arguments.words[2]!r} too"
        raise InputError(f"{command.name} {what}: {command.usage}", command.name)
    return arguments.words[0], arguments.words[1]
