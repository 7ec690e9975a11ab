"""The pieces of an equation: min, max, abs and conditionals split into smooth equations under comparisons.

Each leaf of the tree has the ways to its unknown, where formulas and signomials give them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal

from tmath.algebra.derivatives import differentiate
from tmath.algebra.isolate import Path, paths
from tmath.algebra.nodes import FALSE, ONE, TRUE, ZERO, Expr, call, compare, make, name, neg, number, power, sub
from tmath.algebra.numeric import Recipe
from tmath.algebra.signomial import cross_multiplied, terms_expr
from tmath.algebra.signs import sign_of
from tmath.algebra.tidy import summands, tidy
from tmath.algebra.walking import postorder, rebuild
from tmath.records import dataclass

MOST_LEAVES = 48
STEP = "step#"  # the slope of a step function
REST = "rest#"  # how far it is from what is inside it
ATOMS = ("lt", "le", "gt", "ge", "eq", "ne")


@dataclass(frozen=True)
class Leaf:
    """A smooth equation (or one that was not split, or has steps) in one unknown."""

    left: Expr
    right: Expr
    x: str
    signed: frozenset[str]

    @cached_property
    def flat(self) -> bool:
        """Whether the unknown does not occur."""
        return self.x not in self.left.names and self.x not in self.right.names

    @cached_property
    def terms(self) -> tuple[tuple[int, Expr], ...]:
        """The signed terms of left - right."""
        return (*summands(self.left), *((-sign, term) for sign, term in summands(self.right)))

    @cached_property
    def signs(self) -> tuple[int, ...]:
        """The signs of the terms."""
        return tuple(sign for sign, _ in self.terms)

    @cached_property
    def recipe(self) -> Recipe:
        """The terms as functions of the unknown."""
        return Recipe([term for _, term in self.terms], self.x)

    @cached_property
    def slopes(self) -> Recipe:
        """The derivatives of the terms; that of a step function is `STEP`, which stands for anything from 0 upwards."""
        return Recipe([tidy(differentiate(term, self.x, name(STEP))) for _, term in self.terms], self.x)

    @cached_property
    def sides(self) -> Recipe:
        """Left and right as functions of the unknown."""
        return Recipe([self.left, self.right], self.x)

    @cached_property
    def paths(self) -> tuple[Path, ...] | None:
        """The ways to the unknown, positive by the choice of the half line; together they hold every root."""
        return paths(self.left, self.right, self.x, self.signed)

    @cached_property
    def steps(self) -> tuple[Expr, ...]:
        """The step functions of the unknown, inner ones first."""
        return tuple(n for n in self.varying if n.op in ("ceil", "floor"))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name in it."""
        return self.left.names | self.right.names

    @cached_property
    def stairs(self) -> Stairs | None:
        """Its step function, where it has just one."""
        if len(self.steps) != 1:
            return None
        node, label = self.steps[0], f"{self.x}#steps"
        new = {node: name(label)}
        left, right = _replace(self.left, new), _replace(self.right, new)
        inside = node.args[0]
        signed = self.signed | {label}
        return Stairs(
            node.op,
            label,
            Leaf(left, right, label, signed),
            Leaf(left, right, self.x, signed),
            Leaf(inside, name(label), self.x, signed),
            Recipe([inside], self.x),
        )

    def frozen(self, values: Sequence[float]) -> Leaf:
        """The equation with each step function held at a value: what holds between two steps."""
        held = {node: number(Fraction(value)) for node, value in zip(self.steps, values, strict=True)}
        return Leaf(_replace(self.left, held), _replace(self.right, held), self.x, self.signed)

    @cached_property
    def cleared(self) -> Recipe:
        """left - right multiplied by its bottoms, which is zero wherever the equation holds and finite at poles."""
        return Recipe([cleared(sub(self.left, self.right), self.x)], self.x)

    @cached_property
    def without_bottoms(self) -> Leaf | None:
        """The equation multiplied by its bottoms, None where it has none; it may hold where a bottom vanishes too."""
        whole = cleared(sub(self.left, self.right), self.x)
        held = any(n.op == "div" and self.x in n.args[1].names for n in self.varying)
        held = held or any(n.op == "pow" and (e := n.args[1].number) is not None and e < 0 for n in self.varying)
        return Leaf(whole, ZERO, self.x, self.signed) if held else None

    @cached_property
    def relaxed(self) -> Recipe | None:
        """left - right with each step within one of what is inside it, collected so that the unknown cancels."""
        rest = name(REST)
        loose = {n: n.args[0] + rest if n.op == "ceil" else n.args[0] - rest for n in self.steps}
        if any(inner in loose for n in self.steps for inner in postorder([n.args[0]])):
            return None
        found = cross_multiplied(_replace(self.left, loose), _replace(self.right, loose), self.x)
        if found is None or found[1]:
            return None
        return Recipe([terms_expr(found[0], name(self.x))], self.x)

    @cached_property
    def heights(self) -> Recipe:
        """The step functions of the unknown."""
        return Recipe(self.steps, self.x)

    @cached_property
    def torn(self) -> bool:
        """Whether it may jump other than by its steps: conditionals were left because there were too many."""
        return any(n.op == "select" for n in self.varying)

    @cached_property
    def varying(self) -> list[Expr]:
        """Every part that holds the unknown."""
        inside = postorder([self.left, self.right], lambda node: self.x in node.names)
        return [node for node in inside if self.x in node.names]


