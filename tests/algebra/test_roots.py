"""All roots within bounds, each proven, and what is said where there is none."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from fractions import Fraction
from time import perf_counter

import mpmath
import pytest

from tmath.algebra.expressions import Expr
from tmath.algebra.program import Builder, Program, run
from tmath.algebra.roots import Roots, find_roots
from tmath.algebra.turn import Turned, turn

Solve = Callable[..., Roots]
CHINCHILLA = "L = E + A/N^0.34 + B/(C/(6*N))^0.28"
LAW = {"E": "1.69", "A": "406.4", "B": "410.7", "C": "1e23"}


def test_lambert_w_on_both_branches(solve: Solve) -> None:
    roots = solve("y = x*exp(-x)", "x", y="0.2")
    expected = [float(mpmath.re(-mpmath.lambertw(mpmath.mpf("-0.2"), k))) for k in (0, -1)]
    assert roots.values == pytest.approx(expected, rel=4e-16)
    assert roots.complete
    assert all(error is not None and error < 3e-16 for error in roots.errors)


@pytest.mark.parametrize("loss", ["2.00502", "2.0050101281", "2.00501012809284"])
def test_two_roots_however_close(solve: Solve, loss: str) -> None:
    roots = solve(CHINCHILLA, "N", L=loss, **LAW)
    assert len(roots.values) == 2
    assert roots.complete
    with mpmath.workdps(40):
        e, a, b, c, target = (mpmath.mpf(text) for text in (*LAW.values(), loss))
        alpha, beta = mpmath.mpf("0.34"), mpmath.mpf("0.28")
        for value in roots.values:
            found = mpmath.findroot(lambda n: e + a / n**alpha + b / (c / (6 * n)) ** beta - target, mpmath.mpf(value))
            assert value == pytest.approx(float(found), rel=1e-15)


def test_between_them_the_least_loss(solve: Solve) -> None:
    roots = solve(CHINCHILLA, "N", L="2.005", **LAW)
    assert roots.values == ()
    assert roots.complete
    assert roots.attainable is not None
    best = roots.attainable.high
    assert best.reached
    a, b, alpha, beta = 406.4, 410.7, 0.34, 0.28
    at = (alpha * a / (beta * b)) ** (1 / (alpha + beta)) * (1e23 / 6) ** (beta / (alpha + beta))  # Hoffmann's G
    assert best.at == pytest.approx(at, rel=1e-6)
    assert best.side == pytest.approx(1.69 + a / at**alpha + b / (1e23 / 6 / at) ** beta, rel=1e-12)


def test_close_pairs_without_algebra(solve: Solve) -> None:
    for y in ("0.3678794411714", "0.36787944117144", "0.3678794411714423"):
        with mpmath.workdps(40):
            expected = [float(mpmath.re(-mpmath.lambertw(-mpmath.mpf(y), k))) for k in (0, -1)]
        assert solve("y = x*exp(-x)", "x", y=y).values == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "low", "high", "expected"),
    [
        ("0 = (x - 2)^2", 0, 10, [2]),
        ("0 = (x - 2)^3*(x - 3)^2*(x + 1)", -5, 5, [-1, 2, 3]),
        ("0 = x^4 - 10*x^3 + 35*x^2 - 50*x + 24", 0, math.inf, [1, 2, 3, 4]),
        ("0 = x^5 - 7*x^4 + 19*x^3 - 25*x^2 + 16*x - 4", 0, math.inf, [1, 2]),
        ("x + 1/x = 2", 0, math.inf, [1]),
        ("x^3 = 3*x + 1", -10, 10, [2 * math.cos(math.pi * k / 9) for k in (1, 5, 7)]),
        ("sqrt(x - 3) = 0", 0, 10, [3]),
        ("abs(x - 1) + abs(x - 2) = 3", -10, 10, [0, 3]),
        ("max(x, 1/x) = 4", 0, math.inf, [0.25, 4]),
        ("min(x^2, 8/x) = 4", 0, math.inf, [2]),
        ("(x if x < 2 else x^2) = 1", 0, math.inf, [1]),
        ("(x if x < 2 else 10 - x) = 1", 0, math.inf, [1, 9]),
        ("x^2 = 0", -1, 1, [0]),
        ("tan(x) = 1", 0, 4, [math.pi / 4, 5 * math.pi / 4]),
        ("sin(x) = 0.5", 0, 7, [math.pi / 6, 5 * math.pi / 6, 13 * math.pi / 6]),
    ],
)
def test_every_root_once(text: str, low: float, high: float, expected: list[float], solve: Solve) -> None:
    roots = solve(text, "x", low, high, low_open=False, signed=("x",))
    assert len(roots.values) == len(expected)
    assert list(roots.values) == pytest.approx(sorted(expected), rel=1e-12, abs=1e-15)
    assert roots.complete


def test_roots_found_and_not_proven_complete(solve: Solve) -> None:
    roots = solve("x^x = 0.7", "x")
    expected = [float(mpmath.exp(mpmath.lambertw(mpmath.log(0.7), k)).real) for k in (-1, 0)]
    assert roots.values == pytest.approx(expected, rel=1e-12)
    assert all(roots.errors)
    assert not roots.complete


def test_multiple_roots_are_exact(solve: Solve) -> None:
    roots = solve("0 = x^5 - 7*x^4 + 19*x^3 - 25*x^2 + 16*x - 4", "x")
    assert (roots.values, roots.errors) == ((1.0, 2.0), (0.0, 0.0))


def test_far_outside_the_usual(solve: Solve) -> None:
    assert solve("y = exp(1/x)", "x", y="1.0000000000000000001").values == pytest.approx((1e19,), rel=1e-12)
    assert solve("y = x^34 + x", "x", y="1e300").values == pytest.approx((10 ** (300 / 34),), rel=1e-13)
    assert solve("y = 1/(1 + exp(x)) + 1/x", "x", y="0.001").values == pytest.approx((1000,), rel=1e-15)
    assert solve("y = x + 1e-19/x", "x", y="1e-9").complete
    assert solve("9^(9^x) = y", "x", y=5).values == ()


def test_small_differences_of_large_terms(solve: Solve) -> None:
    roots = solve("a + x^0.5 = b", "x", a="1e10", b="10000000000.0000001")
    assert roots.values == pytest.approx((1e-14,), rel=1e-15)
    roots = solve("a + x*log(x + 2) = b", "x", a="1e10", b="10000000000.0000001")
    with mpmath.workdps(40):
        expected = mpmath.findroot(lambda x: x * mpmath.log(x + 2) - mpmath.mpf("1e-7"), mpmath.mpf("1.4e-7"))
    assert roots.values == pytest.approx((float(expected),), rel=1e-15)


def test_ends_of_the_bounds(solve: Solve) -> None:
    assert solve("y = x^2 + x", "x", 1, 5, low_open=False, y=2).values == (1,)
    assert solve("y = x^2 + x", "x", 1, 5, low_open=True, y=2).values == ()
    assert solve("y = x^2 + x", "x", 1, 5, y=30).values == (5,)
    assert solve("y = 0.1*x*(x + 3)", "x", 1, 5, low_open=False, y=0.1 * 1 * (1 + 3)).values == (1,)


def test_outside_the_bounds(solve: Solve) -> None:
    roots = solve("M = a + b/t", "t", 1, math.inf, low_open=False, M="10e9", a="20e9", b="12.8e9")
    assert roots.values == ()
    assert roots.rejected == pytest.approx((-1.28,))
    assert roots.attainable is not None
    low, high = roots.attainable.low, roots.attainable.high
    assert (low.side, low.at, low.reached) == (32.8e9, 1, True)
    assert (high.side, high.at, high.reached) == (20e9, math.inf, False)
    assert solve("y = x^2", "x", 1, math.inf, y="0.25").rejected == (0.5,)


def test_flat_pieces(solve: Solve) -> None:
    assert solve("y = max(x, 3)", "x", y=3).intervals == ((0, 3, False, True),)
    assert solve("y = min(x, 3)", "x", y=3).intervals == ((3, math.inf, True, False),)
    assert solve("y = (5 if x < 2 else 7 if x <= 4 else x)", "x", y=7).intervals == ((2, 4, True, True),)
    roots = solve("y = (5 if x < 2 else 7 if x <= 4 else x)", "x", y=7)
    assert roots.values == (7,)
    assert solve("y = w*x/x", "x", y="0.3", w="0.3").intervals == ((0, math.inf, False, False),)


def test_borders_at_poles(solve: Solve) -> None:
    roots = solve("y = abs(1/(x - a))", "x", y="0.25", a=7)
    assert roots.values == (3, 11)
    assert roots.complete


def test_pieces_end_where_a_side_has_no_value(solve: Solve) -> None:
    roots = solve("a*x = min(sqrt(b - c*x), d) + e", "x", a=1, b=100, c=10, d=8, e=1)
    (x,) = roots.values
    assert x == pytest.approx(min(math.sqrt(100 - 10 * x), 8) + 1, rel=1e-15)
    assert solve("a*x = min(sqrt(b - c*x), d) + e", "x", a=1, b=100, c=10, d=3, e=1).values == (4,)


def test_unknowns_that_cancel_but_for_rounding(equation: Callable[[str], tuple[Expr, Expr]]) -> None:
    turned = turn(*equation("a*x*b = x*exp(-c)"), "x")
    roots = find_roots(turned, {"a": math.exp(-1.5) / 3, "b": 3.0, "c": 1.5})
    assert roots.intervals == ((0, math.inf, False, False),)


def test_steps(solve: Solve) -> None:
    assert solve("y = ceil(x)", "x", y=3).intervals == ((2, 3, False, True),)
    assert solve("y = floor(x/7)*5", "x", y=15).intervals == ((21, 28, True, False),)
    assert solve("y = floor(x/7)*5", "x", y=16).gap == (15, 20)
    assert solve("y = ceil(x)*ceil(x/3)", "x", y=12).intervals == ((5, 6, False, True),)
    assert solve("y = ceil(ceil(x/3)/2)", "x", y=4).intervals == ((18, 24, False, True),)
    assert solve("y = ceil(x) + x", "x", y="5.5").values == (2.5,)
    assert solve("y = floor(x)", "x", -10, 10, signed=("x", "y"), y=-3).intervals == ((-3, -2, True, False),)
    sawtooth = solve("cost = ceil(c/n)*n*p", "n", 1, 1000, low_open=False, cost=1400, c=100, p=10)
    assert sawtooth.values == pytest.approx((140 / 3, 70, 140), rel=1e-15)
    assert sawtooth.complete


def test_identity_and_contradiction(solve: Solve) -> None:
    assert solve("x - y = x - 3", "x", y=3).intervals == ((0, math.inf, False, False),)
    never = solve("x - y = x - 3", "x", y=4)
    assert (never.values, never.intervals, never.complete) == ((), (), True)


def test_no_unknown_hangs(solve: Solve) -> None:
    start = perf_counter()
    solve("y = sin(x^3)*exp(sin(50*x))/(1 + cos(x)^2)", "x", 0, 100, y="0.3")
    assert perf_counter() - start < 3
    start = perf_counter()
    roots = solve("y = sin(1/x)", "x", y="0.5")
    assert perf_counter() - start < 3
    assert not roots.complete


def test_turned_equations_are_data(equation: Callable[[str], tuple[Expr, Expr]]) -> None:
    builder = Builder()
    builder.roots("h", turn(*equation("M = 12*L*h^2 + V*h"), "h"))
    builder.define("wide", equation("w = 4*h")[1])
    program = Program.from_dict(json.loads(json.dumps(builder.build().to_dict())))
    (state,) = run(program, {"M": 7_000_000_000, "L": 32, "V": 32_000})
    assert state["wide"] == 4 * state["h"]
    assert 12 * 32 * state["h"] ** 2 + 32_000 * state["h"] == pytest.approx(7e9, rel=1e-15)
    assert state.roots["h"].complete
    for damage in ({"x": 3}, {"sides": [["roots"]]}, {"signed": "x"}, {"more": 1}):
        with pytest.raises(ValueError, match=r"ill-formed|no such|unknown"):
            Turned.from_dict({**turn(*equation("y = x"), "x").to_dict(), **damage})


def test_branches_of_a_program(equation: Callable[[str], tuple[Expr, Expr]]) -> None:
    builder = Builder()
    builder.roots("x", turn(*equation("0 = (x - 2)*(x - 3)"), "x"))
    builder.roots("z", turn(*equation("z^2 = x + y"), "z"))
    states = run(builder.build(), {"y": 7})
    assert [(s["x"], s["z"]) for s in states] == [(2, 3), (3, pytest.approx(math.sqrt(10), rel=1e-15))]


def test_without_ball_arithmetic(solve: Solve, monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins
    import sys

    real = builtins.__import__

    def missing(name: str, *args: object, **more: object) -> object:
        if name in ("flint", "tmath.algebra.balls", "tmath.algebra.certify"):
            raise ImportError(name)
        return real(name, *args, **more)  # type: ignore[arg-type]

    for module in ("tmath.algebra.balls", "tmath.algebra.certify"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(builtins, "__import__", missing)
    for text, expected in [("y = x^2 + x^0.5", 2.0), ("y = x*exp(-x)", 2.0), ("0 = (x - 2)*(x + 5)", 2.0)]:
        roots = solve(text, "x", 1.5, 3, y={"y = x^2 + x^0.5": 4 + math.sqrt(2)}.get(text, 2 * math.exp(-2)))
        assert roots.values == pytest.approx((expected,), rel=1e-12)
        assert roots.errors == (None,) or roots.errors == (0.0,)


def test_missing_values_are_an_error(equation: Callable[[str], tuple[Expr, Expr]]) -> None:
    with pytest.raises(KeyError, match="y"):
        find_roots(turn(*equation("y = x^2"), "x"), {"z": Fraction(1)})
