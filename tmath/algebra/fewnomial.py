"""All positive roots of sum c_i x^e_i with real exponents, by sign changes and the roots of derivatives."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

from tmath.algebra.brackets import border, chandrupatla
from tmath.records import dataclass

FARTHEST = 1e7  # |log x| beyond which no root is sought
BLURRED = 1e-9  # of the sum of |terms|, below which the place of a root is left to higher precision
ASIDE, UNCLEAR = 1e-6, 1e-10  # a distance from a root, and a change of the sum over it that floats blur
TOUCH = 1e-13  # of the sum of |terms|, below which floats cannot tell a sign


@dataclass(frozen=True, slots=True)
class Term:
    """sign * exp(size) * x^exponent; `pivots` are the terms by whose exponents it was derived."""

    exponent: float
    sign: int
    size: float
    origin: int
    pivots: tuple[int, ...] = ()


Decide = Callable[[Sequence[Term], float], int]  # the sign of a sum at log x, to high precision; 0: it touches


def value(terms: Sequence[Term], s: float) -> float:
    """The sum at x = exp(s) over the sum of |terms|, safe from overflow."""
    sizes = [t.size + t.exponent * s for t in terms]
    top = max(sizes)
    total = whole = 0.0
    for term, size in zip(terms, sizes, strict=True):
        part = math.exp(size - top)
        whole += part
        total += part if term.sign > 0 else -part
    return total / whole


def variations(terms: Sequence[Term]) -> int:
    """Sign changes in order of the exponents: no more positive roots than that, and fewer by an even number.

    Source: Descartes' rule for real exponents, Laguerre 1883, "Sur la théorie des équations numériques".
    """
    return sum(a.sign != b.sign for a, b in itertools.pairwise(terms))


def derived(terms: Sequence[Term], k: int) -> list[Term]:
    """The derivative of the sum over x^e_k, times a power of x: one term and one sign change fewer.

    Source: Rolle's theorem as in the proof of Laguerre's rule, Pólya and Szegő 1925, part V, problem 77.
    """
    pivot = terms[k].exponent
    result = []
    for i, t in enumerate(terms):
        if i != k:
            difference = t.exponent - pivot
            sign = t.sign if difference > 0 else -t.sign
            size = t.size + math.log(abs(difference))
            result.append(Term(t.exponent, sign, size, t.origin, (*t.pivots, terms[k].origin)))
    return result


def _bracket(terms: Sequence[Term], low: float, high: float, sign_low: int) -> tuple[float, float] | None:
    """A finite bracket inside one that may be infinite, by doubling steps away from its middle or end."""
    if low == -math.inf and high == math.inf:
        changes = [(a, b) for a, b in itertools.pairwise(terms) if a.sign != b.sign]
        a, b = changes[0]
        start = (a.size - b.size) / (b.exponent - a.exponent)
        low_found = start if _sign(value(terms, start)) == sign_low else None
        if low_found is None:
            return _bracket(terms, -math.inf, start, sign_low)
        low = start
    step = 1.0
    if low == -math.inf:
        while step < FARTHEST:
            if _sign(value(terms, high - step)) == sign_low:
                return high - step, high
            step *= 2
        return None
    while high == math.inf:
        if step >= FARTHEST:
            return None
        if _sign(value(terms, low + step)) not in (sign_low, 0):
            return low, low + step
        step *= 2
    return low, high


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)


def _between(terms: Sequence[Term], low: float, high: float, sign_low: int, decide: Decide | None) -> float | None:
    """The one root between two opposite signs."""
    found = _bracket(terms, low, high, sign_low)
    if found is None:
        return None
    a, b = found
    fa, fb = value(terms, a), value(terms, b)
    if min(abs(fa), abs(fb)) < BLURRED and decide is not None:  # a root close to a turning point
        a, b = border(lambda s: decide(terms, s) == sign_low, a, b, 200)
    elif _sign(fa) == sign_low and _sign(fb) == -sign_low:
        low, high = a, b
        a, b = chandrupatla(lambda s: value(terms, s), a, b, fa, fb)
        spread = abs(value(terms, a - ASIDE) - value(terms, b + ASIDE))
        if spread < UNCLEAR and decide is not None:  # large terms cancel: floats do not see the place well
            a, b = border(lambda s: decide(terms, s) == sign_low, low, high, 200)
    return (a + b) / 2


def log_roots(terms: Sequence[Term], decide: Decide | None = None) -> list[tuple[float, bool]]:
    """Logarithms of all positive roots, rising, each with whether the sum only touches zero there.

    The terms have rising, different exponents. With n sign changes, n derivatives separate the roots.
    """
    changes = variations(terms)
    if changes == 0:
        return []
    first, last = terms[0].sign, terms[-1].sign
    if changes == 1:
        only = _between(terms, -math.inf, math.inf, first, decide)
        return [] if only is None else [(only, False)]
    inner = next(i for i in range(1, len(terms)) if terms[i].sign != terms[i - 1].sign)
    critical = [s for s, _ in log_roots(derived(terms, inner), decide)]
    points = [(-math.inf, first), *((s, _sign_at(terms, s, decide)) for s in critical), (math.inf, last)]
    roots: list[tuple[float, bool]] = []
    for (a, sign_a), (b, sign_b) in itertools.pairwise(points):
        if sign_a * sign_b < 0:
            root = _between(terms, a, b, sign_a, decide)
            if root is not None:
                roots.append((root, False))
        if sign_b == 0:
            roots.append((b, True))
    return roots


def _sign_at(terms: Sequence[Term], s: float, decide: Decide | None) -> int:
    found = value(terms, s)
    if abs(found) > TOUCH:
        return _sign(found)
    return 0 if decide is None else decide(terms, s)
