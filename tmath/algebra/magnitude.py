"""How large an expression's parts are: what a difference that should be zero is measured against."""

from __future__ import annotations

from tmath.algebra.nodes import Expr, add, call, div, mul, power
from tmath.algebra.walking import postorder


def magnitude(expr: Expr) -> Expr:
    """The expression with no sum cancelling: |a| + |b| for a - b, inside products too.

    Source: Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.3 (running error analysis).
    """
    sizes: dict[Expr, Expr] = {}
    for node in postorder([expr]):
        inner = [sizes[a] for a in node.args]
        exponent = node.args[1].number if node.op == "pow" else None
        if node.op in ("add", "sub"):
            sizes[node] = add(*inner)
        elif node.op == "mul":
            sizes[node] = mul(*inner)
        elif node.op == "div":
            sizes[node] = div(inner[0], call("abs", node.args[1]))
        elif node.op == "neg":
            sizes[node] = inner[0]
        elif exponent is not None and exponent > 0:
            sizes[node] = power(inner[0], node.args[1])
        elif node.op == "number":
            sizes[node] = call("abs", node)
        elif node.op in ("lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"):
            sizes[node] = node
        else:
            sizes[node] = call("abs", node)
    return sizes[expr]
