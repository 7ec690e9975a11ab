"""Expressions: folding, sharing, derivatives, text, programs."""

from __future__ import annotations

import copy
import json
import math
import pickle
from fractions import Fraction

import pytest

from tmath.algebra import expressions as ex
from tmath.algebra.printing import to_latex, to_text
from tmath.algebra.program import BALL, EXACT, FLOAT, Builder, Inexact, Program, evaluate, program_of, run

x, y, z = ex.name("x"), ex.name("y"), ex.name("z")
two, third = ex.number(2), ex.number(Fraction(1, 3))


def test_equal_expressions_are_one_object() -> None:
    assert (x + y) * z is (x + y) * z
    assert x + y is not y + x
    assert pickle.loads(pickle.dumps((x + y) ** third)) is (x + y) ** third
    assert copy.deepcopy(x * y) is x * y


@pytest.mark.parametrize(
    ("expr", "folded"),
    [
        (ex.ZERO * x, ex.ZERO),
        (x * ex.ONE, x),
        (x + ex.ZERO, x),
        (ex.ZERO - x, -x),
        (ex.neg(-x), x),
        (x - x, ex.ZERO),
        (x / x, ex.ONE),
        (x**ex.ZERO, ex.ONE),
        (x**ex.ONE, x),
        (ex.number(8) ** third, two),
        (ex.call("sqrt", ex.number("0.25")), ex.number("0.5")),
        (ex.call("log2", ex.number(Fraction(1, 8))), ex.number(-3)),
        (ex.call("log10", ex.number(1000)), ex.number(3)),
        (ex.call("ceil", ex.number("-2.5")), ex.number(-2)),
        (ex.call("max", two, x, x), ex.call("max", two, x)),
        (ex.select(ex.compare("lt", two, third), x, y), y),
        (ex.negate(ex.compare("lt", x, y)), ex.compare("ge", x, y)),
    ],
)
def test_constants_fold(expr: ex.Expr, folded: ex.Expr) -> None:
    assert expr is folded


def test_towers_and_zeros_stay_as_written() -> None:
    nine = ex.number(9)
    assert (nine ** (nine**nine)).op == "pow"
    assert (nine / ex.ZERO).op == "div"
    assert (two ** ex.number("0.5")).op == "pow"


def test_depth_is_no_danger() -> None:
    deep = x
    for _ in range(30_000):
        deep = ex.call("sqrt", deep + ex.ONE)
    assert ex.count(deep, "x") == 1
    assert ex.substitute(deep, {"x": y}).names == {"y"}
    assert ex.differentiate(deep, "x").names == {"x"}
    assert to_text(deep)
    assert evaluate(deep, {"x": 3}) == pytest.approx((1 + math.sqrt(5)) / 2)
    assert pickle.loads(pickle.dumps(deep)) is deep


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (x * y / (z * two), "x * y / (z * 2)"),
        (x - (y - z), "x - (y - z)"),
        (x + (y - z), "x + y - z"),
        (x / (y / z), "x / (y / z)"),
        (x * (y / z), "x * y / z"),
        (-(x**two), "-x^2"),
        ((-x) ** two, "(-x)^2"),
        (x ** ex.number(-2), "x^(-2)"),
        (x ** ex.number("0.34"), "x^0.34"),
        (x**third, "x^(1/3)"),
        ((x**y) ** z, "(x^y)^z"),
        (x ** (y**z), "x^y^z"),
        (x * (y + z), "x * (y + z)"),
        (x * third, "x * 1/3"),
        (x + -y, "x + (-y)"),
        (ex.number(7_000_000_000) * x, "7e9 * x"),
        (ex.number("0.00001") * x, "1e-5 * x"),
        (ex.number(50432) * x, "50432 * x"),
        (ex.number("406.4") * x, "406.4 * x"),
        (ex.call("max", x, y, z), "max(x, y, z)"),
        (ex.select(ex.compare("le", x, y), x + y, z), "x + y if x <= y else z"),
        (ex.select(ex.compare("le", x, y), x, z) + ex.ONE, "(x if x <= y else z) + 1"),
        (ex.PI * x, "pi * x"),
    ],
)
def test_text(expr: ex.Expr, text: str) -> None:
    assert to_text(expr) == text


