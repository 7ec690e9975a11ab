"""Text to declarations, or to all the mistakes that are in it."""

from __future__ import annotations

import functools
import threading
from typing import Any

from tmath.errors import Problem, Span, raise_problems
from tmath.language.declarations import Declarations
from tmath.language.lexing import build
from tmath.language.page import Page
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

_lock = threading.Lock()


def parse(text: str, name: str, path: str) -> FileDecl:
    """The declarations of a file.

    Raises: SourceError, with every mistake of the text.
    """
    from lark.exceptions import UnexpectedInput

    page = Page(name, path, text.replace("\r\n", "\n"))
    parser, values = _parser()
    with _lock:
        values.page = page
        try:
            doc, found = parser.parse(page.text + "\n", start="file")
        except UnexpectedInput as unexpected:
            where = Span(path, max(1, unexpected.line), max(1, unexpected.column), max(1, unexpected.column) + 1)
            page.problem("this is no statement of the language", where)
    raise_problems(sorted(page.problems, key=_place))
    return _file(page, doc, found)


@functools.cache
def _parser() -> tuple[Any, Declarations]:
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
    )
