"""What must hold of an answer, as expressions: bounds, whole numbers, sides that agree, margins of constraints."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from fractions import Fraction

from tmath.algebra.nodes import (
    ONE,
    TRUE,
    ZERO,
    Expr,
    add,
    both,
    call,
    compare,
    div,
    either,
    mul,
    negate,
    number,
    select,
    sub,
)  # fmt: skip
from tmath.arrays.ranges import Range
from tmath.arrays.sheet import Margin
from tmath.language.system import Domain

ANY = Range()
EXACTLY = Fraction(0)
SLACK = Fraction(1, 10**9)  # relative, as everywhere computed values are held against bounds and equations
ROUNDING = Fraction(1, 10**12)
LARGEST = number(Fraction(sys.float_info.max))
NOTHING = div(ZERO, ZERO)  # no number


def every(conditions: Iterable[Expr]) -> Expr:
    """All of them."""
    result = TRUE
    for condition in conditions:
        result = both(result, condition)
    return result


def within(x: Expr, domain: Domain, known: Range, slack: Fraction = SLACK) -> Expr:
    """That a value lies within bounds, as far as its range does not prove it, rounding errors forgiven."""
    conditions = []
    if domain.low is not None and not known.within(Domain(low=domain.low, low_open=domain.low_open)):
        low = domain.low - slack * abs(domain.low)
        conditions.append(compare("gt" if domain.low_open and domain.low == 0 else "ge", x, number(low)))
    if domain.high is not None and not known.within(Domain(low=None, high=domain.high)):
        conditions.append(compare("le", x, number(domain.high + slack * abs(domain.high))))
    return every(conditions)


def finite(x: Expr, known: Range) -> Expr:
    """That a value is a number, not infinite."""
    if known.low >= 0:
        return compare("le", x, LARGEST)
    return compare("le", call("abs", x), LARGEST)


def flagged(x: Expr, domain: Domain) -> Expr:
    """That a value is whole, a multiple, a member of a set, where its quantity must be."""
    conditions = []
    if domain.multiple_of is not None:
        parts = div(x, number(domain.multiple_of))
        conditions.append(compare("eq", parts, call("floor", parts)))
    elif domain.integer and domain.members is None:
        conditions.append(compare("eq", x, call("floor", x)))
    if domain.members is not None:
        one_of = negate(TRUE)
        for member in domain.members:
            one_of = either(one_of, compare("eq", x, number(member)))
        conditions.append(one_of)
    return every(conditions)


def rounded(x: Expr) -> Expr:
    """The nearest whole number."""
    return call("floor", add(x, number(Fraction(1, 2))))


def whole(x: Expr) -> Expr:
    """That a computed value is a whole number, rounding errors forgiven."""
    error = call("abs", sub(x, rounded(x)))
    return compare("le", error, mul(number(SLACK), call("max", ONE, call("abs", x))))


def same(left: Expr, right: Expr, tolerance: Fraction = SLACK) -> Expr:
    """That two sides agree."""
    scale = call("max", call("abs", left), call("abs", right))
    return compare("le", call("abs", sub(left, right)), mul(number(tolerance), scale))


def solved(left: Expr, right: Expr, terms: Iterable[Expr], tolerance: Fraction = SLACK) -> Expr:
    """That two sides agree, measured against their terms."""
    size = ZERO
    for term in terms:
        size = add(size, call("abs", term))
    return compare("le", call("abs", sub(left, right)), mul(number(tolerance), size))


# -- constraints -----------------------------------------------------------------------------------


def margin(label: str, op: str, left: Expr, right: Expr, known: Range) -> Margin:
    """How far a constraint is from breaking; `known` is the range of the larger of its sides."""
    if op == "divides":
        return _divides(label, left, right)
    scale = call("max", call("abs", left), call("abs", right))
    if not known.positive:
        scale = select(compare("eq", scale, ZERO), ONE, scale)
    difference = sub(right, left) if op in ("<=", "<") else sub(left, right)
    value = div(difference, scale)
    strict = op in ("<", ">")
    holds = compare("gt", value, ZERO) if strict else compare("ge", value, number(-ROUNDING))
    return Margin(label, value, holds)


def _divides(label: str, left: Expr, right: Expr) -> Margin:
    """Zero where the left divides the right, less where something remains; not judged where they are not whole."""
    p, q = rounded(left), rounded(right)
    parts = div(q, p)
    value = div(sub(mul(p, call("floor", parts)), q), q)
    judged = both(whole(left), whole(right))
    return Margin(label, select(judged, value, NOTHING), either(negate(judged), compare("eq", value, ZERO)), False)