def test_latex() -> None:
    loss = ex.name("E") + ex.name("A") / ex.name("N") ** ex.number("0.34")
    assert to_latex(loss) == r"E + \frac{A}{{N}^{0.34}}"
    assert to_latex(ex.name("M_total") * ex.name("beta")) == r"M_{\mathrm{total}} \, \beta"
    assert to_latex(ex.number(7_000_000_000) * x) == r"7 \times 10^{9} \, x"


@pytest.mark.parametrize(
    "expr",
    [
        x**third * y,
        ex.call("log", x * y) / x,
        y ** (x / y),
        ex.call("sin", x) * ex.call("cos", x) + ex.call("tan", x),
        ex.call("max", x * y, y) + ex.call("abs", x - two * y),
        ex.select(ex.compare("lt", x, y), x * x, y / x),
        ex.call("log2", x) + ex.call("log10", x) + ex.call("exp", -x) + ex.call("sqrt", x),
        (-x) ** two - x**y,
    ],
)
def test_derivatives_agree_with_differences_and_with_each_other(expr: ex.Expr) -> None:
    at = {"x": 1.3, "y": 0.7}
    step = 1e-6
    slope = (evaluate(expr, {**at, "x": 1.3 + step}) - evaluate(expr, {**at, "x": 1.3 - step})) / (2 * step)
    assert evaluate(ex.differentiate(expr, "x"), at) == pytest.approx(slope, rel=1e-7)
    both = ex.gradient(expr, ["x", "y"])
    assert evaluate(both["x"], at) == pytest.approx(slope, rel=1e-7)
    assert evaluate(both["y"], at) == pytest.approx(evaluate(ex.differentiate(expr, "y"), at), rel=1e-12)


def test_programs_share_and_run_in_every_arithmetic() -> None:
    shared = x * y + ex.ONE
    program = program_of({"a": shared * shared, "b": shared / (x * y)})
    assert len(program.instructions) == 7
    assert run(program, {"x": 2, "y": 3}, FLOAT)[0] == {"a": 49.0, "b": 7 / 6}
    assert run(program, {"x": 2, "y": 3}, EXACT)[0] == {"a": 49, "b": Fraction(7, 6)}
    ball = run(program, {"x": 2, "y": (3, 4)}, BALL)[0]["a"]
    assert ball.contains(49) and ball.contains(81)
    again = Program.from_dict(json.loads(json.dumps(program.to_dict())))
    assert run(again, {"x": 2, "y": 3})[0] == {"a": 49.0, "b": 7 / 6}


def test_builder_names_its_steps() -> None:
    builder = Builder()
    builder.input("x")
    builder.define("square", x * x)
    builder.define("fourth", ex.name("square") * ex.name("square"))
    program = builder.build(["fourth"])
    assert program.inputs == ("x",)
    assert run(program, {"x": 3})[0] == {"fourth": 81.0}


def test_floats_never_raise() -> None:
    assert evaluate(x / y, {"x": 1, "y": 0}) == math.inf
    assert math.isnan(evaluate(x / y, {"x": 0, "y": 0}))
    assert math.isnan(evaluate(x ** ex.number("0.5"), {"x": -8}))
    assert evaluate(ex.call("exp", x), {"x": 1e6}) == math.inf
    assert evaluate(x**y, {"x": 1e300, "y": 9}) == math.inf
    assert evaluate(ex.call("log", x), {"x": 0}) == -math.inf
    assert evaluate(x * x, {"x": 10**400}) == math.inf
    assert math.isnan(evaluate(ex.call("min", x, ex.ONE), {"x": math.nan}))


def test_exact_says_when_it_cannot() -> None:
    assert evaluate(ex.call("sqrt", x), {"x": Fraction(9, 4)}, EXACT) == Fraction(3, 2)
    for expr, value in [(ex.call("sqrt", x), 2), (ex.PI * x, 1), (x / x**two, 0), (x ** (x**x), 9)]:
        with pytest.raises(Inexact):
            evaluate(expr, {"x": value}, EXACT)


@pytest.mark.parametrize(
    "damage",
    [
        {"instructions": [["eval", "", 0]]},
        {"instructions": [["input", "x"], ["add", "", 0, 7]]},
        {"instructions": [["number", "1/0"]]},
        {"outputs": {"a": 99}},
        {"extra": 1},
    ],
)
def test_a_damaged_program_is_refused(damage: dict[str, object]) -> None:
    data = program_of({"a": x + ex.ONE}).to_dict()
    with pytest.raises(ValueError, match="program"):
        Program.from_dict({**data, **damage})
