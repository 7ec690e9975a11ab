"""How a root is found for many elements at once: log(one side / the other) as a function of log x, nearly a line.

Where the two sides can be proven to move apart there is one root, and Newton's method finds it from a start at which
a single term outweighs the other side. Where a sum of powers meets a constant the function is convex and has two.
Everything else is scanned.
Source: Boyd et al. 2007, "A tutorial on geometric programming", section 2.5 (convexity in logarithms).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from tmath.algebra.nodes import (
    ZERO,
    Expr,
    add,
    call,
    div,
    mul,
    name,
    neg,
    number,
    power,
    sub,
    total,
)
from tmath.algebra.signomial import signomial
from tmath.algebra.tidy import summands
from tmath.algebra.turn import Leaf, Split, Tree, Turned
from tmath.algebra.walking import substitute
from tmath.arrays.logs import in_log, log_slope
from tmath.arrays.ranges import INF, Range
from tmath.arrays.sheet import Method, Way
from tmath.arrays.survey import Rate, Sort, Survey
from tmath.records import dataclass, replace

WIDEST = 700.0  # |log x| beyond which floats end
MOST_CROSSINGS = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A positive term, and its coefficient and exponent where it is a power of the unknown."""

    expr: Expr
    coefficient: Expr | None = None
    exponent: Expr | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """An equation as two sums of positive terms; what is free of the unknown stands apart on the right."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    rest: Expr  # free of the unknown, added to the right; of any sign where the right has no terms


def study(turned: Turned, known: Survey, within: Range, at: float | None) -> Method:
    """The method for one equation, from what is known of its names; `at` is a root at some generic point.

    Logarithms never reach zero: where it is within bounds it is tried for itself.
    """
    found = _study(turned, known, within, at)
    at_zero = turned.both_sides or (within.low == 0 and not within.low_open)
    if found.kind == "formulas" or not at_zero:
        return found
    return replace(found, ways=(*found.ways, Way(formula=ZERO)))


def at_once(turned: Turned, known: Survey, within: Range) -> Method | None:
    """Newton's method where powers of the unknown provably have one root, whatever formulas there might be."""
    if turned.both_sides or (within.low == 0 and not within.low_open):
        return None
    survey, low, high = _surroundings(turned, known, within)
    sides = two_sides(turned, survey)
    if sides is None or len(sides.left) + len(sides.right) < 2:
        return None
    method = _by_logs(sides, survey, turned.x, None, low, high)
    return method if method is not None and method.rising and method.ways[0].start is not None else None


def tried(members: Iterable[Fraction]) -> Method:
    """The members of a finite set, each of which is put to the equation."""
    return Method("formulas", ZERO, ZERO, tuple(Way(formula=number(member)) for member in members))


def _surroundings(turned: Turned, known: Survey, within: Range) -> tuple[Survey, float, float]:
    """What is known with the unknown varying, and the stretch of its logarithm."""
    survey = Survey({**known.names, turned.x: Sort(within, 1, (1.0, 1.0) if within.low >= 0 else None)})
    low = max(math.log(within.low), -WIDEST) if within.low > 0 else -WIDEST
    high = min(math.log(within.high), WIDEST) if 0 < within.high < INF else WIDEST
    return survey, low, high


def _study(turned: Turned, known: Survey, within: Range, at: float | None) -> Method:
    x = turned.x
    survey, low, high = _surroundings(turned, known, within)
    start = number_of(math.log(at)) if at is not None and at > 0 else None
    formulas = _formulas(turned)
    if formulas is not None:
        return Method("formulas", ZERO, ZERO, tuple(Way(formula=f) for f in formulas), 0, low, high)
    if turned.both_sides:
        return _scan(turned, x, low, high, math.log(-within.low) if within.low > -INF else WIDEST)
    sides = two_sides(turned, survey)
    if sides is not None:
        method = _by_logs(sides, survey, x, start, low, high)
        if method is not None:
            return method
    trend = survey[sub(turned.left, turned.right)].trend
    if trend:
        value = in_log(sub(turned.left, turned.right), x)
        return Method("plain", value, log_slope(value), (Way(start=start),), trend, low, high)
    return _scan(turned, x, low, high)


