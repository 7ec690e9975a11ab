"""Exact derivatives, written as expressions that share the parts of what was differentiated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tmath.algebra.nodes import (
    ONE,
    TWO,
    ZERO,
    Expr,
    add,
    call,
    compare,
    div,
    mul,
    neg,
    number,
    power,
    select,
    sub,
)  # fmt: skip
from tmath.algebra.walking import postorder

Partials = tuple[Expr | None, ...]


def _power(node: Expr, a: Expr, b: Expr) -> Partials:
    exponent = b.number
    by_base = mul(b, power(a, number(exponent - 1) if exponent is not None else sub(b, ONE)))
    return by_base, None if exponent is not None else mul(node, call("log", a))


def _chosen(node: Expr, a: Expr, b: Expr) -> Partials:
    first = compare("le" if node.op == "min" else "ge", a, b)
    return select(first, ONE, ZERO), select(first, ZERO, ONE)


_rules: dict[str, Callable[..., Partials]] = {
    "neg": lambda node, a: (number(-1),),
    "add": lambda node, a, b: (ONE, ONE),
    "sub": lambda node, a, b: (ONE, number(-1)),
    "mul": lambda node, a, b: (b, a),
    "div": lambda node, a, b: (div(ONE, b), neg(div(node, b))),
    "pow": _power,
    "sqrt": lambda node, a: (div(ONE, mul(TWO, node)),),
    "exp": lambda node, a: (node,),
    "log": lambda node, a: (div(ONE, a),),
    "log2": lambda node, a: (div(ONE, mul(a, call("log", TWO))),),
    "log10": lambda node, a: (div(ONE, mul(a, call("log", number(10)))),),
    "sin": lambda node, a: (call("cos", a),),
    "cos": lambda node, a: (neg(call("sin", a)),),
    "tan": lambda node, a: (add(ONE, power(node, TWO)),),
    "abs": lambda node, a: (select(compare("ge", a, ZERO), ONE, number(-1)),),
    "min": _chosen,
    "max": _chosen,
    "select": lambda node, c, a, b: (None, select(c, ONE, ZERO), select(c, ZERO, ONE)),
}


def partials(node: Expr) -> Partials:
    """The derivative of one operation by each operand; None where it is zero or has no sense."""
    rule = _rules.get(node.op)
    return (None,) * len(node.args) if rule is None else rule(node, *node.args)


def _scaled(slope: Expr, inner: Expr) -> Expr:
    """slope * inner, reading a slope of -1 as a sign, and a choice of 0 or 1 as a choice."""
    if slope.number == -1:
        return neg(inner)
    if slope.op == "select" and all(arg.number is not None for arg in slope.args[1:]):
        return select(slope.args[0], _scaled(slope.args[1], inner), _scaled(slope.args[2], inner))
    if slope.op == "div" and slope.args[0] is ONE:
        return div(inner, slope.args[1])
    return mul(slope, inner)


def differentiate(expr: Expr, x: str, step: Expr | None = None) -> Expr:
    """d expr / d x; the derivative of a step function is 0 (or `step`), of a kink that of the piece that counts.

    Source: forward accumulation, Wengert 1964, "A simple automatic derivative evaluation program", CACM 7(8).
    """
    slopes: dict[Expr, Expr] = {}
    for node in postorder([expr], lambda node: x in node.names):
        if node.op == "name":
            slopes[node] = ONE if node.value == x else ZERO
            continue
        result = ZERO
        if x in node.names:
            outer = (step,) if node.op in ("ceil", "floor") else partials(node)
            for arg, slope in zip(node.args, outer, strict=True):
                inner = slopes.get(arg, ZERO)
                if slope is not None and inner is not ZERO:
                    term = _scaled(slope, inner)
                    result = sub(result, term.args[0]) if term.op == "neg" else add(result, term)
        slopes[node] = result
    return slopes[expr]


def gradient(expr: Expr, names: Iterable[str]) -> dict[str, Expr]:
    """d expr / d name for each name, in one sweep, so that the whole costs a few times the expression.

    Source: reverse accumulation, Griewank and Walther 2008, Evaluating Derivatives, chapter 3.
    """
    wanted = frozenset(names)
    order: Sequence[Expr] = list(postorder([expr], lambda node: not wanted.isdisjoint(node.names)))
    adjoint: dict[Expr, Expr] = {expr: ONE}
    result = dict.fromkeys(sorted(wanted), ZERO)
    for node in reversed(order):
        outer = adjoint.pop(node, ZERO)
        if outer is ZERO or wanted.isdisjoint(node.names):
            continue
        if node.op == "name":
            result[str(node.value)] = outer
            continue
        for arg, slope in zip(node.args, partials(node), strict=True):
            if slope is not None and not wanted.isdisjoint(arg.names):
                adjoint[arg] = add(adjoint.get(arg, ZERO), _scaled(slope, outer))
    return result
