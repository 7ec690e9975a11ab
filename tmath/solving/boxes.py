"""The guaranteed range of a quantity while inputs run through intervals: corners where it is monotone, else halving."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count

from tmath.algebra.balls import Ball, ball, ends, working
from tmath.algebra.intervals import Interval
from tmath.algebra.program import BALL
from tmath.records import dataclass, replace
from tmath.solving.enclose import RESULT, Enclosed, Path, Unproven

Box = Mapping[str, tuple[Fraction, Fraction]]
PARTS = 64  # into which a box is cut before the question is given up
REFINED = 128  # parts looked at for either end where nothing is monotone
CLOSE = 1e-4  # of the range: an end is not refined beyond
FAR = 4  # times one end is another, from where the scale is one of ratios
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Proven:
    """A range that holds every value, and the corners of the box where its ends are, as far as they are known."""

    low: float
    high: float
    ways: Mapping[str, int]  # 1 where the result only rises with an input, -1 where it only falls, 0 where neither
    open: frozenset[str]  # inputs with which it may rise and fall

    def corner(self, box: Box, side: int) -> dict[str, Fraction]:
        """The corner of the box at the low (0) or high (1) end, the middle for inputs that are open."""
        return {
            key: middle(low, high) if key in self.open else (low, high)[side if self.ways[key] >= 0 else 1 - side]
            for key, (low, high) in box.items()
        }


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the box, the roots in its middle, and how they are known to be those that are followed."""

    box: Box
    near: Mapping[str, float]
    anchors: tuple[tuple[Mapping[str, Fraction], Mapping[str, float]], ...] = ()  # points, and the roots there
    around: Mapping[str, tuple[float, float]] | None = None  # where only the roots followed are


def middle(low: Fraction, high: Fraction) -> Fraction:
    """Half way, on a scale of ratios where the ends are far apart."""
    if low > 0 and high > FAR * low:
        return Fraction(math.sqrt(low) * math.sqrt(high))
    return (low + high) / 2


def range_over(path: Path, box: Box, point: Mapping[str, Fraction], start: Mapping[str, float]) -> Proven:
    """The range of the path's result over a box, on the branch of roots that is nearest to `start` at a point of it.

    Source: monotonicity test and branch and bound, Moore, Kearfott, Cloud 2009, Introduction to Interval Analysis,
    sections 6.4 and 8.
    Raises: Unproven.
    """
    search = _Search(path)
    start = path.roots_at(point, start)
    ways, parts = search.directions(search.moved(_Part(box, start, ((point, start),)), box))
    unsure = frozenset(key for key, way in ways.items() if way is None)
    known = {key: way or 0 for key, way in ways.items()}
    limits = [search.limit(search.pinned(parts, box, known, unsure, side), side) for side in (0, 1)]
    return Proven(limits[0], limits[1], known, unsure)


def _middle(box: Box) -> dict[str, Fraction]:
    return {key: middle(low, high) for key, (low, high) in box.items()}


