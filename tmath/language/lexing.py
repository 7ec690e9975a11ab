"""The tables of the grammar, built when first needed, and the joining of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark, Token

MAX_DEPTH = 100
"""Parentheses within parentheses."""
MAX_OPERATORS = 1000
"""Operators in one statement: every part of the engine may hold a tree as deep as this."""

STARTS = (
    "file",
    "use",
    "source",
    "unit",
    "quantity",
    "equation",
    "constraint",
    "choice_head",
    "check_head",
    "heading",
    "row",
)
"""What can be parsed on its own: a file, and each statement of it when a file has mistakes."""

_ARITHMETIC = {"PLUS", "MINUS", "TIMES", "OVER", "POWER"}
_OPERATORS = frozenset({*_ARITHMETIC, "EQ", "ABOUT", "ORDER", "UNEQUAL", "DIVIDES", "AND", "OR", "NOT", "IF", "ELSE"})


class LineJoiner:
    """Drops the end of a line inside parentheses or after a binary operator, and guards the size of statements.

    Lines that *begin* with what continues a statement are joined by the grammar's _JOIN.
    A token of type TOO_DEEP or TOO_LONG, which no rule accepts, makes the parser stop at it.
    """

    always_accept = ("_NL",)

    def process(self, stream: Iterable[Token]) -> Iterator[Token]:
        """The tokens of the lexer without those line ends that end no statement."""
        depth = operators = 0
        open_ended = False
        for token in stream:
            kind = token.type
            if kind in _OPERATORS:
                open_ended = True
                operators += 1
                if operators > MAX_OPERATORS:
                    token.type = "TOO_LONG"
            elif kind == "_NL":
                if depth or open_ended:
                    continue
                operators = 0
            else:
                open_ended = False
                if kind == "LPAR":
                    depth += 1
                    if depth > MAX_DEPTH:
                        token.type = "TOO_DEEP"
                elif kind == "RPAR" and depth:
                    depth -= 1
            yield token


def grammar() -> str:
    """The text of the grammar."""
    return resources.files("tmath.language").joinpath("grammar.lark").read_text("utf-8")


def build(transformer: Any = None, strict: bool = False) -> Lark:
    """A parser of everything in STARTS; `transformer` makes values while it parses, without a tree.

    Lark's own cache on disk unpickles what it finds and is not used.
    """
    from lark import Lark

    return Lark(
        grammar(),
        parser="lalr",
        start=list(STARTS),
        transformer=transformer,
        postlex=LineJoiner(),
        strict=strict,
    )
