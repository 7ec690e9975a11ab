"""Unit expressions such as `PFLOP/s*day`, read into powers of symbols; which symbols there are is not known here."""

from __future__ import annotations

import re
from fractions import Fraction

from tmath.records import dataclass

__all__ = ["UNKNOWN", "Term", "UnitReadError", "read_terms"]

MAX_LENGTH = 200
MAX_DEPTH = 20
MAX_EXPONENT = 100
UNKNOWN = "unknown unit"

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*[$]?|[%$])|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<op>\*\*|[*/^()+-])|$)"
)


class UnitReadError(Exception):
    """A unit that cannot be read: what is wrong, where in its text, and what was probably meant."""

    def __init__(self, message: str, offset: int = 0, length: int = 1, suggestion: str | None = None):
        self.message, self.offset, self.length, self.suggestion = message, offset, max(length, 1), suggestion
        super().__init__(message)

    @property
    def unknown(self) -> bool:
        """Whether a name in it is no unit, rather than its form being wrong."""
        return self.message.startswith(UNKNOWN)

    def __reduce__(self) -> tuple[type[UnitReadError], tuple[str, int, int, str | None]]:
        return type(self), (self.message, self.offset, self.length, self.suggestion)


@dataclass(frozen=True, slots=True)
class Term:
    """One symbol of a unit expression with its exponent."""

    symbol: str
    exponent: Fraction
    offset: int


def read_terms(text: str) -> list[Term]:
    """The powers whose product a unit expression is; `/` and `^` associate as in expressions.

    Raises: UnitReadError.
    """
    if len(text) > MAX_LENGTH:
        raise UnitReadError("the unit is too long", MAX_LENGTH)
    if not text.strip():
        raise UnitReadError("the unit is empty", 0, 1, "1 for none")
    return _Reader(text).read()


class _Reader:
    """Recursive descent over the tokens of one unit; depth is bounded, so that no nesting is a danger."""

    def __init__(self, text: str):
        self.text = text
        self.tokens: list[tuple[str, str, int]] = []  # kind, text, offset
        self.place = 0
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                start = position + len(text[position:]) - len(text[position:].lstrip())
                if start == len(text):
                    break
                raise UnitReadError(f"{text[start]!r} cannot stand in a unit", start)
            self.tokens.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
            position = match.end()
        self.tokens.append(("end", "", len(text)))

    def read(self) -> list[Term]:
        terms = self._product(0)
        kind, text, offset = self.tokens[self.place]
        if kind != "end":
            hint = "* between two units" if kind in ("name", "number") else None
            raise UnitReadError(f"{text!r} is one too many", offset, len(text), hint)
        return terms

    def _next(self) -> tuple[str, str, int]:
        token = self.tokens[self.place]
        self.place += token[0] != "end"
        return token

    def _take(self, *ops: str) -> str:
        kind, text, _ = self.tokens[self.place]
        if kind == "op" and text in ops:
            self.place += 1
            return text
        return ""

    def _product(self, depth: int) -> list[Term]:
        terms = self._factor(depth)
        while op := self._take("*", "/"):
            sign = -1 if op == "/" else 1
            terms += [Term(term.symbol, sign * term.exponent, term.offset) for term in self._factor(depth)]
        return terms

    def _factor(self, depth: int) -> list[Term]:
        terms = self._atom(depth)
        if self._take("^", "**"):
            exponent = self._exponent()
            terms = [Term(term.symbol, term.exponent * exponent, term.offset) for term in terms]
        return terms

    def _atom(self, depth: int) -> list[Term]:
        kind, text, offset = self._next()
        if kind == "name":
            return [Term(text, Fraction(1), offset)]
        if kind == "number":
            if text != "1":
                raise UnitReadError(f"{text} is no unit", offset, len(text), "the number before the bracket")
            return []
        if text == "(":
            if depth >= MAX_DEPTH:
                raise UnitReadError("the unit is nested too deeply", offset)
            terms = self._product(depth + 1)
            if not self._take(")"):
                raise UnitReadError("a parenthesis is not closed", offset)
            return terms
        raise UnitReadError("a unit is missing here" if kind == "end" else f"{text!r} is no unit", offset, len(text))

    def _exponent(self) -> Fraction:
        """A whole number, a decimal, or a fraction in parentheses, with a sign."""
        start = self.tokens[self.place][2]
        if self._take("("):
            value = self._signed()
            if self._take("/"):
                below = self._signed()
                if not below:
                    raise UnitReadError("division by zero", start)
                value /= below
            if not self._take(")"):
                raise UnitReadError("a parenthesis is not closed", start)
        else:
            value = self._signed()
        if abs(value.numerator) > MAX_EXPONENT or value.denominator > MAX_EXPONENT:
            raise UnitReadError("the exponent is too large", start)
        if self._take("^", "**"):
            raise UnitReadError("a power of a power", start, 1, "parentheses around the first")
        return value

    def _signed(self) -> Fraction:
        sign = -1 if self._take("-") else 1
        if sign > 0:
            self._take("+")
        kind, text, offset = self._next()
        if kind != "number":
            raise UnitReadError("the exponent of a unit is a number", offset, len(text))
        return sign * Fraction(text)
