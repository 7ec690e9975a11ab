"""Intervals with open and closed ends, and what operations make of them.

Rounding is left out: what is proven here is proven of real numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

from tmath.algebra.arithmetic import safe, to_float
from tmath.language.system import Domain
from tmath.records import dataclass

INF = math.inf
Sign = int | None


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an infinite end is open."""

    low: float = -INF
    high: float = INF
    low_open: bool = True
    high_open: bool = True

    @property
    def positive(self) -> bool:
        """Whether zero and all below are excluded."""
        return self.low > 0 or (self.low == 0 and self.low_open)

    @property
    def sign(self) -> Sign:
        """1 where nothing is negative, -1 where nothing is positive, 0 for zero alone, None else."""
        if self.low >= 0:
            return 0 if self.high == 0 else 1
        return -1 if self.high <= 0 else None

    def within(self, domain: Domain) -> bool:
        """Whether no value lies outside the bounds of a quantity."""
        if domain.low is not None:
            low = to_float(domain.low)
            if self.low < low or (self.low == low and domain.low_open and not self.low_open):
                return False
        return domain.high is None or self.high <= to_float(domain.high)

    def meet(self, other: Range) -> Range:
        """What lies in both."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, shut = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Range(low, high, low_open, not shut)


EVERYTHING = Range()
POSITIVE = Range(0.0)


def of_domain(domain: Domain) -> Range:
    """The values a quantity may take."""
    low = -INF if domain.low is None else to_float(domain.low)
    high = INF if domain.high is None else to_float(domain.high)
    return Range(low, high, domain.low is None or domain.low_open, domain.high is None)


def point(value: float) -> Range:
    """A single value."""
    return Range(value, value, False, False) if math.isfinite(value) else EVERYTHING


# -- ranges of operations ------------------------------------------------------------------------

End = tuple[float, bool]  # a value and whether it is left out


def _ends(r: Range) -> tuple[End, End]:
    return (r.low, r.low_open), (r.high, r.high_open)


def _hull(ends: list[End]) -> Range:
    """The smallest range between ends; an end that is reached by one is reached."""
    if any(value != value for value, _ in ends):
        return EVERYTHING
    low, high = min(ends), max((value, not is_open) for value, is_open in ends)
    return Range(low[0], high[0], low[1] or low[0] == -INF, not high[1] or high[0] == INF)


def _times(a: End, b: End) -> End:
    value = 0.0 if 0.0 in (a[0], b[0]) else a[0] * b[0]
    closed_zero = (a[0] == 0.0 and not a[1]) or (b[0] == 0.0 and not b[1])
    return value, (a[1] or b[1]) and not closed_zero


def _mul(a: Range, b: Range) -> Range:
    return _hull([_times(x, y) for x, y in product(_ends(a), _ends(b))])


def _inverse(b: Range) -> Range:
    if b.low == b.high == 0:
        return EVERYTHING
    if b.low >= 0:
        high = INF if b.low == 0 else 1 / b.low
        return Range(0.0 if b.high == INF else 1 / b.high, high, b.high_open, b.low_open or high == INF)
    if b.high <= 0:
        flipped = _inverse(_neg(b))
        return _neg(flipped)
    return EVERYTHING


def _neg(a: Range) -> Range:
    return Range(-a.high, -a.low, a.high_open, a.low_open)


def _add(a: Range, b: Range) -> Range:
    return Range(a.low + b.low, a.high + b.high, a.low_open or b.low_open, a.high_open or b.high_open)


def _rising(op: str, a: Range, low: float = -INF) -> Range:
    f = safe[op]
    start = max(a.low, low)
    bottom = f(start) if math.isfinite(start) else 0.0 if op == "exp" else -INF
    top = f(a.high) if math.isfinite(a.high) else INF
    return Range(bottom, top, a.low_open and a.low >= low, a.high_open or top == INF)


def _pow(a: Range, b: Range) -> Range:
    if b.low == b.high and b.low.is_integer() and not a.low >= 0:
        return Range(0.0, INF, False) if b.low % 2 == 0 and b.low > 0 else EVERYTHING
    if not a.low >= 0:
        a = a.meet(Range(0.0, INF, False))
    corners: list[End] = []
    for (x, x_open), (y, y_open) in product(_ends(a), _ends(b)):
        if x == 1.0 or y == 0.0:
            corners.append((1.0, (x_open if x == 1.0 else False) and (y_open if y == 0.0 else False)))
        elif math.isinf(y):
            corners.append((INF if (x > 1) == (y > 0) else 0.0, True))
        else:
            value = (INF if y > 0 else 0.0) if x == INF else safe["pow"](x, y)
            corners.append((value, x_open or y_open or value == INF))
    found = _hull(corners)
    return Range(max(found.low, 0.0), found.high, found.low_open, found.high_open)


def _pick(a: Range, b: Range, least: bool) -> Range:
    choose_low, choose_high = (min, min) if least else (max, max)
    low = choose_low((a.low, a.low_open), (b.low, b.low_open))
    high = choose_high((a.high, not a.high_open), (b.high, not b.high_open))
    return Range(low[0], high[0], low[1], not high[1])


def _abs(a: Range) -> Range:
    if a.low >= 0:
        return a
    if a.high <= 0:
        return _neg(a)
    return Range(0.0, max(-a.low, a.high), False, True)


def _ceil(a: Range) -> Range:
    beyond = 1.0 if a.low_open and a.low.is_integer() else 0.0
    low = math.ceil(a.low) + beyond if math.isfinite(a.low) else -INF
    high = float(math.ceil(a.high)) if math.isfinite(a.high) else INF
    return Range(low, high, math.isinf(low), math.isinf(high))


def _floor(a: Range) -> Range:
    return _neg(_ceil(_neg(a)))


def union(a: Range, b: Range) -> Range:
    """The smallest range that holds both."""
    return _hull([*_ends(a), *_ends(b)])


RULES: dict[str, Callable[..., Range]] = {
    "neg": _neg, "add": _add, "sub": lambda a, b: _add(a, _neg(b)), "mul": _mul,
    "div": lambda a, b: _mul(a, _inverse(b)), "pow": _pow, "abs": _abs,
    "sqrt": lambda a: _rising("sqrt", a, 0.0), "exp": lambda a: _rising("exp", a),
    "log": lambda a: _rising("log", a, 0.0), "log2": lambda a: _rising("log2", a, 0.0) if a.low > 0 else EVERYTHING,
    "log10": lambda a: _rising("log10", a, 0.0) if a.low > 0 else EVERYTHING,
    "sin": lambda a: Range(-1.0, 1.0, False, False), "cos": lambda a: Range(-1.0, 1.0, False, False),
    "tan": lambda a: EVERYTHING, "min": lambda a, b: _pick(a, b, True), "max": lambda a, b: _pick(a, b, False),
    "ceil": _ceil, "floor": _floor,
}  # fmt: skip
