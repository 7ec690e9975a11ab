"""Systems that cannot be torn to one unknown: solutions planted, counted, proven, or not there."""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from time import perf_counter
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import root as scipy_root

from tmath.algebra import expressions as ex
from tmath.algebra.newton import (
    CONTINUUM,
    Bounds,
    SystemRoots,
    TurnedSystem,
    find_system_roots,
    generic_rank,
    rank_at,
)
from tmath.algebra.program import EXACT, Builder, Inexact, Program, evaluate, run

Read = Callable[[str], tuple[ex.Expr, ex.Expr]]

CROSSED = ["x*y + exp(x*y/3) = a", "x + y*log(1 + x + y) = b"]
AT_2_3 = {"a": 6 + math.exp(2), "b": 2 + 3 * math.log(6)}
ONLY_THE_PRODUCT = ["h*d + exp(h*d/3) = a", "sqrt(h*d) + log(1 + h*d) = b"]


@pytest.fixture
def together(equation: Read) -> Callable[..., TurnedSystem]:
    def turned(
        lines: Sequence[str], unknowns: str, bounds: Mapping[str, Bounds] | None = None, signed: str = ""
    ) -> TurnedSystem:
        names = tuple(unknowns.split())
        limits = tuple((bounds or {}).get(name, Bounds()) for name in names)
        return TurnedSystem(tuple(equation(line) for line in lines), names, limits, frozenset(signed.split()))

    return turned


def residual(turned: TurnedSystem, values: Mapping[str, Any]) -> float:
    """The largest relative difference of two sides."""
    sides = [(evaluate(left, values), evaluate(right, values)) for left, right in turned.equations]
    return max(abs(left - right) / max(abs(left), abs(right)) for left, right in sides)


# -- planted solutions -------------------------------------------------------------------------


def monomial(chance: random.Random, names: Sequence[str]) -> ex.Expr:
    exponents = ("1", "1", "2", "-1", "0.34", "-0.28", "0.5", "3")
    return ex.product(ex.power(ex.name(n), ex.number(Fraction(chance.choice(exponents)))) for n in names)


def planted(seed: int, size: int) -> tuple[TurnedSystem, dict[str, float], dict[str, float]]:
    """Sums of products of powers, some inside a logarithm, whose terms are alike in size at a known solution."""
    chance = random.Random(seed)
    unknowns = [f"x{i}" for i in range(size)]
    solution = {name: 10 ** chance.uniform(-3, 12) for name in unknowns}
    given: dict[str, float] = {}
    equations = []
    for i in range(size):
        terms = []
        for j in range(chance.choice((2, 2, 3))):
            names = [unknowns[i]] if j == 0 else chance.sample(unknowns, min(size, chance.randint(1, 3)))
            term = monomial(chance, names)
            if chance.random() < 0.2 and 1e-3 < evaluate(term, solution) < 1e6:
                term = ex.call("log", ex.add(ex.ONE, term))
            given[f"k{i}{j}"] = chance.uniform(0.1, 5) / evaluate(term, solution)
            terms.append(ex.mul(ex.name(f"k{i}{j}"), term))
        whole = ex.total(terms)
        given[f"c{i}"] = evaluate(whole, {**solution, **given})
        equations.append((whole, ex.name(f"c{i}")))
    return TurnedSystem(tuple(equations), tuple(unknowns), (Bounds(),) * size), given, solution


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 4))
def test_a_planted_solution_is_found(seed: int, size: int) -> None:
    turned, known, solution = planted(seed, size)
    found = find_system_roots(turned, known)
    if rank_at(turned.equations, turned.unknowns, {**known, **solution}) < size:
        return
    assert any(root == pytest.approx(solution, rel=1e-6) for root in found.values), (found, solution)
    for values in found.values:
        assert residual(turned, {**known, **values}) < 1e-9


def crossed() -> tuple[tuple[ex.Expr, ex.Expr], ...]:
    """The equations of CROSSED."""
    x, y = ex.name("x"), ex.name("y")
    return (
        (x * y + ex.call("exp", x * y / ex.number(3)), ex.name("a")),
        (x + y * ex.call("log", ex.ONE + x + y), ex.name("b")),
    )


