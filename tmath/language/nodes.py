"""Expressions from the parser: one small method a form, called while it parses."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from tmath.errors import Span, nearest
from tmath.language.brackets import MAX_DIGITS, exact, unit_only
from tmath.language.constants import REACH, within_reach
from tmath.language.page import Page, join
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
)
from tmath.language.words import CONSTANTS, FUNCTIONS, RESERVED, VARIADIC, not_a_name

Children = list[Any]


class Expressions:
    """Callbacks of the rules of expressions; `page` is the text being read."""

    page: Page

    def NUMBER(self, token: Any) -> Number:
        text = token.value
        value = exact(text)
        span = Span(self.page.path, token.line, token.column, token.end_column)
        if value is None:
            self.page.problem(
                "a number with more digits than anything has", span, lines=(f"expected  at most {MAX_DIGITS} digits",)
            )
            value = Fraction(1)
        elif not within_reach(value):
            self.page.problem("a number beyond every quantity", span, lines=(REACH,))
            value = Fraction(1)
        return Number(value, text, None, span)

    def name(self, c: Children) -> Name:
        (token,) = c
        if token.value in RESERVED and token.value not in CONSTANTS:
            not_a_name(self.page, token)
        return Name(token.value, Span(self.page.path, token.line, token.column, token.end_column))

    def measured(self, c: Children) -> Number:
        number, bracket = c
        unit = unit_only(self.page, bracket, "in a number's unit")
        span = number.span
        if bracket.line == span.line:
            span = Span(span.file, span.line, span.column, bracket.end_column)
        return Number(number.value, number.text, unit, span)

    def call(self, c: Children) -> Call:
        function, *arguments, end = c
        name = function.value
        here = self.page.span(function)
        if name not in FUNCTIONS:
            self._no_function(name, here)
        elif name not in VARIADIC and len(arguments) != 1:
            self.page.problem(
                f"{name} of {len(arguments)} arguments", *(a.span for a in arguments[1:]), lines=("expected  one",)
            )
        return Call(name, tuple(arguments), join(here, self.page.span(end)))

    def _no_function(self, name: str, here: Span) -> None:
        lines = [
            f"functions are {' '.join(sorted(FUNCTIONS))}",
            f"if {name} is a quantity, a product is written {name} * (...)",
        ]
        if near := nearest(name, FUNCTIONS):
            lines.append(f"did you mean {near}?")
        self.page.problem(f"'{name}' is no function", here, lines=lines)

    def parenthesis(self, c: Children) -> Node:
        left, node, right = c
        return _widened(node, join(self.page.span(left), self.page.span(right)))

    def negative(self, c: Children) -> Negative:
        sign, operand = c
        return Negative(operand, join(self.page.span(sign), operand.span))

    def binary(self, c: Children) -> Binary:
        left, op, right = c
        a, b = left.span, right.span
        span = Span(a.file, a.line, a.column, b.end_column if a.line == b.line else a.end_column)
        return Binary(op.value, left, right, span, Span(a.file, op.line, op.column, op.end_column))

    def quotient(self, c: Children) -> Binary:
        node = self.binary(c)
        if constant(node.right) == 0:
            self.page.problem("division by zero", node.right.span)
        return node

    def power(self, c: Children) -> Binary:
        base, op, exponent = c
        if op.value == "**":
            op = op.update(value="^")
        node = self.binary([base, op, exponent])
        power, number = constant(exponent), constant(base)
        if power is not None and number is not None:
            if math.isfinite(power) or isinstance(exponent, Number):  # else a power within it was reported
                self._literal_power(number, power, node.span)
        elif power is not None and abs(power) > MAX_DIGITS:
            self.page.problem("an exponent no quantity has", exponent.span, lines=(f"expected  at most {MAX_DIGITS}",))
        return node

    def _literal_power(self, base: float, power: float, span: Span) -> None:
        if base == 0 and power < 0:
            self.page.problem("division by zero", span, lines=("a negative power of zero",))
        elif base != 0 and abs(power * math.log10(abs(base))) > MAX_DIGITS:
            self.page.problem(
                "a power with more digits than any quantity has", span, lines=(f"expected  at most {MAX_DIGITS}",)
            )

    def comparison(self, c: Children) -> Compare:
        left, op, right = c
        return Compare(op.value, left, right, join(left.span, right.span))

    def logic(self, c: Children) -> Logic:
        left, op, right = c
        return Logic(op.value, left, right, join(left.span, right.span))

    def negation(self, c: Children) -> Not:
        word, operand = c
        return Not(operand, join(self.page.span(word), operand.span))

    def conditional(self, c: Children) -> Conditional:
        then, condition, otherwise = c
        return Conditional(then, condition, otherwise, join(then.span, otherwise.span))


def constant(node: Node, depth: int = 8) -> float | None:
    """The value of arithmetic on literals, infinite where it is beyond all bounds; None where a name is in it.

    Literal powers nest ever larger, so this is a float, and looks only `depth` deep.
    """
    match node:
        case Number():
            return float(node.value) if node.value < 10**308 else math.inf
        case Negative() if depth:
            value = constant(node.operand, depth - 1)
            return None if value is None else -value
        case Binary() if depth:
            right = constant(node.right, depth - 1)
            left = None if right is None else constant(node.left, depth - 1)
            if left is not None and right is not None:
                return _apply(node.op, left, right)
    return None


def _apply(op: str, left: float, right: float) -> float | None:
    """One operation on floats that never raises; None where it has no value."""
    try:
        match op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return left / right
        value = left**right
        return value if isinstance(value, float) else None
    except OverflowError:
        return math.inf
    except ZeroDivisionError:
        return None


def _widened(node: Node, span: Span) -> Node:
    """The node with the span of its parentheses."""
    match node:
        case Binary():
            return Binary(node.op, node.left, node.right, span, node.op_span)
        case Name():
            return Name(node.id, span)
        case Number():
            return Number(node.value, node.text, node.unit, span)
        case Negative():
            return Negative(node.operand, span)
        case Call():
            return Call(node.function, node.arguments, span)
        case Compare():
            return Compare(node.op, node.left, node.right, span)
        case Logic():
            return Logic(node.op, node.left, node.right, span)
        case Not():
            return Not(node.operand, span)
        case Conditional():
            return Conditional(node.then, node.condition, node.otherwise, span)
