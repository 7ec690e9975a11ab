"""What can be told of the sign of an expression from the signs of its names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Literal

from tmath.algebra.nodes import Expr
from tmath.algebra.walking import postorder

Sign = Literal["positive", "nonnegative", "any"]
RANK: dict[Sign, int] = {"any": 0, "nonnegative": 1, "positive": 2}


def _least(signs: Sequence[Sign]) -> Sign:
    return min(signs, key=RANK.__getitem__)


def _most(signs: Sequence[Sign]) -> Sign:
    return max(signs, key=RANK.__getitem__)


def _sum(signs: Sequence[Sign]) -> Sign:
    return "any" if "any" in signs else _most(signs)


def _power(node: Expr, signs: Sequence[Sign]) -> Sign:
    exponent = node.args[1].number
    if signs[0] == "positive":
        return "positive"
    if exponent is not None and exponent < 0:
        return "positive" if signs[0] == "nonnegative" or exponent % 2 == 0 else "any"
    if exponent is not None and exponent.denominator == 1 and exponent % 2 == 0:
        return "nonnegative"
    whole = exponent is not None and exponent.denominator == 1
    return "any" if whole and signs[0] == "any" else "nonnegative"  # a power that is not whole has no negative value


def _quotient(node: Expr, signs: Sequence[Sign]) -> Sign:
    return "any" if signs[1] == "any" else signs[0]  # where it has a value at all


_rules: dict[str, Callable[[Expr, Sequence[Sign]], Sign]] = {
    "pi": lambda node, signs: "positive",
    "exp": lambda node, signs: "positive",
    "add": lambda node, signs: _sum(signs),
    "mul": lambda node, signs: _least(signs),
    "div": _quotient,
    "pow": _power,
    "sqrt": lambda node, signs: "positive" if signs[0] == "positive" else "nonnegative",
    "abs": lambda node, signs: "positive" if signs[0] == "positive" else "nonnegative",
    "min": lambda node, signs: _least(signs),
    "max": lambda node, signs: _most(signs),
    "select": lambda node, signs: _least(signs[1:]),
    "ceil": lambda node, signs: signs[0],
    "floor": lambda node, signs: "any" if signs[0] == "any" else "nonnegative",
}


def sign_of(expr: Expr, signed: Collection[str] = ()) -> Sign:
    """The sign of an expression whose names are positive, save those in `signed`."""
    signs: dict[Expr, Sign] = {}
    for node in postorder([expr]):
        value = node.number
        if value is not None:
            signs[node] = "positive" if value > 0 else "nonnegative" if value == 0 else "any"
        elif node.op == "name":
            signs[node] = "any" if node.value in signed else "positive"
        else:
            rule = _rules.get(node.op)
            signs[node] = "any" if rule is None else rule(node, [signs[a] for a in node.args])
    return signs[expr]
