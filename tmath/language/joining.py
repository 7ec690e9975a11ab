"""The files that make a system: its own and, transitively and each once, those it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tmath.errors import Problem, SourceError, UnknownNameError, nearest
from tmath.language.syntax import FileDecl, Use

__all__ = ["join_files"]


def join_files(
    first: FileDecl, find: Callable[[str, FileDecl], FileDecl | None], known: Iterable[str]
) -> tuple[list[FileDecl], list[Problem]]:
    """The files joined, used ones before those that use them, and what is wrong with the uses.

    `find` gives the file that a name in a file's `use` stands for.
    """
    problems: list[Problem] = []
    done: dict[str, FileDecl] = {}
    path: dict[str, FileDecl] = {first.name: first}
    stack: list[tuple[FileDecl, list[Use]]] = [(first, list(reversed(first.uses)))]
    broken: set[str] = set()
    while stack:
        file, waiting = stack[-1]
        if not waiting:
            stack.pop()
            del path[file.name]
            done[file.name] = file
            continue
        use = waiting.pop()
        if use.name in path:
            circle = list(path)[list(path).index(use.name) :]
            what = " uses ".join((*circle, use.name))
            problems.append(_problem(file, use, f"use in a circle: {what}"))
        elif use.name not in done and use.name not in broken:
            try:
                used = find(use.name, file)
            except SourceError as error:
                problems += error.problems
                broken.add(use.name)
                continue
            if used is None:
                near = nearest(use.name, known)
                hint = f"did you mean {near}?" if near else f"expected  a file {use.name}.eq beside the others"
                problems.append(_problem(file, use, f"there is no system {use.name!r} to use", hint))
                continue
            path[used.name] = used
            stack.append((used, list(reversed(used.uses))))
    return list(done.values()), problems


def _problem(file: FileDecl, use: Use, message: str, *lines: str) -> Problem:
    texts = file.text.split("\n")
    text = texts[use.span.line - 1] if use.span.line <= len(texts) else ""
    return Problem(UnknownNameError, message, (use.span,), text, lines)
