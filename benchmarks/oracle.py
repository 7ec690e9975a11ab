"""Syntax nodes evaluated to fifty digits by mpmath: an oracle that shares nothing with the engine's algebra."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mpmath

from tmath.language.syntax import Binary, Call, Compare, Conditional, Logic, Name, Negative, Node, Not, Number, children
from tmath.units import UnitTable

__all__ = ["DIGITS", "active_names", "evaluate", "holds"]

DIGITS = 50

_BINARY: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "sqrt": mpmath.sqrt,
    "exp": mpmath.exp,
    "log": mpmath.log,
    "log2": lambda a: mpmath.log(a, 2),
    "log10": mpmath.log10,
    "min": min,
    "max": max,
    "abs": abs,
    "ceil": mpmath.ceil,
    "floor": mpmath.floor,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
}


def evaluate(node: Node, values: Mapping[str, Any], units: UnitTable, keys: Mapping[str, str] | None = None) -> Any:
    """The value of a node in base units; `keys` are the chosen rows.

    Raises: ArithmeticError or ValueError where it has none.
    """
    with mpmath.workdps(DIGITS):
        return _Walker(values, units, keys or {}).walk(node)


def active_names(
    node: Node, values: Mapping[str, Any], units: UnitTable, keys: Mapping[str, str] | None = None
) -> frozenset[str]:
    """The names in the branches of min, max and conditionals that are taken at these values."""
    with mpmath.workdps(DIGITS):
        walker, found, stack = _Walker(values, units, keys or {}), set(), [node]
        while stack:
            current = stack.pop()
            if isinstance(current, Name):
                found.add(current.id)
            if isinstance(current, Conditional):
                stack.append(current.then if walker.holds(current.condition) else current.otherwise)
            elif isinstance(current, Call) and current.function in ("min", "max"):
                stack.append((min if current.function == "min" else max)(current.arguments, key=walker.walk))
            else:
                stack.extend(children(current))
    return frozenset(found)


def holds(node: Node, keys: Mapping[str, str]) -> bool:
    """Whether a condition on choices alone holds."""
    return _Walker({}, None, keys).holds(node)


class _Walker:
    def __init__(self, values: Mapping[str, Any], units: UnitTable | None, keys: Mapping[str, str]):
        self.values, self.units, self.keys = values, units, keys

    def walk(self, node: Node) -> Any:
        match node:
            case Number():
                factor = self.units.read(node.unit.text).factor if node.unit and self.units else 1
                value = node.value * factor
                return mpmath.mpf(value.numerator) / value.denominator
            case Name(id="pi"):
                return +mpmath.pi
            case Name():
                return self.values[node.id]
            case Negative():
                return -self.walk(node.operand)
            case Binary():
                return _BINARY[node.op](self.walk(node.left), self.walk(node.right))
            case Call():
                return _FUNCTIONS[node.function](*map(self.walk, node.arguments))
            case Conditional():
                return self.walk(node.then if self.holds(node.condition) else node.otherwise)
        raise TypeError(f"no expression: {node!r}")

    def holds(self, node: Node) -> bool:
        match node:
            case Logic(op="and"):
                return self.holds(node.left) and self.holds(node.right)
            case Logic():
                return self.holds(node.left) or self.holds(node.right)
            case Not():
                return not self.holds(node.operand)
            case Compare():
                if isinstance(node.left, Name) and node.left.id in self.keys:
                    key = node.right.id if isinstance(node.right, Name) else getattr(node.right, "text", "")
                    return _COMPARE[node.op](self.keys[node.left.id], key)
                return _COMPARE[node.op](self.walk(node.left), self.walk(node.right))
        raise TypeError(f"no condition: {node!r}")