@dataclass(frozen=True)
class Stairs:
    """An equation with one step function, whose value stands in it as a quantity of its own."""

    op: str
    name: str
    counted: Leaf  # the equation for the number of steps
    equation: Leaf  # the equation for the unknown at a number of steps
    border: Leaf  # what is inside the step function = a number
    inside: Recipe


@dataclass(frozen=True)
class Split:
    """`then` where left op right holds, else `otherwise`; `border` is left = right, None where it is free of x.

    `joined`: both pieces have the same value on the border (min, max, abs).
    """

    op: Literal["lt", "le", "eq"]
    border: Leaf
    joined: bool
    then: Tree
    otherwise: Tree

    @cached_property
    def edges(self) -> tuple[Leaf, ...]:
        """Where a side may begin to have a value, or be infinite and change its sign: parts that may vanish there."""
        leaf, found = self.border, dict[Expr, None]()
        for node in leaf.varying:
            if node.op == "div":
                found[node.args[1]] = None
            elif node.op == "tan":
                found[call("cos", node.args[0])] = None
            elif node.op in ("sqrt", "log", "log2", "log10", "pow"):
                found[node.args[0]] = None
        suspects = [part for part in found if leaf.x in part.names and sign_of(part, leaf.signed) == "any"]
        return tuple(Leaf(part, ZERO, leaf.x, leaf.signed) for part in suspects)


Tree = Leaf | Split


def cleared(expr: Expr, x: str) -> Expr:
    """What stands above the line when an expression is brought to one fraction."""
    done: dict[Expr, tuple[Expr, Expr]] = {}
    for node in postorder([expr], lambda node: x in node.names):
        (a, b), (c, d) = [*(done[arg] for arg in node.args if arg in done), (node, ONE), (node, ONE)][:2]
        if x not in node.names:
            done[node] = (node, ONE)
        elif node.op in ("add", "sub"):
            done[node] = (make(node.op, [a, c]), b) if b is d else (make(node.op, [a * d, c * b]), b * d)
        elif node.op == "mul":
            done[node] = a * c, b * d
        elif node.op == "div":
            done[node] = a * d, b * c
        elif node.op == "neg":
            done[node] = -a, b
        elif node.op == "tan":
            done[node] = call("sin", node.args[0]), call("cos", node.args[0])
        elif node.op == "pow" and (n := node.args[1].number) is not None and n < 0:
            done[node] = power(b, number(-n)), power(a, number(-n))
        elif node.op == "pow" and b is not ONE and node.args[1].number is not None:
            done[node] = power(a, node.args[1]), power(b, node.args[1])
        else:
            done[node] = (node, ONE)
    return done[expr][0]


# -- pieces ------------------------------------------------------------------------------------


def split(left: Expr, right: Expr, x: str, signed: frozenset[str]) -> Tree:
    """The tree of smooth pieces, innermost comparison at the top; one leaf with all its kinks where they are too many.

    Source: piecewise functions as guarded cells, von Mohrenschildt 1998, J. Symbolic Computation 26(4).
    """
    try:
        return _split(left, right, x, signed, [MOST_LEAVES])
    except _TooManyError:
        return Leaf(left, right, x, signed)


class _TooManyError(Exception):
    """More pieces than are worth solving one by one."""


def _split(left: Expr, right: Expr, x: str, signed: frozenset[str], room: list[int]) -> Tree:
    found = next(_kinks(left, right, x), None)
    if found is None:
        return Leaf(left, right, x, signed)
    room[0] -= 1
    if not room[0]:
        raise _TooManyError
    node, test, first, second = found
    op, a, b = _as_less(test)
    sides = []
    for value in (first, second):
        new = {node: value}
        sides.append(_split(_replace(left, new), _replace(right, new), x, signed, room))
    joined = node.op not in ATOMS
    border = Leaf(a, b, x, signed)
    if op == "ne":
        return Split("eq", border, joined, sides[1], sides[0])
    return Split("lt" if op == "lt" else "le" if op == "le" else "eq", border, joined, sides[0], sides[1])


def _replace(expr: Expr, new: dict[Expr, Expr]) -> Expr:
    return rebuild(expr, new.get, lambda node: node not in new)


def _kinks(left: Expr, right: Expr, x: str) -> Iterator[tuple[Expr, Expr, Expr, Expr]]:
    """Nodes to be split, inner ones first: the node, its test, what stands for it where the test holds and else."""
    for node in postorder([left, right]):
        if x not in node.names:
            continue
        if node.op == "abs":
            yield node, compare("ge", node.args[0], ZERO), node.args[0], neg(node.args[0])
        elif node.op in ("min", "max"):
            test = compare("le" if node.op == "min" else "ge", *node.args)
            yield node, test, node.args[0], node.args[1]
        elif node.op == "select":
            for test in postorder([node.args[0]], lambda n: n.op not in ATOMS):
                if test.op in ATOMS:
                    yield test, test, TRUE, FALSE


def _as_less(test: Expr) -> tuple[str, Expr, Expr]:
    a, b = test.args if test.args else (ZERO, ZERO)
    if test.op in ("gt", "ge"):
        return ("lt" if test.op == "gt" else "le"), b, a
    return test.op, a, b
