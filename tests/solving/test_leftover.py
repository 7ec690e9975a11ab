"""Equations left over, flat ones and ones that say the same: no root that they contradict, none lost."""

from __future__ import annotations

from typing import Any

import pytest

import tmath
from tmath.errors import ContradictionError
from tmath.language.system import System


def system(names: str, *equations: str) -> System:
    quantities = "".join(f'    {name} [1] "a number"\n' for name in names.split())
    lines = "".join(f"    e{number}: {equation}\n" for number, equation in enumerate(equations))
    return tmath.loads(f"quantities:\n{quantities}equations:\n{lines}")


QUADRATIC = ("x y z w", "y = x^2 - 4*x + 10", "z = x + 1", "w = x*z")
FLAT = ("x y c z k", "y = min(x, c)", "z = k*x")
BETWEEN = ("x y c z k", "y = min(x, c)", "z = min(x, c) + k")
TWINS = ("a b x y z", "a*x = 3*y", "b*x = 4*y", "z = x^2 + y")


@pytest.mark.parametrize(
    ("equations", "unknown", "given", "values"),
    [
        (QUADRATIC, "x", {"y": 7}, (1.0, 3.0)),
        (QUADRATIC, "x", {"y": 7, "z": 4}, (3.0,)),
        (QUADRATIC, "x", {"y": 7, "z": 2}, (1.0,)),
        (QUADRATIC, "w", {"y": 7, "z": 4}, (12.0,)),
        (FLAT, "x", {"y": 3, "c": 3, "z": 10, "k": 2}, (5.0,)),
        (BETWEEN, "z", {"y": 3, "c": 3, "k": 2}, (5.0,)),
        (TWINS, "y", {"a": 6, "b": 8, "z": 8}, (4.0,)),
    ],
)
def test_what_is_left_over_is_held_against_every_root(
    equations: tuple[str, ...], unknown: str, given: dict[str, Any], values: tuple[float, ...]
) -> None:
    assert system(*equations).solve(unknown, given).values == pytest.approx(values, rel=1e-12)


def test_a_flat_equation_contradicts_where_the_other_root_is_not_in_its_stretch() -> None:
    with pytest.raises(ContradictionError, match=r"y = min\(x, c\)"):
        system(*FLAT).solve("x", y=3, c=3, z=4, k=2)


def test_twins_alone_leave_any_value() -> None:
    answer = system("a b x y", "a*x = 14.4*y", "b*x = 14.2765*y").solve("y", a="14.4", b="14.2765")
    assert answer.interval == (0.0, float("inf"), False, False)


@pytest.mark.parametrize(
    ("equations", "unknown", "given", "values"),
    [
        (
            ("x0 x2 x3", "8.533437810549458 * x0 = x3 * exp(-x2 / 40)", "x3 / x2 = 15.227"),
            "x2",
            {"x0": "4.41"},
            (2.64001, 169.005),
        ),
        (
            (
                "x0 x1 x2 x3",
                "x3 = 788.7037*sqrt(x1)/(1 + x2)",
                "0.8727*x3 = min(x1, x2) + x0/10",
                "x3/x0 = 93.02*log(1 + x1)",
            ),
            "x3",
            {"x2": "82.1"},
            (0.3339, 78.59, 94.1),
        ),
    ],
)
def test_roots_beside_a_pole_are_found(
    equations: tuple[str, ...], unknown: str, given: dict[str, Any], values: tuple[float, ...]
) -> None:
    assert system(*equations).solve(unknown, given).values == pytest.approx(values, rel=1e-3)
