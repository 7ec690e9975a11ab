"""Every equation of every file, and every quantity in it: put in numbers, compute one side, ask for each in turn."""

from __future__ import annotations

import random

import pytest

import tmath
from benchmarks.pairs import Equation, draw, equations, recover

POINTS = 2
LIBRARY = tmath.load()
FILES: dict[str, list[Equation]] = {name: [] for name in LIBRARY}
for found in equations(LIBRARY):
    FILES[found.system.name].append(found)


def unrecovered(equation: Equation) -> list[str]:
    """What did not come back at a few seeded points."""
    chance = random.Random(equation.label)
    points = [point for _ in range(POINTS) if (point := draw(equation, chance)) is not None]
    if not points:
        return [f"{equation.label}: no admissible numbers"]
    faults = []
    for point in points:
        for unknown in equation.names:
            fault = recover(equation, point, unknown).fault
            if fault:
                given = {name: float(value) for name, value in point.values.items()}
                faults.append(f"{equation.label} for {unknown}: {fault}\n   {given}")
    return faults


@pytest.mark.parametrize("name", [name for name, found in FILES.items() if found])
def test_every_quantity_comes_back(name: str) -> None:
    faults = [fault for equation in FILES[name] for fault in unrecovered(equation)]
    assert not faults, "\n".join(faults)


def test_every_equation_has_a_quantity_alone() -> None:
    labels = {equation.label.partition(" at ")[0] for found in FILES.values() for equation in found}
    for name in LIBRARY:
        for relation in LIBRARY[name].equations:
            if relation.system == name:
                assert f"{name}: {relation.label}" in labels