class _Search:
    """One box being cut into parts."""

    def __init__(self, path: Path):
        self.path = path

    def directions(self, whole: _Part) -> tuple[dict[str, int | None], list[_Part]]:
        """How the result moves with each input, None where that is not told, and the parts it was told on."""
        ways: dict[str, int | None] = {}
        turning: set[str] = set()  # inputs with which it rises here and falls there
        done: list[_Part] = []
        pending = [whole]
        while pending:
            part = pending.pop(0)
            room = len(done) + len(pending) + 2 <= PARTS
            enclosed = self._over(part)
            if enclosed is None and not room:
                raise Unproven
            told = self._ways(enclosed) if enclosed is not None else dict.fromkeys(self.path.moving)
            unsure = [key for key, way in told.items() if way is None and key not in turning]
            if room and (enclosed is None or unsure):
                pending += self._halves(part)
                continue
            done.append(replace(part, around=self._places(enclosed)) if enclosed is not None else part)
            for key, way in told.items():
                before = ways.get(key, 0)
                if way is None or (before and way and way != before):
                    turning.add(key)
                else:
                    ways[key] = way or before
        return {key: None if key in turning else ways[key] for key in self.path.moving}, done

    def pinned(
        self, parts: list[_Part], box: Box, ways: Mapping[str, int], unsure: frozenset[str], side: int
    ) -> list[_Part]:
        """The parts at the end of the box where the result is least or largest, as far as that is known."""
        at = {key: box[key][side if way >= 0 else 1 - side] for key, way in ways.items() if key not in unsure}
        found: dict[object, _Part] = {}
        for part in parts:
            if _holds(part.box, at):
                cut = {**part.box, **{key: (value, value) for key, value in at.items()}}
                found.setdefault(tuple(cut.values()), self.moved(part, cut))
        return list(found.values())

    def limit(self, parts: list[_Part], side: int) -> float:
        """The low (0) or high (1) end of the result over the parts, rounded outwards."""
        sign = 1 if side == 0 else -1
        order = count()
        heap: list[tuple[float, int, _Part]] = []
        best = math.inf  # of all points looked at
        for part in parts:
            bound, inside = self._bounds(part, sign)
            best = min(best, inside)
            heapq.heappush(heap, (bound, next(order), part))
        for _ in range(REFINED):
            bound, _, part = heap[0]
            if best - bound <= CLOSE * abs(best) or all(low == high for low, high in part.box.values()):
                break
            heapq.heappop(heap)
            for half in self._halves(part):
                bound, inside = self._bounds(half, sign)
                best = min(best, inside)
                heapq.heappush(heap, (bound, next(order), half))
        if not math.isfinite(heap[0][0]):
            raise Unproven
        return sign * heap[0][0]

    # -- one part --------------------------------------------------------------------------------------

    def _over(self, part: _Part) -> Enclosed | None:
        """The values over a part, None where they are not proven or belong to other roots than those followed."""
        try:
            enclosed = self.path.over(part.box, part.near)
        except Unproven:
            return None
        places = self._places(enclosed)
        tied = [part.near, *(values for point, values in part.anchors if _holds(part.box, point))]
        inside = all(_within((values[key], values[key]), places[key]) for values in tied for key in places)
        within = part.around is None or all(_within(places[key], part.around[key]) for key in places)
        return enclosed if inside and within else None

    def _places(self, enclosed: Enclosed) -> dict[str, tuple[float, float]]:
        """Where the roots on the way are."""
        return {key: ends(enclosed.balls[key]) for key in self.path.roots}

    def _ways(self, enclosed: Enclosed) -> dict[str, int | None]:
        if not enclosed.smooth:
            return dict.fromkeys(self.path.moving)
        return {key: _way(slope) for key, slope in self.path.slopes(enclosed).items()}

    def _halves(self, part: _Part) -> Iterator[_Part]:
        """The part cut in two across the input that is relatively widest; the roots at its middle tie the halves."""
        widest = max(part.box, key=lambda key: _width(*part.box[key]))
        low, high = part.box[widest]
        if low == high:
            raise Unproven
        cut = middle(low, high)
        tied = replace(part, anchors=(*part.anchors, (_middle(part.box), part.near)))
        for half in ((low, cut), (cut, high)):
            yield self.moved(tied, {**part.box, widest: half})

    def moved(self, part: _Part, box: Box) -> _Part:
        """The same branch of roots over another box."""
        return replace(part, box=box, near=self.path.roots_at(_middle(box), part.near))

    def _bounds(self, part: _Part, sign: int) -> tuple[float, float]:
        """A lower bound of sign * result over a part, and its value at the middle (from above)."""
        enclosed = self._over(part)
        if enclosed is None:
            if all(low == high for low, high in part.box.values()):
                raise Unproven
            return -math.inf, math.inf
        values = enclosed.balls[RESULT]
        inside = self._over(replace(part, box={key: (at, at) for key, at in _middle(part.box).items()}))
        if inside is None:
            return _lowest(values, sign), math.inf
        at = inside.balls[RESULT]
        return max(_lowest(values, sign), _lowest(self._mean_value(enclosed, part.box, at), sign)), -_lowest(at, -sign)

    def _mean_value(self, enclosed: Enclosed, box: Box, at: Ball) -> Ball:
        """The result as its value in the middle and the slopes over the box allow it.

        Source: mean value form, Neumaier 1990, Interval Methods for Systems of Equations, section 2.3.
        """
        if not enclosed.smooth:
            return ball(float("nan"))
        with working(BALL.precision):
            for key, slope in self.path.slopes(enclosed).items():
                if not all(map(math.isfinite, slope)):
                    return ball(float("nan"))
                low, high = box[key]
                centre = middle(low, high)
                at = at + ball(slope) * ball((low - centre, high - centre))
        return at


def _holds(box: Box, point: Mapping[str, Fraction]) -> bool:
    """Whether a point lies in a box."""
    return all(box[key][0] <= value <= box[key][1] for key, value in point.items())


def _within(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    """Whether one range lies in another, rounding forgiven."""
    return inner[0] >= outer[0] - SAME * abs(outer[0]) and inner[1] <= outer[1] + SAME * abs(outer[1])


def _lowest(values: Ball, sign: int) -> float:
    """The lower end of sign * values; minus infinity where nothing is known."""
    if not values.is_finite():
        return -math.inf
    low, high = ends(values)
    return low if sign > 0 else -high


def _way(slope: Interval) -> int | None:
    return 0 if slope == (0.0, 0.0) else 1 if slope[0] >= 0 else -1 if slope[1] <= 0 else None


def _width(low: Fraction, high: Fraction) -> float:
    """Relative to the larger end, on a scale of ratios where the ends are far apart."""
    if low > 0 and high > FAR * low:
        return math.log(high / low)
    return float((high - low) / (max(abs(low), abs(high)) or 1))
