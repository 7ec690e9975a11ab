"""Expressions of the algebra: what the rest of the engine imports, and how syntax becomes one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from tmath.algebra.derivatives import differentiate, gradient
from tmath.algebra.nodes import (
    BINARY,
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
    results: list[Expr] = []
    stack: list[tuple[syntax.Node, bool]] = [(node, False)]
    while stack:
        current, ready = stack.pop()
        if isinstance(current, syntax.Number):
            scale = factor(current.unit.text) if current.unit else Fraction(1)
            results.append(number(current.value * scale))
        elif isinstance(current, syntax.Name):
            results.append(values.get(current.id) or (PI if current.id == "pi" else name(current.id)))
        elif isinstance(current, syntax.Compare) and (decided := _decide(current, keys)) is not None:
            results.append(TRUE if decided else FALSE)
        elif not ready:
            stack.append((current, True))
            stack.extend((child, False) for child in reversed(syntax.children(current)))
        else:
            size = len(syntax.children(current))
            args = results[-size:]
            del results[-size:]
            results.append(_apply(current, args))
    return results[0]


def _apply(node: syntax.Node, args: list[Expr]) -> Expr:
    match node:
        case syntax.Negative():
            return neg(args[0])
        case syntax.Binary():
            return make(BINARY[node.op], args)
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
