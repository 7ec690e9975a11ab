"""Expressions laid out flat, so that a long sum travels between processes without recursion."""

from __future__ import annotations

from typing import Any

from tmath.language.syntax import Node, children, with_children
from tmath.records import names_of

__all__ = ["flat", "pack", "unpack"]

# Operands before what holds them: each node with its operands taken out, and how many those are.
Packed = tuple[tuple[Node, int], ...]

SIDES = ("left", "right")


def pack(node: Node) -> Packed:
    """An expression as a flat sequence."""
    order: list[Node] = []
    stack = [node]
    while stack:
        part = stack.pop()
        order.append(part)
        stack.extend(children(part))
    nothing: Any = None
    return tuple(
        (with_children(part, [nothing] * len(children(part))), len(children(part))) for part in reversed(order)
    )


def unpack(packed: Packed) -> Node:
    """The expression of a flat sequence."""
    stack: list[Node] = []
    for hollow, count in packed:
        operands = stack[len(stack) - count :]
        del stack[len(stack) - count :]
        stack.append(with_children(hollow, operands))
    return stack[0]


def flat(equation: Any) -> tuple[Any, ...]:
    """What pickle needs of a frozen dataclass with two sides."""
    held = {name: getattr(equation, name) for name in names_of(equation)}
    return _whole, (type(equation), held | {side: pack(held[side]) for side in SIDES})


def _whole(kind: type[Any], held: dict[str, Any]) -> Any:
    return kind(**held | {side: unpack(held[side]) for side in SIDES})
