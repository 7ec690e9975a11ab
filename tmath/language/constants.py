"""Exact values of the constant parts of an expression, bounded so that no literal can exhaust the machine."""

from __future__ import annotations

from fractions import Fraction
from math import log2

__all__ = ["REACH", "TOO_LARGE", "fold_binary", "magnitude", "within_reach"]

REACH = "numbers reach from 1e-308 to 1e308"

_BITS = 4096  # beyond this a constant is no longer followed exactly
_REACHED, _NEAR = Fraction(10**308), 1000  # bits that no reach is near
_LARGEST, _SMALLEST = 1024, -1074  # binary exponents of double precision


class _TooLarge:
    """The mark of a power that no number can hold."""


TOO_LARGE = _TooLarge()


def fold_binary(op: str, left: Fraction, right: Fraction) -> Fraction | _TooLarge | None:
    """left op right exactly, or a mark where it is beyond all numbers; None where irrational, undefined or too long."""
    if op == "^":
        return _power(left, right)
    if op == "/" and not right:
        return None
    if op == "+":
        value = left + right
    elif op == "-":
        value = left - right
    else:
        value = left * right if op == "*" else left / right
    if value and not _SMALLEST <= magnitude(abs(value)) <= _LARGEST:
        return TOO_LARGE
    return value if _short(value) else None


def _power(base: Fraction, exponent: Fraction) -> Fraction | _TooLarge | None:
    if base in (0, 1):
        return base if exponent > 0 or base else None
    size = magnitude(abs(base))
    # A float product may overflow to infinity, which compares as wanted.
    reach = size * (float(exponent) if abs(exponent) < 10**300 else float("inf") * (1 if exponent > 0 else -1))
    if not _SMALLEST <= reach <= _LARGEST:
        return TOO_LARGE
    if exponent.denominator != 1:
        return None
    if max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent.numerator) > _BITS:
        return None
    return base**exponent.numerator


def within_reach(value: Fraction) -> bool:
    """Whether a number is none that floats overflow at, or lose."""
    if abs(value.numerator.bit_length() - value.denominator.bit_length()) < _NEAR:
        return True
    return not value or 1 / _REACHED <= abs(value) <= _REACHED


def magnitude(value: Fraction) -> float:
    """log2 of a positive fraction of any size."""
    return log2(value.numerator) - log2(value.denominator)


def _short(value: Fraction) -> bool:
    return value.numerator.bit_length() <= _BITS and value.denominator.bit_length() <= _BITS
