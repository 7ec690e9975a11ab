"""Gathered and spread again: what the machine computes is what the small interpreter computes."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tmath.algebra.nodes import ONE, Expr, both, call, compare, make, name, negate, number, power, select
from tmath.algebra.program import evaluate, program_of
from tmath.arrays.compile import Kernel, scalar_function
from tmath.arrays.lower import lower

X, Y, Z = name("x"), name("y"), name("z")
numbers = st.sampled_from(
    [ONE, number(-1), number(3), number("0.1"), number(Fraction(1, 49)), number(10**9), number(-2)]
)
leaves = st.one_of(st.sampled_from([X, Y, Z]), numbers)
exponents = st.sampled_from([number(2), number(-1), number(Fraction(1, 2)), number("-0.34"), number(3), number(-5)])


def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pairs = st.tuples(inner, inner)
    tests = st.tuples(st.sampled_from(["lt", "le", "gt", "ge"]), pairs).map(lambda t: compare(t[0], *t[1]))
    logic = st.tuples(tests, tests).map(lambda t: both(t[0], negate(t[1])))
    return st.one_of(
        st.tuples(st.sampled_from(["add", "sub", "mul", "div"]), pairs).map(lambda t: make(t[0], t[1])),
        st.tuples(st.sampled_from(["min", "max"]), pairs).map(lambda t: call(t[0], *t[1])),
        st.tuples(st.sampled_from(["sqrt", "exp", "log", "abs"]), inner).map(lambda t: call(*t)),
        st.tuples(inner, exponents).map(lambda t: power(*t)),
        st.tuples(logic, inner, inner).map(lambda t: select(*t)),
    )


exprs = st.recursive(leaves, grown, max_leaves=14)
points = st.tuples(*[st.floats(0.1, 20.0)] * 3)


@settings(max_examples=300, deadline=None)
@given(exprs, points)
def test_equal_to_the_interpreter(expr: Expr, point: tuple[float, ...]) -> None:
    at = dict(zip("xyz", point, strict=True))
    wanted = float(evaluate(expr, at))
    moved = float(evaluate(expr, {key: value * (1 + 1e-9) for key, value in at.items()}))
    assume(math.isfinite(wanted) and abs(wanted) < 1e100)
    assume(abs(moved - wanted) <= 1e-6 * abs(wanted))  # near a jump or a cancellation nothing can be told
    program = program_of({"value": expr, "ok": ONE})
    for gather in (True, False):
        code = lower(program, gather)
        out = np.empty(3)
        for varying in ({"x", "y", "z"}, {"x"}, set()):
            arrays = {key: np.full(3, value) if key in varying else value for key, value in at.items()}
            Kernel(code, varying, ["value"]).run(arrays, [out], 0, 3)
            assert out[1] == pytest.approx(wanted, rel=1e-9)
        function = scalar_function(code, ["x", "y", "z"], lambda *x: wanted)  # where floats overflow
        assert function(*point) == pytest.approx(wanted, rel=1e-9)


def operations(expr: Expr, **exact: object) -> list[str]:
    return [op.name for op in lower(program_of({"value": expr}), **exact).ops if op.name != "input"]  # type: ignore[arg-type]


def test_units_cost_nothing() -> None:
    gigabytes = make("mul", (X, number(10**9)))
    assert operations(make("div", (make("mul", (gigabytes, Y)), number(10**9)))) == ["mul"]


def test_like_terms_and_common_factors() -> None:
    assert operations(make("add", (make("mul", (X, Y)), make("mul", (X, Z))))) == ["add", "mul"]
    assert operations(make("sub", (make("add", (X, make("mul", (number(2), Y)))), Y))) == ["add"]
    assert operations(make("add", (make("div", (X, Z)), make("div", (Y, Z))))) == ["add", "div"]
    assert operations(make("div", (make("div", (X, Y)), make("div", (Z, X))))) == ["mul", "mul", "div"]


def test_whole_numbers_come_out_whole() -> None:
    part = make("div", (X, number(49)))
    code = lower(program_of({"value": part}), exact={"value"})
    out = np.empty(200)
    Kernel(code, {"x"}, ["value"]).run({"x": 49 * np.arange(200.0)}, [out], 0, 200)
    assert out.tolist() == list(range(200))
    steps = lower(program_of({"value": call("ceil", make("sub", (part, number(Fraction(1, 7)))))}))
    Kernel(steps, {"x"}, ["value"]).run({"x": 49 * np.arange(200.0) + 7}, [out], 0, 200)
    assert out.tolist() == list(range(200))


def test_equal_operations_are_done_once() -> None:
    square = make("mul", (X, X))
    assert operations(make("add", (call("exp", square), call("log", square)))) == ["mul", "exp", "log", "add"]


def test_register_one_is_not_the_number_one() -> None:
    ratio = make("div", (Y, X))
    expr = make("add", (make("div", (ONE, X)), make("mul", (ratio, ratio))))
    assert float(evaluate(expr, {"x": 8.0, "y": 24.0})) == 9.125
    out = np.empty(1)
    Kernel(lower(program_of({"value": expr})), {"x", "y"}, ["value"]).run(
        {"x": np.array([8.0]), "y": np.array([24.0])}, [out], 0, 1
    )
    assert out[0] == 9.125
