"""Interval arithmetic on pairs of floats, rounded outwards, infinite ends allowed; it needs no library.

A value outside the domain of a function is left out, as no root can lie there; `PARTIAL` remembers that it happened.
Source: Hickey, Ju, van Emden 2001, "Interval arithmetic: from principles to implementation", J. ACM 48(5).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from tmath.algebra.arithmetic import Arithmetic, _safe_exp, _safe_pow, to_float

Interval = tuple[float, float]
INF = math.inf
TINY = 5e-324
EVERYTHING: Interval = (-INF, INF)
EMPTY: Interval = (math.nan, math.nan)


class Watch:
    """Whether an operation has left the domain of its function since last asked."""

    def __init__(self) -> None:
        self.partial = False

    def leave(self) -> None:
        """Note that part of an operand has no value."""
        self.partial = True

    def asked(self) -> bool:
        """Whether anything was left out; forget it."""
        before, self.partial = self.partial, False
        return before


PARTIAL = Watch()


def down(x: float) -> float:
    """The next float below."""
    return math.nextafter(x, -INF)


def up(x: float) -> float:
    """The next float above."""
    return math.nextafter(x, INF)


def _wider(low: float, high: float, steps: int = 1) -> Interval:
    for _ in range(steps):
        low, high = (down(low) if low else low), (up(high) if high else high)
    return (low if low == low else -INF), (high if high == high else INF)


def empty(a: Interval) -> bool:
    """Whether nothing has a value."""
    return a[0] != a[0]


def hull(a: Interval, b: Interval) -> Interval:
    """The smallest interval that holds both."""
    if empty(a) or empty(b):
        return b if empty(a) else a
    return min(a[0], b[0]), max(a[1], b[1])


def _add(a: Interval, b: Interval) -> Interval:
    low, high = a[0] + b[0], a[1] + b[1]
    if low != low or high != high:
        if empty(a) or empty(b):
            return EMPTY
        return (-INF if low != low else down(low)), (INF if high != high else up(high))
    return (down(low) if low else 0.0), (up(high) if high else 0.0)  # a sum that rounds to zero is zero


def _neg(a: Interval) -> Interval:
    return -a[1], -a[0]


def _sub(a: Interval, b: Interval) -> Interval:
    return _add(a, (-b[1], -b[0]))


def _times(x: float, y: float) -> float:
    """A product of ends: zero times infinity is zero, and what underflows is not."""
    return 0.0 if x == 0.0 or y == 0.0 else x * y or (TINY if (x > 0) == (y > 0) else -TINY)


def _mul(a: Interval, b: Interval) -> Interval:
    if empty(a) or empty(b):
        return EMPTY
    if a[0] >= 0.0 and b[0] >= 0.0:
        low, high = _times(a[0], b[0]), _times(a[1], b[1])
        return (max(0.0, down(low)) if low else 0.0), (up(high) if high else 0.0)
    ends = (_times(a[0], b[0]), _times(a[0], b[1]), _times(a[1], b[0]), _times(a[1], b[1]))
    return _wider(min(ends), max(ends))


def _inverse(b: Interval) -> Interval:
    if b[0] > 0.0 or b[1] < 0.0:
        return _wider(1.0 / b[1], 1.0 / b[0])  # never underflows to zero for finite ends
    if b[0] == 0.0:
        return EMPTY if b[1] == 0.0 else (max(0.0, down(1.0 / b[1])), INF)
    return (-INF, up(1.0 / b[0])) if b[1] == 0.0 else EVERYTHING


def _div(a: Interval, b: Interval) -> Interval:
    if empty(a) or empty(b):
        return EMPTY
    if b[0] <= 0.0 <= b[1]:
        if b[0] < 0.0 < b[1] or b[0] == b[1]:
            PARTIAL.leave()  # a pole across which the sign changes; at the very end of a range it parts nothing
        inverse = _inverse(b)
        return EMPTY if empty(inverse) else _mul(a, inverse)
    if a[0] >= 0.0 and b[0] > 0.0:
        low = 0.0 if b[1] == INF else a[0] / b[1]
        high = INF if a[1] == INF else a[1] / b[0] or (TINY if a[1] else 0.0)
        return (max(0.0, down(low)) if low else 0.0), (up(high) if high else 0.0)
    return _mul(a, _inverse(b))


def _whole_power(a: Interval, n: float) -> Interval:
    if n == 0:
        return (1.0, 1.0)
    if n < 0:
        return _div((1.0, 1.0), _whole_power(a, -n))
    if n % 2 == 1 or a[0] >= 0:
        return _wider(_safe_pow(a[0], n), _safe_pow(a[1], n), 2)
    top = max(_safe_pow(a[0], n), _safe_pow(a[1], n))
    low = 0.0 if a[1] >= 0 else _safe_pow(a[1], n)
    return _wider(low, top, 2)


def _pow(a: Interval, b: Interval) -> Interval:
    if empty(a) or empty(b):
        return EMPTY
    if a[0] < 0 and b[0] == b[1] and b[0].is_integer() and abs(b[0]) < 2**53:
        return _whole_power(a, b[0])
    if a[1] < 0 or a[0] < 0:
        PARTIAL.leave()
        if a[1] < 0:
            return EMPTY
        a = (0.0, a[1])
    corners = [_corner(x, y) for x in a for y in b]
    return max(0.0, _wider(min(corners), 1.0, 2)[0]), _wider(0.0, max(corners), 2)[1]


def _corner(x: float, y: float) -> float:
    """x^y at the corner of a box: limits where it has no value."""
    if x == 1.0 or y == 0.0:
        return 1.0
    return _safe_pow(x, y) or (TINY if 0 < x < INF and abs(y) < INF else 0.0)


def _rising(function: Callable[[float], float], low: float = -INF) -> Callable[[Interval], Interval]:
    """A rising function whose domain begins at `low`."""

    def bound(a: Interval) -> Interval:
        if empty(a):
            return EMPTY
        if a[0] < low:
            PARTIAL.leave()
            if a[1] < low:
                return EMPTY
            a = (low, a[1])
        return _wider(function(a[0]), function(a[1]), 2)

    return bound


def _logarithm(function: Callable[[float], float]) -> Callable[[Interval], Interval]:
    return _rising(lambda x: -INF if x == 0 else INF if x == INF else function(x), 0.0)


def _exp(a: Interval) -> Interval:
    low, high = _rising(lambda x: 0.0 if x == -INF else _safe_exp(x) or TINY)(a)
    return max(low, 0.0) if low == low else low, high


def _sine(a: Interval, shift: float) -> Interval:
    """sin(x + shift): the whole range unless the interval lies between two turning points."""
    if empty(a):
        return EMPTY
    if not (abs(a[0]) < 1e8 and abs(a[1]) < 1e8) or a[1] - a[0] >= 6.28:
        return (-1.0, 1.0)
    quarter = math.pi / 2
    low, high = (a[0] + shift) / quarter, (a[1] + shift) / quarter
    ends = (math.sin(a[0] + shift), math.sin(a[1] + shift))
    slack = 1e-15 * (1 + abs(a[0]) + abs(a[1]))
    result = [min(ends) - slack, max(ends) + slack]
    for k in range(math.floor(low - 1e-6), math.ceil(high + 1e-6) + 1):
        if low - 1e-6 <= k <= high + 1e-6 and k % 2:
            result[1 if k % 4 == 1 else 0] = 1.0 if k % 4 == 1 else -1.0
    return max(result[0], -1.0), min(result[1], 1.0)


def _tan(a: Interval) -> Interval:
    if empty(a):
        return EMPTY
    if not (abs(a[0]) < 1e8 and abs(a[1]) < 1e8):
        PARTIAL.leave()
        return EVERYTHING
    branch = [math.floor((x / math.pi + 0.5) + k) for x, k in zip(a, (-1e-6, 1e-6), strict=True)]
    if branch[0] != branch[1]:
        PARTIAL.leave()
        return EVERYTHING
    return _wider(math.tan(a[0]), math.tan(a[1]), 8)


def _abs(a: Interval) -> Interval:
    if empty(a):
        return EMPTY
    return a if a[0] >= 0 else (-a[1], -a[0]) if a[1] <= 0 else (0.0, max(-a[0], a[1]))


def _step(function: Callable[[float], float]) -> Callable[[Interval], Interval]:
    def stepped(a: Interval) -> Interval:
        low, high = (float(function(x)) if abs(x) < INF else x for x in a)
        return low, high

    return stepped


def _less(a: Interval, b: Interval) -> bool | None:
    return True if a[1] < b[0] else False if a[0] >= b[1] else None


def _at_most(a: Interval, b: Interval) -> bool | None:
    return True if a[1] <= b[0] else False if a[0] > b[1] else None


def _same(a: Interval, b: Interval) -> bool | None:
    if a[1] < b[0] or b[1] < a[0]:
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


def _not(a: bool | None) -> bool | None:
    return None if a is None else not a


def _and(a: bool | None, b: bool | None) -> bool | None:
    return False if a is False or b is False else None if a is None or b is None else True


def _select(condition: bool | None, then: Interval, otherwise: Interval) -> Interval:
    return hull(then, otherwise) if condition is None else then if condition else otherwise


functions: Mapping[str, Callable[..., Any]] = {
    "neg": _neg, "add": _add, "sub": _sub, "mul": _mul, "div": _div, "pow": _pow, "abs": _abs,
    "sqrt": _rising(math.sqrt, 0.0), "exp": _exp, "log": _logarithm(math.log), "log2": _logarithm(math.log2),
    "log10": _logarithm(math.log10), "sin": lambda a: _sine(a, 0.0), "cos": lambda a: _sine(a, math.pi / 2),
    "tan": _tan, "ceil": _step(math.ceil), "floor": _step(math.floor),
    "min": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])), "max": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
    "lt": _less, "le": _at_most, "gt": lambda a, b: _less(b, a), "ge": lambda a, b: _at_most(b, a),
    "eq": _same, "ne": lambda a, b: _not(_same(a, b)),
    "and": _and, "or": lambda a, b: _not(_and(_not(a), _not(b))), "not": _not, "select": _select,
}  # fmt: skip


class IntervalArithmetic(Arithmetic):
    """Pairs of floats that hold every value possible."""

    name = "interval"
    functions = functions

    def convert(self, value: Any) -> Interval:
        if isinstance(value, tuple):
            return self.convert(value[0])[0], self.convert(value[1])[1]
        x = to_float(value)
        if isinstance(value, float) or Fraction(value) == x:
            return x, x
        return down(x), up(x)

    def pi(self) -> Interval:
        return math.pi, up(math.pi)


INTERVAL = IntervalArithmetic()
