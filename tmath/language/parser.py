"""Text to declarations, or to all the mistakes that are in it."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Any

from tmath.bursts import burst
from tmath.errors import Problem, Span, raise_problems
from tmath.language import characters, labels
from tmath.language.declarations import Declarations
from tmath.language.lexing import build
from tmath.language.page import Page
from tmath.language.recovery import recover
from tmath.language.syntax import (
    CheckDecl,
    ChoiceDecl,
    ConstraintDecl,
    FileDecl,
    QuantityDecl,
    RelationDecl,
    SourceDecl,
    UnitDecl,
    Use,
)

if TYPE_CHECKING:
    from lark import Lark

_lock = threading.Lock()


def parse(text: str, name: str, path: str) -> FileDecl:
    """The declarations of a file.

    Raises: SourceError, with every mistake of the text.
    """
    file = parse_what_can_be(text, name, path)
    raise_problems(file.problems)
    return file


@burst()
def parse_what_can_be(text: str, name: str, path: str) -> FileDecl:
    """The declarations of a file that can be read, and the mistakes of the rest."""
    page = Page(name, path, text.replace("\r\n", "\n"))
    unreadable = characters.check(page)
    parser, values = _parser()
    with _lock:
        values.page = page
        doc, found = _read(parser, values, unreadable)
    labels.check(page, found)
    return _file(page, doc, found)


def _read(parser: Lark, values: Declarations, unreadable: set[int]) -> tuple[str, list[Any]]:
    """The docstring and the declarations of a page, at once or, if it has mistakes, statement by statement."""
    from lark.exceptions import UnexpectedInput

    if not unreadable:
        try:
            made: Any = parser.parse(values.page.text + "\n", start="file")
            doc, found = made
            return doc, found
        except UnexpectedInput as unexpected:
            error = unexpected
    values.page.problems = [problem for problem in values.page.problems if problem.spans[0].line in unreadable]
    found = recover(parser, values, unreadable)
    if not values.page.problems:
        line, column = max(1, error.line), max(1, error.column)
        values.page.problem("no statement of the language", Span(values.page.path, line, column, column + 1))
    return "", found


@functools.cache
def _parser() -> tuple[Lark, Declarations]:
    values = Declarations()
    return build(values), values


def _place(problem: Problem) -> tuple[int, int]:
    first = problem.spans[0]
    return first.line, first.column


def _file(page: Page, doc: str, found: list[Any]) -> FileDecl:
    """Declarations sorted by their kind, each kind in the order of the text."""
    kinds: dict[type, list[Any]] = {}
    for each in found:
        kinds.setdefault(type(each), []).append(each)

    def all_of(kind: type) -> tuple[Any, ...]:
        return tuple(kinds.get(kind, ()))

    return FileDecl(
        page.name,
        page.path,
        page.text,
        doc,
        all_of(Use),
        all_of(SourceDecl),
        all_of(UnitDecl),
        all_of(QuantityDecl),
        all_of(ChoiceDecl),
        all_of(RelationDecl),
        all_of(ConstraintDecl),
        all_of(CheckDecl),
        tuple(sorted(page.problems, key=_place)),
    )
