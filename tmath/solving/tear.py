"""A block of equations torn to one equation in one unknown, the others following from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tmath.algebra.expressions import Expr, sub, substitute
from tmath.algebra.isolate import isolate
from tmath.algebra.signomial import signomial
from tmath.records import dataclass

Equation = tuple[Expr, Expr]
TRIES = 4  # other quantities a block is torn to before the first way is taken as it is


@dataclass(frozen=True, slots=True)
class Torn:
    """What is left of a block: equations in as many unknowns, and how the others follow, in order.

    One remaining equation is the ordinary case; several are a system that could not be torn.
    """

    unknowns: tuple[str, ...]
    remaining: tuple[Equation, ...]
    follow: tuple[tuple[str, Expr], ...]


def tear(equations: Sequence[Equation], names: Sequence[str]) -> Torn:
    """Substitute away, one after another, what an equation gives in closed form.

    Of the ways to do it the first whose last equation is a signomial or closed is taken.
    Source: Steward 1965, Partitioning and tearing systems of equations.
    """
    first = eliminate(equations, names, keep=None)
    if _is_simple(first):
        return first
    for keep in names[:TRIES]:
        if keep not in first.unknowns:
            torn = eliminate(equations, names, keep)
            if _is_simple(torn):
                return torn
            if len(torn.remaining) < len(first.remaining):
                first = torn
    return first


def _is_simple(torn: Torn) -> bool:
    if len(torn.remaining) != 1:
        return False
    (left, right), unknown = torn.remaining[0], torn.unknowns[0]
    if unknown not in sub(left, right).names:
        return True  # singular: there is nothing left to turn round
    return isolate(left, right, unknown) is not None or signomial(sub(left, right), unknown) is not None


def eliminate(equations: Sequence[Equation], names: Sequence[str], keep: str | None) -> Torn:
    """Substitute away all names that an equation gives in closed form, one of them kept to the last."""
    open_equations = list(equations)
    unknowns = list(names)
    follow: list[tuple[str, Expr]] = []
    while len(unknowns) > 1:
        found = _next(open_equations, [name for name in unknowns if name != keep])
        if found is None:
            break
        index, name, expr = found
        del open_equations[index]
        unknowns.remove(name)
        follow.append((name, expr))
        value = {name: expr}
        open_equations = [(substitute(left, value), substitute(right, value)) for left, right in open_equations]
    return Torn(tuple(unknowns), tuple(open_equations), tuple(reversed(follow)))


def _next(equations: Sequence[Equation], names: Sequence[str]) -> tuple[int, str, Expr] | None:
    """The cheapest elimination: definitions as printed before isolations, names in few equations before others."""
    often = {name: sum(name in left.names or name in right.names for left, right in equations) for name in names}
    for way in (_defined, _isolated):
        candidates = [
            (often[name], index, name)
            for name in names
            for index, (left, right) in enumerate(equations)
            if name in left.names or name in right.names
        ]
        for _, index, name in sorted(candidates):
            expr = way(*equations[index], name)
            if expr is not None:
                return index, name, expr
    return None


def _defined(left: Expr, right: Expr, name: str) -> Expr | None:
    if left.op == "name" and left.value == name and name not in right.names:
        return right
    if right.op == "name" and right.value == name and name not in left.names:
        return left
    return None


_isolated: Callable[[Expr, Expr, str], Expr | None] = isolate
