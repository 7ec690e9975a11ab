"""A block of equations torn to one equation in one unknown, the others following from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tmath.algebra.expressions import Expr, neg, postorder, sub, substitute
from tmath.algebra.isolate import isolate
from tmath.algebra.signomial import PLAIN, cross_multiplied, signomial
from tmath.algebra.signs import sign_of
from tmath.algebra.tidy import signed_sum
from tmath.records import dataclass

Equation = tuple[Expr, Expr]
TRIES = 4  # other quantities a block is torn to before the first way is taken as it is


@dataclass(frozen=True, slots=True)
class Torn:
    """What is left of a block: equations in as many unknowns, and how the others follow, in order.

    One remaining equation is the ordinary case; several are a system that could not be torn. `lossy`: something was
    divided away that may be zero at a solution.
    """

    unknowns: tuple[str, ...]
    remaining: tuple[Equation, ...]
    follow: tuple[tuple[str, Expr], ...]
    lossy: bool = False


def tear(equations: Sequence[Equation], names: Sequence[str], signed: Collection[str] = ()) -> Torn:
    """Substitute away, one after another, what an equation gives in closed form.

    Of the ways to do it the first that loses nothing and whose last equation is a signomial or closed is taken.
    Source: Steward 1965, Partitioning and tearing systems of equations.
    """
    best: Torn | None = None
    for torn in _ways(equations, names, signed):
        simple = _is_simple(torn)
        if simple and not torn.lossy:
            return torn
        if best is None or _rank(torn, simple) < _rank(best, _is_simple(best)):
            best = torn
    assert best is not None
    return best


def _ways(equations: Sequence[Equation], names: Sequence[str], signed: Collection[str]) -> Iterator[Torn]:
    first = eliminate(equations, names, None, signed)
    yield first
    for keep in names[:TRIES]:
        if keep not in first.unknowns:
            yield eliminate(equations, names, keep, signed)


def _rank(torn: Torn, simple: bool) -> tuple[bool, int, bool]:
    """The order in which ways are taken: simple ones, those with few equations left, those that lose nothing."""
    return not simple, len(torn.remaining), torn.lossy


def _is_simple(torn: Torn) -> bool:
    if len(torn.remaining) != 1:
        return False
    (left, right), unknown = torn.remaining[0], torn.unknowns[0]
    if unknown not in sub(left, right).names:
        return True  # singular: there is nothing left to turn round
    return isolate(left, right, unknown) is not None or signomial(sub(left, right), unknown) is not None


def eliminate(
    equations: Sequence[Equation], names: Sequence[str], keep: str | None, signed: Collection[str] = ()
) -> Torn:
    """Substitute away all names that an equation gives in closed form, one of them kept to the last."""
    open_equations = list(equations)
    unknowns = list(names)
    follow: list[tuple[str, Expr]] = []
    lossy = False
    while len(unknowns) > 1:
        found = _next(open_equations, [name for name in unknowns if name != keep], unknowns, signed)
        if found is None:
            break
        index, name, expr, loses = found
        lossy = lossy or loses
        del open_equations[index]
        unknowns.remove(name)
        follow.append((name, expr))
        value = {name: expr}
        open_equations = [(substitute(left, value), substitute(right, value)) for left, right in open_equations]
    return Torn(tuple(unknowns), tuple(open_equations), tuple(reversed(follow)), lossy)


def _next(
    equations: Sequence[Equation], names: Sequence[str], block: Collection[str], signed: Collection[str]
) -> tuple[int, str, Expr, bool] | None:
    """The cheapest elimination: definitions as printed before isolations, names in few equations before others.

    What has pieces comes after what has none, what might divide by zero last.
    """
    often = {name: sum(name in left.names or name in right.names for left, right in equations) for name in names}
    candidates = sorted(
        (often[name], index, name)
        for name in names
        for index, (left, right) in enumerate(equations)
        if name in left.names or name in right.names
    )
    for _, index, name in candidates:
        expr = _defined(*equations[index], name)
        if expr is not None:
            return index, name, expr, False
    best: tuple[int, str, Expr, bool] | None = None
    for _, index, name in candidates:
        expr = isolate(*equations[index], name, signed)
        if expr is None:
            continue
        loses = _divides(expr, equations[index], name, block, signed)
        if not loses and not _in_pieces(expr):
            return index, name, expr, False
        if best is None or (best[3] and not loses):
            best = index, name, expr, loses
    return best


def _divides(expr: Expr, equation: Equation, name: str, block: Collection[str], signed: Collection[str]) -> bool:
    """Whether a closed form divides by unknowns of its block that may be zero, where the equation itself did not."""
    own = set(_divisors(*equation))
    divisors = [divisor for divisor in _divisors(expr) if divisor not in own]
    found = cross_multiplied(*equation, name)
    if found is not None:  # the coefficients of the name, which may have been shortened away
        divisors += [signed_sum(parts) for exponent, parts in found[0].items() if exponent != PLAIN]
    return any(
        not divisor.names.isdisjoint(block)
        and sign_of(divisor, signed) != "positive"
        and sign_of(neg(divisor), signed) != "positive"
        for divisor in divisors
    )


def _in_pieces(expr: Expr) -> bool:
    return any(node.op == "select" for node in postorder([expr]))


def _divisors(*exprs: Expr) -> Iterator[Expr]:
    for node in postorder(exprs):
        if node.op == "div":
            yield node.args[1]
        elif node.op == "pow" and (exponent := node.args[1].number) is not None and exponent < 0:
            yield node.args[0]


def _defined(left: Expr, right: Expr, name: str) -> Expr | None:
    if left.op == "name" and left.value == name and name not in right.names:
        return right
    if right.op == "name" and right.value == name and name not in left.names:
        return left
    return None
