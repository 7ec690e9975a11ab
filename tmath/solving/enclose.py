"""Everything an answer passes through on its way, enclosed while inputs run through intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from tmath.algebra.balls import ball, ends, working
from tmath.algebra.derivatives import differentiate
from tmath.algebra.expressions import Expr, name, postorder, sub
from tmath.algebra.intervals import EVERYTHING, INTERVAL, PARTIAL, Interval, functions
from tmath.algebra.program import BALL, Program, program_of, run
from tmath.algebra.ranges import range_of_root
from tmath.algebra.roots import find_roots
from tmath.algebra.turn import STEP, Turned
from tmath.records import dataclass
from tmath.solving.evaluate import Evaluator, Number
from tmath.solving.points import apart
from tmath.solving.structure import Structure

Ball = Any  # flint.arb, which has no type stubs
RESULT = "result#"


class Unproven(ArithmeticError):
    """Nothing can be said of the values in a box."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One quantity defined by others, or the root of an equation in them."""

    name: str
    inside: Expr  # the definition, or left - right
    needs: frozenset[str]
    program: Program  # its value where it is defined, and the conditions that decide which formula holds
    tests: tuple[str, ...]
    turned: Turned | None = None
    guard: Program | None = None  # left - right, its slope, and the conditions on the root itself


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Every value that names can take in a box, and whether no formula changes for another inside it."""

    balls: Mapping[str, Ball]
    smooth: bool


class Path:
    """The way from what is known to an expression: definitions and roots, one after another.

    Raises: Unproven where a block has no single equation left.
    """

    def __init__(
        self,
        evaluate: Evaluator,
        structure: Structure,
        known: Mapping[str, Number],
        target: Expr,
        moving: Iterable[str],
    ):
        self.moving = tuple(moving)
        self.stages = [*self._planned(evaluate, structure, target), _defined(RESULT, target)]
        touched = set(self.moving)
        for stage in self.stages:
            if stage.needs & touched:
                touched.add(stage.name)
        self._touched = touched
        self._floats = {key: float(value) for key, value in known.items() if key not in touched}
        self._known = {key: ball(value) for key, value in known.items() if key not in touched}
        self._still: dict[str, Ball] = {}
        self._found: dict[object, Interval | None] = {}
        self._slopes = self._differentiated()

    def _planned(self, evaluate: Evaluator, structure: Structure, target: Expr) -> list[Stage]:
        stages = []
        for rows, names in structure.blocks(target.names - structure.known):
            plan = evaluate.plan(rows, names)
            if plan.closed is not None:
                stages.append(_defined(plan.unknown, plan.closed))
            elif plan.turned is not None:
                stages.append(_root(plan.turned))
            else:
                raise Unproven
            stages += [_defined(key, expr) for key, expr in plan.torn.follow]
        return stages

    @property
    def roots(self) -> list[str]:
        """The quantities found as roots on the way."""
        return [stage.name for stage in self.stages if stage.turned is not None]

    def roots_at(self, point: Mapping[str, Number], near: Mapping[str, float]) -> dict[str, float]:
        """The roots on the way at a point, of each the one nearest to another; bounds of quantities play no part.

        Raises: Unproven.
        """
        if not self.roots:
            return {}
        values = {**self._floats, **{key: float(value) for key, value in point.items()}}
        for stage in self.stages:
            if stage.turned is None:
                values[stage.name] = float(run(stage.program, values)[0][""])
                continue
            low = -math.inf if stage.turned.both_sides else 0.0
            found = find_roots(stage.turned, values, low, certify=False).values
            if not found or stage.name not in near:
                raise Unproven
            values[stage.name] = min(found, key=lambda root: apart(root, near[stage.name]))
        return {key: values[key] for key in self.roots}

    # -- values --------------------------------------------------------------------------------------

    def over(self, box: Mapping[str, tuple[Any, Any]], near: Mapping[str, float]) -> Enclosed:
        """All values over a box of the moving inputs; `near` holds the roots at some point of it.

        Raises: Unproven.
        """
        with working(BALL.precision):
            balls = {**self._known, **self._still, **{key: ball(value) for key, value in box.items()}}
        smooth = True
        for stage in self.stages:
            if stage.name in self._still:
                continue
            found = run(stage.program, balls, BALL)[0]
            smooth = smooth and all(found[test] is not None for test in stage.tests)
            value = found[""] if stage.turned is None else self._root(stage, stage.turned, balls, near, smooth)
            if not value.is_finite():
                raise Unproven
            balls[stage.name] = value
            if stage.name not in self._touched:
                self._still[stage.name] = value
        return Enclosed(balls, smooth)

    def _root(
        self, stage: Stage, turned: Turned, balls: Mapping[str, Ball], near: Mapping[str, float], smooth: bool
    ) -> Ball:
        """Every value of a root; parts of a box that differ in other inputs share it."""
        if not smooth or turned.x not in near:
            raise Unproven
        boxes = {key: ends(balls[key]) for key in turned.names}
        place = (turned.x, near[turned.x], *boxes.values())
        if place not in self._found:
            range_found = range_of_root(turned, boxes, near[turned.x])
            confirmed = range_found is not None and _confirmed(stage, balls, range_found)
            self._found[place] = range_found if confirmed else None
        found = self._found[place]
        if found is None:
            raise Unproven
        return ball(found)

    # -- directions ----------------------------------------------------------------------------------

    def _differentiated(self) -> Program:
        """The derivatives of every moving stage by what moves in it."""
        slopes: dict[str, Expr] = {}
        for number, stage in enumerate(self.stages):
            wanted = sorted(stage.needs & self._touched) + ([stage.name] if stage.turned is not None else [])
            if stage.name in self._touched:
                slopes |= {f"{number} {key}": differentiate(stage.inside, key, name(STEP)) for key in wanted}
        return program_of(slopes)

    def slopes(self, enclosed: Enclosed) -> dict[str, Interval]:
        """d result / d input over a box, for every moving input; a step function rises by anything.

        In intervals, whose ends may be zero exactly. Source: automatic differentiation of interval enclosures,
        Rall 1981, Lecture Notes in Computer Science 120.
        """
        values: dict[str, Any] = {key: ends(value) for key, value in enclosed.balls.items()}
        PARTIAL.asked()
        partials = run(self._slopes, {**values, STEP: (0.0, math.inf)}, INTERVAL)[0]
        weights: dict[str, Interval] = {RESULT: (1.0, 1.0)}
        for number, stage in reversed(list(enumerate(self.stages))):
            weight = weights.pop(stage.name, None)
            if weight is None or stage.name not in self._touched:
                continue
            if stage.turned is not None:
                weight = functions["neg"](functions["div"](weight, partials[f"{number} {stage.name}"]))
            for key in stage.needs & self._touched:
                moved = functions["mul"](weight, partials[f"{number} {key}"])
                weights[key] = functions["add"](weights.get(key, (0.0, 0.0)), moved)
        if PARTIAL.asked():
            return dict.fromkeys(self.moving, EVERYTHING)
        return {key: weights.get(key, (0.0, 0.0)) for key in self.moving}


def _defined(key: str, expr: Expr) -> Stage:
    tests = _conditions(expr)
    return Stage(key, expr, expr.names, program_of({"": expr, **tests}), tuple(tests))


def _root(turned: Turned) -> Stage:
    inside = sub(turned.left, turned.right)
    tests = _conditions(inside)
    own = {key: test for key, test in tests.items() if turned.x in test.names}
    before = {key: test for key, test in tests.items() if key not in own}
    guard = program_of({"": inside, "slope": differentiate(inside, turned.x), **own}) if own else None
    return Stage(turned.x, inside, turned.names, program_of(before), tuple(before), turned, guard)


def _confirmed(stage: Stage, balls: Mapping[str, Ball], found: Interval) -> bool:
    """Whether an equation whose formula changes with its root keeps one formula around it, and changes sign there."""
    if stage.guard is None:
        return True
    low, high = found
    margin = (high - low) / 8 + 1e-12 * max(abs(low), abs(high))
    low, high = low - margin, high + margin
    around = run(stage.guard, {**balls, stage.name: ball((low, high))}, BALL)[0]
    slope = around.pop("slope")
    if any(test is None for key, test in around.items() if key) or not slope.is_finite() or slope.contains(0):
        return False
    first, last = (run(stage.guard, {**balls, stage.name: ball(end)}, BALL)[0][""] for end in (low, high))
    return bool((first > 0 and last < 0) or (first < 0 and last > 0))


def _conditions(expr: Expr) -> dict[str, Expr]:
    """The conditions in an expression, each under a name of its own."""
    return {f"test {node.args[0]}": node.args[0] for node in postorder([expr]) if node.op == "select"}
