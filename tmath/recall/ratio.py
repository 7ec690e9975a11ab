"""Exact fractions and the one positive root of a sum of powers, without imports: what recalled answers compute with.

A fraction is whatever has a `numerator` and a `denominator` in lowest terms, whole numbers included.
"""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tmath.digits import Fractional

LARGEST = 200_000  # bits of a numerator or denominator, as exact programs have it
MOST = 64  # the highest power in a sum
BITS = 160  # of the root that is sought
APART = 1e-6  # relative distance of a root from a bound within which the solver itself must decide


class Ratio:
    """A fraction in lowest terms."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: int, denominator: int):
        common = math.gcd(numerator, denominator)
        if denominator < 0:
            common = -common
        self.numerator, self.denominator = numerator // common, denominator // common
        if self.numerator.bit_length() + self.denominator.bit_length() > LARGEST:
            raise OverflowError("a number is too large")


def add(a: Fractional, b: Fractional) -> Ratio:
    """a + b"""
    return Ratio(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)


def sub(a: Fractional, b: Fractional) -> Ratio:
    """a - b"""
    return Ratio(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)


def mul(a: Fractional, b: Fractional) -> Ratio:
    """a * b"""
    return Ratio(a.numerator * b.numerator, a.denominator * b.denominator)


def div(a: Fractional, b: Fractional) -> Ratio:
    """a / b"""
    return Ratio(a.numerator * b.denominator, a.denominator * b.numerator)


def power(a: Fractional, n: int) -> Ratio:
    """a ^ n for a whole n"""
    if abs(n) * (a.numerator.bit_length() + a.denominator.bit_length()) > LARGEST:
        raise OverflowError("a number is too large")
    return Ratio(a.numerator**n, a.denominator**n) if n >= 0 else Ratio(a.denominator**-n, a.numerator**-n)


def compare(a: Fractional, b: Fractional) -> int:
    """The sign of a - b."""
    left, right = a.numerator * b.denominator, b.numerator * a.denominator
    return (left > right) - (left < right)


def mod(a: Fractional, b: Fractional) -> Ratio:
    """a % b"""
    whole = a.numerator * b.denominator // (a.denominator * b.numerator)
    return sub(a, mul(b, Ratio(whole, 1)))


def nearest(a: Fractional) -> int:
    """The nearest whole number, halves to even."""
    floor, rest = divmod(a.numerator, a.denominator)
    twice = 2 * rest
    return floor + (twice > a.denominator or (twice == a.denominator and floor % 2 == 1))


def is_power(a: Fractional, n: int) -> bool:
    """Whether a fraction that is not negative is the n-th power of another."""
    return all(_root(part, n) ** n == part for part in (a.numerator, a.denominator))


def _root(value: int, n: int) -> int:
    """The whole part of the n-th root of a whole number."""
    if value < 2:
        return value
    x = 1 << -(-value.bit_length() // n)
    while True:
        better = ((n - 1) * x + value // x ** (n - 1)) // n
        if better >= x:
            return x
        x = better
