"""Dimensions of expressions, checked on syntax nodes before any algebra can cancel the evidence."""

from __future__ import annotations

from collections.abc import Container, Mapping
from fractions import Fraction
from typing import Final

from tmath.dimension import NONE, Dimension
from tmath.errors import DimensionError, ParseError
from tmath.language.constants import REACH, TOO_LARGE, fold_binary, within_reach
from tmath.language.mismatches import Mismatches
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
from tmath.units import UnitReadError, UnitTable

__all__ = ["DimensionCheck"]


class _Truth:
    """What a comparison yields: neither a number nor a dimension."""


TRUTH: Final = _Truth()
Kind = Dimension | _Truth | None  # None: unknown, and already reported

PLAIN = frozenset({"exp", "log", "log2", "log10", "sin", "cos", "tan"})  # of plain numbers only
LOGARITHMS = frozenset({"log", "log2", "log10"})
STEPS = frozenset({"ceil", "floor"})  # what they give depends on the unit
ALIKE = frozenset({"min", "max"})
_LARGEST_EXPONENT = 1000


class DimensionCheck:
    """Infers the dimension of expressions and notes where unlike ones meet."""

    def __init__(self, table: UnitTable, quantities: Mapping[str, Dimension], choices: Container[str], say: Mismatches):
        self.table, self.quantities, self.choices, self.say = table, quantities, choices, say
        self.report = say.report
        self._kinds: dict[int, Kind] = {}
        self._constants: dict[int, Fraction] = {}

    # -- questions ---------------------------------------------------------------------------

    def sides(self, left: Node, right: Node, message: str) -> None:
        """Two sides of an equation or a constraint must have one dimension."""
        left_kind, right_kind = self.number(left), self.number(right)
        if left_kind is not None and right_kind is not None and left_kind != right_kind:
            self.say.unlike(message, left, left_kind, right, right_kind, "side")

    def number(self, node: Node) -> Dimension | None:
        """The dimension of an expression that must be a number; None where a mistake hides it."""
        return self._as_number(node, self.kind(node))

    def constant(self, node: Node) -> Fraction | None:
        """The exact value of an expression without names and units, if it is short; ask `kind` first."""
        return self._constants.get(id(node))

    def kind(self, node: Node) -> Kind:
        """The dimension of an expression, or that it is a condition."""
        self._kinds.clear()
        self._constants.clear()
        order: list[Node] = []
        stack = [node]
        while stack:
            part = stack.pop()
            order.append(part)
            if type(part) is Binary:
                stack += (part.left, part.right)
            elif type(part) is not Name and type(part) is not Number and not self._of_choice(part):
                stack += children(part)
        for part in reversed(order):  # operands before what holds them
            self._kinds[id(part)] = self._infer(part)
        return self._kinds[id(node)]

    def _of_choice(self, node: Node) -> bool:
        return type(node) is Compare and type(node.left) is Name and node.left.id in self.choices

    # -- one node ----------------------------------------------------------------------------

    def _infer(self, node: Node) -> Kind:
        match node:
            case Binary():
                return self._binary(node)
            case Name():
                return self.quantities.get(node.id) if node.id != "pi" else NONE
            case Number():
                return self._number(node)
            case Negative():
                return self._negative(node)
            case Call():
                return self._call(node)
            case Compare():
                if not self._of_choice(node):
                    self._same(node.left, node.right, "comparison of unlike dimensions")
                return TRUTH
            case Logic():
                self._condition(node.left)
                self._condition(node.right)
                return TRUTH
            case Not():
                self._condition(node.operand)
                return TRUTH
            case Conditional():
                self._condition(node.condition)
                return self._same(node.then, node.otherwise, "the two values of a conditional have unlike dimensions")

    def _number(self, node: Number) -> Kind:
        if node.unit is None:
            self._constants[id(node)] = node.value
            return NONE
        try:
            unit = self.table.read(node.unit.text)
        except UnitReadError as error:
            self.report.unit(error, node.unit.span)
            return None
        if not within_reach(node.value * unit.factor):
            self._beyond("this number", node)
        return unit.dimension

    def _negative(self, node: Negative) -> Kind:
        constant = self._constants.get(id(node.operand))
        if constant is not None:
            self._constants[id(node)] = -constant
        return self._known(node.operand)

    def _binary(self, node: Binary) -> Kind:
        if node.op in "+-":
            self._fold(node)
            return self._same(node.left, node.right, "dimension mismatch")
        left, right = self._known(node.left), self._known(node.right)
        if node.op == "^":
            return self._power(node, left, right)
        if node.op == "/" and self._constants.get(id(node.right)) == 0:
            self.report(ParseError, "division by zero", node.right.span)
            return None
        self._fold(node)
        if left is None or right is None:
            return None
        return left * right if node.op == "*" else left / right

    def _fold(self, node: Binary) -> bool:
        """Note the value of a constant; False, and noted as a mistake, where it is beyond all numbers."""
        left, right = self._constants.get(id(node.left)), self._constants.get(id(node.right))
        if left is None or right is None:
            return True
        value = fold_binary(node.op, left, right)
        if isinstance(value, Fraction):
            self._constants[id(node)] = value
        if value is TOO_LARGE:
            self._beyond("this power" if node.op == "^" else "this value", node)
        return value is not TOO_LARGE

    def _beyond(self, what: str, node: Node) -> None:
        self.report(ParseError, f"{what} is beyond every number", node.span, lines=(REACH,))

    def _power(self, node: Binary, base: Dimension | None, exponent: Dimension | None) -> Kind:
        if exponent is not None and not exponent.none:
            self.say.plain("an exponent has no unit", node.right, exponent)
            return None
        constant, number = self._constants.get(id(node.right)), self._constants.get(id(node.left))
        if constant is not None and number is not None and (why := _no_power(number, constant)):
            self.report(ParseError, why, node.left.span)
            return None
        if not self._fold(node):
            return None
        if base is None or base.none:
            return base
        if constant is None:
            self.say.exponent(node.left, base, node.right)
            return None
        if abs(constant.numerator) > _LARGEST_EXPONENT or constant.denominator > _LARGEST_EXPONENT:
            self.report(DimensionError, "the exponent of a quantity with a unit is too large", node.right.span)
            return None
        return base**constant

    def _call(self, node: Call) -> Kind:
        if node.function in ALIKE:
            first = node.arguments[0]
            kind = self._known(first)
            for other in node.arguments[1:]:
                kind = self._same(first, other, f"{node.function} of unlike dimensions") if kind is not None else None
            return kind
        if len(node.arguments) != 1:
            self.report(ParseError, f"{node.function} takes one argument, here are {len(node.arguments)}", node.span)
            return None
        argument = node.arguments[0]
        kind = self._known(argument)
        constant = self._constants.get(id(argument))
        if constant is not None and (why := _no_value(node.function, constant)):
            self.report(ParseError, why, argument.span)
            return None
        if kind is None or (kind.none and node.function not in ("sqrt",)):
            return kind
        if node.function == "sqrt":
            return kind ** Fraction(1, 2)
        if node.function in PLAIN:
            self.say.plain(f"the argument of {node.function} has no unit", argument, kind)
            return NONE
        if node.function in STEPS:
            self.say.plain(f"what {node.function} gives would depend on the unit", argument, kind)
            return None
        return kind  # abs

    # -- what is expected of operands ----------------------------------------------------------

    def _known(self, node: Node) -> Dimension | None:
        return self._as_number(node, self._kinds[id(node)])

    def _as_number(self, node: Node, kind: Kind) -> Dimension | None:
        if isinstance(kind, _Truth):
            self.report(DimensionError, "a comparison is no number", node.span, lines=("expected a value",))
            return None
        return kind

    def _condition(self, node: Node) -> None:
        kind = self._kinds[id(node)]
        if isinstance(kind, Dimension):
            self.report(
                DimensionError,
                "a condition is a comparison",
                node.span,
                lines=(f"found {self.report.quote(node)}, a value in {self.say.describe(kind)}",),
            )

    def _same(self, left: Node, right: Node, message: str) -> Dimension | None:
        left_kind, right_kind = self._known(left), self._known(right)
        if left_kind is None or right_kind is None:
            return None
        if left_kind is not right_kind and left_kind != right_kind:
            self.say.unlike(message, left, left_kind, right, right_kind)
            return None
        return left_kind


def _no_power(base: Fraction, exponent: Fraction) -> str:
    """Why a power of constants has no value; empty where it has one."""
    if base == 0 and exponent <= 0:
        return "division by zero" if exponent else "zero to the power of zero"
    return "a fractional power of a number below zero" if base < 0 and exponent.denominator != 1 else ""


def _no_value(function: str, argument: Fraction) -> str:
    """Why a function of a constant has no value; empty where it has one."""
    if function in LOGARITHMS and argument == 0:
        return f"{function} of zero"
    return f"{function} of a number below zero" if function in LOGARITHMS | {"sqrt"} and argument < 0 else ""
