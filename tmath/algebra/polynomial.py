"""Positive roots of polynomials with rational coefficients, isolated exactly, multiple ones told as such."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tmath.records import dataclass

LARGEST_DEGREE = 64
MOST_BITS = 20_000  # of all coefficients over their common denominator
PRECISION = 160


@dataclass(frozen=True, slots=True)
class IsolatedRoot:
    """A root, its multiplicity, and a proven bound of its relative error."""

    value: float
    multiplicity: int
    error: float


def isolated_roots(pairs: Sequence[tuple[Any, Any]]) -> list[IsolatedRoot] | None:
    """All positive roots of sum c x^e, rising; None where exponents or coefficients are no (small) rationals.

    Source: square-free factors, then balls around all complex roots until they are apart:
    Johansson 2017 (Arb); real roots come out without any imaginary part.
    """
    if not all(isinstance(e, Fraction) and isinstance(c, Fraction) for e, c in pairs):
        return None
    scale = math.lcm(*(e.denominator for e, _ in pairs))
    lowest = min(e for e, _ in pairs)
    degrees = [int((e - lowest) * scale) for e, _ in pairs]
    if max(degrees) > LARGEST_DEGREE:
        return None
    common = math.lcm(*(c.denominator for _, c in pairs))
    whole = [0] * (max(degrees) + 1)
    for degree, (_, c) in zip(degrees, pairs, strict=True):
        whole[degree] += int(c * common)
    if sum(c.bit_length() for c in whole) > MOST_BITS:
        return None
    return _positive(whole, scale)


def _positive(coefficients: Sequence[int], scale: int) -> list[IsolatedRoot]:
    """The positive roots, raised to the power by which the exponents were made whole."""
    from tmath.algebra.balls import ball, complex_roots, working

    found = []
    with working(PRECISION):
        for root, multiplicity in complex_roots(coefficients):
            if root.imag == 0 and root.real > 0:
                exact = root.real**scale
                value = float(exact.mid())
                if 0 < value < math.inf:
                    error = float((abs(exact - ball(value)) / ball(value)).upper())
                    found.append(IsolatedRoot(value, int(multiplicity), error * (1 + 1e-15)))
    return sorted(found, key=lambda root: root.value)
