"""Dimensions as exact exponents of base units, and the exact powers they and their factors need."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

__all__ = ["NONE", "Dimension", "exact_power"]

_ONE = Fraction(1)


class Dimension:
    """A product of powers of base units, immutable; equal where the exponents are equal.

    Shape: exponents is sorted by name and holds no zero.
    """

    __slots__ = ("_hash", "exponents")

    exponents: tuple[tuple[str, Fraction], ...]
    _hash: int

    def __init__(self, exponents: tuple[tuple[str, Fraction], ...] = ()):
        held = tuple(sorted((name, exponent) for name, exponent in exponents if exponent))
        object.__setattr__(self, "exponents", held)
        object.__setattr__(self, "_hash", hash(held))

    @classmethod
    def base(cls, name: str) -> Dimension:
        """The dimension of a base unit itself."""
        return cls(((name, _ONE),))

    @property
    def none(self) -> bool:
        """Whether this is the dimension of a plain number."""
        return not self.exponents

    def __mul__(self, other: Dimension) -> Dimension:
        if not other.exponents:
            return self
        return _product(self, other, 1) if self.exponents else other

    def __truediv__(self, other: Dimension) -> Dimension:
        return _product(self, other, -1) if other.exponents else self

    def __pow__(self, exponent: Fraction) -> Dimension:
        if not self.exponents or exponent == 1:
            return self
        return Dimension(tuple((name, held * exponent) for name, held in self.exponents))

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Dimension) and self.exponents == other.exponents)

    def __hash__(self) -> int:
        return self._hash

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Dimension cannot be changed")

    def __reduce__(self) -> tuple[type[Dimension], tuple[tuple[tuple[str, Fraction], ...]]]:
        return type(self), (self.exponents,)

    def __repr__(self) -> str:
        return f"Dimension({str(self)!r})"

    def __str__(self) -> str:
        above = "*".join(_power(name, exponent) for name, exponent in self.exponents if exponent > 0)
        below = [_power(name, -exponent) for name, exponent in self.exponents if exponent < 0]
        if not below:
            return above or "1"
        return f"{above or '1'}/{below[0]}" if len(below) == 1 else f"{above or '1'}/({'*'.join(below)})"


NONE = Dimension()


@lru_cache(maxsize=8192)
def _product(left: Dimension, right: Dimension, sign: int) -> Dimension:
    exponents = dict(left.exponents)
    for name, exponent in right.exponents:
        exponents[name] = exponents.get(name, 0) + sign * exponent
    return Dimension(tuple(exponents.items()))


def _power(name: str, exponent: Fraction) -> str:
    if exponent == 1:
        return name
    return f"{name}^{exponent}" if exponent.denominator == 1 else f"{name}^({exponent})"


def exact_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """base ^ exponent as a fraction, or None where it is irrational; base is positive."""
    root_of = base**exponent.numerator
    above, below = _root(root_of.numerator, exponent.denominator), _root(root_of.denominator, exponent.denominator)
    return None if above is None or below is None else Fraction(above, below)


def _root(number: int, degree: int) -> int | None:
    """The whole root of a positive integer, or None: Newton's iteration from above."""
    if degree == 1 or number == 1:
        return number
    # A root of degree n is whole only if n divides the power of two in the number.
    if number % 2 == 0 and ((number & -number).bit_length() - 1) % degree:
        return None
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        step = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if step >= guess:
            return guess if guess**degree == number else None
        guess = step
