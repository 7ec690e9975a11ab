"""Whether an expression rises, and how fast, for every value its names may take.

A trend is the sign of a slope; a rate is d log / d log of something positive, as an interval.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from tmath.algebra.arithmetic import to_float
from tmath.algebra.nodes import Expr
from tmath.algebra.walking import postorder
from tmath.arrays.ranges import INF, RULES, Range, Sign, point, union
from tmath.records import dataclass

Trend = Sign  # -1 falls, 0 stays, 1 rises (where it moves at all), None unknown
Rate = tuple[float, float] | None


def both(a: Trend, b: Trend) -> Trend:
    """The trend of a sum of two parts."""
    return b if a == 0 else a if b == 0 else a if a == b else None


def times(a: Trend, b: Trend) -> Trend:
    """A trend scaled by something of a sign."""
    return 0 if 0 in (a, b) else None if a is None or b is None else a * b


@dataclass(frozen=True, slots=True)
class Sort:
    """All that is known of one node: its range, its trend in x, and its rate where it is positive."""

    range: Range
    trend: Trend = 0
    rate: Rate = None
    truth: bool | None = None  # of a comparison
    defined: bool = True  # whether it has a value wherever its names have


class Survey:
    """Ranges, trends and rates of expressions, as one or several names vary."""

    def __init__(self, names: Mapping[str, Sort]):
        self.names = dict(names)
        self._known: dict[Expr, Sort] = {}

    def __getitem__(self, expr: Expr) -> Sort:
        known = self._known
        for node in postorder([expr], lambda node: node not in known):
            if node not in known:
                known[node] = self._sort(node)
        return known[expr]

    def _sort(self, node: Expr) -> Sort:
        if node.number is not None:
            value = point(to_float(node.number))
            truth = node.number == 1 if node.number in (0, 1) else None
            return Sort(value, 0, (0.0, 0.0) if value.positive else None, truth)
        if node.op == "name":
            return self.names[str(node.value)]
        if node.op == "pi":
            return Sort(point(math.pi), 0, (0.0, 0.0))
        args = [self._known[a] for a in node.args]
        defined = all(a.defined for a in args)
        if node.op in _truths:  # what has no value is neither more nor less than anything
            truth = _truths[node.op](*args) if defined else None
            return Sort(Range(0.0, 1.0, False, False), _truth_trend(args), None, truth, True)
        if node.op == "select":
            return _select(*args)
        found = RULES[node.op](*(a.range for a in args))
        rate = _rate(node, args) if found.positive else None
        trend = _trend(node.op, args)
        if rate is not None:
            by_rate = 0 if rate == (0.0, 0.0) else 1 if rate[0] >= 0 else -1 if rate[1] <= 0 else None
            trend = by_rate if trend is None else trend
            if trend == 1:
                rate = (max(rate[0], 0.0), rate[1])
            elif trend == -1:
                rate = (rate[0], min(rate[1], 0.0))
        return Sort(found, trend, rate, None, defined and _has_value(node.op, args))


def _has_value(op: str, args: list[Sort]) -> bool:
    """Whether an operation has a value for all its operands may be."""
    a = args[0].range
    match op:
        case "div":
            b = args[1].range
            return b.positive or b.high < 0 or (b.high == 0 and b.high_open)
        case "sqrt":
            return a.low >= 0
        case "log" | "log2" | "log10":
            return a.positive
        case "tan":
            return False
        case "pow":
            b = args[1].range
            whole = b.low == b.high and b.low.is_integer()
            return a.positive or (b.low >= 0 and (a.low >= 0 or whole))
    return True


def _truth_trend(args: list[Sort]) -> Trend:
    return 0 if all(a.trend == 0 for a in args) else None


def _less(a: Sort, b: Sort) -> bool | None:
    p, q = a.range, b.range
    if p.high < q.low or (p.high == q.low and (p.high_open or q.low_open)):
        return True
    return False if p.low >= q.high else None


def _at_most(a: Sort, b: Sort) -> bool | None:
    if a.range.high <= b.range.low:
        return True
    return False if _less(b, a) else None


def _not(a: bool | None) -> bool | None:
    return None if a is None else not a


def _and(a: Sort, b: Sort) -> bool | None:
    return False if a.truth is False or b.truth is False else True if a.truth and b.truth else None


def _or(a: Sort, b: Sort) -> bool | None:
    return True if a.truth or b.truth else False if a.truth is False and b.truth is False else None


def _equal(a: Sort, b: Sort) -> bool | None:
    return False if _less(a, b) or _less(b, a) else None


_truths: dict[str, Callable[..., bool | None]] = {
    "lt": _less, "le": _at_most, "gt": lambda a, b: _less(b, a), "ge": lambda a, b: _at_most(b, a),
    "eq": _equal, "ne": lambda a, b: _not(_equal(a, b)), "and": _and, "or": _or, "not": lambda a: _not(a.truth),
}  # fmt: skip


def _select(condition: Sort, then: Sort, otherwise: Sort) -> Sort:
    if condition.truth is not None:
        return then if condition.truth else otherwise
    found, defined = union(then.range, otherwise.range), then.defined and otherwise.defined
    if condition.trend != 0:
        return Sort(found, None, None, None, defined)
    trend, rate = both(then.trend, otherwise.trend), _wider(then.rate, otherwise.rate)
    return Sort(found, trend, rate, None, defined)


def _trend(op: str, args: list[Sort]) -> Trend:
    trends = [a.trend for a in args]
    if all(t == 0 for t in trends):
        return 0
    a = args[0]
    b = args[1] if len(args) > 1 else a
    match op:
        case "add" | "min" | "max":
            return both(a.trend, b.trend)
        case "sub":
            return both(a.trend, times(b.trend, -1))
        case "neg":
            return times(a.trend, -1)
        case "mul":
            return both(times(a.trend, b.range.sign), times(b.trend, a.range.sign))
        case "div":
            sign = b.range.sign
            return None if sign is None else both(times(a.trend, sign), times(times(b.trend, a.range.sign), -1))
        case "sqrt" | "exp" | "log" | "log2" | "log10" | "ceil" | "floor":
            return a.trend
        case "abs":
            return times(a.trend, a.range.sign)
        case "pow":
            return _power_trend(a, b)
    return None


def _power_trend(a: Sort, b: Sort) -> Trend:
    if a.range.low >= 0:
        base = times(a.trend, b.range.sign)
        above = 1 if a.range.low >= 1 else -1 if a.range.high <= 1 else None
        return both(base, times(b.trend, above))
    n = b.range.low
    if b.trend == 0 and n == b.range.high and n.is_integer() and n > 0:
        return a.trend if n % 2 else times(a.trend, a.range.sign)
    return None


# -- rates ---------------------------------------------------------------------------------------


def _wider(a: Rate, b: Rate) -> Rate:
    return None if a is None or b is None else (min(a[0], b[0]), max(a[1], b[1]))


def _rate(node: Expr, args: list[Sort]) -> Rate:
    rates = [a.rate for a in args]
    if node.op == "pow":
        return _power_rate(args[0], args[1])
    if node.op in ("exp", "log", "log2", "log10", "ceil", "floor", "sub") or None in rates:
        trend = _trend(node.op, args)
        return (0.0, 0.0) if trend == 0 else (0.0, INF) if trend == 1 else (-INF, 0.0) if trend == -1 else None
    p = rates[0]
    q = rates[1] if len(rates) > 1 else p
    assert p is not None and q is not None
    match node.op:
        case "add" | "min" | "max":
            return _wider(p, q)
        case "mul":
            return p[0] + q[0], p[1] + q[1]
        case "div":
            return p[0] - q[1], p[1] - q[0]
        case "sqrt":
            return p[0] / 2, p[1] / 2
        case "abs":
            return p
    return None


def _power_rate(a: Sort, b: Sort) -> Rate:
    if a.rate is None or b.trend != 0:
        trend = _power_trend(a, b)
        return (0.0, INF) if trend == 1 else (-INF, 0.0) if trend == -1 else None
    ends = [0.0 if 0.0 in (r, e) else r * e for r in a.rate for e in (b.range.low, b.range.high)]
    return min(ends), max(ends)
