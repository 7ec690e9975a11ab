"""Expressions as SymPy's: the one symbol table, so that the same name is always the same symbol."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

import sympy

from tmath.algebra.nodes import Expr
from tmath.algebra.printing import literal
from tmath.algebra.walking import postorder

_functions: Mapping[str, Callable[..., Any]] = {
    "neg": lambda a: -a,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "sqrt": sympy.sqrt,
    "exp": sympy.exp,
    "log": sympy.log,
    "log2": lambda a: sympy.log(a, 2),
    "log10": lambda a: sympy.log(a, 10),
    "min": sympy.Min,
    "max": sympy.Max,
    "abs": sympy.Abs,
    "ceil": sympy.ceiling,
    "floor": sympy.floor,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "lt": sympy.Lt,
    "le": sympy.Le,
    "gt": sympy.Gt,
    "ge": sympy.Ge,
    "eq": sympy.Eq,
    "ne": sympy.Ne,
    "and": sympy.And,
    "or": sympy.Or,
    "not": sympy.Not,
    "select": lambda condition, then, otherwise: sympy.Piecewise((then, condition), (otherwise, True)),
}


@lru_cache(maxsize=4096)
def symbol(name: str, positive: bool = True) -> sympy.Symbol:
    """The symbol of a quantity; E, I, S and the like are quantities, never SymPy's own."""
    return sympy.Symbol(name, positive=True) if positive else sympy.Symbol(name, real=True)


def to_sympy(
    expr: Expr, signed: Collection[str] = (), decimals: dict[sympy.Symbol, sympy.Rational] | None = None
) -> Any:
    """The expression over SymPy's symbols, numbers exact; names are positive save `signed`.

    Given `decimals`, numbers that are not whole become opaque symbols, noted there with what they stand for:
    SymPy then rearranges 0.34 as one thing and not as the fiftieth root of a seventeenth power.
    """
    done: dict[Expr, Any] = {}
    for node in postorder([expr]):
        value = node.number
        if value is not None:
            done[node] = exact = sympy.Rational(value.numerator, value.denominator)
            if decimals is not None and value.denominator != 1:
                done[node] = symbol(literal(value), value > 0)
                decimals[done[node]] = exact
        elif node.op == "name":
            done[node] = symbol(str(node.value), node.value not in signed)
        elif node.op == "pi":
            done[node] = sympy.pi
        else:
            done[node] = _functions[node.op](*(done[a] for a in node.args))
    return done[expr]
