"""Inverse problems of the field with answers to thirty digits: one equation each after plain substitution."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from tmath.algebra.expressions import Expr, substitute
from tmath.algebra.isolate import isolate
from tmath.algebra.roots import Roots, find_roots
from tmath.algebra.turn import turn

Equation = tuple[Expr, Expr]
PROBLEMS = json.loads((Path(__file__).parent.parent / "data" / "inverse_problems.json").read_text())
ONE_EQUATION = [p for p in PROBLEMS if p["kind"] in ("root", "interval", "infeasible")]


def reduced(problem: dict[str, Any], equation: Callable[[str], Equation], given: set[str], x: str) -> Equation:
    """The one equation left when every other name is replaced by what defines it."""
    left = [equation(text) for text in problem["equations"]]
    while len(left) > 1:
        index, value = next(
            (i, {name: formula})
            for i, (a, b) in enumerate(left)
            for name in sorted((a.names | b.names) - given - {x})
            if (formula := isolate(a, b, name)) is not None
        )
        del left[index]
        left = [(substitute(a, value), substitute(b, value)) for a, b in left]
    return left[0]


def solved(problem: dict[str, Any], equation: Callable[[str], Equation], x: str) -> Roots:
    given = {name: Fraction(str(value)) for name, value in problem["given"].items()}
    low = float(problem["domain"]["min"] or 0)
    high = math.inf if problem["domain"]["max"] is None else float(problem["domain"]["max"])
    left, right = reduced(problem, equation, set(given), x)
    start = perf_counter()
    roots = find_roots(turn(left, right, x, low, high), given, low, high)
    assert perf_counter() - start < 1
    return roots


@pytest.mark.parametrize("problem", ONE_EQUATION, ids=[p["id"] for p in ONE_EQUATION])
def test_every_root_and_no_other(problem: dict[str, Any], equation: Callable[[str], Equation]) -> None:
    roots = solved(problem, equation, problem["unknown"])
    expected = sorted(map(float, problem["answers"]))
    assert roots.complete
    assert len(roots.values) == problem["n_answers"]
    assert list(roots.values) == pytest.approx(expected, rel=4e-16, abs=0)
    assert all(error is not None and error < 3e-16 for error in roots.errors)


def test_two_unknowns_one_after_the_other(equation: Callable[[str], Equation]) -> None:
    problem = next(p for p in PROBLEMS if p["id"] == "sys_h_L")
    for x in ("h", "L"):
        assert solved(problem, equation, x).values == pytest.approx([float(problem["answers"][0][x])], rel=4e-16)


def test_flat_above_the_ridge(equation: Callable[[str], Equation]) -> None:
    problem = next(p for p in PROBLEMS if p["kind"] == "interval")
    ((low, high, low_closed, high_closed),) = solved(problem, equation, problem["unknown"]).intervals
    assert low == pytest.approx(float(problem["interval"]["lo"]), rel=1e-15)
    assert (high, low_closed, high_closed) == (math.inf, True, False)


def test_why_there_is_none(equation: Callable[[str], Equation]) -> None:
    none = {p["id"]: solved(p, equation, p["unknown"]) for p in PROBLEMS if p["kind"] == "infeasible"}
    memory = none["zero_N_none"].attainable
    assert memory is not None
    assert (memory.high.side, memory.high.at, memory.high.reached) == (26e9, math.inf, False)
    throughput = none["tps_b_none"].attainable
    assert throughput is not None
    assert throughput.low.side == pytest.approx(3.35e12 / (2000 * 640000), rel=1e-12)
    assert not throughput.low.reached
    assert none["step_cost_gap"].gap == (512_000, 512_512)