def number_of(value: float) -> Expr:
    """A float as an exact constant."""
    return number(str(value)) if math.isfinite(value) else ZERO


def _formulas(turned: Turned) -> list[Expr] | None:
    """The closed forms of all pieces, of which each root is one; None where a piece has none."""
    found = _of_tree(turned.tree)
    if found is not None and turned.both_sides:
        opposite = _of_tree(turned.mirror)
        found = None if opposite is None else [*found, *(neg(formula) for formula in opposite)]
    return list(dict.fromkeys(found)) if found and len(set(found)) <= 2 * MOST_CROSSINGS else None


def _of_tree(tree: Tree) -> list[Expr] | None:
    found: list[Expr] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Split):
            stack += [node.otherwise, node.then]
            continue
        ways = [] if node.flat else _closed(node)
        if ways is None:
            return None
        found += ways
    return found


def _closed(leaf: Leaf) -> list[Expr] | None:
    if leaf.paths is None or leaf.steps:
        return None
    formulas = [path[0].formula for path in leaf.paths if len(path) == 1]
    if len(formulas) < len(leaf.paths):
        return None
    return [formula for formula in formulas if formula is not None] if None not in formulas else None


# -- two positive sides --------------------------------------------------------------------------


def two_sides(turned: Turned, survey: Survey) -> Sides | None:
    """The equation as two sums of positive terms, powers collected; None where a sign is not known."""
    x = turned.x
    found = signomial(sub(turned.left, turned.right), x)
    if found is not None and all(survey[bottom].range.sign == 1 for bottom in found.bottoms):
        powers = [
            _power_term(sign, part, exponent, x)
            for exponent, coefficient in found.terms
            for sign, part in _of_known_sign(coefficient, survey)
        ]
        sides = _sorted_out(powers, survey, x)
        if sides is not None:
            return sides
    terms = [*summands(turned.left), *((-sign, term) for sign, term in summands(turned.right))]
    return _sorted_out([(sign, Term(term)) for sign, term in terms], survey, x)


def _of_known_sign(coefficient: Expr, survey: Survey) -> list[tuple[int, Expr]]:
    """A coefficient whole, or in its summands where its own sign is not known: each may stand on another side."""
    return [(1, coefficient)] if survey[coefficient].range.sign is not None else summands(coefficient)


def _power_term(sign: int, coefficient: Expr, exponent: Expr, x: str) -> tuple[int, Term]:
    value = coefficient.number
    negative = coefficient.op == "neg" or (value is not None and value < 0)
    sign, size = (-sign, neg(coefficient)) if negative else (sign, coefficient)
    return sign, Term(mul(size, power(name(x), exponent)), size, exponent)


def _sorted_out(terms: Sequence[tuple[int, Term]], survey: Survey, x: str) -> Sides | None:
    left: list[Term] = []
    right: list[Term] = []
    free: list[tuple[int, Expr]] = []
    for sign, term in terms:
        if x not in term.expr.names:
            free.append((sign, term.expr))
            continue
        own = survey[term.expr].range.sign
        if own is None:
            return None
        if own == 0:
            continue
        if own < 0:
            coefficient = None if term.coefficient is None else neg(term.coefficient)
            sign, term = -sign, Term(neg(term.expr), coefficient, term.exponent)
        (left if sign > 0 else right).append(term)
    if not left:
        left, right = right, left
        free = [(-sign, expr) for sign, expr in free]
    rest = total(neg(expr) if sign > 0 else expr for sign, expr in free)
    if right:  # the rest must have its place on one side
        for sign, expr in free:
            own = survey[expr].range.sign
            if own is None:
                return None
            if own:
                (left if sign * own > 0 else right).append(Term(expr if own > 0 else neg(expr)))
        rest = ZERO
    return Sides(tuple(left), tuple(right), rest)


