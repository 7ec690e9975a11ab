"""Expressions handed to SymPy: same values, names that are SymPy's own, decimals kept whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sympy

from tmath.algebra.expressions import Expr
from tmath.algebra.program import evaluate
from tmath.algebra.symbols import symbol, to_sympy


@pytest.mark.parametrize(
    "text",
    [
        "E + A/N^0.34 + B/D^0.28",
        "min(I, S)*pi + abs(Q - N)",
        "(A if B <= D else N)/ceil(D/3)",
        "log2(A) + log10(B) + log(D)*sqrt(N) - exp(-E)*sin(A)*cos(B)*tan(D)",
        "(1 if A < B and not (B = 2 or D > 1) else 2)*floor(N) + max(A, B)",
    ],
)
def test_values_agree(text: str, read: Callable[[str], Expr]) -> None:
    expr = read(text.replace("B = 2", "B == 2"))
    values = dict(zip("ABDEINQS", (1.5, 2.5, 7.25, 0.5, 3, 11, 4, 2.75), strict=True))
    found = to_sympy(expr).subs({symbol(name): value for name, value in values.items()})
    assert float(found) == pytest.approx(evaluate(expr, values), rel=1e-14)


def test_one_symbol_a_name() -> None:
    assert symbol("E") is symbol("E")
    assert symbol("E") != sympy.E
    assert symbol("x").is_positive
    assert symbol("x", False).is_positive is None


def test_opaque_decimals(read: Callable[[str], Expr]) -> None:
    decimals: dict[sympy.Symbol, sympy.Rational] = {}
    loss = to_sympy(read("A/N^0.34 + 2/3"), decimals=decimals)
    assert "0.34" in str(loss)
    assert decimals[sympy.Symbol("0.34", positive=True)] == sympy.Rational(17, 50)
