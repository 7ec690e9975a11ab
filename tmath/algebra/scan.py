"""Roots of a function known only by its values: a grid in log x, brackets, dips, poles and jumps told apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from time import perf_counter
from typing import Protocol

from tmath.algebra.brackets import border, chandrupatla, minimum
from tmath.records import dataclass, field

Function = Callable[[float], float]
SMALL, LARGE = 1e-300, 1e300
WORK = 1_000_000  # operations spent on a grid
FEWEST = 60
WIDE = 1e-9  # relative width beyond which zeros are a stretch
TOUCHING = 4e-15  # residual at which a minimum touches zero as far as floats can tell
BLURRED = 1e-10  # residual of a dip below which floats may not see whether it crosses
UNCLEAR = 1e-13  # change of the residual over that distance that floats blur
ASIDE = 1e-8  # relative distance at which the size of the sides is compared with that at a change of sign


@dataclass
class Scanned:
    """What a scan saw: roots, jumps over zero (x below, x above), points where zero is touched, stretches of zeros."""

    roots: list[float] = field(default_factory=list)
    jumps: list[tuple[float, float]] = field(default_factory=list)
    touching: list[float] = field(default_factory=list)
    flats: list[tuple[float, float]] = field(default_factory=list)
    finished: bool = True


class Profile(Protocol):
    """An equation as a scan needs it."""

    @property
    def size(self) -> int:
        """How many operations a value takes."""

    def __call__(self, x: float) -> float:
        """The residual over the sum of its |terms|."""

    def difference(self, x: float) -> float:
        """left - right."""

    def sharpened(self, x: float) -> float:
        """A root that large terms which cancel have blurred, found in higher precision."""

    def turning(self, a: float, b: float) -> tuple[list[float], list[float]]:
        """Roots, and points where zero is touched, around the one turning point in a narrow range."""


def grid(low: float, high: float, size: int = 1) -> list[float]:
    """Sample points of a positive range: dense where quantities of use lie, sparse beyond, linear too where narrow.

    An expression of a large size is sampled at fewer points.
    """
    a, b = max(low, SMALL), min(high, LARGE)
    if not a < b:
        return [a] if a == b else []
    first, last = math.log(a), math.log(b)
    points: set[float] = {a, b}
    inner_first, inner_last = max(first, -70.0), min(last, 90.0)
    if inner_first < inner_last:
        count = int(min(600, max(160, (inner_last - inner_first) * 4)))
        points.update(math.exp(inner_first + (inner_last - inner_first) * i / count) for i in range(1, count))
    points.update(math.exp(s) for s in range(math.ceil(first), math.floor(last)) if s % 5 == 0)
    if b / a < 1e6:
        points.update(a + (b - a) * i / 160 for i in range(1, 160))
    elif high < LARGE:
        points.update(b * i / 100 for i in range(1, 100) if b * i / 100 > a)
    result = sorted(p for p in points if a <= p <= b)
    stride = max(1, len(result) // max(FEWEST, WORK // size))
    return result if stride == 1 else [*result[:-1:stride], result[-1]]


def scan(f: Profile, low: float, high: float, deadline: float) -> Scanned:
    """Roots of a residual, scaled by the sum of its terms, on a positive range.

    Source: bracketing search, Press et al. 2007, Numerical Recipes, section 9.1.
    """
    seen = Scanned()
    samples = []
    for x in grid(low, high, f.size):
        samples.append((x, f(x)))
        if perf_counter() > deadline:
            seen.finished = False
            break
    samples = _with_edges(f, samples)
    for i, (x, r) in enumerate(samples):
        late = perf_counter() > deadline
        if late and len(seen.roots) >= FEWEST:
            seen.finished = False
            break
        if r == 0.0:
            _zero(f, samples, i, seen)
        if i + 1 < len(samples):
            y, q = samples[i + 1]
            if r * q < 0:
                crossing(f, x, y, r, q, seen)
        if 0 < i < len(samples) - 1 and not late:
            _dip(f, samples[i - 1 : i + 2], seen)
    return seen


def _with_edges(f: Function, samples: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Add the last point with a value before each hole: a root may lie right at the edge of a domain."""
    found = []
    for (x, r), (y, q) in pairwise(samples):
        if (r == r) != (q == q):
            inside, _ = border(lambda z: not math.isnan(f(z)), x if r == r else y, y if r == r else x)
            found.append((inside, f(inside)))
    return sorted({*samples, *found}, key=lambda sample: sample[0]) if found else samples


