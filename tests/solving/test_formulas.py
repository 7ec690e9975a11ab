"""Formulas worth reading: what a person would write, in the names of the file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tmath
from tmath.errors import MissingInputsError
from tmath.solving.answer import Answer

GOLDEN = Path(__file__).parent.parent / "golden" / "formulas.txt"
CASES = [tuple(line.split(" => ")) for line in GOLDEN.read_text().splitlines()]
LIBRARY = tmath.load()


def ask(question: str) -> Answer:
    system, unknown, *given = question.split()
    try:
        return LIBRARY[system].solve(unknown, dict(word.split("=", 1) for word in given))
    except MissingInputsError as error:
        assert isinstance(error.answer, Answer)
        return error.answer


@pytest.mark.parametrize(("question", "formula"), CASES, ids=[question for question, _ in CASES])
def test_formula(question: str, formula: str) -> None:
    assert str(ask(question).expression) == formula


def test_there_are_thirty() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("ground", ["python", "flint"])
def test_sympy_forms_do_not_depend_on_its_ground_types(ground: str) -> None:
    script = (
        "from tests.solving.test_formulas import CASES, ask\n"
        "import sympy\n"
        "for question, _ in CASES:\n"
        "    formula = ask(question).formula\n"
        "    assert isinstance(formula, sympy.Expr) and not formula.has(sympy.Float), question\n"
        "    print(formula)\n"
    )
    environment = {**os.environ, "SYMPY_GROUND_TYPES": ground}
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, cwd=root)
    assert run.returncode == 0, run.stderr
    assert run.stdout == EXPECTED_FORMS.read_text()


EXPECTED_FORMS = GOLDEN.with_name("sympy_forms.txt")
