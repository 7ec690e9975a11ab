"""Exact derivatives of a sheet, one definition after another from the last to the first, roots by their equations.

Source: reverse accumulation, Griewank and Walther 2008, Evaluating Derivatives, chapter 3; for roots the implicit
function theorem.
"""

from __future__ import annotations

from collections.abc import Mapping

from tmath.algebra.derivatives import gradient
from tmath.algebra.nodes import ZERO, Expr, add, div, mul, name, neg, sub
from tmath.arrays.sheet import Definition, Sheet
from tmath.records import replace


def differentiated(sheet: Sheet, exprs: Mapping[str, Expr]) -> tuple[Sheet, dict[str, dict[str, Expr]]]:
    """The sheet with what derivatives need defined too, and d expression / d input for each, both in base units."""
    definitions = dict(sheet.definitions)
    inputs = [column.name for column in sheet.inputs]
    found = {}
    for label, expr in exprs.items():
        slopes = _backwards(sheet, expr, label, definitions)
        found[label] = {key: slopes.get(key, ZERO) for key in inputs}
    return replace(sheet, definitions=definitions), found


def _backwards(sheet: Sheet, expr: Expr, label: str, definitions: dict[str, Definition]) -> dict[str, Expr]:
    """The derivative of an expression by each input it rests on; each derivative on the way gets a name."""
    adjoint: dict[str, Expr] = dict(gradient(expr, expr.names))
    for definition in reversed(sheet.needed(expr.names)):
        outer = adjoint.pop(definition.name, ZERO)
        if outer is ZERO:
            continue
        if definition.expr is not None:
            partials = gradient(definition.expr, definition.expr.names)
        else:
            turned = definition.turned
            assert turned is not None
            equation = sub(turned.left, turned.right)
            partials = gradient(equation, equation.names)
            outer = neg(div(outer, partials.pop(definition.name)))
        outer = _named(f"d {label} {definition.name}", outer, definitions)
        for key, partial in partials.items():
            if partial is not ZERO:
                adjoint[key] = add(adjoint.get(key, ZERO), mul(outer, partial))
    return adjoint


def _named(key: str, expr: Expr, definitions: dict[str, Definition]) -> Expr:
    if not expr.names or expr.op == "name":
        return expr
    definitions[key] = Definition(key, expr)
    return name(key)