def _zero(f: Profile, samples: Sequence[tuple[float, float]], i: int, seen: Scanned) -> None:
    """A sample that is zero: a root, or the first of a stretch of zeros."""
    if i > 0 and samples[i - 1][1] == 0.0:
        return
    last = i
    while last + 1 < len(samples) and samples[last + 1][1] == 0.0:
        last += 1
    first, end = samples[i][0], samples[last][0]
    low = first if i == 0 else border(lambda z: f(z) == 0.0, first, samples[i - 1][0])[0]
    high = end if last + 1 == len(samples) else border(lambda z: f(z) == 0.0, end, samples[last + 1][0])[0]
    _stretch(low, high, first, seen)


def _stretch(low: float, high: float, zero: float, seen: Scanned) -> None:
    """Zeros from low to high: one root where that is rounding, else a stretch."""
    if high - low > WIDE * abs(high):
        seen.flats.append((low, high))
    else:
        seen.roots.append(zero)


def crossing(f: Profile, x: float, y: float, r: float, q: float, seen: Scanned) -> None:
    """Shrink a sign change to neighbouring floats and see what it is: a root, a pole, a jump, or zeros in between."""
    a, b = sorted(refine(f, x, y, r, q))
    ra, rb = f(a), f(b)
    if ra == 0.0 or rb == 0.0:
        zero = a if ra == 0.0 else b
        low, high = border(lambda z: f(z) == 0.0, zero, x)[0], border(lambda z: f(z) == 0.0, zero, y)[0]
        _stretch(low, high, zero, seen)
        return
    kind = nature(f, a, b, x, y)
    if kind == "jump" and (end := _at_the_edge(f, a, b)) is not None:
        seen.roots.append(end)
        return
    if kind == "root":
        root = a if abs(ra) <= abs(rb) else b
        spread = abs(f(a - ASIDE * abs(a)) - f(b + ASIDE * abs(b)))
        seen.roots.append(f.sharpened(root) if spread < UNCLEAR else root)
    elif kind == "jump":
        seen.jumps.append((a, b))


def _at_the_edge(f: Function, a: float, b: float) -> float | None:
    """The float at which a step begins, if the equation holds just there."""
    for _ in range(8):
        if f(a) == 0.0:
            return a
        if a >= b:
            break
        a = math.nextafter(a, math.inf)
    return None


def nature(f: Profile, a: float, b: float, x: float, y: float) -> str:
    """Towards a root the difference of the sides shrinks, towards a pole it grows, at a jump it does neither."""
    here = abs(f.difference(a)) + abs(f.difference(b))
    step = ASIDE * abs(b)
    aside = abs(f.difference(max(a - step, min(x, y)))) + abs(f.difference(min(b + step, max(x, y))))
    if not here < math.inf or here > 2 * aside:
        return "pole"
    return "root" if here < 0.5 * aside or max(abs(f(a)), abs(f(b))) < BLURRED else "jump"


def refine(f: Function, x: float, y: float, r: float, q: float) -> tuple[float, float]:
    """A bracket shrunk in log x, then to neighbouring floats."""
    if x > 0 and y > 1.5 * x:
        s, t = chandrupatla(lambda u: f(math.exp(u)), math.log(x), math.log(y), r, q)
        a, b = _clamped(math.exp(min(s, t)), x, y), _clamped(math.exp(max(s, t)), x, y)
        a, b = a * (1 - 4e-15), b * (1 + 4e-15)
        if x < a < b < y and f(a) * r > 0 and f(b) * q > 0:
            x, y, r, q = a, b, f(a), f(b)
        elif a <= x < b < y and f(b) * q > 0:
            y, q = b, f(b)
    return chandrupatla(f, x, y, r, q)


def _clamped(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def _dip(f: Profile, three: Sequence[tuple[float, float]], seen: Scanned) -> None:
    """Where the residual comes near zero and turns back, look for the pair of roots the grid stepped over."""
    (x, r), (y, q), (z, p) = three
    if not (r * q > 0 and q * p > 0 and abs(q) <= abs(r) and abs(q) <= abs(p) and abs(q) < 0.5):
        return
    if abs(q) == abs(r) == abs(p):
        return
    sign = 1.0 if q > 0 else -1.0
    lowest = minimum(lambda u: sign * f(u), x, y, z, stop=lambda v: v < -BLURRED)
    value = f(lowest)
    if value * sign < -BLURRED:
        crossing(f, x, lowest, r, value, seen)
        crossing(f, lowest, z, value, p, seen)
    elif value * sign < BLURRED:
        roots, touching = f.turning(max(x, lowest * (1 - 1e-3)), min(z, lowest * (1 + 1e-3)))
        seen.roots += roots
        seen.touching += touching
