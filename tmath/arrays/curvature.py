"""Whether an expression is convex in logarithms: then what is least nearby is least of all.

Signs on the way matter: a difference is followed only where something above it has no value unless it is positive.
Source: Agrawal, Diamond, Boyd 2019, "Disciplined geometric programming", Optimization Letters 13, section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum

from tmath.algebra.nodes import Expr, name
from tmath.algebra.walking import postorder
from tmath.arrays.ground import Ground
from tmath.arrays.trends import Trends
from tmath.records import dataclass


class Shape(Enum):
    """How log(expression) bends over the logarithms of the reals."""

    FIXED = "fixed"
    STRAIGHT = "straight"
    CONVEX = "convex"
    CONCAVE = "concave"

    @property
    def convex(self) -> bool:
        """Whether it is convex, perhaps straight."""
        return self is not Shape.CONCAVE

    @property
    def concave(self) -> bool:
        """Whether it is concave, perhaps straight."""
        return self is not Shape.CONVEX

    @property
    def flipped(self) -> Shape:
        """That of the inverse."""
        return {Shape.CONVEX: Shape.CONCAVE, Shape.CONCAVE: Shape.CONVEX}.get(self, self)


@dataclass(frozen=True, slots=True)
class Curve:
    """A shape, and whether the expression is known to be positive wherever it has a value at all."""

    shape: Shape
    sure: bool


class Curvature:
    """Curves of the expressions of one ground in some reals, all other inputs standing still."""

    def __init__(self, ground: Ground, reals: Collection[str], trends: Trends):
        self._trends = trends
        self._names: dict[str, Curve | None] = {}
        self._known: dict[Expr, Curve | None] = {}
        positive = {column.name for column in ground.sheet.inputs if column.domain.positive}
        held = {c.holds.args[0] for c in ground.conditions if c.holds.op == "gt" and c.holds.args[1].number == 0}
        for key in ground.names:
            shape = Shape.STRAIGHT if key in reals else Shape.FIXED
            self._names[key] = Curve(shape, True) if key in positive or key not in reals else None
        for definition in ground.sheet.definitions.values():
            curve: Curve | None = None
            if definition.expr is not None:
                curve = self[definition.expr]
            elif ground.rests(name(definition.name)).isdisjoint(reals):
                curve = Curve(Shape.FIXED, trends.range(name(definition.name)).positive)
            if curve is not None and name(definition.name) in held:
                curve = Curve(curve.shape, True)
            self._names[definition.name] = curve

    def __getitem__(self, expr: Expr) -> Curve | None:
        """The curve of an expression; None where nothing is known."""
        known = self._known
        for node in postorder([expr], lambda node: node not in known):
            if node not in known:
                known[node] = self._curve(node)
        return known[expr]

    def _curve(self, node: Expr) -> Curve | None:
        if node.op == "name":
            return self._names.get(str(node.value))
        args = [self._known[a] for a in node.args]
        sure = self._trends.range(node).positive
        if node.op in ("number", "pi"):
            return Curve(Shape.FIXED, sure)
        if node.op == "select":
            return self._selected(node)
        if all(a is not None and a.shape is Shape.FIXED for a in args):
            return Curve(Shape.FIXED, sure)
        rule = _RULES.get(node.op)
        curves = [a for a in args if a is not None]
        if rule is None or len(curves) < len(args):
            return None
        found = rule(node, *curves)
        return Curve(found.shape, True) if found is not None and sure else found

    def _selected(self, node: Expr) -> Curve | None:
        truth = self._trends.truth(node.args[0])
        return None if truth is None else self._known[node.args[1 if truth else 2]]


def _product(node: Expr, a: Curve, b: Curve) -> Curve | None:
    shapes = {a.shape, b.shape} - {Shape.FIXED}
    if not a.sure and not b.sure:
        return None
    if Shape.FIXED in (a.shape, b.shape) and not (a if a.shape is Shape.FIXED else b).sure:
        return None
    bent = shapes - {Shape.STRAIGHT}
    if len(bent) == 2:
        return None
    return Curve(bent.pop() if bent else Shape.STRAIGHT, a.sure and b.sure)


def _quotient(node: Expr, a: Curve, b: Curve) -> Curve | None:
    return _product(node, a, Curve(b.shape.flipped, b.sure))


def _sum(node: Expr, a: Curve, b: Curve) -> Curve | None:
    if not (a.sure and b.sure and a.shape.convex and b.shape.convex):
        return None
    return Curve(Shape.CONVEX, True)


def _difference(node: Expr, a: Curve, b: Curve) -> Curve | None:
    """a - b is positive only where a > b."""
    return Curve(Shape.CONCAVE, False) if b.sure and a.shape.concave and b.shape.convex else None


def _power(node: Expr, a: Curve, b: Curve) -> Curve | None:
    n = node.args[1].number
    if b.shape is not Shape.FIXED or n is None:
        return None
    shape = a.shape if n > 0 else a.shape.flipped
    if n.denominator != 1:
        return Curve(shape, True)  # without a value where the base is negative
    return Curve(shape, a.sure) if a.sure or n % 2 else None


def _exponential(node: Expr, a: Curve) -> Curve | None:
    return Curve(Shape.CONVEX, True) if a.sure and a.shape.convex else None


def _logarithm(node: Expr, a: Curve) -> Curve | None:
    return Curve(Shape.CONCAVE, False) if a.shape.concave else None


def _greatest(node: Expr, a: Curve, b: Curve) -> Curve | None:
    return Curve(Shape.CONVEX, True) if a.sure and b.sure and a.shape.convex and b.shape.convex else None


def _least(node: Expr, a: Curve, b: Curve) -> Curve | None:
    return Curve(Shape.CONCAVE, True) if a.sure and b.sure and a.shape.concave and b.shape.concave else None


_RULES: Mapping[str, Callable[..., Curve | None]] = {
    "mul": _product, "div": _quotient, "add": _sum, "sub": _difference, "pow": _power,
    "sqrt": lambda node, a: Curve(a.shape, True), "abs": lambda node, a: a if a.sure else None,
    "exp": _exponential, "log": _logarithm, "log2": _logarithm, "log10": _logarithm,
    "max": _greatest, "min": _least,
}  # fmt: skip
