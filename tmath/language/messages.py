"""The words for mistakes: a table by example, characters that begin no token, and kinds of tokens."""

from __future__ import annotations

import functools
from importlib import resources

from tmath.records import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """A message with the texts that deserve it, as mistakes.txt explains; an example is a rule and a text."""

    message: str
    expected: str = ""
    fix: str = ""
    at: str = "found"
    examples: tuple[tuple[str, str], ...] = ()


@functools.cache
def mistakes() -> tuple[Mistake, ...]:
    """The table of mistakes.txt."""
    text = resources.files("tmath.language").joinpath("mistakes.txt").read_text("utf-8")
    return tuple(_mistake(block) for block in text.split("\n\n") if not block.startswith("#"))


def _mistake(block: str) -> Mistake:
    message, *lines = block.strip().splitlines()
    words = dict[str, str]()
    examples = []
    for line in lines:
        key, _, rest = line.strip().partition(" ")
        if key in ("expected", "fix", "at"):
            words[key] = rest.strip()
        else:
            examples.append((key, rest.strip()))
    return Mistake(message, **words, examples=tuple(examples))


SIGNS: dict[str, tuple[str, str, str]] = {
    '"': ("a quote that is never closed", 'a second " on the same line', ""),
    "[": ("a bracket that is never closed", "']' on the same line", ""),
    "]": ("']' without '['", "", ""),
    "{": ("'{' is no sign of the language", "", "write ("),
    "}": ("'}' is no sign of the language", "", "write )"),
    ";": ("';' is no sign of the language", "one statement a line", ""),
    "'": ('"\'" is no sign of the language', "strings in double quotes", ""),
    "&": ("'&' is no sign of the language", "'and' between conditions", ""),
    "!": ("'!' is no sign of the language", "'not' before a condition, != between values", ""),
    "~": ("'~' is no sign of the language", "'~=' for an approximation", ""),
    "\\": (
        "'\\' is no sign of the language",
        "a line continued by an operator at its end or at the next one's start",
        "",
    ),
    "%": ("'%' outside of a unit", "a fraction such as 0.4, or a number with a unit such as 40 [%]", ""),
    "$": ("'$' outside of a unit", "a unit in brackets, such as 2 [USD/h]", ""),
    "_": ("a name that begins with '_'", "a letter, then letters, digits and _", ""),
    ".": ("'.' that belongs to no number", "0.5 for a half; a name has no point in it", ""),
}
"""Characters that begin no token where they stand: message, what was expected, and a fix when certain."""

SCALES = {"k": 3, "M": 6, "B": 9, "G": 9, "T": 12}
"""Letters people write behind a number for a power of ten."""

JOINERS = frozenset(
    {"PLUS", "MINUS", "TIMES", "OVER", "POWER", "EQ", "ABOUT", "ORDER", "UNEQUAL", "DIVIDES", "AND", "OR", "NOT", "IF",
     "ELSE", "FROM"}
)  # fmt: skip
"""Tokens at which one line continues another."""

EXPECTED = (
    ({"NAME", "NUMBER", "LPAR"}, "a value"),
    ({"PLUS", "TIMES", "OVER"}, "an operator"),
    ({"NAME"}, "a name"),
    ({"NUMBER"}, "a number"),
    ({"BRACKET"}, "a unit in brackets"),
    ({"STRING"}, "a string in quotes"),
    ({"EQ"}, "'='"),
    ({"ABOUT"}, "'~='"),
    ({"ORDER"}, "a comparison"),
    ({"DIVIDES"}, "'divides'"),
    ({"COLON"}, "':'"),
    ({"COMMA"}, "','"),
    ({"BAR"}, "'|'"),
    ({"ARROW"}, "'->'"),
    ({"RPAR"}, "')'"),
    ({"IF"}, "'if'"),
    ({"ELSE"}, "'else'"),
    ({"AND"}, "'and'"),
    ({"OR"}, "'or'"),
    ({"FROM"}, "'from'"),
    ({"WITHIN"}, "'within'"),
    ({"EXACTLY"}, "'exactly'"),
    ({"PERCENT"}, "'%'"),
    ({"URL"}, "a link"),
    ({"_NL"}, "the end of the line"),
)  # fmt: skip
"""Kinds of tokens in words, those of several kinds first."""


def wanted(accepts: frozenset[str]) -> str:
    """What the parser would have taken, in words."""
    words, left = [], set(accepts)
    for kinds, phrase in EXPECTED:
        if kinds <= left:
            words.append(phrase)
            left -= kinds
            if phrase == "a value":
                left -= {"MINUS", "NOT"}
            elif phrase == "an operator":
                left -= {"MINUS", "POWER"}
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
