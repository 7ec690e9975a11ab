"""All positive roots of an equation in pieces, each piece a sum of powers with at most one root, proven in whole
numbers and without imports.

A sum is exponents and coefficients. A tree is `["leaf", number, sum]`, or `["split", sum, then, otherwise]`: the one
where the sum is negative, the other where it is positive.
"""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from tmath.digits import Fractional

    Root = tuple[float, float | None]  # the value, and its relative error where a double is not too near to tell

LARGEST = 200_000  # bits of the coefficients of a sum
MOST = 64  # the highest power in a sum
BITS = 160  # of the root that is sought
APART = 1e-6  # relative distance of a root from a border within which the solver itself must decide


class Doubtful(ArithmeticError):
    """The solver itself must decide."""


class Sum:
    """A sum of powers, its exponents rising, without the powers that are missing."""

    def __init__(self, exponents: Sequence[int], coefficients: Sequence[Fractional]):
        terms = sorted((e, i) for i, e in enumerate(exponents) if coefficients[i].numerator)
        if len({e for e, _ in terms}) < len(terms):
            raise Doubtful
        self.terms = [(e, coefficients[i]) for e, i in terms]
        self.signs = [1 if c.numerator > 0 else -1 for _, c in self.terms]
        self._root: Root | None = None
        self._sought = False

    def root(self) -> Root | None:
        """Its one positive root, None where it has none.

        Raises: Doubtful where it may have several, or is zero everywhere.
        """
        if not self._sought:
            changes = sum(self.signs[i] != self.signs[i - 1] for i in range(1, len(self.signs)))
            if changes > 1 or not self.terms:
                raise Doubtful
            self._root = positive_root(self.terms) if changes else None
            self._sought = True
        return self._root

    def sign(self, x: float) -> int:
        """The sign at a place that is clearly no root."""
        found = self.root()
        if found is None:
            return self.signs[0]
        return self.signs[0] if before(x, found[0]) else self.signs[-1]


def before(x: float, border: float) -> bool:
    """Whether one place lies before another.

    Raises: Doubtful where they are next to each other.
    """
    if math.isfinite(x) and math.isfinite(border) and abs(x - border) <= APART * max(abs(x), abs(border)):
        raise Doubtful
    return x < border


# -- pieces ------------------------------------------------------------------------------------------


class Pieces:
    """What a tree gives between two bounds: roots, the leaves that were looked at, and whether a root lies outside."""

    def __init__(self, tree: Sequence[Any], coefficients: Sequence[Fractional], low: float, high: float):
        self.low, self.high = low, high
        self.tree = _with_sums(tree, coefficients)
        self.roots: list[Root] = []
        self.leaves: list[int] = []
        self.outside = False
        self._solve(self.tree, max(low, 0.0), high)
        self.roots.sort()

    def _solve(self, tree: Any, low: float, high: float) -> None:
        if tree[0] == "leaf":
            self._leaf(tree, low, high)
            return
        _, border, then, otherwise = tree
        for a, b, negative in _cells(border, low, high):
            self._solve(then if negative else otherwise, a, b)

    def _leaf(self, leaf: Any, low: float, high: float) -> None:
        self.leaves.append(leaf[1])
        found = leaf[2].root()
        if found is None:
            return
        x = found[0]
        if before(low, x) and before(x, high):
            self.roots.append(found)
        elif before(x, self.low) or before(self.high, x):
            self.outside = self.outside or _at(self.tree, x) == leaf[1]


def _with_sums(tree: Sequence[Any], coefficients: Sequence[Fractional]) -> Any:
    kind, *parts = tree
    if kind == "leaf":
        number, (exponents, first) = parts
        return "leaf", number, Sum(exponents, coefficients[first : first + len(exponents)])
    (exponents, first), then, otherwise = parts
    border = Sum(exponents, coefficients[first : first + len(exponents)])
    return "split", border, _with_sums(then, coefficients), _with_sums(otherwise, coefficients)


