"""tmath completion: scripts for shells, and the words a shell asks for."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tmath.commands.options import Arguments, one_word
from tmath.commands.table import COMMANDS, COMPLETION
from tmath.errors import InputError, TmathError, nearest

if TYPE_CHECKING:
    from tmath.language.system import System

BASH = r"""
_tmath() {
    local line="${COMP_LINE:0:COMP_POINT}" IFS=$'\n' word prefix
    COMPREPLY=($(tmath completion words "$line" 2>/dev/null))
    word="${line##* }"
    if [[ $word == *=* && $COMP_WORDBREAKS == *=* ]]; then
        prefix="${word%"${word##*=}"}"
        COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
    fi
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -o default -F _tmath tmath
"""

ZSH = r"""
_tmath() {
    local -a found
    found=("${(@f)$(tmath completion words "$LBUFFER" 2>/dev/null)}")
    if [[ -n "$found" ]]; then compadd -S '' -- $found; else _files; fi
}
compdef _tmath tmath
"""

FISH = r"""
complete -c tmath -a '(tmath completion words (commandline -cp) 2>/dev/null)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def run(arguments: Arguments) -> int:
    """Print the script of a shell, or the words that may stand at the end of a command line."""
    if arguments.words[:1] == ["words"]:
        print(*candidates(" ".join(arguments.words[1:])), sep="\n")
        return 0
    shell = one_word(arguments, COMPLETION, "shell")
    if shell not in SCRIPTS:
        near = nearest(shell, SCRIPTS)
        raise InputError(
            f"no completion for {shell!r}: {f'did you mean {near}?' if near else 'bash, zsh or fish'}", shell
        )
    print(SCRIPTS[shell].strip())
    return 0


def candidates(line: str) -> list[str]:
    """What may stand where a command line ends; nothing where that is unknown, so that the shell offers files."""
    try:
        words = shlex.split(line)
    except ValueError:  # an open quote
        words = line.split()
    current = "" if not words or line[-1:].isspace() else words.pop()
    try:
        return [word for word in _possible(words[1:], current) if word.startswith(current)]
    except TmathError:
        return []


def _possible(before: Sequence[str], current: str) -> Iterable[str]:
    if not before:
        return COMMANDS
    command = COMMANDS.get(before[0])
    if command is None:
        return ()
    if command.name == "completion":
        return SCRIPTS
    if current.startswith("-"):
        return [option.name for option in command.options]
    if command.name == "fmt":
        return ()
    from tmath.commands.common import open_library

    taking = {option.name for option in command.options if option.value}
    bare = [w for n, w in enumerate(before[1:]) if not w.startswith("-") and "=" not in w and before[n] not in taking]
    folders = [before[n + 1] for n, word in enumerate(before[:-1]) if word == "--equations"]
    library = open_library(Arguments(options={"--equations": folders}))
    if not bare and before[-1] not in taking:
        return list(library)
    if not bare or command.name not in ("solve", "show", "minimize", "maximize"):
        return ()
    system = library[bare[0]]
    if command.name == "show" or (command.name != "solve" and len(bare) == 1 and before[-1] not in taking):
        return [*system.quantities, *system.choices]
    return _of_solve(system, before, current)


def _of_solve(system: System, before: Sequence[str], current: str) -> Iterable[str]:
    names = [*system.quantities, *system.choices]
    match before[-1]:
        case "--for" | "--over":
            return names
        case "--pick":
            return ("min", "max")
        case "--tight":
            return [constraint.label for constraint in system.constraints]
        case "--without":
            relations = (*system.assumptions, *system.fallbacks, *system.equations)
            labels = [constraint.label for constraint in system.constraints]
            return dict.fromkeys([*(relation.label for relation in relations), *labels])
        case "--in":
            asked = before[before.index("--for") + 1] if "--for" in before[:-1] else ""
            return _units(system, asked)
        case "--equations" | "--csv" | "--plot" | "--parquet" | "--best" | "--on":
            return ()
    name, equals, value = current.partition("=")
    if not equals:
        return [f"{name}=" for name in names]
    full = name if name in names else next(iter(system.aliases.get(name, ())), name)
    if full in system.choices:
        return [f"{name}={key}" for key in (*system.choices[full].rows, "all")]
    number = re.match(r"[0-9._]+(?:e[0-9]+)?", value)
    return [f"{name}={number[0]}{unit}" for unit in _units(system, full)] if number else ()


def _units(system: System, name: str) -> list[str]:
    """Spellings of units that measure a quantity, prefixes included."""
    if name not in system.quantities:
        return []
    unit = system.quantities[name].unit
    alike = system.units.alike(unit.dimension)
    spelled = [prefix + symbol.short for symbol in alike for prefix in ("", *symbol.prefixes())]
    return list(dict.fromkeys([unit.text, *spelled])) if not unit.dimension.none else []
