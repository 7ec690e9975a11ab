"""Constraints as the answer, all elements at once, against brute force and against the same questions one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest

import tmath
from tmath.arrays.sheet import Status
from tmath.errors import SolveError
from tmath.language.library import Library
from tmath.language.system import System

PAGES = '''"""Sequences that a paged cache holds, in whole pages."""
quantities:
    room    [byte]
    context [1, integer]
    width   [byte]
    pages   [1, integer]
    used    [byte]
    batch   [1, integer]
    least   [1]
    rate    [1]
equations:
    pages = ceil(batch * context / 16)
    used = width * pages
    rate = 3 * batch
constraints:
    fits: used <= room
    quick: rate >= least
'''

SETS = '''"""Numbers of a set, multiples, divisors."""
quantities:
    cost   [1]
    budget [1]
    total  [1, integer]
    part   [1, integer]
    rest   [1, integer]
    width  [1, multiple of 128]
    degree [1, in 1 2 4 8 16]
    size   [1]
    most   [1]
    share  [1]
    cap    [1]
equations:
    total = part * rest
    cost = 7 * part + total / 2
    size = width * degree
    share = width / (width + 1000)
constraints:
    affordable: cost <= budget
    small: size <= most
    fair: share <= cap
'''

VALLEY = '''"""A cost with a valley, and a band."""
quantities:
    x     [1]
    cost  [1]
    limit [1]
    low   [1]
    high  [1]
    y     [1]
    f     [1]
equations:
    cost = x + 100 / x
    f = y ^ 2
constraints:
    cheap: cost <= limit
    above: f >= low
    below: f <= high
'''


@pytest.fixture(scope="module")
def pages() -> System:
    return tmath.loads(PAGES, name="pages")


@pytest.fixture(scope="module")
def sets() -> System:
    return tmath.loads(SETS, name="sets")


@pytest.fixture(scope="module")
def valley() -> System:
    return tmath.loads(VALLEY, name="valley")


def agrees(system: System, unknown: str, found: float, **given: object) -> bool:
    """Whether solve says the same."""
    try:
        answer = system.solve(unknown, given)
    except SolveError:
        return math.isnan(found)
    if answer.kind == "interval":
        return math.isnan(found)
    return found == pytest.approx(answer.value, rel=1e-9)


def test_the_largest_whole_number_by_brute_force(pages: System) -> None:
    f = pages.compile("batch", inputs=["room", "context", "width"], without=["quick"])
    rng = np.random.default_rng(5)
    room, context, width = rng.uniform(1e3, 1e6, 400), rng.integers(1, 200, 400), rng.uniform(1, 5e4, 400)
    found = f(room=room, context=context, width=width)
    for i, n in enumerate(found):
        fits = [k for k in range(1, 3000) if width[i] * math.ceil(k * int(context[i]) / 16) <= room[i]]
        if math.isnan(n):
            assert not fits
        else:
            top = math.floor(room[i] / width[i]) * 16 // int(context[i])
            assert n == (max(fits) if len(fits) < 2999 else top)
    assert f.kind == "at_most"
    one_by_one = [f.scalar(*point) for point in zip(room[:50], context[:50], width[:50], strict=True)]
    assert one_by_one == pytest.approx(found[:50], nan_ok=True)


def test_the_least_whole_number(pages: System) -> None:
    f = pages.compile("batch", inputs=["least"], without=["fits"])
    assert f(least=[0.5, 3, 3.1, 300]).tolist() == [1, 1, 2, 100]
    assert f.kind == "at_least"


def test_between_two_constraints(pages: System) -> None:
    f = pages.compile("batch", inputs=["room", "least"], context=16, width=1)
    found = f.evaluate(room=[10, 10, 10], least=[6, 30, 33])
    assert found.values.tolist()[:2] == [2, 10]  # the least that is quick enough and fits
    assert np.isnan(found.values[2])
    assert found.status.tolist() == [0, 0, Status.OUT_OF_BOUNDS]


def test_sets_multiples_and_divisors(sets: System) -> None:
    f = sets.compile("part", inputs=["budget", "total"])
    budgets, totals = np.meshgrid([10.0, 40.0, 60.0, 200.0], [12.0, 30.0, 60.0])
    for found, budget, total in zip(f(budget=budgets, total=totals).flat, budgets.flat, totals.flat, strict=True):
        fits = [d for d in range(1, int(total) + 1) if total % d == 0 and 7 * d + total / 2 <= budget]
        assert found == pytest.approx(max(fits) if fits else math.nan, nan_ok=True)
    g = sets.compile("width", inputs=["most"], degree=4, without=["fair"])
    assert g(most=[4 * 128.0, 4 * 300.0, 500.0]) == pytest.approx([128, 256, math.nan], nan_ok=True)
    h = sets.compile("degree", inputs=["most"], width=128, without=["fair"])
    assert h(most=[128 * 9.0, 128 * 16, 1e9, 100]) == pytest.approx([8, 16, 16, math.nan], nan_ok=True)


def test_a_constraint_that_never_binds(sets: System) -> None:
    f = sets.compile("width", inputs=["cap"], without=["small"])
    found = f.evaluate(cap=[0.5, 2.0])
    assert found.values[0] == 896  # 896 / 1896 < 0.5 < 1024 / 2024
    assert agrees(sets, "width", float(found.values[1]), cap=2.0)


def test_a_valley_and_a_band(valley: System) -> None:
    f = valley.compile("x", inputs=["limit"])
    assert [Status(code).name for code in f.evaluate(limit=[25, 19]).status] == ["INTERVAL", "OUT_OF_BOUNDS"]
    for pick, wanted in (("min", 5.0), ("max", 20.0)):
        assert valley.compile("x", inputs=["limit"], pick=pick).scalar(25.0) == pytest.approx(wanted, rel=1e-12)
    g = valley.compile("y", inputs=["low", "high"])
    assert [Status(code).name for code in g.evaluate(low=[4, 9], high=[9, 4]).status] == ["INTERVAL", "OUT_OF_BOUNDS"]
    assert valley.compile("y", inputs=["low", "high"], pick="max").scalar(4.0, 9.0) == pytest.approx(3.0)


def test_reals_of_the_standard_equations(library: Library) -> None:
    memory, cost = library["memory"], library["cost"]
    f = memory.compile("P", inputs=["vram", "gpus"], zero=3)
    vram, gpus = [0.2, 24.0, 80.0, 640.0], [1, 8, 64, 1024]
    for found, a, b in zip(f(vram=vram, gpus=gpus), vram, gpus, strict=True):
        assert agrees(memory, "P", float(found), vram=a, gpus=b, zero=3)
    given = {"gpu": "H100_SXM", "P": 7e9, "price": 2.0}
    g = cost.compile("D", given, inputs=["budget"])
    assert g.kind == "at_most"
    for budget in (1e3, 1e6):
        assert agrees(cost, "D", g.scalar(budget), budget=budget, **given)


def test_margins_where_it_binds(library: Library) -> None:
    f = library["memory"].compile("P", inputs=["vram"], gpus=8, zero=3)
    found = f.evaluate(vram=[40.0, 80.0])
    assert found.margins["fits"] == pytest.approx([0, 0], abs=1e-9)
    assert found.status.tolist() == [0, 0]


def test_largest_batch_of_the_standard_equations(library: Library) -> None:
    memory = library["memory"]
    f = memory.compile("micro_batch", inputs=["P", "vram"], gpus=64, zero=3)
    for P, vram in ((1e9, 40.0), (7e9, 80.0), (70e9, 80.0), (7e10, 24.0)):
        assert agrees(memory, "micro_batch", f.scalar(P, vram), P=P, vram=vram, gpus=64, zero=3)
    found = f.evaluate(P=[1e9, 7e10], vram=[40.0, 24.0])
    assert np.isfinite(found.values).tolist() == [status == 0 for status in found.status]
