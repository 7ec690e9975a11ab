"""One question under chosen rows, ready to be asked at many points: its value, and whether everything holds there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

import numpy as np

from tmath.algebra.nodes import ONE, ZERO, Expr, add, call, compare, div, neg, number, select, sub
from tmath.arrays import conditions
from tmath.arrays.assemble import given as given_name
from tmath.arrays.given import Array, Given
from tmath.arrays.machine import Machine, branches
from tmath.arrays.sheet import Check, Sheet, Status
from tmath.arrays.sieves import Product
from tmath.records import dataclass


@dataclass(frozen=True)
class Condition:
    """Something that must hold: a constraint by its label, else a bound or a whole number told by `says`."""

    holds: Expr
    label: str = ""
    says: str = ""

    @cached_property
    def slack(self) -> Expr | None:
        """What is above zero where a comparison holds, and below where it does not; None where that cannot be said."""
        if self.holds.op not in ("ge", "gt", "le", "lt"):
            return None
        left, right = self.holds.args if self.holds.op in ("ge", "gt") else reversed(self.holds.args)
        if self.label and left.op == "div":
            left, right = left.args[0], ZERO  # of a margin, whose divisor is positive, the difference
        return sub(left, right)

    @cached_property
    def short(self) -> Expr:
        """How far it is from holding, relative; 0 where it holds."""
        if self.holds.op not in ("ge", "gt", "le", "lt"):
            return select(self.holds, ZERO, ONE)
        left, right = self.holds.args if self.holds.op in ("ge", "gt") else reversed(self.holds.args)
        if self.label and left.op == "div":
            return select(self.holds, ZERO, neg(left))
        size = call("max", call("abs", left), call("abs", right))
        return select(self.holds, ZERO, select(compare("gt", size, ZERO), div(sub(right, left), size), ONE))


@dataclass(frozen=True)
class Seen:
    """The objective at some points, whether each constraint holds there, and whether everything else does."""

    values: Array
    sound: Array
    held: Mapping[str, Array]
    endless: Array | None = None  # where the objective improves without end as a real grows or shrinks

    @property
    def holds(self) -> Array:
        """Whether everything holds."""
        return self.but("")

    def but(self, label: str) -> Array:
        """Whether everything holds but perhaps one constraint."""
        result = self.sound.copy()
        for other, held in self.held.items():
            if other != label:
                result &= held
        return result


class Ground:
    """A planned question: the objective over what is free, in declared units, and the conditions."""

    budget = 1 << 26  # evaluations of one search before it is cut

    def __init__(self, keys: Mapping[str, str], sheet: Sheet, products: Sequence[Product], rounds: bool = False):
        self.keys, self.sheet = dict(keys), sheet
        self.rounds = rounds  # whether a rounded given may give way at some points, which the sheet does not know
        self.products = tuple(products)
        self.names = tuple(column.name for column in sheet.inputs)
        output = sheet.outputs[0]
        self.result = div(sheet.results[output.name], number(output.factor))
        self.conditions = tuple(
            [Condition(check.holds, "", _says(check)) for check in sheet.checks]
            + [Condition(margin.holds, margin.label) for margin in sheet.margins]
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return Ground, (self.keys, self.sheet, self.products, self.rounds)

    @cached_property
    def machine(self) -> Machine:
        """What evaluates expressions."""
        return Machine(self.sheet)

    @cached_property
    def ways(self) -> list[dict[str, int]]:
        """The choices between roots on the way."""
        return branches(self.sheet.several([self.result, *(one.holds for one in self.conditions)]))

    @property
    def plain(self) -> bool:
        """Whether one root leads to each value, so that trends and slopes speak of all of it."""
        return len(self.ways) == 1

    # -- at points ---------------------------------------------------------------------------------

    def look(self, at: Mapping[str, Array], goal: Literal["min", "max"] = "min") -> Seen:
        """The objective and whether everything holds; where several roots do, the best of them."""
        sound = conditions.every(one.holds for one in self.conditions if not one.label)
        exprs = {"value": self.result, "sound": sound}
        exprs |= {f"holds {one.label}": one.holds for one in self.conditions if one.label}
        best: Seen | None = None
        for ways in self.ways:
            found = self.run("look", exprs, at, ways)
            held = {one.label: found[f"holds {one.label}"].astype(bool) for one in self.conditions if one.label}
            seen = Seen(found["value"], found["sound"].astype(bool) & np.isfinite(found["value"]), held)
            best = seen if best is None else _better(best, seen, goal)
        assert best is not None
        return best

    def short(self, at: Mapping[str, Array]) -> Array:
        """How far points are from holding, summed over the conditions, infinite where that is no number."""
        total = ZERO
        for one in self.conditions:
            total = add(total, one.short)
        shorts = [self.run("short", {"short": total}, at, ways)["short"] for ways in self.ways]
        return np.min([np.where(np.isnan(short), np.inf, short) for short in shorts], axis=0)

    def each(self, at: Mapping[str, Array]) -> Array:
        """Whether each condition holds, one row a condition, by the way on which most do."""
        exprs = {str(i): one.holds for i, one in enumerate(self.conditions)}
        stacks = [np.array(list(self.run("each", exprs, at, ways).values()), bool) for ways in self.ways]
        if len(stacks) == 1 or not self.conditions:
            return stacks[0]
        most = np.argmax([stack.sum(axis=0) for stack in stacks], axis=0)
        return np.take_along_axis(np.array(stacks), most[None, None, :], 0)[0]

    def run(
        self, what: str, exprs: Mapping[str, Expr], at: Mapping[str, Array], ways: Mapping[str, int] | None = None
    ) -> dict[str, Array]:
        """The values of expressions at points.

        Shape: arrays have one axis, as long as each other.
        """
        size = len(next(iter(at.values()))) if at else 1
        named = {given_name(key): value for key, value in at.items()}
        given = Given((size,), named, frozenset(named))
        return self.machine.run(what, exprs, given, self.ways[0] if ways is None else ways)

    # -- what rests on what --------------------------------------------------------------------------

    @cached_property
    def _rests(self) -> dict[str, frozenset[str]]:
        found = {key: frozenset((key,)) for key in self.names}
        for definition in self.sheet.definitions.values():
            found[definition.name] = frozenset().union(*(found.get(n, frozenset()) for n in definition.names))
        return found

    def rests(self, expr: Expr) -> frozenset[str]:
        """The inputs an expression rests on."""
        return frozenset().union(*(self._rests[n] for n in expr.names))


def _better(a: Seen, b: Seen, goal: str) -> Seen:
    wins = b.values < a.values if goal == "min" else b.values > a.values
    take = (b.holds & (~a.holds | wins)) | (b.sound & ~a.sound)
    held = {label: np.where(take, b.held[label], a.held[label]) for label in a.held}
    return Seen(np.where(take, b.values, a.values), np.where(take, b.sound, a.sound), held)


def _says(check: Check) -> str:
    what = {
        Status.OUT_OF_BOUNDS: "out of bounds",
        Status.CONTRADICTION: "not whole" if check.flag else "contradicts the rest",
        Status.NO_ROOT: "has no value",
    }.get(check.status, "does not hold")
    names = sorted(check.holds.names if check.value is None else check.value.names)
    return f"{', '.join(n.partition(' ')[0] for n in names)} {what}"
