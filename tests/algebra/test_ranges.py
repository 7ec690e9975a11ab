"""Intervals hold what they should and no more than they must."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from tmath.algebra.expressions import Expr
from tmath.algebra.intervals import EMPTY, INTERVAL, PARTIAL, functions
from tmath.algebra.program import BALL, Builder, evaluate, run
from tmath.algebra.ranges import range_of, range_of_root
from tmath.algebra.roots import find_roots
from tmath.algebra.turn import turn

Read = Callable[[str], Expr]
EXPRESSIONS = [
    "x*y - x/y + 3",
    "(x - y)^3*(x + y)^(-2)",
    "x^y*log(x + 1)",
    "sqrt(x)*exp(-y) + log2(y) - log10(x)",
    "sin(3*x)*cos(y) + tan(x/7)",
    "min(x, y)^2 - max(x - y, 0.5) + abs(x - 2*y)",
    "ceil(x) - floor(3*y) + x",
    "(x if x < y else y^2) + (1 if x = 2 or not y > 3 else 0)",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
@pytest.mark.parametrize("arithmetic", [INTERVAL, BALL], ids=["pairs", "balls"])
def test_every_value_lies_in_the_interval(text: str, arithmetic: object, read: Read) -> None:
    expr = read(text.replace("x = 2", "x == 2"))
    random.seed(text)
    for _ in range(60):
        a, b = sorted(random.uniform(0.1, 6) for _ in "ab")
        c, d = sorted(random.uniform(0.1, 6) for _ in "cd")
        found = evaluate(expr, {"x": (a, b), "y": (c, d)}, arithmetic)  # type: ignore[arg-type]
        if arithmetic is BALL and not found.is_finite():
            continue
        low, high = found if isinstance(found, tuple) else (float(found.lower()) - 1e-9, float(found.upper()) + 1e-9)
        for _ in range(20):
            at = {"x": random.uniform(a, b), "y": random.uniform(c, d)}
            assert low <= evaluate(expr, at) <= high


def test_infinite_and_empty() -> None:
    assert functions["pow"]((0.0, math.inf), (-0.34, -0.34))[0] == 0.0
    assert functions["pow"]((0.0, math.inf), (-0.34, -0.34))[1] == math.inf
    assert functions["mul"]((0.0, 1.0), (0.0, math.inf)) == (0.0, math.inf)
    assert functions["add"]((-math.inf, 1.0), (0.0, math.inf)) == (-math.inf, math.inf)
    PARTIAL.asked()
    assert functions["sqrt"]((-2.0, -1.0)) is EMPTY
    assert PARTIAL.asked()
    assert functions["div"]((1.0, 1.0), (-1.0, 1.0)) == (-math.inf, math.inf)
    assert PARTIAL.asked()


def test_underflow_is_no_zero() -> None:
    low, high = functions["mul"]((1e-200, 1e-200), (1e-200, 1e-200))
    assert low >= 0 < high
    assert functions["exp"]((-1000.0, -900.0))[1] > 0


def test_names_that_occur_twice_do_not_widen(read: Read) -> None:
    low, high = range_of(read("(M - a)/(M + a)"), {"M": (3.0, 4.0), "a": (1.0, 2.0)})
    assert (low, high) == pytest.approx((0.2, 0.6), rel=1e-14)
    assert low <= 0.2
    assert high >= 0.6
    low, high = range_of(read("6*N*D/(n*F*mfu)"), {"N": 7, "D": 8, "n": 2, "F": 3, "mfu": (Fraction(7, 20), 0.45)})
    assert (low, high) == pytest.approx((336 / 6 / 0.45, 336 / 6 / 0.35), rel=1e-14)


@pytest.mark.parametrize(
    ("text", "x", "boxes", "corners"),
    [
        ("M = 12*L*h^2 + V*h", "h", {"M": (6.5e9, 7.5e9), "L": 32, "V": (32e3, 50e3)}, ((6.5e9, 50e3), (7.5e9, 32e3))),
        ("M = x*log(x) + V*x", "x", {"M": (3.0, 4.0), "V": (0.1, 0.2)}, ((3.0, 0.2), (4.0, 0.1))),
    ],
)
def test_a_root_over_a_box(
    text: str,
    x: str,
    boxes: dict[str, object],
    corners: tuple[tuple[float, float], ...],
    equation: Callable[[str], tuple[Expr, Expr]],
) -> None:
    turned = turn(*equation(text), x)
    ends = [find_roots(turned, {**boxes, "M": m, "V": v}).values[0] for m, v in corners]
    found = range_of_root(turned, boxes, sum(ends) / 2)
    assert found is not None
    assert found == pytest.approx(ends, rel=1e-13)
    assert found[0] <= ends[0] <= ends[1] <= found[1]
    builder = Builder()
    builder.roots(x, turned)
    (state,) = run(builder.build(), boxes, BALL)
    assert float(state[x].lower()) == pytest.approx(ends[0], rel=1e-9)


def test_a_root_that_turns_back_is_not_claimed(equation: Callable[[str], tuple[Expr, Expr]]) -> None:
    turned = turn(*equation("y = x + 1/x"), "x")
    assert range_of_root(turned, {"y": (1.9, 2.5)}, 1.2) is None
