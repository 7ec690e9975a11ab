"""Ball arithmetic on real intervals: every result holds every value its operands could give.

Source: Johansson 2017, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic",
IEEE Transactions on Computers 66(8).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint

Ball = Any  # flint.arb, which has no type stubs


def ball(value: Any) -> Ball:
    """A number, or a pair (low, high), as a ball."""
    if isinstance(value, flint.arb):
        return value
    if isinstance(value, tuple):
        return ball(value[0]).union(ball(value[1]))
    if isinstance(value, Fraction | int):
        fraction = Fraction(value)
        return flint.arb(flint.fmpq(fraction.numerator, fraction.denominator))
    return flint.arb(float(value))


def pi() -> Ball:
    """The constant pi."""
    return flint.arb.pi()


@contextmanager
def working(precision: int) -> Iterator[None]:
    """Work at a precision in bits, and go back to what it was."""
    before = flint.ctx.prec
    flint.ctx.prec = precision
    try:
        yield
    finally:
        flint.ctx.prec = before


def nan() -> Ball:
    """The ball that holds everything and nothing is known of."""
    return flint.arb("nan")


def _exact(x: Ball) -> Fraction | None:
    """The value of an exact ball."""
    if not x.is_exact() or not x.is_finite():
        return None
    mantissa, exponent = x.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent) if abs(int(exponent)) < 4000 else None


def ends(x: Ball) -> tuple[float, float]:
    """The ends of a ball as floats, rounded outwards."""
    low, high = float(x.lower().mid()), float(x.upper().mid())
    if x.is_exact() and low == high and ball(low) == x:
        return low, high
    return math.nextafter(low, -math.inf), math.nextafter(high, math.inf)


def complex_roots(coefficients: Sequence[int]) -> list[tuple[Any, int]]:
    """All roots of a polynomial, lowest coefficient first, as complex balls with their multiplicities."""
    found: Any = flint.fmpz_poly(list(coefficients)).complex_roots()  # its stubs are wrong about the pairs
    return list(found)


def middle(x: Any) -> Fraction | None:
    """The middle of a finite ball as a fraction, 0 where it may be zero; None for anything else."""
    if not isinstance(x, flint.arb) or not x.is_finite():
        return None
    return Fraction(0) if x.contains(0) else _exact(x.mid())


def power(a: Ball, b: Ball) -> Ball:
    """a ^ b; a whole exponent takes any base, another one a base that is not negative."""
    whole = _exact(b)
    if whole is not None and whole.denominator == 1 and abs(whole) < 1 << 62:
        n = int(whole)
        if n < 0 and a.contains(0):
            return nan()
        if n > 0 and n % 2 == 0 and a.contains(0):
            return flint.arb(0).union(abs(a).upper() ** n)
        return a**n
    if a > 0:
        return a**b
    if a.lower() >= 0 and b > 0:
        return flint.arb(0).union(a.upper() ** b.lower()).union(a.upper() ** b.upper())
    return flint.arb(0) if a == 0 and b > 0 else nan()


def _divide(a: Ball, b: Ball) -> Ball:
    return nan() if b.contains(0) else a / b


def _sqrt(a: Ball) -> Ball:
    return a.sqrt() if a.lower() > 0 else flint.arb(0).union(a.upper().sqrt()) if a.lower() >= 0 else nan()


def _log(scale: int | None) -> Callable[[Ball], Ball]:
    def logarithm(a: Ball) -> Ball:
        if not a > 0:
            return nan()
        return a.log() if scale is None else a.log() / flint.arb(scale).log()

    return logarithm


def decided(truth: Any) -> bool | None:
    """True, False, or None where a comparison of balls cannot be told."""
    return None if truth is None else bool(truth)


def _compare(holds: Callable[[Ball, Ball], Any], fails: Callable[[Ball, Ball], Any]) -> Callable[..., bool | None]:
    return lambda a, b: True if holds(a, b) else False if fails(a, b) else None


def _same(a: Ball, b: Ball) -> bool | None:
    if a.is_exact() and b.is_exact():
        return bool(a == b)
    return None if a.overlaps(b) else False


def _select(condition: bool | None, then: Ball, otherwise: Ball) -> Ball:
    if condition is None:
        return then.union(otherwise)
    return then if condition else otherwise


def _not(a: bool | None) -> bool | None:
    return None if a is None else not a


def _and(a: bool | None, b: bool | None) -> bool | None:
    return False if a is False or b is False else None if a is None or b is None else True


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "neg": lambda a: -a,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _divide,
    "pow": power,
    "sqrt": _sqrt,
    "exp": lambda a: a.exp(),
    "log": _log(None),
    "log2": _log(2),
    "log10": _log(10),
    "sin": lambda a: a.sin(),
    "cos": lambda a: a.cos(),
    "tan": lambda a: a.tan(),
    "abs": abs,
    "min": lambda a, b: a.min(b),
    "max": lambda a, b: a.max(b),
    "ceil": lambda a: a.ceil(),
    "floor": lambda a: a.floor(),
    "lt": _compare(lambda a, b: a < b, lambda a, b: a >= b),
    "le": _compare(lambda a, b: a <= b, lambda a, b: a > b),
    "gt": _compare(lambda a, b: a > b, lambda a, b: a <= b),
    "ge": _compare(lambda a, b: a >= b, lambda a, b: a < b),
    "eq": _same,
    "ne": lambda a, b: _not(_same(a, b)),
    "and": _and,
    "or": lambda a, b: _not(_and(_not(a), _not(b))),
    "not": _not,
    "select": _select,
}
