"""How many equations of a system are independent as numbers: the rank of its Jacobian where the equations hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tmath.algebra import linear
from tmath.algebra.descent import Budget, Descent, sequence
from tmath.algebra.linear import Matrix
from tmath.algebra.nodes import Expr, add, make, mul, number
from tmath.algebra.residuals import Equation, Terms
from tmath.algebra.walking import postorder

THRESHOLD = 1e-9  # of pivots, after rows and columns are scaled to largest entries of one
NOISE = 1e-13  # an elasticity smaller than this is what rounding leaves of one that cancels
POINTS = 4  # generic points at which the rank must be short before it is called short
TRIES = 12
WINDOWS = ((0.3, 3.0), (10.0, 1e15), (0.05, 0.9), (1.5, 100.0))  # wide too, for equations with large constants
SHARE = Fraction(38, 97)  # of the first branch in what stands for a choice of two


def rank_at(equations: Sequence[Equation], unknowns: Sequence[str], values: Mapping[str, Any]) -> int:
    """The numerical rank of the derivatives of the equations by the unknowns at a point.

    Entries are elasticities, x d(left - right)/dx over the sum of |terms| (x = 1 where it is zero). Those below
    `NOISE` count as zero; rows and columns are then scaled, and pivots below `THRESHOLD` count as zero.
    ceil and floor rise as their argument does, for their slope on a step says nothing.
    Raises: KeyError when a value is missing.
    """
    risen = [(_risen(left), _risen(right)) for left, right in equations]
    return linear.rank(elasticities(risen, unknowns, values), THRESHOLD)


def elasticities(equations: Sequence[Equation], unknowns: Sequence[str], values: Mapping[str, Any]) -> Matrix:
    """x d(left - right)/dx over the sum of |terms|, for every equation and unknown; zero where there is no value."""
    terms = Terms(equations, unknowns)
    balances = terms.bind(values)
    x = [float(values[name]) for name in unknowns]
    slots = balances.slots(x)
    sums = balances.sums(slots)
    matrix = []
    for i, (up, down) in enumerate(balances.moves(slots, [abs(v) or 1.0 for v in x])):
        size = sum(sums[i]) if sums is not None else 1.0
        noise = NOISE * max([size, *(abs(a) + abs(b) for a, b in zip(up, down, strict=True))])
        row = [a - b for a, b in zip(up, down, strict=True)]
        matrix.append([a / (size or 1.0) if noise < abs(a) < math.inf else 0.0 for a in row])
    return matrix


def generic_rank(equations: Sequence[Equation], unknowns: Sequence[str], signed: Collection[str] = ()) -> int | None:
    """The rank at a generic point where all equations hold, every name being free; None where no such point was found.

    Choices of two branches (min, max, abs, if) count as a fixed mixture of both, so that what depends on an unknown
    in one branch depends on it. Points are found by the shortest Newton steps from several starts.
    """
    smooth = [(_mixed(left), _mixed(right)) for left, right in equations]
    names = sorted(frozenset(unknowns).union(*(left.names | right.names for left, right in smooth)))
    balances = Terms(smooth, names).bind({})
    free = {j for j, name in enumerate(names) if name in signed}
    best: int | None = None
    found = 0
    for k, unit in enumerate(sequence(len(names), TRIES)):
        low, high = WINDOWS[k % len(WINDOWS)]
        start = [low * (high / low) ** t for t in unit]
        here, _ = Descent(balances, free, Budget(60, 0.5)).run(start)
        if here is None:
            continue
        found += 1
        reached = linear.rank(elasticities(smooth, unknowns, dict(zip(names, here.x, strict=True))), THRESHOLD)
        best = reached if best is None else max(best, reached)
        if found == POINTS or best == min(len(equations), len(unknowns)):
            break
    return best


_branches: dict[str, Callable[..., Expr]] = {
    "ceil": lambda a: a,
    "floor": lambda a: a,
    "abs": lambda a: a,
    "min": lambda a, b: _mixture(a, b),
    "max": lambda a, b: _mixture(b, a),
    "select": lambda condition, a, b: _mixture(a, b),
}


def _mixture(a: Expr, b: Expr) -> Expr:
    return add(mul(number(SHARE), a), mul(number(1 - SHARE), b))


def _risen(expr: Expr) -> Expr:
    """The expression with steps replaced by what they round."""
    return _replaced(expr, ("ceil", "floor"))


def _mixed(expr: Expr) -> Expr:
    """The expression without steps and choices; min and max share out so that min(a, b) + max(a, b) stays a + b."""
    return _replaced(expr, tuple(_branches))


def _replaced(expr: Expr, ops: Collection[str]) -> Expr:
    done: dict[Expr, Expr] = {}
    for node in postorder([expr]):
        args = tuple(done[arg] for arg in node.args)
        if node.op in ops:
            done[node] = _branches[node.op](*args)
        else:
            done[node] = node if args == node.args else make(node.op, args)
    return done[expr]