@settings(max_examples=15, deadline=None, derandomize=True)
@given(x=st.floats(0.1, 50), y=st.floats(0.1, 50))
def test_scipy_agrees(x: float, y: float) -> None:
    turned = TurnedSystem(crossed(), ("x", "y"), (Bounds(), Bounds()))
    a, b = x * y + math.exp(x * y / 3), x + y * math.log(1 + x + y)
    if x * y > 300:
        return
    found = find_system_roots(turned, {"a": a, "b": b})

    def differences(u: Sequence[float]) -> list[float]:
        p, q = math.exp(u[0]), math.exp(u[1])
        return [math.log(p * q + math.exp(p * q / 3)) - math.log(a), math.log((p + q * math.log(1 + p + q)) / b)]

    theirs = scipy_root(differences, [math.log(x) + 0.01, math.log(y) - 0.01], tol=1e-10)
    assert max(map(abs, theirs.fun)) < 1e-8
    values = [math.exp(u) for u in theirs.x]
    assert any([root["x"], root["y"]] == pytest.approx(values, rel=1e-7) for root in found.values)


# -- counted and proven ------------------------------------------------------------------------


def test_two_equations_that_cannot_be_torn(together: Callable[..., TurnedSystem]) -> None:
    found = find_system_roots(together(CROSSED, "x y"), AT_2_3)
    assert [root["x"] for root in found.values] == pytest.approx([2, 5.009763475462444], rel=1e-14)
    assert [root["y"] for root in found.values] == pytest.approx([3, 1.1976613325933811], rel=1e-14)
    assert found.method == "newton"
    assert not found.complete
    assert not found.singular


def test_the_error_bound_holds(together: Callable[..., TurnedSystem]) -> None:
    found = find_system_roots(together(CROSSED, "x y"), AT_2_3)
    with mpmath.workdps(50):
        a, b = mpmath.mpf(AT_2_3["a"]), mpmath.mpf(AT_2_3["b"])
        for root, error in zip(found.values, found.errors, strict=True):
            exact = mpmath.findroot(
                lambda x, y: [x * y + mpmath.exp(x * y / 3) - a, x + y * mpmath.log(1 + x + y) - b],
                (root["x"], root["y"]),
            )
            assert error is not None and error < 3e-16
            for value, true in zip((root["x"], root["y"]), exact, strict=True):
                assert abs(value - true) <= error * abs(true)


SUM_AND_PRODUCT = ["x + y = s", "x*y = p"]


@pytest.mark.parametrize(("p", "roots"), [(5, [1, 5]), (8, [2, 4]), (9, [3]), (9.1, [])])
def test_pairs_of_roots_as_they_meet(together: Callable[..., TurnedSystem], p: float, roots: list[float]) -> None:
    found = find_system_roots(together(SUM_AND_PRODUCT, "x y"), {"s": 6, "p": p})
    assert [root["x"] for root in found.values] == pytest.approx(roots, rel=1e-9)
    assert not found.singular


def test_a_pair_closer_than_a_millionth(together: Callable[..., TurnedSystem]) -> None:
    p = 9 * (1 - 1e-13)
    found = find_system_roots(together(SUM_AND_PRODUCT, "x y"), {"s": 6, "p": p})
    with mpmath.workdps(40):
        half = mpmath.sqrt(9 - mpmath.mpf(p))
        assert [root["x"] for root in found.values] == [float(3 - half), float(3 + half)]
    assert all(error is not None and error < 3e-16 for error in found.errors)


def test_no_pair_just_beyond(together: Callable[..., TurnedSystem]) -> None:
    found = find_system_roots(together(SUM_AND_PRODUCT, "x y"), {"s": 6, "p": 9 * (1 + 1e-13)})
    assert found == SystemRoots((), ())


def test_unknowns_of_either_sign(together: Callable[..., TurnedSystem]) -> None:
    anywhere = Bounds("-inf", "inf")
    turned = together(["x^3 - x + y = 0", "y^3 - y - x/4 = 0"], "x y", {"x": anywhere, "y": anywhere}, "x y")
    found = find_system_roots(turned, {})
    expected = sorted(
        float(r.real)
        for r in mpmath.polyroots([-1, 0, 3, 0, -3, 0, 2, 0, mpmath.mpf(-5) / 4, 0], maxsteps=500, extraprec=300)
        if abs(r.imag) < 1e-12
    )
    assert [root["x"] for root in found.values] == pytest.approx(expected, abs=1e-12)
    assert {"x": 0.0, "y": 0.0} in found.values


