"""Proof that no root is missing: a range cut until each part holds none, or is monotone and holds at most one."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

from tmath.algebra.brackets import between
from tmath.algebra.intervals import INTERVAL, PARTIAL, Interval, empty, functions
from tmath.algebra.numeric import Bound
from tmath.algebra.turn import REST, STEP, Leaf
from tmath.records import dataclass, field

MOST_WORK = 150_000  # operations on intervals: counted, so that what is proven does not depend on the machine
OVERHEAD = 25  # of one interval, in operations
NARROWEST = 1e-9  # relative width of a part that is given up
SLACK = 1e-12
SMALLEST, LARGEST = 5e-324, 1.7e308


@dataclass
class Subdivided:
    """Brackets of roots nobody had found, and the parts that could not be decided."""

    missed: list[tuple[float, float]] = field(default_factory=list)
    undecided: list[tuple[float, float]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every part was decided."""
        return not self.undecided


def _signed_sum(signs: Sequence[int], parts: Sequence[Interval]) -> Interval:
    total: Interval = (0.0, 0.0)
    for sign, part in zip(signs, parts, strict=True):
        if part != (0.0, 0.0):
            total = functions["add" if sign > 0 else "sub"](total, part)
    return total


class _Equation:
    """left - right and its slope over intervals."""

    def __init__(self, leaf: Leaf, values: Mapping[str, Any]):
        exact = {name: INTERVAL.convert(value) for name, value in values.items()}
        self._leaf, self._exact = leaf, exact
        self._cleared: Bound | None = None
        self.signs, self.torn = leaf.signs, leaf.torn
        self._value: Bound = leaf.recipe.bind(exact, INTERVAL)
        self._slope: Bound = leaf.slopes.bind({**exact, STEP: (0.0, math.inf)}, INTERVAL)

        relaxed = leaf.relaxed if leaf.steps else None
        self._relaxed = None if relaxed is None else relaxed.bind({**exact, REST: (0.0, 1.0)}, INTERVAL)
        self.size = len(leaf.recipe.varying) + len(leaf.slopes.varying) + 1

    def value(self, x: Interval) -> Interval:
        """The range over an interval."""
        return _signed_sum(self.signs, self._value(x))

    def no_pole(self, x: Interval) -> bool:
        """Whether no value of an interval solves the equation once its bottoms are multiplied away."""
        if self._cleared is None:
            self._cleared = self._leaf.cleared.bind(self._exact, INTERVAL)
        ((low, high),) = self._cleared(x)
        return bool(low > 0 or high < 0)

    def excluded(self, x: Interval) -> bool:
        """Whether no value of an interval solves the equation, whatever its steps do."""
        if self._relaxed is None:
            return False
        ((low, high),) = self._relaxed(x)
        return bool(low > 0 or high < 0)

    def monotone(self, x: Interval) -> bool:
        """Whether left - right only rises or only falls over the interval."""
        if self.torn:
            return False
        PARTIAL.asked()
        low, high = _signed_sum(self.signs, self._slope(x))
        return not PARTIAL.asked() and (low >= 0.0 or high <= 0.0)

    def sign(self, x: float) -> int:
        """The sign at a point (for zero and infinity at the nearest float), 0 where it cannot be told."""
        x = min(max(x, SMALLEST), LARGEST)
        low, high = self.value((x, x))
        return 1 if low > 0 else -1 if high < 0 else 0


def subdivide(
    leaf: Leaf, values: Mapping[str, Any], low: float, high: float, known: Sequence[float], deadline: float
) -> Subdivided:
    """Decide a range of the positive half line, given the roots already found in it.

    Source: interval branch and prune, Moore, Kearfott, Cloud 2009, Introduction to Interval Analysis, chapter 8.
    """
    equation = _Equation(leaf, values)
    result = Subdivided()
    stack = deque([(low, high)])  # the widest first, so that what is left where work ends is no wider than it must be
    for _ in range(max(100, MOST_WORK // (OVERHEAD + equation.size))):
        if not stack:
            return result
        if perf_counter() > deadline:
            break
        a, b = stack.popleft()
        if a >= LARGEST:  # no float is left
            continue
        verdict = _decide(equation, a, b, known)
        if verdict == "missed":
            result.missed.append((a, b))
        elif verdict == "open":
            middle = _middle(a, b)
            if (b < math.inf and _given_up(a, b)) or middle in (a, b):
                result.undecided.append((a, b))
            else:
                stack += [(a, middle), (middle, b)]
    result.undecided += stack
    return result


def _decide(equation: _Equation, a: float, b: float, known: Sequence[float]) -> str:
    """ "none", "counted" (at most the root already known), "missed", or "open"."""
    PARTIAL.asked()
    value = equation.value((a, b))
    partial = PARTIAL.asked()
    if empty(value) or value[0] > 0 or value[1] < 0 or equation.excluded((a, b)):
        return "none"
    if partial and equation.no_pole((a, b)):
        return "none"
    if partial or not equation.monotone((a, b)):
        return "open"
    if any(a * (1 - SLACK) <= x <= b * (1 + SLACK) for x in known):
        return "counted"
    first, last = equation.sign(a), equation.sign(b)
    if first * last > 0:
        return "none"
    return "missed" if first * last < 0 else "open"


def _given_up(a: float, b: float) -> bool:
    """Whether a part is not cut further: too narrow, or where floats under- and overflow."""
    return b - a <= NARROWEST * b or b < 1e-290 or (a > 1e290 and b / 1e4 <= a)


def _middle(a: float, b: float) -> float:
    if a == 0.0 and b == math.inf:
        return 1.0
    if a == 0.0:
        return b * 1e-3 if b <= 1e6 else 1.0
    if b == math.inf:
        return a * 1e3 if 1e-6 <= a < 1e300 else 1.0 if a < 1.0 else LARGEST
    return between(a, b)
