"""A command line as structure and numbers: `vram=80GB gpus=64` is `vram=#GB gpus=#` with 80 and 64."""

from __future__ import annotations

from tmath.recall.ratio import Ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 40  # characters of a number
FARTHEST = 300  # powers of ten
ROUNDED_AT_MOST = 10  # a rounding is at most one part in so many of the number

_DIGITS = frozenset("0123456789")
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


class Literal:
    """A number as it was typed; `digit` is the power of ten that its last significant digit counts."""

    __slots__ = ("digit", "place", "text", "value")

    def __init__(self, place: int, text: str, value: Ratio, digit: int):
        self.place, self.text, self.value, self.digit = place, text, value, digit


class Question:
    """The words of a command line with numbers cut out of its arguments."""

    def __init__(self, words: Sequence[str]):
        self.said, self.words = list(words), list(words)
        self.numbers: list[Literal] = []
        for place, word in enumerate(words):
            name, equals, value = word.partition("=")
            if equals and name[:1].isalpha() and _NAME.issuperset(name):
                number = read(place, value)
                if number is not None:
                    self.numbers.append(number)
                    self.words[place] = f"{name}=#{value[len(number.text) :]}"

    @property
    def structure(self) -> str:
        """What stays when other numbers are asked with."""
        return "\0".join(self.words)


def read(place: int, text: str) -> Literal | None:
    """The plain number that a value begins with; None for zero, which takes terms away, and for all else."""
    whole, rest = _digits(text)
    decimals = exponent = ""
    if rest[:1] == ".":
        decimals, after = _digits(rest[1:])
        rest = after if decimals else rest
    if rest[:1] in ("e", "E"):
        sign = rest[1:2] if rest[1:2] in ("+", "-") else ""
        exponent, after = _digits(rest[1 + len(sign) :])
        if exponent and "_" not in exponent:
            exponent, rest = sign + exponent, after
        else:
            exponent = ""
    digits = (whole + decimals).replace("_", "")
    if not whole or len(digits) > LONGEST or len(exponent) > 4 or not digits.strip("0"):
        return None
    power = int(exponent or 0) - len(decimals.replace("_", ""))
    if abs(power) > FARTHEST:
        return None
    zeros = 0 if decimals else len(digits) - len(digits.rstrip("0"))
    value = Ratio(int(digits) * 10 ** max(power, 0), 10 ** max(-power, 0))
    return Literal(place, text[: len(text) - len(rest)], value, power + zeros)


def _digits(text: str) -> tuple[str, str]:
    """The digits a text begins with, single underscores between them, and the rest."""
    end = 0
    while text[end : end + 1] in _DIGITS or (end and text[end : end + 1] == "_" and text[end + 1 : end + 2] in _DIGITS):
        end += 1
    return text[:end], text[end:]


def rounding(value: Ratio, digit: Ratio) -> tuple[Ratio, Ratio]:
    """The ends of what a count may have been before it was rounded to its last significant digit.

    Units: `digit` is the worth of that digit.
    """
    from tmath.recall.ratio import add, compare, mul, sub

    if compare(digit, Ratio(1, 1)) <= 0:
        return value, value
    half = mul(digit, Ratio(1, 2))
    most = Ratio(abs(value.numerator), value.denominator * ROUNDED_AT_MOST)
    if compare(most, half) < 0:
        half = most
    return sub(value, half), add(value, half)
