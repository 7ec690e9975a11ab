"""SciPy's own collection of hard roots (Alefeld, Potra, Shi 1995), given nothing but bounds."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from time import perf_counter
from typing import Any

import pytest
from scipy.optimize._tstutils import get_tests

from tmath.algebra.expressions import Expr
from tmath.algebra.roots import find_roots
from tmath.algebra.turn import turn

E = "exp(1)"
FUNCTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "aps01_f": ("sin(x) - x/2", ()),
    "aps02_f": (" + ".join(f"(2*{i} - 5)^2/(x - {i}^2)^3" for i in range(1, 21)), ()),
    "aps03_f": ("a*x*exp(b*x)", ("a", "b")),
    "aps04_f": ("x^n - a", ("n", "a")),
    "aps05_f": ("sin(x) - 1/2", ()),
    "aps06_f": ("2*x*exp(-n) - 2*exp(-n*x) + 1", ("n",)),
    "aps07_f": ("(1 + (1 - n)^2)*x - (1 - n*x)^2", ("n",)),
    "aps08_f": ("x*x - (1 - x)^n", ("n",)),
    "aps09_f": ("(1 + (1 - n)^4)*x - (1 - n*x)^4", ("n",)),
    "aps10_f": ("exp(-n*x)*(x - 1) + x^n", ("n",)),
    "aps11_f": ("(n*x - 1)/((n - 1)*x)", ("n",)),
    "aps12_f": ("x^(1/n) - n^(1/n)", ("n",)),
    "aps13_f": ("0 if x = 0 else x/exp(1/x^2)", ()),
    "aps14_f": ("-n/20 if x <= 0 else n/20*(x/1.5 + sin(x) - 1)", ("n",)),
    "aps15_f": (
        f"-0.859 if x < 0 else {E} - 1.859 if x > 0.002/(1 + n) else exp((n + 1)*x/2*1000) - 1.859",
        ("n",),
    ),
}
CASES = get_tests("aps")


def _python(text: str) -> str:
    return text.replace("x = 0", "x == 0")


@pytest.mark.parametrize("case", CASES, ids=[case["ID"] for case in CASES])
def test_the_root_is_found_given_bounds_only(case: dict[str, Any], read: Callable[[str], Expr]) -> None:
    text, names = FUNCTIONS[case["f"].__name__]
    values = {name: Fraction(repr(value)) for name, value in zip(names, case["args"], strict=True)}
    low, high = case["a"], case["b"]
    turned = turn(read(_python(text)), read("0"), "x", low, high, ("x", "a", "b"))
    start = perf_counter()
    roots = find_roots(turned, values, low, high, low_open=False)
    assert perf_counter() - start < 1
    assert any(value == pytest.approx(case["root"], rel=1e-14, abs=1e-300) for value in roots.values), roots
