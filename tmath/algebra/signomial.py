"""Equations as signomials in one unknown: sum of c * x^e, the exponents real and the coefficients free of x."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from tmath.algebra.nodes import ONE, ZERO, Expr, div, mul, name, neg, number, power
from tmath.algebra.tidy import Signed, factors, gathered, quotient, signed_sum
from tmath.algebra.walking import postorder
from tmath.records import dataclass

MOST_TERMS = 64
MOST_PARTS = 400  # summands of all coefficients together
MOST_WORK = 4000  # products of two parts
LARGEST_EXPANSION = 12  # (a + b)^n is multiplied out up to here

Exponent = tuple[Fraction, frozenset[tuple[Expr, Fraction]]]  # a number, and multiples of symbolic parts
Terms = dict[Exponent, list[Signed]]
PLAIN: Exponent = (Fraction(0), frozenset())
UNIT: Exponent = (Fraction(1), frozenset())


@dataclass(frozen=True, slots=True)
class Signomial:
    """sum of coefficient * x^exponent = 0; `bottoms` were multiplied away and must not vanish at a root."""

    terms: tuple[tuple[Expr, Expr], ...]  # (exponent, coefficient), falling where the exponents are numbers
    bottoms: tuple[Expr, ...] = ()

    @property
    def constant(self) -> bool:
        """Whether the unknown has dropped out."""
        return all(exponent is ZERO for exponent, _ in self.terms)


class _NotSignomialError(Exception):
    """The expression is no quotient of signomials of moderate size."""


def _shift(a: Exponent, b: Exponent, times: Fraction = Fraction(1)) -> Exponent:
    """a + times * b"""
    parts = dict(a[1])
    for atom, factor in b[1]:
        parts[atom] = parts.get(atom, Fraction(0)) + times * factor
    return a[0] + times * b[0], frozenset((atom, factor) for atom, factor in parts.items() if factor)


def _exponent(expr: Expr) -> Exponent:
    """An exponent taken apart: numbers added up, multiples of symbolic parts collected."""
    result = PLAIN
    stack = [(expr, Fraction(1))]
    while stack:
        node, times = stack.pop()
        value = node.number
        if value is not None:
            result = (result[0] + times * value, result[1])
        elif node.op in ("add", "sub"):
            stack += [(node.args[0], times), (node.args[1], times if node.op == "add" else -times)]
        elif node.op == "neg":
            stack.append((node.args[0], -times))
        elif node.op == "mul" and (scale := node.args[0].number) is not None:
            stack.append((node.args[1], times * scale))
        elif node.op in ("mul", "div") and (scale := node.args[1].number) is not None and scale != 0:
            stack.append((node.args[0], times * scale if node.op == "mul" else times / scale))
        else:
            result = _shift(result, (Fraction(0), frozenset({(node, Fraction(1))})), times)
    return result


def exponent_expr(exponent: Exponent) -> Expr:
    """An exponent as an expression."""
    constant, parts = exponent
    terms: list[Signed] = []
    for atom, factor in sorted(parts, key=lambda part: str(part[0])):
        terms.append((1 if factor > 0 else -1, atom if abs(factor) == 1 else mul(number(abs(factor)), atom)))
    if constant or not terms:
        terms.append((1 if constant >= 0 else -1, number(abs(constant))))
    return signed_sum(terms)


# -- arithmetic of terms -----------------------------------------------------------------------


def _times(a: Expr, b: Expr) -> Expr:
    """a * b, with one over something as a division."""
    if b.op == "div" and b.args[0] is ONE:
        return div(a, b.args[1])
    if a.op == "div" and a.args[0] is ONE:
        return div(b, a.args[1])
    return mul(b, a) if b.number is not None else mul(a, b)


def _cleaned(terms: Terms) -> Terms:
    kept = {exponent: gathered(parts) for exponent, parts in terms.items()}
    kept = {exponent: parts for exponent, parts in kept.items() if parts}
    if len(kept) > MOST_TERMS or sum(map(len, kept.values())) > MOST_PARTS:
        raise _NotSignomialError
    return kept


def _added(a: Terms, b: Terms, sign: int = 1) -> Terms:
    result = {exponent: list(parts) for exponent, parts in a.items()}
    for exponent, parts in b.items():
        result.setdefault(exponent, []).extend((sign * s, part) for s, part in parts)
    return _cleaned(result)


def _inverted(terms: Terms) -> Terms:
    """One over a single term."""
    ((exponent, parts),) = terms.items()
    coefficient = signed_sum(parts)
    sign, coefficient = (-1, coefficient.args[0]) if coefficient.op == "neg" else (1, coefficient)
    return {_shift(PLAIN, exponent, Fraction(-1)): [(sign, div(ONE, coefficient))]}


_one: Terms = {PLAIN: [(1, ONE)]}


@dataclass(slots=True)
class _Rational:
    """A quotient of signomials; a bottom of one term is always divided out."""

    top: Terms
    bottom: Terms


class _Collector:
    """Brings expressions to quotients of signomials, within a limited amount of work."""

    def __init__(self, x: str):
        self.x, self.work = x, MOST_WORK

    def multiplied(self, a: Terms, b: Terms) -> Terms:
        self.work -= sum(map(len, a.values())) * sum(map(len, b.values()))
        if self.work < 0:
            raise _NotSignomialError
        result: Terms = {}
        for p, left in a.items():
            for q, right in b.items():
                made = [(s * t, _times(c, d)) for s, c in left for t, d in right]
                result.setdefault(_shift(p, q), []).extend(made)
        return _cleaned(result)

    def rational(self, top: Terms, bottom: Terms) -> _Rational:
        if not bottom:
            raise _NotSignomialError
        if len(bottom) == 1 and bottom != _one:
            return _Rational(self.multiplied(top, _inverted(bottom)), _one)
        return _Rational(_one, _one) if top == bottom else _Rational(top, bottom)

    def sum(self, a: _Rational, b: _Rational, sign: int) -> _Rational:
        if a.bottom == b.bottom:
            return self.rational(_added(a.top, b.top, sign), a.bottom)
        top = _added(self.multiplied(a.top, b.bottom), self.multiplied(b.top, a.bottom), sign)
        return self.rational(top, self.multiplied(a.bottom, b.bottom))

    def ratio(self, a: _Rational, b: _Rational) -> _Rational:
        if not b.top:
            raise _NotSignomialError
        if a.bottom == b.bottom:
            return self.rational(a.top, b.top)
        return self.rational(self.multiplied(a.top, b.bottom), self.multiplied(a.bottom, b.top))

    def product(self, a: _Rational, b: _Rational) -> _Rational:
        if a.top == b.bottom:
            return self.rational(b.top, a.bottom)
        if b.top == a.bottom:
            return self.rational(a.top, b.bottom)
        return self.rational(self.multiplied(a.top, b.top), self.multiplied(a.bottom, b.bottom))

    def raised(self, base: _Rational, exponent: Expr) -> _Rational:
        n = exponent.number
        if len(base.top) == 1 and base.bottom == _one:
            ((old, parts),) = base.top.items()
            return _Rational({_scaled(old, exponent): [_coefficient_power(parts, exponent)]}, _one)
        if n is None or n.denominator != 1 or abs(n) > LARGEST_EXPANSION:
            raise _NotSignomialError
        if n < 0:
            base, n = self.ratio(_Rational(_one, _one), base), -n
        result = _Rational(_one, _one)
        for _ in range(int(n)):
            result = self.product(result, base)
        return result

    def node(self, node: Expr, args: list[_Rational]) -> _Rational:
        match node.op:
            case "add" | "sub":
                return self.sum(args[0], args[1], 1 if node.op == "add" else -1)
            case "neg":
                return _Rational(_added({}, args[0].top, -1), args[0].bottom)
            case "mul":
                return self.product(args[0], args[1])
            case "div":
                return self.ratio(args[0], args[1])
            case "pow" if self.x not in node.args[1].names:
                return self.raised(args[0], node.args[1])
            case "sqrt":
                return self.raised(args[0], number(Fraction(1, 2)))
        raise _NotSignomialError

    def terms(self, expr: Expr) -> _Rational:
        """An expression as a quotient."""
        done: dict[Expr, _Rational] = {}
        for node in postorder([expr], lambda node: self.x in node.names):
            if self.x not in node.names:
                done[node] = _free(node)
            elif node.op == "name":
                done[node] = _Rational({UNIT: [(1, ONE)]}, _one)
            else:
                done[node] = self.node(node, [done[a] for a in node.args])
        return done[expr]


def _free(node: Expr) -> _Rational:
    """An expression free of the unknown stays whole."""
    if node is ZERO:
        return _Rational({}, _one)
    return _Rational({PLAIN: [(-1, node.args[0]) if node.op == "neg" else (1, node)]}, _one)


def _coefficient_power(parts: list[Signed], exponent: Expr) -> Signed:
    n, coefficient = exponent.number, signed_sum(parts)
    if coefficient.op == "neg" and n is not None and n.denominator == 1:
        return (-1 if n % 2 else 1), power(coefficient.args[0], exponent)
    if coefficient.op == "div" and coefficient.args[0] is ONE:
        return 1, div(ONE, power(coefficient.args[1], exponent))
    return 1, power(coefficient, exponent)


def _scaled(old: Exponent, exponent: Expr) -> Exponent:
    n = exponent.number
    if n is not None:
        return _shift(PLAIN, old, n)
    if not old[1]:
        return _shift(PLAIN, _exponent(exponent), old[0])
    return _exponent(mul(exponent_expr(old), exponent))


# -- equations ---------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def cross_multiplied(left: Expr, right: Expr, x: str) -> tuple[Terms, tuple[Terms, ...]] | None:
    """left - right as terms once the bottoms are multiplied away, and those bottoms; None where it is none."""
    try:
        collector = _Collector(x)
        a, b = collector.terms(left), collector.terms(right)
        both = collector.sum(a, b, -1)
    except _NotSignomialError:
        return None
    return both.top, tuple(t.bottom for t in (a, b) if t.bottom != _one)


def terms_expr(terms: Terms, x: Expr) -> Expr:
    """Terms as an expression again."""
    parts = [(1, mul(signed_sum(c), power(x, exponent_expr(e)))) for e, c in terms.items()]
    return signed_sum(parts)


def signomial(expr: Expr, x: str) -> Signomial | None:
    """expr = 0 as a signomial in x, falling exponents first; None where it is none.

    Source: Duffin, Peterson, Zener 1967, Geometric Programming.
    """
    found = cross_multiplied(expr, ZERO, x)
    return None if found is None else as_signomial(*found, name(x))


def as_signomial(terms: Terms, bottoms: tuple[Terms, ...], unknown: Expr) -> Signomial:
    """Terms in order, as expressions."""
    ordered = sorted(terms, key=lambda e: e[0], reverse=True) if _numeric(terms) else list(terms)
    pairs = tuple((exponent_expr(e), signed_sum(terms[e])) for e in ordered)
    return Signomial(pairs, tuple(terms_expr(b, unknown) for b in bottoms))


def _numeric(terms: Mapping[Exponent, object]) -> bool:
    return all(not parts for _, parts in terms)


def two_term_root(terms: Terms) -> tuple[Expr, Expr] | None:
    """Of c x^p + d x^q = 0 the pair (ratio, exponent) with x^exponent = ratio; None for any other number of terms.

    Source: collecting, the first thing anyone does by hand.
    """
    if len(terms) != 2:
        return None
    (p, c), (q, d) = terms.items()
    difference = _shift(p, q, Fraction(-1))
    if not difference[1] and difference[0] < 0:
        c, d, difference = d, c, _shift(q, p, Fraction(-1))
    return _read_well([(-sign, part) for sign, part in d], c), exponent_expr(difference)


def _read_well(top: list[Signed], bottom: list[Signed]) -> Expr:
    """top / bottom, both turned over where that leaves fewer sums that begin with a minus."""

    def clumsy(signs: tuple[list[Signed], list[Signed]]) -> tuple[int, int]:
        return sum(all(s < 0 for s, _ in part) for part in signs), sum(part[0][0] < 0 for part in signs)

    turned = ([(-s, part) for s, part in top], [(-s, part) for s, part in bottom])
    top, bottom = min((top, bottom), turned, key=clumsy)
    return quotient_of(signed_sum(top), signed_sum(bottom))


def quotient_of(top: Expr, bottom: Expr) -> Expr:
    """top / bottom on one fraction line."""
    above, below, s = factors(top)
    above2, below2, t = factors(bottom)
    result = quotient([*above, *below2], [*below, *above2])
    return neg(result) if s * t < 0 else result
