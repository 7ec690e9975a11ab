"""The parts of a search: pruned or not, in one part or several, the same points; what bends which way."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import tmath
from tmath.arrays import lattice
from tmath.arrays.curvature import Curvature, Shape
from tmath.arrays.found import Found
from tmath.arrays.free import Wanted, read_wanted
from tmath.arrays.ground import Ground
from tmath.arrays.grounding import ground
from tmath.arrays.search import prepared, searched
from tmath.arrays.sieves import Divisors
from tmath.arrays.trends import Trends
from tmath.language.library import Library
from tmath.language.system import System


def wanted(system: System, objective: str, over: list[str], **given: object) -> Wanted:
    return read_wanted(system, objective, over, given, "min", frozenset(), frozenset())


@pytest.fixture(scope="module")
def layout(library: Library) -> Wanted:
    model = {"layers": 60, "hidden": 6656, "heads": 52, "D": "1T"}
    cluster = {"gpus": 720, "gpu": "A100_SXM_80GB", "price": "1.5USD/h", "global_batch": 1440, "overheads": "on"}
    return wanted(library["plan"], "cost", ["tp", "pp", "micro_batch"], **model, **cluster)


def test_pruned_and_not(layout: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    search = prepared(layout, ground(layout, {}))
    plain = searched(search)
    monkeypatch.setattr(lattice, "LARGE", 0)
    monkeypatch.setattr(lattice, "WORTH", 1)
    pruned = searched(search)
    assert plain.hits == pruned.hits and plain.alike == pruned.alike
    assert (plain.feasible, plain.covered) == (pruned.feasible, pruned.covered)
    assert 0 < plain.feasible < plain.covered
    assert set(plain.dropped) >= {"fits"}


@pytest.mark.parametrize("parts", [2, 3, 7, 40])
def test_in_parts(layout: Wanted, parts: int) -> None:
    search = prepared(layout, ground(layout, {}))
    found = Found()
    for part in range(parts):
        found = found.merged(searched(search, (part, parts)))
    assert found == searched(search)


def test_searches_travel(layout: Wanted) -> None:
    search = prepared(layout, ground(layout, {}))
    assert searched(pickle.loads(pickle.dumps(search))) == searched(search)


def test_divisors() -> None:
    values, rows = Divisors(64).of(np.array([12, 1, 7, 64]))
    assert values.tolist() == [1, 2, 3, 4, 6, 12, 1, 1, 7, 1, 2, 4, 8, 16, 32, 64]
    assert rows.tolist() == [0] * 6 + [1] + [2] * 2 + [3] * 7


# -- convexity in logarithms -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "shape"),
    [
        ("3 * x^2 / u", Shape.STRAIGHT),
        ("x + 5 / u^0.3", Shape.CONVEX),
        ("1 / (x + u)", Shape.CONCAVE),
        ("x * (x + u)^1.5", Shape.CONVEX),
        ("x / (5 - u)^0.5", Shape.CONVEX),
        ("exp(x + u)", Shape.CONVEX),
        ("max(x, u^2) + 1", Shape.CONVEX),
        ("min(x, 1 / u)", Shape.CONCAVE),
        ("(406 / (0.36 - 410 / x^0.34))^(1/0.28) * x + 4 * x", Shape.CONVEX),
        ("sqrt(x + u) * 3", Shape.CONVEX),
        ("x + 1 / (x + u)", None),
        ("(x + u) / (x + 2)", None),
        ("ceil(x) + u", None),
        ("x * (x + u) / min(x, u)", Shape.CONVEX),
        ("3 + sin(x) + u", None),
    ],
)
def test_bends(formula: str, shape: Shape | None) -> None:
    names = "".join(f'    {name} [1] "{name}"\n' for name in "xuy")
    system = tmath.loads(f"quantities:\n{names}equations:\n    y = {formula}\n")
    asked = wanted(system, "y", ["x", "u"])
    found: Ground = ground(asked, {})
    curve = Curvature(found, ["x", "u"], Trends(found, {}))[found.result]
    assert (curve.shape if curve is not None else None) == shape
    assert curve is None or curve.sure
