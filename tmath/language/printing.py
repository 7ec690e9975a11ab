"""Syntax nodes as an author would write them: parentheses where they are needed, units where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from tmath.language.syntax import (
    Binary,
    Call,
    Compare,
    Conditional,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    children,
)
from tmath.language.system import Constraint, Relation

_T = TypeVar("_T")

# How tightly each form binds, loosest first.
CONDITIONAL, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)
_LEVEL = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER, "or": OR, "and": AND}


def fold(node: Node, combine: Callable[[Node, Sequence[_T]], _T]) -> _T:
    """The value of an expression from the values of its operands, without recursion."""
    values: list[_T] = []
    stack: list[tuple[Node, bool]] = [(node, False)]
    while stack:
        current, ready = stack.pop()
        operands = children(current)
        if not ready and operands:
            stack.append((current, True))
            stack.extend((operand, False) for operand in reversed(operands))
            continue
        own = values[len(values) - len(operands) :]
        del values[len(values) - len(operands) :]
        values.append(combine(current, own))
    return values[0]


def level(node: Node) -> int:
    """How tightly the outermost operation of a node binds."""
    match node:
        case Binary() | Logic():
            return _LEVEL[node.op]
        case Conditional():
            return CONDITIONAL
        case Compare():
            return COMPARE
        case Not():
            return NOT
        case Negative():
            return SIGN
        case _:
            return ATOM


def _operand_levels(node: Node) -> tuple[int, ...]:
    """The least level at which each operand stands without parentheses."""
    own = level(node)
    match node:
        case Binary(op="^"):
            return (ATOM, POWER)
        case Binary() | Compare():
            return (own if isinstance(node, Binary) else SUM, own + 1)
        case Logic():
            return (own, own + 1)
        case Not() | Negative():
            return (own + 1,)
        case Conditional():
            return (OR, OR, CONDITIONAL)
        case Call():
            return (CONDITIONAL,) * len(node.arguments)
        case _:
            return ()


def bracketed(node: Node, operands: Sequence[str], left: str = "(", right: str = ")") -> list[str]:
    """The texts of the operands, in brackets where they would be read otherwise without."""
    return [
        text if level(child) >= least else f"{left}{text}{right}"
        for text, child, least in zip(operands, children(node), _operand_levels(node), strict=True)
    ]


def node_text(node: Node) -> str:
    """An expression as a file would hold it."""
    return fold(node, _combine)


def _combine(node: Node, operands: Sequence[str]) -> str:
    parts = bracketed(node, operands)
    match node:
        case Number():
            return number_text(node)
        case Name():
            return node.id
        case Negative():
            return f"-{parts[0]}"
        case Not():
            return f"not {parts[0]}"
        case Binary(op="^"):
            return f"{parts[0]}^{parts[1]}"
        case Binary() | Compare() | Logic():
            return f"{parts[0]} {node.op} {parts[1]}"
        case Call():
            return f"{node.function}({', '.join(parts)})"
        case Conditional():
            return f"{parts[0]} if {parts[1]} else {parts[2]}"


def number_text(node: Number) -> str:
    """A literal as written, with its unit unless that is none."""
    return f"{node.text} [{node.unit.text}]" if node.unit and node.unit.text != "1" else node.text


def relation_text(relation: Relation) -> str:
    """left = right"""
    return f"{node_text(relation.left)} {'~=' if relation.approximate else '='} {node_text(relation.right)}"


def constraint_text(constraint: Constraint) -> str:
    """left <= right"""
    return f"{node_text(constraint.left)} {constraint.op} {node_text(constraint.right)}"
