"""Formulas as a person would write them, and that they are right."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from tmath.algebra.expressions import Expr
from tmath.algebra.isolate import formula, isolate, paths
from tmath.algebra.program import evaluate
from tmath.algebra.signomial import signomial
from tmath.algebra.tidy import tidy

Equation = Callable[[str], tuple[Expr, Expr]]

FLOPS = "F = 96*b*s*L*h^2*(1 + s/(6*h) + V/(16*L*h))"
LOSS = "Loss = E + A/N^0.34 + B/D^0.28"
MEMORY = "M = 2*P/(t*p) + 12*P/N + s*b*h*L*(10 + 24/t + 5*a*s/(h*t))/p + 2*P/p"
KAPLAN = "Loss = ((Nc/N)^(aN/aD) + Dc/D)^aD"
WRITTEN = [
    (FLOPS, "b", "F / (96 * s * L * h^2 * (1 + s / (6 * h) + V / (16 * L * h)))"),
    (FLOPS, "V", "16 * (F / (96 * b * s * L * h^2) - 1 - s / (6 * h)) * L * h"),
    (FLOPS, "L", "(F - 6 * b * s * h * V) / (96 * b * s * h^2 * (1 + s / (6 * h)))"),
    (LOSS, "N", "(A / (Loss - E - B / D^0.28))^(1/0.34)"),
    (LOSS, "E", "Loss - A / N^0.34 - B / D^0.28"),
    (LOSS, "B", "(Loss - E - A / N^0.34) * D^0.28"),
    (
        MEMORY,
        "N",
        "12 * P / (M - 2 * P / (t * p) - s * b * h * L * (10 + 24 / t + 5 * a * s / (h * t)) / p - 2 * P / p)",
    ),
    (
        MEMORY,
        "b",
        "(M - 2 * P / (t * p) - 12 * P / N - 2 * P / p) * p / (s * h * L * (10 + 24 / t + 5 * a * s / (h * t)))",
    ),
    (
        MEMORY,
        "t",
        "(2 * P / p + 24 * s * b * h * L / p + 5 * s^2 * b * L * a / p)"
        " / (M - 2 * P / p - 12 * P / N - 10 * s * b * h * L / p)",
    ),
    (KAPLAN, "N", "Nc / (Loss^(1 / aD) - Dc / D)^(aD / aN)"),
    (KAPLAN, "D", "Dc / (Loss^(1 / aD) - (Nc / N)^(aN / aD))"),
    ("lam = 2*pi*theta^(2*i/d)", "i", "log(lam / (2 * pi)) * d / (2 * log(theta))"),
    ("lam = 2*pi*theta^(2*i/d)", "theta", "(lam / (2 * pi))^(d / (2 * i))"),
    ("T = 6*N*D/(n*F*mfu)", "n", "6 * N * D / (F * mfu * T)"),
    ("T = 6*N*D/(n*F*mfu)", "D", "T * n * F * mfu / (6 * N)"),
    ("tok = (1 - alpha^(g + 1))/(1 - alpha)", "g", "log(1 - tok * (1 - alpha)) / log(alpha) - 1"),
    ("tps = b*BW/(2*P + b*s*kv)", "b", "2 * tps * P / (BW - tps * s * kv)"),
    ("tps = b*BW/(2*P + b*s*kv)", "BW", "tps * (2 * P + b * s * kv) / b"),
    ("P = 12*L*h^2", "h", "sqrt(P / (12 * L))"),
    ("P = 12*L*h^2 + 13*L*h + V*h", "L", "(P - V * h) / (12 * h^2 + 13 * h)"),
    ("T = 2*pi*sqrt(l/g)", "l", "(T / (2 * pi))^2 * g"),
    ("1/R = 1/a + 1/b", "R", "1 / (1 / a + 1 / b)"),
    ("y = 1 - exp(-x/tau)", "x", "-log(1 - y) * tau"),
    ("a*x + b = c*x + d", "x", "(d - b) / (a - c)"),
    ("y = log(x) + 2*log(x)", "x", "exp(y / 3)"),
    ("a/x^0.34 = b*x^0.28", "x", "(a / b)^(1/0.62)"),
    ("y = x^a*x^b/x", "x", "y^(1 / (a + b - 1))"),
    ("E = m*c^2", "c", "sqrt(E / m)"),
    ("V = I*R", "I", "V / R"),
]


@pytest.mark.parametrize(("text", "x", "written"), WRITTEN, ids=[f"{x} of {text}" for text, x, _ in WRITTEN])
def test_what_a_person_would_write(text: str, x: str, written: str, equation: Equation) -> None:
    assert str(isolate(*equation(text), x)) == written


@pytest.mark.parametrize(
    ("text", "x"), [(text, x) for text in (FLOPS, LOSS, MEMORY, KAPLAN) for x in sorted(set("bshLVNDEtpPa"))]
)
def test_formulas_give_back_what_they_were_made_from(text: str, x: str, equation: Equation) -> None:
    left, right = equation(text)
    found = formula(left, right, x) if x in right.names else None
    if found is None:
        return
    random.seed(text + x)
    for _ in range(20):
        values = {name: Fraction(random.randint(100, 900), 100) for name in right.names}
        values[str(left.value)] = Fraction(evaluate(right, values))
        assert evaluate(found, values) == pytest.approx(float(values[x]), rel=1e-9)


def test_degree_two_in_its_stable_form(equation: Equation) -> None:
    left, right = equation("P = 12*L*h^2 + 13*L*h + V*h")
    found = formula(left, right, "h")
    assert str(found) == "2 * P / (13 * L + V + sqrt((13 * L + V)^2 + 48 * L * P))"
    assert found is not None
    tiny = evaluate(found, {"P": Fraction(1, 10**9), "L": 1, "V": 10**9})  # where -b + sqrt(b^2 + 4ac) would cancel
    assert tiny == pytest.approx(1e-18, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "x", "number"),
    [("y = (x - 3)^2", "x", 2), ("(x - 1)*(x - 2)*y = 0", "x", 2), ("y = abs(x - 1)", "x", 2), ("y = x^3 + x", "x", 1)],
)
def test_several_ways_are_no_one_formula(text: str, x: str, number: int, equation: Equation) -> None:
    found = paths(*equation(text), x)
    assert found is not None
    assert len(found) == number
    assert isolate(*equation(text), x) is None


@pytest.mark.parametrize("text", ["y = x*log(x)", "y = sin(x)", "y = ceil(x)", "y = min(x, z)", "y = x^x"])
def test_no_formula(text: str, equation: Equation) -> None:
    assert isolate(*equation(text), "x") is None


def test_the_sign_of_an_odd_root_follows_its_target(equation: Equation) -> None:
    found = isolate(*equation("y = (x - 3)^3"), "x", {"y"})
    assert found is not None
    assert evaluate(found, {"y": -8}) == pytest.approx(1)
    assert evaluate(found, {"y": 8}) == pytest.approx(5)


def test_unknowns_that_drop_out_are_seen(read: Callable[[str], Expr]) -> None:
    for text in ("y - x*w/w*z/x", "y - (x + w - x)", "gpus*T/(gpus*f) - D"):
        found = signomial(read(text), "gpus" if "gpus" in text else "x")
        assert found is not None
        assert found.constant


def test_tidy(read: Callable[[str], Expr]) -> None:
    assert str(tidy(read("a/(b/c)*2/(4*c)"))) == "a / (2 * b)"
    assert str(tidy(read("a - b + b + 3 - 1"))) == "a + 2"
    assert str(tidy(read("a*0.5/(h*h)*h^3"))) == "a * h / 2"


def test_collecting_does_not_explode(equation: Equation) -> None:
    poles = " + ".join(f"{i}/(x - {i})^3" for i in range(1, 30))
    assert paths(*equation(f"y = {poles}"), "x") is None


def test_a_deep_equation_is_unwrapped(read: Callable[[str], Expr]) -> None:
    from tmath.algebra import expressions as ex

    deep = ex.name("x")
    for _ in range(2000):
        deep = ex.call("sqrt", deep + ex.ONE)
    found = isolate(ex.name("y"), deep, "x")
    assert found is not None
    assert evaluate(found, {"y": (1 + math.sqrt(5)) / 2}) is not None