def test_roots_outside_the_bounds_are_rejected(together: Callable[..., TurnedSystem]) -> None:
    found = find_system_roots(together(CROSSED, "x y", {"x": Bounds("0", "4")}), AT_2_3)
    assert [root["x"] for root in found.values] == pytest.approx([2])
    assert [root["x"] for root in found.rejected] == pytest.approx([5.009763475462444])
    assert found.of("y").rejected == pytest.approx([1.1976613325933811])


def test_the_same_answer_every_time(together: Callable[..., TurnedSystem]) -> None:
    assert find_system_roots(together(CROSSED, "x y"), AT_2_3) == find_system_roots(together(CROSSED, "x y"), AT_2_3)


def test_kinks(together: Callable[..., TurnedSystem]) -> None:
    turned = together(["max(x, y)*exp(min(x, y)) = a", "x*y + log(x + y) = b"], "x y")
    known = {"a": 3 * math.exp(2), "b": 6 + math.log(5)}
    found = [(root["x"], root["y"]) for root in find_system_roots(turned, known).values]
    assert pytest.approx((2, 3)) in found
    assert pytest.approx((3, 2)) in found
    assert sorted(found) == [pytest.approx((x, y)) for y, x in sorted(found, key=lambda root: root[1])]  # symmetric
    assert all(residual(turned, {**known, "x": x, "y": y}) < 1e-12 for x, y in found)


# -- none, and no single one -------------------------------------------------------------------


def test_no_solution_is_told_in_time_and_not_called_proven(together: Callable[..., TurnedSystem]) -> None:
    turned = together(["exp(x) + exp(y) = 1", "x + y*log(1 + x + y) = b"], "x y")
    start = perf_counter()
    found = find_system_roots(turned, {"b": 3})
    assert perf_counter() - start < 2
    assert found == SystemRoots((), ())
    assert not found.complete


def test_the_budget_ends_the_search(together: Callable[..., TurnedSystem]) -> None:
    assert find_system_roots(together(CROSSED, "x y"), AT_2_3, steps=2).values == ()
    assert find_system_roots(together(CROSSED, "x y"), AT_2_3, seconds=0.0).values == ()


def test_only_the_product_counts(together: Callable[..., TurnedSystem]) -> None:
    turned = together(ONLY_THE_PRODUCT, "h d")
    assert turned.singular
    found = find_system_roots(turned, {"a": 6 + math.exp(2), "b": math.sqrt(6) + math.log(7)})
    assert found.singular
    assert found.values == ()
    assert found.of("h").method == CONTINUUM


def test_dependent_for_these_values_alone(together: Callable[..., TurnedSystem]) -> None:
    turned = together(["x^a * y = 3", "x^b * y^2 = c"], "x y")
    assert not turned.singular
    assert find_system_roots(turned, {"a": 1.0, "b": 2.0, "c": 9.0}).singular
    assert len(find_system_roots(turned, {"a": 1.0, "b": 3.0, "c": 9.0}).values) == 1


@pytest.mark.parametrize("lines", [["y = a + exp(-x)", "y = a"], ["x*y = a + exp(-x)", "x*y = a"]])
def test_a_term_that_vanishes_is_no_solution(together: Callable[..., TurnedSystem], lines: list[str]) -> None:
    found = find_system_roots(together(lines, "x y"), {"a": 3.0})
    assert found == SystemRoots((), ())


