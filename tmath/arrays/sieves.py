"""Equations and constraints of whole numbers: which values divide which, before anything is computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from tmath.algebra.nodes import Expr
from tmath.arrays.asked import Asked
from tmath.arrays.free import Free
from tmath.arrays.given import Array
from tmath.records import dataclass, replace
from tmath.solving.resolve import Question
from tmath.solving.whole import divisors, is_product, is_whole, whole_row

FACTORED = 10**12  # totals above are not taken apart


@dataclass(frozen=True)
class Product:
    """A whole total that is the product of whole factors, or of which one whole number must be a divisor."""

    total: str
    factors: tuple[str, ...]
    known: Mapping[str, int]  # those among them whose numbers are known

    @property
    def names(self) -> frozenset[str]:
        """The total and the factors."""
        return frozenset((self.total, *self.factors))

    @property
    def value(self) -> int | None:
        """The total, where it is known."""
        return self.known.get(self.total)

    def speaks(self, covered: Collection[str]) -> bool:
        """Whether something can be said once some names have values."""
        has_total = self.total in covered or self.value is not None
        return has_total and any(factor in covered for factor in self.factors)

    def rest(self, factor: str, at: Mapping[str, Array]) -> Array | None:
        """What a further factor must divide, where the total has a value; None where it has none or it occurs twice."""
        if self.total not in at or self.factors.count(factor) != 1:
            return None
        inside = [at[other] for other in self.factors if other in at]
        constant = math.prod(self.known[f] for f in self.factors if f in self.known and f not in at)
        quotient = at[self.total] / (np.prod(inside, axis=0) * constant)
        return quotient if np.all(quotient == np.floor(quotient)) else None

    def mask(self, covered: Collection[str]) -> Callable[[Mapping[str, Array]], Array]:
        """Where the factors that have values divide the total."""
        inside = [factor for factor in self.factors if factor in covered]
        constant = math.prod(self.known[f] for f in self.factors if f in self.known and f not in covered)
        total = self.value

        def divides(at: Mapping[str, Array]) -> Array:
            product = np.prod([at[factor] for factor in inside], axis=0) * constant
            whole = at[self.total] if self.total in covered else float(total or 0)
            return np.fmod(whole, product) == 0

        return divides


class Divisors:
    """The divisors of all whole numbers up to some size, one after another.

    Source: the sieve of Eratosthenes, kept whole.
    """

    def __init__(self, largest: int):
        counts = np.zeros(largest + 1, np.int64)
        for d in range(1, largest + 1):
            counts[d::d] += 1
        self.starts = np.concatenate([[0], np.cumsum(counts)])
        self.all = np.empty(self.starts[-1], np.int64)
        place = self.starts[:-1].copy()
        for d in range(1, largest + 1):
            self.all[place[d::d]] = d
            place[d::d] += 1

    def of(self, totals: Array) -> tuple[Array, Array]:
        """For each total its divisors in ascending order, and the number of the total each belongs to."""
        first, count = self.starts[totals], self.starts[totals + 1] - self.starts[totals]
        rows = np.repeat(np.arange(totals.size), count)
        within = np.arange(rows.size) - np.repeat(np.cumsum(count) - count, count)
        return self.all[np.repeat(first, count) + within], rows


def products(asked: Asked) -> list[Product]:
    """The products and divisors that a question's equations and constraints of whole numbers speak of."""
    question, structure = asked.decision.question, asked.decision.structure
    values = _fixed(asked)
    found = []
    for row in structure.rows:
        if not whole_row(question, row):
            continue
        for total, product in ((row.left, row.right), (row.right, row.left)):
            if total.op == "name" and is_product(product) and str(total.value) not in product.names:
                found.append(_product(str(total.value), _factors(product), values))
    found += list(_divisors(question, values))
    return [one for one in found if not one.names.isdisjoint(asked.inputs) and _counts(question, one.names)]


def _counts(question: Question, names: Iterable[str]) -> bool:
    """Whether all are positive whole numbers of a unit that is one."""
    quantities = [question.system.quantities[name] for name in names]
    return all(q.domain.low is not None and q.domain.low >= 1 and q.unit.factor == 1 for q in quantities)


def _factors(product: Expr) -> list[str]:
    names: list[str] = []
    stack = [product]
    while stack:
        node = stack.pop()
        if node.op == "name":
            names.append(str(node.value))
        stack.extend(reversed(node.args))
    return names


def _product(total: str, factors: Sequence[str], values: Mapping[str, int]) -> Product:
    known = {n: values[n] for n in (total, *factors) if n in values}
    return Product(total, tuple(factors), known)


def _divisors(question: Question, values: Mapping[str, int]) -> Iterator[Product]:
    """Constraints by which one whole number divides another."""
    quantities = question.system.quantities
    for limit in question.limits:
        left, right = limit.left, limit.right
        if limit.constraint.op != "divides" or left.op != "name" or not quantities[str(left.value)].domain.integer:
            continue
        if right.op == "name" and str(right.value) in values:
            yield _product(str(right.value), [str(left.value)], values)


def _fixed(asked: Asked) -> dict[str, int]:
    """Whole numbers that rest on nothing that is free."""
    structure, inputs = asked.decision.structure, frozenset(asked.inputs)
    found = {}
    for name, value in asked.at.items():
        if name in inputs or not is_whole(value) or value < 1:
            continue
        if name in structure.known or inputs.isdisjoint(structure.ancestors([name])[1]):
            found[name] = round(value)
    return found


def sifted(free: Free, found: Sequence[Product]) -> Free:
    """What is free, with no other values than divisors of known totals that it must divide."""
    if free.kind != "whole":
        return free
    for one in found:
        total = one.value
        if total is None or free.name not in one.factors or total > FACTORED:
            continue
        rest = math.prod(one.known[f] for f in one.factors if f in one.known)
        times = one.factors.count(free.name)
        if total % rest == 0:
            fitting = [n for n in divisors(total // rest) if (total // rest) % n**times == 0]
            free = free.within(Fraction(n) for n in fitting)
        else:
            free = replace(free, points=())
    return free
