"""Equations that matching takes for independent and the numbers do not."""

from __future__ import annotations

import pytest

import tmath
from tmath.solving.lint import lint

LIBRARY = tmath.load()
DEPENDENT = '''"""A total beside its parts."""

quantities:
    C   [FLOP]  "all"
    Cf  [FLOP]  "forward"
    Cb  [FLOP]  "backward"
    P   [param] "parameters"

equations:
    Cf = C / 3
    Cb = 2 * C / 3
    total: C = Cf + Cb
    C = 6 [FLOP/param] * P
'''


@pytest.mark.parametrize("name", list(LIBRARY))
def test_shipped_systems_are_independent(name: str) -> None:
    assert lint(LIBRARY[name]) is None


def test_a_sum_of_its_parts_is_named() -> None:
    found = lint(tmath.loads(DEPENDENT))
    assert found is not None
    assert set(found.labels) == {"Cf", "Cb", "total"}
    assert (found.structural, found.numerical) == (4, 3)