def _by_logs(sides: Sides, survey: Survey, x: str, start: Expr | None, low: float, high: float) -> Method | None:
    left = total(term.expr for term in sides.left)
    right = add(total(term.expr for term in sides.right), sides.rest)
    p, q = _rates(sides.left, survey), _rates(sides.right, survey)
    if p is None or q is None or right is ZERO:
        return None
    f, slope = _ratio(left, right, x)
    if p[0] >= q[1]:
        return Method("log", f, slope, (Way(start=_start(sides, 1, survey) or start),), 1, low, high)
    if p[1] <= q[0]:
        return Method("log", f, slope, (Way(start=_start(sides, -1, survey) or start),), -1, low, high)
    falling, rising = _start(sides, -1, survey), _start(sides, 1, survey)
    if falling is not None and rising is not None:
        return Method("log", f, slope, (Way(start=falling, number=-1), Way(start=rising, number=1)), 0, low, high)
    return None


def _rates(terms: Sequence[Term], survey: Survey) -> Rate:
    """The rates of a sum of positive terms, from the least to the greatest; zero for none."""
    if not terms:
        return 0.0, 0.0
    rates = [_term_rate(term, survey) for term in terms]
    known = [rate for rate in rates if rate is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if len(known) == len(rates) else None


def _term_rate(term: Term, survey: Survey) -> Rate:
    if term.exponent is not None:
        exponent = survey[term.exponent].range
        return exponent.low, exponent.high
    return survey[term.expr].rate


def _start(sides: Sides, direction: int, survey: Survey) -> Expr | None:
    """Where one of the terms that rise (or fall) alone equals the other side: no root lies beyond.

    None unless every term is a power and the other side is free of the unknown.
    """
    if sides.right or any(term.exponent is None for term in sides.left):
        return None
    ends: list[Expr] = []
    for term in sides.left:
        assert term.exponent is not None and term.coefficient is not None
        sign = survey[term.exponent].range.sign
        if sign is None:
            return None
        if sign == direction:
            ends.append(div(call("log", div(sides.rest, term.coefficient)), term.exponent))
    if not ends:
        return None
    return call("min" if direction > 0 else "max", *ends)


def _ratio(left: Expr, right: Expr, x: str) -> tuple[Expr, Expr]:
    """log(left / right) and its slope, both in log x."""
    p, q = in_log(left, x), in_log(right, x)
    f = sub(call("log", p), call("log", q))
    return f, sub(div(log_slope(p), p), div(log_slope(q), q))


def _scan(turned: Turned, x: str, low: float, high: float, depth: float | None = None) -> Method:
    """The residual over the sum of |terms|; `depth` is the log of the lowest negative value, where there may be one."""
    ways = tuple(Way(number=n) for n in range(MOST_CROSSINGS))
    found = signomial(sub(turned.left, turned.right), x)
    left, right = turned.left, turned.right
    if found is not None and found.bottoms:  # without its poles, beside which a root is easily stepped over
        left, right = total(mul(c, power(name(x), e)) for e, c in found.terms), ZERO
    value = _residual(left, right, x)
    if depth is None:
        return Method("scan", value, ZERO, ways, 0, low, high)
    opposite = {x: neg(name(x))}
    mirror = _residual(substitute(left, opposite), substitute(right, opposite), x)
    ways += tuple(Way(number=n, mirrored=True) for n in range(MOST_CROSSINGS))
    return Method("scan", value, ZERO, ways, 0, low, high, mirror, depth)


def _residual(left: Expr, right: Expr, x: str) -> Expr:
    terms = [*summands(left), *((-sign, term) for sign, term in summands(right))]
    signed = [in_log(term if sign > 0 else neg(term), x) for sign, term in terms]
    return div(total(signed), total(call("abs", term) for term in signed))
