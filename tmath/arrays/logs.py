"""Expressions as functions of log x: powers become exponentials, and their slopes cost one multiplication each."""

from __future__ import annotations

from tmath.algebra.derivatives import partials
from tmath.algebra.nodes import ONE, ZERO, Expr, call, div, make, mul, name, neg, number, product, total
from tmath.algebra.walking import postorder, rebuild
from tmath.arrays.sheet import LOG, UNKNOWN

WHOLE_POWERS = 6  # multiplied out up to here


def in_log(expr: Expr, x: str) -> Expr:
    """The expression with its powers of the unknown as exponentials of log x, small whole ones as products."""
    unknown, log_x = name(UNKNOWN), name(LOG)
    plain = name(x)

    def leaf(node: Expr) -> Expr | None:
        if node is plain:
            return unknown
        if node.op == "pow" and node.args[0] is plain and x not in node.args[1].names:
            n = node.args[1].number
            if n is not None and n.denominator == 1 and abs(n) <= WHOLE_POWERS:
                return div(ONE, _multiplied(unknown, int(-n))) if n < 0 else _multiplied(unknown, int(n))
            return call("exp", mul(node.args[1], log_x))
        if node.op == "sqrt" and node.args[0] is plain:
            return call("exp", div(log_x, number(2)))
        return log_x if node.op == "log" and node.args[0] is plain else None

    def enter(node: Expr) -> bool:
        inside = node.op in ("pow", "sqrt", "log") and node.args[0] is plain
        return x in node.names and not (inside and (node.op != "pow" or x not in node.args[1].names))

    return rebuild(expr, leaf, enter)


def _multiplied(x: Expr, n: int) -> Expr:
    """x^n as products that share their parts."""
    return product([x] * n) if n < 4 else mul(_multiplied(x, n // 2), _multiplied(x, n - n // 2))


def log_slope(expr: Expr) -> Expr:
    """d expr / d log x of what `in_log` gives; a power costs one multiplication by its exponent."""
    moving = frozenset((LOG, UNKNOWN))
    rates: dict[Expr, Expr] = {}  # d log / d log x, where it is free of the unknown
    slopes: dict[Expr, Expr] = {}

    def slope_of(node: Expr) -> Expr:
        if moving.isdisjoint(node.names):
            return ZERO
        if node not in slopes:
            slopes[node] = mul(rates[node], node)
        return slopes[node]

    for node in postorder([expr], lambda node: not moving.isdisjoint(node.names)):
        if moving.isdisjoint(node.names):
            continue
        rate = _constant_rate(node, rates)
        if rate is not None:
            rates[node] = rate
            continue
        if node.op == "name":
            slopes[node] = ONE  # log x itself
            continue
        parts = []
        for arg, partial in zip(node.args, partials(node), strict=True):
            inner = slope_of(arg)
            if partial is not None and inner is not ZERO:
                parts.append(neg(inner) if partial.number == -1 else mul(partial, inner))
        slopes[node] = total(parts)
    return slope_of(expr)


def _constant_rate(node: Expr, rates: dict[Expr, Expr]) -> Expr | None:
    moving = frozenset((LOG, UNKNOWN))

    def rate(arg: Expr) -> Expr | None:
        return ZERO if moving.isdisjoint(arg.names) else rates.get(arg)

    if node.op == "name":
        return ONE if node.value == UNKNOWN else None
    if node.op == "exp" and UNKNOWN not in node.args[0].names:
        inner = node.args[0]
        exponent = _linear_in_log(inner)
        if exponent is not None:
            return exponent
    if node.op in ("mul", "div", "neg", "sqrt", "pow"):
        first = rate(node.args[0])
        if first is None:
            return None
        if node.op == "neg":
            return first
        if node.op == "sqrt":
            return div(first, number(2))
        if node.op == "pow":
            return mul(node.args[1], first) if moving.isdisjoint(node.args[1].names) else None
        second = rate(node.args[1])
        if second is not None:
            return make("add" if node.op == "mul" else "sub", (first, second))
    return None


def _linear_in_log(expr: Expr) -> Expr | None:
    """e of e * log x."""
    log_x = name(LOG)
    if expr is log_x:
        return ONE
    if expr.op == "mul" and expr.args[1] is log_x and LOG not in expr.args[0].names:
        return expr.args[0]
    if expr.op == "div" and expr.args[0] is log_x and LOG not in expr.args[1].names:
        return div(ONE, expr.args[1])
    return None
