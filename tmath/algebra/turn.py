"""An equation turned round for one unknown: everything that can be prepared before numbers are known."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any, Literal

from tmath.algebra.leaves import REST, STEP, Leaf, Split, Stairs, Tree, split
from tmath.algebra.nodes import Expr, name, neg
from tmath.algebra.walking import flatten, substitute, unflatten
from tmath.records import dataclass

__all__ = ["REST", "STEP", "Leaf", "Split", "Stairs", "Tree", "Turned", "turn"]


@dataclass(frozen=True)
class Turned:
    """The equation, its unknown, the names that may be zero or negative, and the pieces on each half line."""

    left: Expr
    right: Expr
    x: str
    signed: frozenset[str]
    both_sides: bool  # whether the unknown may be negative

    @cached_property
    def names(self) -> frozenset[str]:
        """The other names."""
        return (self.left.names | self.right.names) - {self.x}

    @cached_property
    def tree(self) -> Tree:
        """The pieces for a positive unknown."""
        return split(self.left, self.right, self.x, self.signed - {self.x})

    @cached_property
    def mirror(self) -> Tree:
        """The pieces for a negative unknown, as equations in its opposite."""
        opposite = {self.x: neg(name(self.x))}
        return split(substitute(self.left, opposite), substitute(self.right, opposite), self.x, self.signed - {self.x})

    @cached_property
    def whole(self) -> Leaf:
        """The equation as it is, not split."""
        return Leaf(self.left, self.right, self.x, self.signed)

    @cached_property
    def varying(self) -> Literal["left", "right", "both"]:
        """The side that holds the unknown."""
        if self.x not in self.left.names:
            return "right"
        return "left" if self.x not in self.right.names else "both"

    def to_dict(self) -> dict[str, Any]:
        """The equation as plain data; the pieces are found again from it."""
        return {
            "x": self.x,
            "sides": flatten([self.left, self.right]),
            "signed": sorted(self.signed),
            "both_sides": self.both_sides,
        }

    @classmethod
    def from_dict(cls, data: Any) -> Turned:
        """Read back what `to_dict` wrote.

        Raises: ValueError where it is ill-formed.
        """
        if not isinstance(data, dict) or data.keys() != {"x", "sides", "signed", "both_sides"}:
            raise ValueError("ill-formed program: a turned equation")
        x, signed, both_sides = data["x"], data["signed"], data["both_sides"]
        if not (isinstance(x, str) and isinstance(signed, list) and all(isinstance(n, str) for n in signed)):
            raise ValueError("ill-formed program: names of a turned equation")
        sides = unflatten(data["sides"])
        if len(sides) != 2 or type(both_sides) is not bool:
            raise ValueError("ill-formed program: sides of a turned equation")
        return cls(sides[0], sides[1], x, frozenset(signed), both_sides)


def turn(
    left: Expr, right: Expr, x: str, low: float = 0.0, high: float = float("inf"), signed: Collection[str] = ()
) -> Turned:
    """The equation left = right prepared for finding x between low and high; names are positive save `signed`."""
    return Turned(left, right, x, frozenset(signed), low < 0)