def _cells(border: Sum, low: float, high: float) -> Iterator[tuple[float, float, bool]]:
    """A stretch cut where a sum has its root, each part with whether the sum is negative there."""
    found = border.root()
    if found is not None and before(low, found[0]) and before(found[0], high):
        yield low, found[0], border.signs[0] < 0
        yield found[0], high, border.signs[-1] < 0
    elif found is not None and not before(low, found[0]):
        yield low, high, border.signs[-1] < 0
    else:
        yield low, high, border.signs[0] < 0


def _at(tree: Any, x: float) -> int:
    """The leaf that holds at a place."""
    while tree[0] == "split":
        tree = tree[2] if tree[1].sign(x) < 0 else tree[3]
    number: int = tree[1]
    return number


# -- one root ----------------------------------------------------------------------------------------


def positive_root(terms: Sequence[tuple[int, Fractional]]) -> Root:
    """The one positive root of a sum whose coefficients change their sign once, correctly rounded.

    Proven by Descartes' rule of signs and by the signs, in whole numbers, on both sides of the root.
    Raises: Doubtful where the proof does not succeed.
    """
    if terms[-1][0] - terms[0][0] > MOST:
        raise Doubtful
    bottom = math.lcm(*(c.denominator for _, c in terms))
    whole = [(e - terms[0][0], c.numerator * (bottom // c.denominator)) for e, c in terms]
    if sum(c.bit_length() for _, c in whole) > LARGEST:
        raise Doubtful
    logarithm = _logarithm(whole)
    if abs(logarithm) > 600:
        raise Doubtful
    mantissa, exponent = math.frexp(math.exp(logarithm))
    root = int(mantissa * 2**53) << (BITS - 53)
    shift = BITS - exponent  # the root is root / 2^shift
    degree = whole[-1][0]
    # So that the sum is one in whole numbers, of the root without its shift.
    scaled = [(k, c << (shift * (degree - k) if shift >= 0 else -shift * k)) for k, c in whole]
    for _ in range(6):
        step = _sum(scaled, root) // sum(k * c * root ** (k - 1) for k, c in scaled if k)
        root -= step
        if abs(step) < 2:
            break
    below, above = _sum(scaled, root - 2), _sum(scaled, root + 2)
    if root < 1 << (BITS - 3) or not (below < 0 < above or above < 0 < below):
        raise Doubtful
    return _rounded(root, shift)


def _sum(terms: Sequence[tuple[int, int]], x: int) -> int:
    return sum(c * x**k for k, c in terms)


def _logarithm(terms: Sequence[tuple[int, int]]) -> float:
    """The logarithm of the root, by Newton's method on the difference of the logarithms of both kinds of terms."""
    sizes = [(k, c > 0, math.log(abs(c))) for k, c in terms]
    change = next(i for i in range(1, len(sizes)) if sizes[i][1] != sizes[0][1])
    (k, _, a), (n, _, b) = sizes[change - 1], sizes[change]
    s = (a - b) / (n - k)
    for _ in range(60):
        sums = []
        for sign in (True, False):
            logs = [(k, size + k * s) for k, positive, size in sizes if positive == sign]
            top = max(size for _, size in logs)
            weights = [(k, math.exp(size - top)) for k, size in logs]
            total = sum(weight for _, weight in weights)
            sums.append((top + math.log(total), sum(k * weight for k, weight in weights) / total))
        (positive, up), (negative, down) = sums
        step = (positive - negative) / (up - down)
        s -= step
        if abs(step) <= 1e-12 * max(1.0, abs(s)):
            return s
    raise Doubtful


def _rounded(root: int, shift: int) -> Root:
    """A root between root - 2 and root + 2 over 2^shift as a float, and how far that may be from it."""
    bottom = 1 << max(shift, 0)
    ends = [((root + way) << max(-shift, 0)) / bottom for way in (-2, 2)]
    if ends[0] != ends[1]:
        raise Doubtful
    value = ends[0]
    p, q = value.as_integer_ratio()
    distance = abs((root << max(-shift, 0)) * q - p * bottom)
    if distance * 2**100 < p * bottom:
        return value, None  # as good as exact: how good is for balls to say
    slack = (2 << max(-shift, 0)) * q
    return value, (distance + slack) / (p * bottom) * (1 + 1e-15)
