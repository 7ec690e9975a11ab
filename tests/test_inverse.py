"""Inverse problems with known answers, each written as an equation file and asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.notation import Names, constraint_lines, equation_text, expression_text
from benchmarks.problems import Problem, read_problems
from benchmarks.verdicts import run

DATA = Path(__file__).parent / "data"
PROBLEMS = read_problems(DATA / "inverse_problems.json")
MORE = read_problems(DATA / "more_inverse_problems.json")  # roots by mpmath on a grid, the other kinds by hand


@pytest.mark.parametrize("signed", [False, True], ids=["positive", "signed"])
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.id)
def test_problem(problem: Problem, signed: bool) -> None:
    outcome = run(problem, signed=signed, repeats=0)
    if outcome.skipped:
        pytest.skip(outcome.fault)
    assert not outcome.fault, problem.text(signed=signed)
    assert outcome.proof == "proven"


@pytest.mark.parametrize("problem", MORE, ids=lambda problem: problem.id)
def test_more_problems(problem: Problem) -> None:
    outcome = run(problem, repeats=0)
    assert not outcome.fault, problem.text()


# -- the notation ------------------------------------------------------------------------------

NAMES = Names({"use": "use_1"}, frozenset({"a", "b", "use"}))


@pytest.mark.parametrize(
    ("python", "text"),
    [
        ("a**-0.5*b", "a^(-0.5) * b"),
        ("-a**2", "-a^2"),
        ("(a + b)/(a*b)", "(a + b) / (a * b)"),
        ("a/(b/a)", "a / (b / a)"),
        ("a - (b - a)", "a - (b - a)"),
        ("(a**b)**2", "(a^b)^2"),
        ("a**b**2", "a^(b^2)"),
        ("1 if a == 0 else 2 if a >= 1 and not b < 2 else .5", "1 if a = 0 else 2 if a >= 1 and not b < 2 else 0.5"),
        ("(1 if a == 0 else 2)*b", "(1 if a = 0 else 2) * b"),
        ("a % b", "a - b * floor(a / b)"),
        ("a // b * 2", "floor(a / b) * 2"),
        ("math.log(a, 2) + log2(b) + ln(a)", "log(a) / log(2) + log2(b) + log(a)"),
        ("max(a, -b) + abs(a - 1e-5)", "max(a, -b) + abs(a - 1e-5)"),
        ("use*pi + 1_000", "use_1 * pi + 1_000"),
    ],
)
def test_expressions(python: str, text: str) -> None:
    assert expression_text(python, NAMES) == text


def test_equations() -> None:
    assert equation_text("a = 1 if b == 0 else 2", NAMES) == ("a", "1 if b = 0 else 2")


@pytest.mark.parametrize(
    ("python", "lines"),
    [
        ("a <= 40e9", ["x: a <= 40e9"]),
        ("60 % a == 0", ["x: a divides 60"]),
        ("a == floor(a)", ["x_1: a <= floor(a)", "x_2: a >= floor(a)"]),
        ("1 < a <= b", ["x_1: 1 < a", "x_2: a <= b"]),
    ],
)
def test_constraints(python: str, lines: list[str]) -> None:
    assert constraint_lines(python, "x", NAMES) == lines
