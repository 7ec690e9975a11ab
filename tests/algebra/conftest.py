"""Expressions and equations from text, and questions to them, as short as a test wants them."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from tmath.algebra import expressions as ex
from tmath.algebra.expressions import Expr
from tmath.algebra.roots import Roots, find_roots
from tmath.algebra.turn import turn

_binary = {ast.Add: ex.add, ast.Sub: ex.sub, ast.Mult: ex.mul, ast.Div: ex.div, ast.Pow: ex.power}
_compare = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}


def _expr(node: ast.AST) -> Expr:
    match node:
        case ast.BinOp():
            return _binary[type(node.op)](_expr(node.left), _expr(node.right))
        case ast.UnaryOp(op=ast.Not()):
            return ex.negate(_expr(node.operand))
        case ast.UnaryOp():
            return ex.neg(_expr(node.operand))
        case ast.Constant():
            return ex.number(Fraction(str(node.value)))
        case ast.Name():
            return ex.PI if node.id == "pi" else ex.name(node.id)
        case ast.Call(func=ast.Name(id=function)):
            return ex.call(function, *map(_expr, node.args))
        case ast.IfExp():
            return ex.select(_expr(node.test), _expr(node.body), _expr(node.orelse))
        case ast.Compare():
            return ex.compare(_compare[type(node.ops[0])], _expr(node.left), _expr(node.comparators[0]))
        case ast.BoolOp():
            first, second = map(_expr, node.values)
            return (ex.both if isinstance(node.op, ast.And) else ex.either)(first, second)
    raise TypeError(ast.dump(node))


def expression(text: str) -> Expr:
    """An expression in the notation of the files (or of Python, which differs by ** and ==)."""
    return _expr(ast.parse(text.replace("^", "**"), mode="eval").body)


def sides(text: str) -> tuple[Expr, Expr]:
    """left = right"""
    left, right = next(
        (text[:i], text[i + 1 :])
        for i, c in enumerate(text)
        if c == "=" and text[i - 1] not in "<>=!" and text[i + 1] != "="
    )
    return expression(left.strip()), expression(right.strip())


def answer(
    text: str,
    x: str,
    low: float = 0.0,
    high: float = math.inf,
    *,
    low_open: bool = True,
    high_open: bool = False,
    signed: tuple[str, ...] = (),
    **values: Any,
) -> Roots:
    """All roots of an equation written out."""
    turned = turn(*sides(text), x, low, high, signed)
    known = {name: Fraction(str(value)) for name, value in values.items()}
    return find_roots(turned, known, low, high, low_open, high_open)


@pytest.fixture
def read() -> Callable[[str], Expr]:
    return expression


@pytest.fixture
def equation() -> Callable[[str], tuple[Expr, Expr]]:
    return sides


@pytest.fixture
def solve() -> Callable[..., Roots]:
    return answer
