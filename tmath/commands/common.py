"""What several commands share: the library with the user's own files, and output that suits its stream."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tmath.commands.options import Arguments
from tmath.errors import InputError

if TYPE_CHECKING:
    from tmath.language.library import Library
    from tmath.language.system import System


def open_library(arguments: Arguments) -> Library:
    """The standard equations and the user's own, which replace those of the same name with a word.

    Raises: InputError for a file or folder that cannot be read.
    """
    from tmath.language.library import load

    library = load(*own_paths(arguments))
    for name, path in library.replaced:
        say(f"tmath: {name} is read from {path}, in place of the one that is shipped")
    return library


def own_paths(arguments: Arguments) -> list[str]:
    """Folders and files of the user: those of the environment, then those of the command line."""
    folders = [path for path in os.environ.get("TMATH_EQUATIONS", "").split(os.pathsep) if path]
    return folders + arguments.options.get("--equations", [])


def find_system(library: Library, name: str) -> System:
    """A system by its name, or by the path of its file.

    Raises: InputError for an unknown one; SourceError where its files are wrong.
    """
    return library[name]


def say(text: str) -> None:
    """A remark that is no part of the answer."""
    print(text, file=sys.stderr)


def no_pairs(arguments: Arguments, command: str) -> None:
    """Refuse name=value where nothing is asked of numbers.

    Raises: InputError.
    """
    for name, value in arguments.pairs:
        raise InputError(f"{command} takes no values, found {name}={value}", f"{name}={value}")
