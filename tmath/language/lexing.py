"""A parser of the grammar, and the joining of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tmath.language import grammar_tables

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
    return Path(__file__).with_name("grammar.lark").read_text("utf-8")


def build(transformer: Any = None) -> Lark:
    """A parser of everything in STARTS; `transformer` makes values while it parses, without a tree."""
    tables = grammar_tables.kept(_key())
    if tables is not None:
        from lark import Lark

        try:
            # What Lark's own stand-alone parsers call; Lark.load would unpickle.
            load: Any = Lark._load_from_dict
            made: Lark = load(tables["data"], tables["memo"], transformer=transformer, postlex=LineJoiner())
            return made
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # tables in another form than this Lark reads
    parser = make(transformer)
    grammar_tables.keep(parser, _key())
    return parser


def _key() -> str:
    import lark

    return grammar_tables.key(grammar(), STARTS, lark.__version__)


def tables() -> bytes:
    """The tables of the grammar, to be shipped with the package."""
    return grammar_tables.written(make(), _key())


def make(transformer: Any = None, strict: bool = False) -> Lark:
    """A parser whose tables are made of the grammar."""
    from lark import Lark

    return Lark(
        grammar(),
        parser="lalr",
        start=list(STARTS),
        transformer=transformer,
        postlex=LineJoiner(),
        strict=strict,
    )
