"""Exact fractions and the one positive root of a sum of powers, without imports: what recalled answers compute with.

A fraction is whatever has a `numerator` and a `denominator` in lowest terms, whole numbers included.
"""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

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


# -- the root of a sum of powers -----------------------------------------------------------------


class Doubtful(ArithmeticError):
    """The solver itself must decide."""


def positive_root(exponents: Sequence[int], coefficients: Sequence[Fractional]) -> tuple[float, float] | None:
    """The one positive root of sum c_i x^e_i, correctly rounded, with its relative error; None where there is none.

    Proven by Descartes' rule of signs and by the signs, in whole numbers, on both sides of the root.
    Raises: Doubtful where there may be more roots, or where a double is too near the root to tell the error.
    """
    terms = sorted((e, c) for e, c in zip(exponents, coefficients, strict=True) if c.numerator)
    if len({e for e, _ in terms}) < len(terms) or not terms or terms[-1][0] - terms[0][0] > MOST:
        raise Doubtful
    signs = [c.numerator > 0 for _, c in terms]
    changes = sum(signs[i] != signs[i - 1] for i in range(1, len(signs)))
    if changes == 0 and len(terms) > 1:
        return None
    if changes != 1:
        raise Doubtful
    bottom = math.lcm(*(c.denominator for _, c in terms))
    whole = [(e - terms[0][0], c.numerator * (bottom // c.denominator)) for e, c in terms]
    if sum(c.bit_length() for _, c in whole) > LARGEST:
        raise Doubtful
    mantissa, exponent = math.frexp(math.exp(_logarithm(whole)))
    root = int(mantissa * 2**53) << (BITS - 53)
    shift = BITS - exponent  # the root is root / 2^shift
    degree = whole[-1][0]
    # So that the sum is one in whole numbers, of the root without its shift.
    scaled = [(k, c << (shift * (degree - k) if shift >= 0 else -shift * k)) for k, c in whole]
    for _ in range(4):
        slope = sum(k * c * root ** (k - 1) for k, c in scaled if k)
        step = _sum(scaled, root) // slope
        root -= step
        if abs(step) < 2:
            break
    below, above = _sum(scaled, root - 2), _sum(scaled, root + 2)
    if root < 1 << (BITS - 3) or not (below < 0 < above or above < 0 < below):
        raise Doubtful
    return _rounded(root, shift)


def _sum(terms: Sequence[tuple[int, int]], x: int) -> int:
    return sum(c * x**k for k, c in terms)


def _logarithm(terms: Sequence[tuple[int, int]]) -> float:
    """The logarithm of the root, by Newton's method on the difference of the logarithms of both kinds of terms."""
    sizes = [(k, c > 0, math.log(abs(c))) for k, c in terms]
    change = next(i for i in range(1, len(sizes)) if sizes[i][1] != sizes[0][1])
    (k, _, a), (n, _, b) = sizes[change - 1], sizes[change]
    s = (a - b) / (n - k)
    for _ in range(60):
        sums = []
        for sign in (True, False):
            logs = [(k, size + k * s) for k, positive, size in sizes if positive == sign]
            top = max(size for _, size in logs)
            weights = [(k, math.exp(size - top)) for k, size in logs]
            total = sum(weight for _, weight in weights)
            sums.append((top + math.log(total), sum(k * weight for k, weight in weights) / total))
        (positive, up), (negative, down) = sums
        step = (positive - negative) / (up - down)
        s -= step
        if abs(step) <= 1e-12 * max(1.0, abs(s)):
            return s
    raise Doubtful


def _rounded(root: int, shift: int) -> tuple[float, float]:
    """A root between root - 2 and root + 2 over 2^shift as a float, and how far that may be from it."""
    bottom = 1 << max(shift, 0)
    ends = [((root + way) << max(-shift, 0)) / bottom for way in (-2, 2)]
    if ends[0] != ends[1]:
        raise Doubtful
    value = ends[0]
    p, q = value.as_integer_ratio()
    distance = abs((root << max(-shift, 0)) * q - p * bottom)
    if distance * 2**100 < p * bottom:
        raise Doubtful  # as good as exact: how good is for balls to say
    slack = (2 << max(-shift, 0)) * q
    return value, (distance + slack) / (p * bottom) * (1 + 1e-15)


def inside(value: float, low: float, high: float) -> bool:
    """Whether a root lies clearly within bounds.

    Raises: Doubtful where it lies next to one.
    """
    for end in (low, high):
        if math.isfinite(end) and abs(value - end) <= APART * max(abs(end), value):
            raise Doubtful
    return low < value < high
