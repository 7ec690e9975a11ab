"""Expressions of the algebra: what the rest of the engine imports, and how syntax becomes one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from tmath.algebra.derivatives import differentiate, gradient
from tmath.algebra.nodes import (
    COMPARISONS,
    FALSE,
    ONE,
    PI,
    TRUE,
    TWO,
    ZERO,
    Expr,
    add,
    both,
    call,
    compare,
    div,
    either,
    make,
    mul,
    name,
    neg,
    negate,
    number,
    power,
    product,
    select,
    sub,
    total,
)  # fmt: skip
from tmath.algebra.walking import count, flatten, postorder, rebuild, substitute, unflatten
from tmath.language import syntax

__all__ = [
    "FALSE", "ONE", "PI", "TRUE", "TWO", "ZERO", "Expr", "add", "both", "call", "compare", "count", "differentiate",
    "div", "either", "flatten", "from_syntax", "gradient", "make", "mul", "name", "neg", "negate", "number",
    "postorder", "power", "product", "rebuild", "select", "sub", "substitute", "total", "unflatten",
]  # fmt: skip


def from_syntax(
    node: syntax.Node,
    factor: Callable[[str], Fraction],
    values: Mapping[str, Expr] | None = None,
    keys: Mapping[str, str] | None = None,
) -> Expr:
    """The expression a syntax node stands for, in base units.

    `factor` gives the size of a unit text, `values` what stands for a name (cells of chosen rows),
    `keys` the chosen row of each choice, against which comparisons are decided.
    """
    values, keys = values or {}, keys or {}
    if isinstance(node, syntax.Name):  # what most equations have on their left
        return _named(node, values)
    order: list[syntax.Node] = []  # parents first, so that backwards it is children first, the left one before
    stack: list[syntax.Node] = [node]
    while stack:
        current = stack.pop()
        order.append(current)
        if isinstance(current, syntax.Binary):
            stack += (current.left, current.right)
        elif isinstance(current, syntax.Compare) and _decide(current, keys) is not None:
            continue
        elif not isinstance(current, (syntax.Name, syntax.Number)):
            stack += syntax.children(current)
    results: list[Expr] = []
    for current in reversed(order):
        if isinstance(current, syntax.Name):
            results.append(_named(current, values))
        elif isinstance(current, syntax.Number):
            results.append(number(current.value * factor(current.unit.text) if current.unit else current.value))
        elif isinstance(current, syntax.Binary):
            right = results.pop()
            results[-1] = _BINARY[current.op](results[-1], right)
        elif isinstance(current, syntax.Compare) and (decided := _decide(current, keys)) is not None:
            results.append(TRUE if decided else FALSE)
        else:
            size = len(syntax.children(current))
            results[-size:] = [_apply(current, results[-size:])]
    return results[0]


def _named(node: syntax.Name, values: Mapping[str, Expr]) -> Expr:
    return values.get(node.id) or (PI if node.id == "pi" else name(node.id))


_BINARY = {"+": add, "-": sub, "*": mul, "/": div, "^": power}


def _apply(node: syntax.Node, args: list[Expr]) -> Expr:
    match node:
        case syntax.Negative():
            return neg(args[0])
        case syntax.Call():
            return call(node.function, *args)
        case syntax.Compare():
            return compare(COMPARISONS[node.op], args[0], args[1])
        case syntax.Logic():
            return make(node.op, args)
        case syntax.Not():
            return negate(args[0])
        case syntax.Conditional():
            return select(args[1], args[0], args[2])
    raise TypeError(f"no expression: {node!r}")


def _decide(node: syntax.Compare, keys: Mapping[str, str]) -> bool | None:
    """A comparison of a choice with a key, where the choice has a row."""
    for choice, key in ((node.left, node.right), (node.right, node.left)):
        if isinstance(choice, syntax.Name) and choice.id in keys and node.op in ("=", "!="):
            if isinstance(key, syntax.Name):
                return (keys[choice.id] == key.id) == (node.op == "=")
            if isinstance(key, syntax.Number):
                same = keys[choice.id] == key.text or keys[choice.id] == str(key.value)
                return same == (node.op == "=")
    return None