def test_without_ball_arithmetic(together: Callable[..., TurnedSystem], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flint", None)
    found = find_system_roots(together(CROSSED, "x y"), AT_2_3)
    assert [root["x"] for root in found.values] == pytest.approx([2, 5.009763475462444], rel=1e-12)
    assert found.errors == (None, None)
    assert len(find_system_roots(together(SUM_AND_PRODUCT, "x y"), {"s": 6, "p": 9}).values) == 1


# -- rank --------------------------------------------------------------------------------------

COMPUTE = ["C = 6*P*D", "F = 2*P*D", "B = 4*P*D", "C = F + B"]


def test_four_equations_of_rank_three(equation: Read) -> None:
    equations = [equation(line) for line in COMPUTE]
    assert generic_rank(equations, ["P", "F", "B", "D"]) == 3
    assert generic_rank(equations, ["C", "F", "B"]) == 3
    point = {"P": 7e9, "D": 1.4e12, "C": 5.88e22, "F": 1.96e22, "B": 3.92e22}
    assert rank_at(equations, ["P", "F", "B", "D"], point) == 3


def test_dependence_that_shows_only_where_the_equations_hold(equation: Read) -> None:
    equations = [equation(line) for line in ("c = a*b", "d = c^2", "d = (a*b)^2")]
    assert generic_rank(equations, ["a", "c", "d"]) == 2
    assert rank_at(equations, ["a", "c", "d"], {"a": 2.0, "b": 3.0, "c": 6.0, "d": 36.0}) == 2
    assert rank_at(equations, ["a", "c", "d"], {"a": 2.0, "b": 3.0, "c": 5.0, "d": 30.0}) == 3


@pytest.mark.parametrize("scale", [1e-20, 1.0, 1e24])
def test_rank_does_not_depend_on_units(equation: Read, scale: float) -> None:
    equations = [equation(line) for line in ("m*x + n*y = a", "x*y = b")]
    point = {"m": 1.0, "n": 1e6, "x": 2 * scale, "y": 3e-6 * scale, "a": 5 * scale, "b": 6e-6 * scale**2}
    assert rank_at(equations, ["x", "y"], point) == 2
    assert rank_at(equations, ["a", "b", "m"], point) == 2


def test_steps_and_choices_have_rank(equation: Read) -> None:
    assert rank_at([equation("n = ceil(x/8)")], ["x"], {"n": 2.0, "x": 13.0}) == 1
    assert generic_rank([equation("m = min(1, g/p)")], ["g"]) == 1
    split = [equation(line) for line in ("u = min(a, b)", "v = max(a, b)", "u + v = a + b")]
    assert generic_rank(split, ["u", "v", "a"]) == 2


def test_large_constants_do_not_hide_an_unknown(equation: Read) -> None:
    assert generic_rank([equation("m = 1000000000000000 + x")], ["x"]) == 1


def test_an_unknown_in_no_equation(equation: Read) -> None:
    assert generic_rank([equation("x*y = 2"), equation("x + y = 3")], ["x", "z"]) == 1


# -- as data -----------------------------------------------------------------------------------


def program(turned: TurnedSystem, equation: Read) -> Program:
    builder = Builder()
    builder.system(turned)
    builder.define("z", equation("z = x*y + a")[1])
    return builder.build()


def test_a_program_branches_over_the_solutions(together: Callable[..., TurnedSystem], equation: Read) -> None:
    written = program(together(CROSSED, "x y"), equation)
    read = Program.from_dict(json.loads(json.dumps(written.to_dict())))
    assert read.to_dict() == written.to_dict()
    met: list[str] = []
    states = run(read, AT_2_3, watch=lambda name, roots, _: met.append(name))
    assert [state["z"] for state in states] == pytest.approx([6 + AT_2_3["a"]] * 2)
    assert [state["x"] for state in states] == list(states[0].roots["x"].values)
    assert met == ["x", "y"]
    with pytest.raises(Inexact):
        run(read, AT_2_3, EXACT)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("unknowns", ["x"]),
        ("unknowns", ["x", "x"]),
        ("unknowns", [1, 2]),
        ("bounds", [["0", "inf", True, False]]),
        ("bounds", [["zero", "inf", True, False], ["0", "inf", True, False]]),
        ("bounds", [["0", "inf", 1, 0], ["0", "inf", True, False]]),
        ("sides", [["roots"]]),
        ("sides", [["exec", "x"], ["roots", 0, 0, 0, 0]]),
        ("signed", "x"),
    ],
)
def test_ill_formed_systems_are_refused(together: Callable[..., TurnedSystem], part: str, value: Any) -> None:
    data = together(CROSSED, "x y").to_dict()
    assert TurnedSystem.from_dict(data).to_dict() == data
    with pytest.raises(ValueError):
        TurnedSystem.from_dict({**data, part: value})


def test_programs_with_loose_parts_are_refused(together: Callable[..., TurnedSystem], equation: Read) -> None:
    data = program(together(CROSSED, "x y"), equation).to_dict()
    for spoilt in ({"systems": []}, {"systems": [[0, *data["systems"][0][1:]]]}, {"systems": {}}):
        with pytest.raises(ValueError, match="ill-formed"):
            Program.from_dict({**data, **spoilt})
