"""One unknown alone on the left: inverse operations in the order a person would apply them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from tmath.algebra.nodes import (
    ONE,
    TWO,
    ZERO,
    Expr,
    add,
    call,
    compare,
    div,
    name,
    neg,
    number,
    power,
    select,
    sub,
)  # fmt: skip
from tmath.algebra.signomial import Signomial, as_signomial, cross_multiplied, quotient_of, two_term_root
from tmath.algebra.signs import sign_of
from tmath.algebra.tidy import factors, quotient, signed_sum, summands, tidy
from tmath.algebra.walking import postorder, rebuild
from tmath.records import dataclass

if TYPE_CHECKING:
    from tmath.language.system import Domain

MOST_BRANCHES = 8
MOST_KERNELS = 8  # tried, from the outermost, and the unknown itself
DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Stage:
    """One step towards the unknown: `unknown` from a formula, or as any root of a signomial in it.

    Formula and coefficients may hold the unknowns of the stages before.
    """

    unknown: str
    formula: Expr | None = None
    signomial: Signomial | None = None
    signed: bool = False  # whether roots of the signomial may be negative


Path = tuple[Stage, ...]  # the last stage gives the unknown of the equation


class _NoWayError(Exception):
    """No inverse operation applies."""


# -- one layer at a time -----------------------------------------------------------------------


def _from_sum(expr: Expr, target: Expr, x: str) -> tuple[Expr, Expr] | None:
    """a + f - b = t  ->  f = t - a + b"""
    terms = summands(expr)
    inside = [term for term in terms if x in term[1].names]
    if len(inside) != 1:
        return None
    sign, inner = inside[0]
    start = [] if target is ZERO else [(1, target)]
    moved = start + [(-s, term) for s, term in terms if term is not inner]
    return inner, signed_sum([(s * sign, term) for s, term in moved])


def _from_product(expr: Expr, target: Expr, x: str) -> list[tuple[Expr, Expr]] | None:
    """a f / b = t  ->  f = t b / a;  a / (b f) = t  ->  f = a / (b t)"""
    above, below, sign = factors(expr)
    up = [f for f in above if x in f.names]
    down = [f for f in below if x in f.names]
    if target is ZERO and up:  # each factor may vanish; what stands below is checked with the roots
        return [(factor, ZERO) for factor in dict.fromkeys(up)]
    if len(up) + len(down) != 1 or target is ZERO:
        return None
    inner = (up + down)[0]
    above = [f for f in above if f is not inner]
    below = [f for f in below if f is not inner]
    top, bottom, other = factors(target)
    value = quotient([*top, *below], [*bottom, *above]) if up else quotient([*above, *bottom], [*below, *top])
    return [(inner, value if sign * other > 0 else neg(value))]


def reciprocal(exponent: Expr) -> Expr:
    """One over an exponent."""
    above, below, sign = factors(exponent)
    value = quotient(below, above)
    return value if sign > 0 else neg(value)


def _root(target: Expr, exponent: Expr) -> Expr:
    """The positive solution u of u^exponent = target."""
    n = exponent.number
    if n == 2:
        return call("sqrt", target)
    if n is not None and n < 0 and target is not ZERO:
        above, below, sign = factors(target)
        flipped = quotient(below, above)
        return _root(flipped if sign > 0 else neg(flipped), number(-n))
    return target if n == 1 else power(target, reciprocal(exponent))


def roots_of_power(base: Expr, target: Expr, exponent: Expr, signed: Collection[str]) -> list[tuple[Expr, Expr]]:
    """base^exponent = target solved for the base: one positive solution, and for whole exponents the negative ones."""
    n, sure = exponent.number, sign_of(base, signed) != "any"
    if sure or (n is not None and n.denominator != 1):
        return [(base, _root(target, exponent))]
    if n is None:
        raise _NoWayError
    if target is ZERO:
        return [(base, ZERO)]
    if n % 2 == 0:
        root = _root(target, exponent)
        return [(base, root), (base, neg(root))]
    if n == 1:
        return [(base, target)]
    if n == -1:
        return [(base, quotient_of(ONE, target))]
    negative = compare("lt", target, ZERO)
    return [(base, select(negative, neg(_root(neg(target), exponent)), _root(target, exponent)))]


def _from_power(expr: Expr, target: Expr, x: str, signed: Collection[str]) -> list[tuple[Expr, Expr]]:
    base, exponent = expr.args
    if x not in exponent.names:
        return roots_of_power(base, target, exponent, signed)
    if x in base.names:
        raise _NoWayError
    return [(exponent, div(call("log", target), call("log", base)))]


_inverse: dict[str, Callable[[Expr], Expr]] = {
    "sqrt": lambda t: power(t, TWO),
    "exp": lambda t: call("log", t),
    "log": lambda t: call("exp", t),
    "log2": lambda t: power(TWO, t),
    "log10": lambda t: power(number(10), t),
}


def unwrap(expr: Expr, target: Expr, x: str, signed: Collection[str]) -> list[tuple[Expr, Expr]]:
    """What the outermost operation leaves to solve: alternatives (inner, target), all of which must be followed."""
    match expr.op:
        case "add" | "sub" | "neg":
            found = _from_sum(expr, target, x)
            if found is not None:
                return [found]
        case "mul" | "div":
            several = _from_product(expr, target, x)
            if several is not None:
                return several
        case "pow":
            return _from_power(expr, target, x, signed)
        case "abs":
            inner = expr.args[0]
            return [(inner, target)] if sign_of(inner, signed) != "any" else [(inner, target), (inner, neg(target))]
        case op if op in _inverse:
            return [(expr.args[0], _inverse[op](target))]
    raise _NoWayError


# -- where the unknown stands several times ----------------------------------------------------


def kernels(expr: Expr, x: str) -> list[Expr]:
    """The parts through which alone the unknown enters, outermost first, the unknown itself last.

    Source: dominators of a flow graph, Lowry and Medlock 1969, CACM 12(1); here by counting paths.
    """
    order = [node for node in postorder([expr], lambda node: x in node.names) if x in node.names]
    below: dict[Expr, int] = {}
    above: dict[Expr, int] = dict.fromkeys(order, 0)
    for node in order:
        below[node] = sum(below.get(a, 0) for a in node.args) if node.args else 1
    above[expr] = 1
    for node in reversed(order):
        for arg in node.args:
            if arg in above:
                above[arg] += above[node]
    whole = below[expr]
    return [node for node in reversed(order) if node is not expr and above[node] * below[node] == whole]


def _collected(expr: Expr, target: Expr, x: str, signed: Collection[str], depth: int) -> list[Path]:
    """Collect in the outermost kernel in which the equation is a signomial, then go on inside it."""
    found_kernels = kernels(expr, x)
    if depth > DEEPEST or not found_kernels:
        raise _NoWayError
    for kernel in [*found_kernels[:MOST_KERNELS], *found_kernels[MOST_KERNELS:][-1:]]:
        plain = kernel.op == "name"
        unknown = kernel if plain else name(f"{x}#{depth}")
        label = str(unknown.value)
        whole = expr if plain else _replaced(expr, kernel, unknown)
        found = cross_multiplied(whole, target, label)
        if found is None or not found[0]:
            continue
        positive = sign_of(kernel, signed) != "any"
        if not positive and _rooted(whole, label):
            continue  # sqrt(x^2) is not x
        inner = signed if positive or plain else {*signed, label}
        pair = two_term_root(found[0])
        if pair is not None:
            ends = roots_of_power(unknown, pair[0], pair[1], inner)
            if sign_of(kernel, signed) != "positive" and all(not parts and power > 0 for power, parts in found[0]):
                ends.append((unknown, ZERO))  # no term is free of it
            return [path for _, end in ends for path in _paths(kernel, end, x, signed, depth + 1)]
        stage = Stage(label, signomial=as_signomial(*found, unknown), signed=not positive)
        if plain:
            return [(stage,)]
        return [(stage, *path) for path in _paths(kernel, unknown, x, {*inner, label}, depth + 1)]
    raise _NoWayError


def _rooted(expr: Expr, label: str) -> bool:
    """Whether a root is taken of something with a name in it."""
    nodes = postorder([expr], lambda node: label in node.names)
    return any(
        label in node.names
        and (node.op == "sqrt" or (node.op == "pow" and (n := node.args[1].number) is not None and n.denominator != 1))
        for node in nodes
    )


def _replaced(expr: Expr, part: Expr, by: Expr) -> Expr:
    return rebuild(expr, lambda node: by if node is part else None, lambda node: node is not part)


def _paths(expr: Expr, target: Expr, x: str, signed: Collection[str], depth: int) -> list[Path]:
    """Every way from the equation to its unknown."""
    pending, done = [(expr, target)], list[Path]()
    while pending:
        if len(pending) + len(done) > MOST_BRANCHES:
            raise _NoWayError
        inner, goal = pending.pop(0)
        if inner.op == "name":
            done.append((Stage(x, formula=goal),))
            continue
        try:
            pending = unwrap(inner, goal, x, signed) + pending
        except _NoWayError:
            done += _collected(inner, goal, x, signed, depth)
    return done


def paths(left: Expr, right: Expr, x: str, signed: Collection[str] = ()) -> tuple[Path, ...] | None:
    """Every way to the unknown by formulas and signomials, or None; together they hold every root.

    A formula may give a value outside the range of an operation it inverted: roots are to be put back.
    """
    return _paths_once(left, right, x, (left.names | right.names).intersection(signed))


@lru_cache(maxsize=1024)
def _paths_once(left: Expr, right: Expr, x: str, signed: frozenset[str]) -> tuple[Path, ...] | None:
    try:
        if x not in right.names:
            return tuple(_paths(left, right, x, signed, 0))
        if x not in left.names:
            return tuple(_paths(right, left, x, signed, 0))
        difference = sub(left, right)
        return tuple(_paths(difference, ZERO, x, signed, 0)) if x in difference.names else None
    except _NoWayError:
        return None


# -- for display -------------------------------------------------------------------------------


def isolate(left: Expr, right: Expr, x: str, signed: Collection[str] = ()) -> Expr | None:
    """The one closed form of the unknown, all names positive save `signed`; None where there is none or several."""
    if x not in left.names and x not in right.names:
        return None
    found = paths(left, right, x, signed)
    if found is None or len(found) != 1 or len(found[0]) != 1:
        return None
    formula = found[0][0].formula
    return None if formula is None or x in formula.names else tidy(formula)


def quadratic(terms: Signomial) -> tuple[Expr, Expr, Expr, Expr] | None:
    """Of a x^2e + b x^e + c = 0 the parts a, b, c, e; None for anything else."""
    if len(terms.terms) != 3:
        return None
    (p, a), (q, b), (r, c) = terms.terms
    exponents = [p.number, q.number, r.number]
    if any(e is None for e in exponents):
        return None
    high, middle, low = (Fraction(e or 0) for e in exponents)
    if high - middle != middle - low:
        return None
    return a, b, c, number(high - middle)


def formula(left: Expr, right: Expr, x: str, domain: Domain | None = None, signed: Collection[str] = ()) -> Expr | None:
    """`isolate`, and for degree two the root that is positive by the signs of its coefficients, in stable form.

    Source: Goldberg 1991, "What every computer scientist should know about floating-point arithmetic", section 1.4.
    """
    if domain is not None and not domain.positive:
        signed = {*signed, x}
    closed = isolate(left, right, x, signed)
    if closed is not None or x in signed:
        return closed
    found = paths(left, right, x, signed)
    if found is None or len(found) != 1 or len(found[0]) != 1 or found[0][0].signomial is None:
        return None
    parts = quadratic(found[0][0].signomial)
    if parts is None:
        return None
    a, b, c, exponent = parts
    if sign_of(neg(a), signed) == "positive":
        a, b, c = neg(a), neg(b), neg(c)
    c = tidy(neg(c))
    discriminant = call("sqrt", add(power(b, TWO), quotient([number(4), a, c], [])))
    if sign_of(a, signed) != "positive":
        return None
    if sign_of(b, signed) != "any":
        root = quotient([TWO, c], [add(b, discriminant)])  # the only one that can be positive
    elif sign_of(neg(b), signed) != "any" and sign_of(c, signed) != "any":
        root = quotient([add(neg(b), discriminant)], [TWO, a])
    else:
        return None  # the signs leave room for two
    return tidy(_root(root, exponent))
