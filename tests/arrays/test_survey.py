"""What is proven of expressions holds at every point that is tried."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tmath.algebra.nodes import ONE, Expr, call, compare, make, name, number, power, select
from tmath.algebra.program import evaluate
from tmath.arrays.ranges import Range, point
from tmath.arrays.survey import Sort, Survey
from tmath.language.system import Domain

X, A = name("x"), name("a")
WITHIN = {"x": Range(0.5, 8.0, False, True), "a": Range(0.0, 4.0, True, False)}
SORTS = {"x": Sort(WITHIN["x"], 1, (1.0, 1.0)), "a": Sort(WITHIN["a"], 0, (0.0, 0.0))}
leaves = st.sampled_from([X, A, ONE, number(3), number(Fraction(1, 4)), number(-2)])
exponents = st.sampled_from([number(2), number(-1), number(Fraction(1, 2)), number("-0.34"), number(3)])


def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(st.sampled_from(["add", "sub", "mul", "div"]), pairs).map(lambda t: make(t[0], t[1])),
        st.tuples(st.sampled_from(["min", "max"]), pairs).map(lambda t: call(t[0], *t[1])),
        st.tuples(st.sampled_from(["sqrt", "exp", "log", "abs", "ceil", "floor"]), inner).map(lambda t: call(*t)),
        st.tuples(inner, exponents).map(lambda t: power(*t)),
        st.tuples(inner, inner, inner).map(lambda t: select(compare("lt", t[0], number(2)), t[1], t[2])),
    )


exprs = st.recursive(leaves, grown, max_leaves=8)
xs = st.floats(0.5, 7.999)
values = st.floats(0.001, 4.0)


def at(expr: Expr, x: float, a: float) -> float:
    found = float(evaluate(expr, {"x": x, "a": a}))
    assume(math.isfinite(found) and abs(found) < 1e12)
    return found


@settings(max_examples=400, deadline=None)
@given(exprs, xs, xs, values)
def test_ranges_trends_and_rates(expr: Expr, x: float, y: float, a: float) -> None:
    sort = Survey(SORTS)[expr]
    low, high = sorted((x, y))
    first, last = at(expr, low, a), at(expr, high, a)
    slack = 1e-9 * max(1.0, abs(first), abs(last))
    for value in (first, last):
        assert sort.range.low - slack <= value <= sort.range.high + slack
        assert not (sort.range.positive and value < 0)
    if sort.trend == 0:
        assert abs(first - last) <= slack
    elif sort.trend is not None:
        assert (last - first) * sort.trend >= -slack
    if sort.rate is not None and first > 1e-9 and last > 1e-9 and high > low * 1.001:
        rate = math.log(last / first) / math.log(high / low)
        assert sort.rate[0] - 1e-6 <= rate <= sort.rate[1] + 1e-6


def test_open_and_closed_ends() -> None:
    survey = Survey({"x": Sort(Range(0.0), 1, (1.0, 1.0)), "n": Sort(Range(0.0, 1.0, False, False))})
    assert survey[call("sqrt", X)].range.positive
    assert survey[make("mul", (X, X))].range == Range(0.0)
    assert not survey[name("n")].range.positive
    assert survey[make("div", (X, make("add", (X, ONE))))].trend == 1  # by its rate, between 0 and 1
    assert survey[make("sub", (make("mul", (X, X)), X))].trend is None
    assert point(2.0).within(Domain(low=Fraction(1)))
    assert not Range(0.0).within(Domain(low=Fraction(1)))
    assert not Range(0.0, 2.0, False, False).within(Domain())
