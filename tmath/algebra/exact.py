"""Exact arithmetic on fractions where the result is rational and of moderate size."""

from __future__ import annotations

import math
from fractions import Fraction

LIMIT = 16_384  # bits; beyond this a number stays an expression, so that 9^9^9 costs nothing


def bits(x: Fraction) -> int:
    """The size of a fraction."""
    return x.numerator.bit_length() + x.denominator.bit_length()


def small(*values: Fraction) -> bool:
    """Whether arithmetic on these stays of moderate size."""
    return sum(map(bits, values)) <= LIMIT


def exact_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """base ^ exponent where it is rational, real and small; None otherwise."""
    if base == 0:
        return Fraction(0) if exponent > 0 else None
    if exponent.denominator != 1:
        if base < 0 or exponent.denominator > 64:
            return None
        root = _exact_root(base, exponent.denominator)
        return None if root is None else exact_power(root, Fraction(exponent.numerator))
    n = exponent.numerator
    if abs(base) == 1:
        return base if n % 2 else Fraction(1)
    if abs(n) * bits(base) > LIMIT:
        return None
    return base**n


def _exact_root(x: Fraction, n: int) -> Fraction | None:
    top, bottom = integer_root(x.numerator, n), integer_root(x.denominator, n)
    return Fraction(top, bottom) if top**n == x.numerator and bottom**n == x.denominator else None


def integer_root(x: int, n: int) -> int:
    """The largest integer whose n-th power is at most x, for x >= 0.

    Source: Newton's iteration on integers, Brent and Zimmermann 2010, Modern Computer Arithmetic, algorithm 1.14.
    """
    if x < 2 or n == 1:
        return x
    if n == 2:
        return math.isqrt(x)
    guess = 1 << -(-x.bit_length() // n)
    while True:
        lower = ((n - 1) * guess + x // guess ** (n - 1)) // n
        if lower >= guess:
            return guess
        guess = lower


def exact_log(x: Fraction, base: int) -> Fraction | None:
    """The logarithm of a whole power of the base, None for anything else."""
    if x <= 0:
        return None
    top, bottom = x.numerator, x.denominator
    if bottom != 1:
        if top != 1:
            return None
        inverse = exact_log(Fraction(bottom), base)
        return None if inverse is None else -inverse
    steps = 0
    while top % base == 0 and top > 1:
        top //= base
        steps += 1
    return Fraction(steps) if top == 1 else None
