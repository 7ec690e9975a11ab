"""Dimensions inferred on syntax nodes: what fits, what does not, and what is said of it."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from tmath.errors import DimensionError, SourceError, Span
from tmath.language.dimensions import DimensionCheck
from tmath.language.library import load, loads
from tmath.language.mismatches import Mismatches
from tmath.language.reporter import Reporter
from tmath.language.syntax import Binary, Name, Negative, Node
from tmath.language.system import System

LIBRARY = load()
QUANTITIES = """
quantities:
    M, m  [GB]          "memory"
    P     [param]       "parameters"
    w     [byte/param]  "size of a parameter"
    n     [1, integer]  "number"
    r     [1]           "ratio"
    T     [s]           "time"
    C     [FLOP]        "operations"
    tau   [FLOP/s]      "rate"
    E     [1]           "names that other systems keep for themselves"
    I     [1]           "the same"
"""


def system(equation: str, more: str = "") -> System:
    return loads(f"{QUANTITIES}\n{more}\nequations:\n    it: {equation}\n", library=LIBRARY)


def refused(equation: str, more: str = "") -> str:
    with pytest.raises(SourceError) as error:
        system(equation, more)
    assert len(error.value.problems) == 1, str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    "equation",
    [
        "M = w * P",
        "M = 2 [byte/param] * P + 1 [GiB]",
        "r = (P / 1 [param]) ^ 0.34",
        "r = (P / 1 [param]) ^ E",
        "M ^ 2 = w ^ 2 * P ^ 2",
        "sqrt(M) * sqrt(M) = w * P",
        "M ^ (1/2) = (w * P) ^ 0.5",
        "M ^ -1 = 1 / (w * P)",
        "M ^ (3 - 2) = w * P",
        "C = tau * T",
        "M = max(w * P, 1 [GB], M)",
        "M = abs(w * P - M)",
        "r = (-2) ^ 3 + 0 ^ 2 + sqrt(0) + log(1) - 8 ^ (1/3)",
        "r = exp(-T / 1 [s]) + log(P / 1 [param])",
        "r = ceil(P / 1 [param]) + floor(r) + sin(r) + cos(r) + tan(2 * pi * r)",
        "M = w * P if r < 1 and T >= 3 [s] or not n = 2 else 0 [GB]",
        "E = I + n",
        "1 [kWh] / 1 [J] = 3600000 * r",
        "T = 1 [day] + 90 [min]",
        "-M = -(w * P)",
    ],
)
def test_what_fits(equation: str) -> None:
    assert system(equation).equations[0].names


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        ("M = P", "the two sides have unlike dimensions"),
        ("M = w * P + 1", "dimension mismatch"),
        ("tau = C", "the two sides have unlike dimensions"),
        ("r = 2 ^ T", "an exponent has no unit"),
        ("r = T ^ r", "a quantity with a unit has a number as its exponent"),
        ("r = T ^ (1/2 + n)", "a quantity with a unit has a number as its exponent"),
        ("r = exp(T)", "the argument of exp has no unit"),
        ("r = log10(P)", "the argument of log10 has no unit"),
        ("r = cos(T)", "the argument of cos has no unit"),
        ("T = ceil(T)", "what ceil gives would depend on the unit"),
        ("M = max(M, P)", "max of unlike dimensions"),
        ("M = M if T > 3 else w * P", "comparison of unlike dimensions"),
        ("M = M if T > 3 [s] else P", "the two values of a conditional have unlike dimensions"),
        ("M = 0 if r < 1 else M", "the two values of a conditional have unlike dimensions"),
        ("r = T ^ 5000", "an exponent no quantity has"),
        ("r = n * log10(-(3 - 2))", "log10 of a number below zero"),
        ("r = n if r > log2(0) else 1", "log2 of zero"),
        ("r = n * (2 - 4) ^ 0.5", "a fractional power of a number below zero"),
        ("r = n * (1 - 1) ^ (2 - 2)", "zero to the power of zero"),
        ("r = n * 1e400", "a number beyond every quantity"),
        ("r = 1e200 * 1e200 * n", "this value is beyond every number"),
        ("M = 1e300 [GB]", "this number is beyond every number"),
        ("r * n = r * n", "this equation says nothing"),
    ],
)
def test_what_does_not(equation: str, message: str) -> None:
    assert f": {message}" in refused(equation).split("\n")[0]


@pytest.mark.parametrize(
    ("equation", "fix"),
    [
        ("M = M + P", "multiply P by a quantity in byte/param, such as w"),
        ("P = P + M", "divide M by a quantity in byte/param, such as w"),
        ("tau = C", "divide C by a quantity in s, such as T"),
        ("M = 1 + M", "write 1 [byte]"),
        ("M = 2 * n * r", "write 2 [byte]"),
        ("r = exp(T - 3 [s])", "divide (T - 3 [s]) by 1 [s]"),
        ("r = log(T)", "divide T by 1 [s]"),
    ],
)
def test_fixes(equation: str, fix: str) -> None:
    assert refused(equation).endswith(f"fix: {fix}")


@pytest.mark.parametrize("equation", ["M = n * r", "T = C", "M = T"])
def test_no_fix_that_is_not_certain(equation: str) -> None:
    text = refused(equation)
    assert "fix" not in text or "such as" in text


def test_sides_are_aligned() -> None:
    assert refused("M = w * P + T").split("\n")[3:5] == ["   left   w * P   byte", "   right  T       s"]


def test_derived_units_keep_their_names() -> None:
    text = refused("U = R", 'quantities:\n    U [V] "voltage"\n    R [ohm*m] "resistivity"\n')
    assert "left   U   V" in text
    assert "right  R   ohm*m" in text


def test_a_mistake_is_told_once() -> None:
    with pytest.raises(DimensionError) as error:
        loads(f"{QUANTITIES}\nequations:\n    M = (P + T) * w\n    a: C = tau\n", library=LIBRARY)
    assert [problem.message for problem in error.value.problems] == [
        "dimension mismatch",
        "the two sides have unlike dimensions",
    ]


def test_exponents_are_exact() -> None:
    power = system("(M / 1 [GB]) ^ 0.1 * (M / 1 [GB]) ^ 0.2 = r").equations[0]
    assert power.names == {"M", "r"}
    root = Fraction(1, 3)
    assert (LIBRARY["units"].units.read("byte").dimension ** root) ** 3 == LIBRARY["units"].units.read("byte").dimension


@pytest.mark.parametrize("equation", ["M = w * P" + " + M" * 900, "r = " + "-" * 90 + "n"])
def test_long_and_deep_expressions(equation: str) -> None:
    assert system(equation).equations


def test_no_depth_is_a_danger() -> None:
    span = Span("mine.eq", 1, 1, 2)
    node: Node = Name("M", span)
    for _ in range(100_000):
        node = Binary("+", Negative(node, span), Name("M", span), span, span)
    units = LIBRARY["units"].units
    report = Reporter([])
    byte = units.read("byte").dimension
    check = DimensionCheck(units, {"M": byte}, (), Mismatches(units, {"M": byte}, {}, report))
    start = time.perf_counter()
    assert check.number(node) == byte
    assert time.perf_counter() - start < 5
    assert not report.problems
    while not isinstance(node, Name):  # taken apart from the top: Python frees deep chains by recursion
        node = node.operand if isinstance(node, Negative) else node.left  # type: ignore[union-attr]


def test_constants_are_bounded() -> None:
    for text in ("9^9^9", "2^(2^40)", "10^(10^(10^3))"):
        start = time.perf_counter()
        with pytest.raises(SourceError):
            system(f"r = n * {text}")
        assert time.perf_counter() - start < 2
