"""Several equations that hold at once, for several unknowns that none of them gives alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tmath.algebra.arithmetic import bound
from tmath.algebra.descent import Budget, Descent, Point, sequence, signed_start, start
from tmath.algebra.krawczyk import Polished, Prover
from tmath.algebra.linear import Vector
from tmath.algebra.rank import generic_rank, rank_at
from tmath.algebra.residuals import Equation, Terms
from tmath.algebra.tracing import Tracer
from tmath.algebra.walking import flatten, unflatten
from tmath.records import dataclass

if TYPE_CHECKING:
    from tmath.algebra.roots import Roots

STARTS = 400
STEPS = 300  # of all starts together, and for each unknown as many again
SECONDS = 2.0  # no more than a safeguard: steps are counted so that answers do not depend on the machine
TRACED = 250  # steps along curves, and for each unknown as many again
FEWEST = 12  # starts that reach a root before the search may end
VAIN = 20  # starts for each unknown after which the search ends where none reached a root
SAME = 1e-9  # relative distance below which two roots are one
SAME_MULTIPLE = 1e-5  # and of roots known no better than the square root of rounding
MOST_ROOTS = 16
BEYOND = 1e30  # values that large, or small, are no longer looked at
APART = 1e-3  # relative distance beyond which a descent from nearby did not lead back
SLACK = 1e-9  # relative, for bounds held by floats
CONTINUUM = "continuum"  # the method of roots that are no single values
WINDOWS = ((1e-1, 1e2), (1e-3, 1e4), (1e-1, 1e12), (1e-15, 1e27))  # where starts lie if bounds allow


@dataclass(frozen=True, slots=True)
class Bounds:
    """The values an unknown may take, as a program keeps them."""

    low: str = "0"
    high: str = "inf"
    low_open: bool = True
    high_open: bool = False

    def admit(self, value: float) -> bool:
        """Whether a value lies within, one a rounding error outside included."""
        low, high = bound(self.low), bound(self.high)
        if value < low - SLACK * abs(low) or (value == low and self.low_open) or (low == 0.0 and value < 0.0):
            return False
        return value <= high + SLACK * abs(high) and not (value == high and self.high_open)


@dataclass(frozen=True)
class TurnedSystem:
    """Equations prepared for finding their unknowns together; unknowns not in `signed` are positive."""

    equations: tuple[Equation, ...]
    unknowns: tuple[str, ...]
    bounds: tuple[Bounds, ...]
    signed: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> frozenset[str]:
        """The other names."""
        return frozenset().union(*(left.names | right.names for left, right in self.equations)) - set(self.unknowns)

    @cached_property
    def terms(self) -> Terms:
        """The terms of the equations and their derivatives."""
        return Terms(self.equations, self.unknowns)

    @cached_property
    def singular(self) -> bool:
        """Whether the equations leave a continuum of solutions wherever they hold."""
        found = generic_rank(self.equations, self.unknowns, self.signed)
        return found is not None and found < len(self.unknowns)

    def to_dict(self) -> dict[str, Any]:
        """The system as plain data."""
        return {
            "sides": flatten([side for equation in self.equations for side in equation]),
            "unknowns": list(self.unknowns),
            "bounds": [[b.low, b.high, b.low_open, b.high_open] for b in self.bounds],
            "signed": sorted(self.signed),
        }

    @classmethod
    def from_dict(cls, data: Any) -> TurnedSystem:
        """Read back what `to_dict` wrote.

        Raises: ValueError where it is ill-formed.
        """
        if not isinstance(data, dict) or data.keys() != {"sides", "unknowns", "bounds", "signed"}:
            raise ValueError("ill-formed program: a turned system")
        unknowns, signed, bounds = data["unknowns"], data["signed"], data["bounds"]
        if not all(isinstance(part, list) for part in (unknowns, signed, bounds, data["sides"])):
            raise ValueError("ill-formed program: parts of a turned system")
        if not unknowns or not all(isinstance(name, str) for name in [*unknowns, *signed]):
            raise ValueError("ill-formed program: names of a turned system")
        sides = unflatten(data["sides"])
        if len(sides) != 2 * len(unknowns) or len(bounds) != len(unknowns) or len(set(unknowns)) != len(unknowns):
            raise ValueError("ill-formed program: a system that is not square")
        equations = tuple(zip(sides[::2], sides[1::2], strict=True))
        return cls(equations, tuple(unknowns), tuple(map(_read_bounds, bounds)), frozenset(signed))


def _read_bounds(row: Any) -> Bounds:
    if not (isinstance(row, list) and len(row) == 4 and type(row[2]) is bool and type(row[3]) is bool):
        raise ValueError("ill-formed program: bounds")
    for text in row[:2]:
        try:
            if not isinstance(text, str) or len(text) > 20_000:
                raise ValueError
            bound(text)
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"ill-formed program: {text!r} is no bound") from None
    return Bounds(*row)


@dataclass(frozen=True)
class SystemRoots:
    """The solutions within bounds, ascending by the first unknown, each with a proven relative error bound or None.

    `complete`: no other solution is possible. `singular`: the equations leave a continuum of solutions.
    `rejected` are solutions outside the bounds.
    """

    values: tuple[dict[str, float], ...]
    errors: tuple[float | None, ...]
    complete: bool = False
    method: str = "newton"
    singular: bool = False
    rejected: tuple[dict[str, float], ...] = ()

    def of(self, name: str) -> Roots:
        """What was found of one unknown."""
        from tmath.algebra.roots import Roots

        return Roots(
            tuple(root[name] for root in self.values),
            self.errors,
            self.complete,
            CONTINUUM if self.singular else self.method,
            rejected=tuple(root[name] for root in self.rejected),
        )


def find_system_roots(
    turned: TurnedSystem, values: Mapping[str, Any], steps: int | None = None, seconds: float = SECONDS
) -> SystemRoots:
    """The solutions of a system within bounds, found by Newton's method from many starts; verified, not complete.

    The search ends when another solution is unlikely.
    Source: Boender and Rinnooy Kan 1987, "Bayesian stopping rules for multistart global optimization methods",
    Mathematical Programming 37.
    Raises: KeyError when a value is missing.
    """
    if turned.singular:
        return SystemRoots((), (), singular=True)
    steps = STEPS * (1 + len(turned.unknowns)) if steps is None else steps
    return _Search(turned, values, steps, seconds).run()


class _Search:
    """One search: what was found so far, and where to look next."""

    def __init__(self, turned: TurnedSystem, values: Mapping[str, Any], steps: int, seconds: float):
        self.turned, self.budget = turned, Budget(steps, seconds)
        self.signed = {j for j, name in enumerate(turned.unknowns) if name in turned.signed}
        self.known = {name: values[name] for name in turned.names}
        floats = turned.terms.bind(self.known)
        self.prover = Prover(turned.terms, self.known, floats, self.signed)
        self.tracer = Tracer(floats, self.signed, Budget(TRACED * (1 + len(turned.unknowns)), seconds), self._near)
        self.ways = [Descent(floats, self.signed, self.budget, logarithmic) for logarithmic in (True, False)]
        self.roots: list[Polished] = []
        self.flat: list[Vector] = []  # points of a continuum, or where terms have vanished
        self.starts: list[Vector] = []
        self.reached = 0

    def run(self) -> SystemRoots:
        """Descend from start after start until nothing new is to be expected."""
        for k, unit in enumerate(sequence(len(self.turned.unknowns), STARTS)):
            start = [self._start(j, t, k) for j, t in enumerate(unit)]
            self.starts.append(start)
            here, taken = self.ways[k % 3 // 2].run(start)
            if here is not None and taken:  # a start that holds by itself lies where a term has vanished
                self._keep(here)
            if self._enough() or self.budget.steps <= 0:
                break
        self._trace()
        if self.flat and not self.roots and self._dependent():
            return SystemRoots((), (), singular=True)
        return self._told()

    def _start(self, j: int, t: float, k: int) -> float:
        bounds = self.turned.bounds[j]
        low, high = bound(bounds.low), bound(bounds.high)
        return (signed_start if j in self.signed else start)(low, high, t, *WINDOWS[k % len(WINDOWS)])

    def _keep(self, here: Point) -> int | None:
        """Count a point that balances, polished where it is new; the number of its root."""
        for number, root in enumerate(self.roots):
            if _same(here.x, root.x, _reach(root)):
                self.reached += 1
                return number
        polished = self.prover.polish(here)
        if polished is None:
            return None
        self.reached += 1
        if polished.kind == "flat":
            if not self._alone(polished.x):
                self.flat.append(polished.x)
                return None
            polished = Polished(polished.x, "multiple")
        for number, root in enumerate(self.roots):
            if _same(polished.x, root.x, max(_reach(root), _reach(polished))):
                return number
        self.roots.append(polished)
        return len(self.roots) - 1

    def _trace(self) -> None:
        """Pass from every root to others along the curves on which all equations but one hold."""
        for dropped in range(len(self.turned.unknowns)):
            passed: set[int] = set()
            for number in range(MOST_ROOTS):
                if number >= len(self.roots):
                    break
                if number in passed:
                    continue
                for near in self.tracer.starts(self.roots[number].x, dropped):
                    here, _ = self.ways[0].run(near)
                    met = None if here is None else self._keep(here)
                    if met is not None:
                        passed.add(met)

    def _near(self, x: Sequence[float]) -> bool:
        """Whether a point lies within reach of the bounds."""
        for j, (b, v) in enumerate(zip(self.turned.bounds, x, strict=True)):
            low, high = bound(b.low), bound(b.high)
            margin = 0.0 if j not in self.signed else abs(v) if math.isinf(high - low) else high - low
            if not low / 8 - margin <= v <= high * 8 + margin or not abs(v) < BEYOND:
                return False
            if j not in self.signed and v * BEYOND < 1:
                return False
        return True

    def _alone(self, x: Vector) -> bool:
        """Whether a descent from nearby leads back to a root with a singular Jacobian."""
        near = [(v or 0.1) * 1.1 ** ((-1) ** j / (j + 1)) for j, v in enumerate(x)]  # no unknown is where it was
        back, _ = self.ways[0].run(near)
        return back is not None and _same(back.x, x, APART)

    def _dependent(self) -> bool:
        """Whether the equations are dependent wherever they are looked at, not only where terms have vanished."""
        rows = self.turned.equations
        unknowns = self.turned.unknowns
        return all(
            rank_at(rows, unknowns, {**self.known, **dict(zip(unknowns, x, strict=True))}) < len(unknowns)
            for x in self.starts[: len(WINDOWS)]
        )

    def _enough(self) -> bool:
        """Whether enough starts ended in what is known already, or in nothing at all."""
        n, w = self.reached, max(1, len(self.roots))
        if n == 0:
            return len(self.starts) >= VAIN * len(self.turned.unknowns)
        return n >= max(FEWEST, w + 3) and w * (n - 1) / (n - w - 2) < w + 0.5

    def _told(self) -> SystemRoots:
        names = self.turned.unknowns
        kept: list[tuple[dict[str, float], float | None]] = []
        rejected: list[dict[str, float]] = []
        for root in sorted(self.roots, key=lambda root: root.x):
            values = dict(zip(names, root.x, strict=True))
            if not self.prover.holds(root.x):
                continue
            if all(b.admit(v) for b, v in zip(self.turned.bounds, root.x, strict=True)):
                kept.append((values, self.prover.prove(root.x) if root.kind == "simple" else None))
            else:
                rejected.append(values)
        return SystemRoots(tuple(v for v, _ in kept), tuple(e for _, e in kept), rejected=tuple(rejected))


def _reach(root: Polished) -> float:
    return SAME if root.kind == "simple" else SAME_MULTIPLE


def _same(x: Sequence[float], y: Sequence[float], reach: float) -> bool:
    return all(math.isclose(a, b, rel_tol=reach, abs_tol=1e-6 * reach) for a, b in zip(x, y, strict=True))


__all__ = ["CONTINUUM", "Bounds", "SystemRoots", "TurnedSystem", "find_system_roots", "generic_rank", "rank_at"]
