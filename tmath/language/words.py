"""The words of the language that cannot be names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tmath.language.page import Page

if TYPE_CHECKING:
    from lark import Token

SECTIONS = ("sources", "units", "quantities", "equations", "assumptions", "fallbacks", "constraints")
STATEMENTS = ("use", "choice", "check")
OPERATORS = ("from", "if", "else", "and", "or", "not")
VARIADIC = frozenset({"min", "max"})
FUNCTIONS = frozenset({"sqrt", "exp", "log", "log2", "log10", "abs", "ceil", "floor", "sin", "cos", "tan", *VARIADIC})
CONSTANTS = frozenset({"pi"})
RESERVED = frozenset({*SECTIONS, *STATEMENTS, *OPERATORS, *FUNCTIONS, *CONSTANTS})


def meaning(word: str) -> str:
    """What a reserved word stands for."""
    if word in SECTIONS:
        return "the heading of a section"
    if word in STATEMENTS:
        return "the start of a statement"
    if word in FUNCTIONS:
        return "a function"
    return "a constant" if word in CONSTANTS else "the start of a source" if word == "from" else "an operator"


def not_a_name(page: Page, token: Token) -> None:
    """Report a reserved word where a name was meant."""
    word = str(token)
    page.problem(
        f"'{word}' is a reserved word, not a name",
        page.span(token),
        lines=(f"'{word}' is {meaning(word)}; choose another name, such as {word}_1",),
    )
