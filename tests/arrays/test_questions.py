"""Every question of the table, compiled with one of its numbers as the input, gives what solve gives."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tmath.errors import TmathError
from tmath.language.library import Library
from tmath.language.system import System
from tmath.solving.givens import canonical
from tmath.values import from_python

ROWS = json.loads((Path(__file__).parents[1] / "data" / "questions.json").read_text("utf-8"))["rows"]
TOO_ODD = ("--tight", "--without", "--pick", "--for P,", "=all", "..", "+-")
ASKED = sorted({row["ask"] for row in ROWS if not any(odd in row["ask"] for odd in TOO_ODD)})


def exact(system: System, pairs: list[str]) -> tuple[dict[str, object], list[str]]:
    """Numbers in declared units, so that nothing is rounded, and which of the givens are numbers."""
    given: dict[str, object] = {}
    numbers = []
    for name, _, value in (pair.partition("=") for pair in pairs):
        full = canonical(system, name)
        if full in system.choices:
            given[name] = value
        else:
            quantity = system.quantities[full]
            given[name] = float(from_python(value, quantity, system.units).value / quantity.unit.factor)
            numbers.append(name)
    return given, numbers


@pytest.mark.parametrize("ask", ASKED)
def test_a_number_as_the_input(library: Library, ask: str) -> None:
    name, _, unknown, *pairs = ask.split()
    system = library[name]
    if unknown in system.choices:
        return
    try:
        given, numbers = exact(system, pairs)
        values = system.solve(unknown, given).values
    except TmathError:
        given, numbers, values = {}, [], ()
    for number in numbers[len(ask) % max(len(numbers), 1) :][:1]:  # now the first, now another
        fixed = {key: value for key, value in given.items() if key != number}
        try:
            found = float(system.compile(unknown, fixed, inputs=[number])(**{number: given[number]}))
        except TmathError:
            found = np.nan
        if len(values) == 1:
            assert found == pytest.approx(values[0], rel=1e-9), number
        else:
            assert np.isnan(found), number
