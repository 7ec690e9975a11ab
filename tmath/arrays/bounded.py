"""Answers, all elements at once, where constraints bound the unknown: the end of what they allow.

Where every constraint provably holds on one side of one root, the answer is the least or greatest of the roots.
Elsewhere the stretches between roots are probed. Whole numbers are stepped to from there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property

import numpy as np

from tmath.algebra.nodes import Expr, div, name, number
from tmath.arrays import whole
from tmath.arrays.assemble import given
from tmath.arrays.compile import scalar_function
from tmath.arrays.conditions import every, flagged
from tmath.arrays.conditions import whole as is_whole
from tmath.arrays.determined import Judged, derived, one_of
from tmath.arrays.fused import fused
from tmath.arrays.given import Array, Given
from tmath.arrays.machine import Machine, branches, demanded, status_exprs, statuses
from tmath.arrays.sheet import Bounds, Status
from tmath.arrays.stretches import Stretches
from tmath.records import dataclass

HOLDS = -1e-12


@dataclass(frozen=True)
class Found:
    """Values with their statuses, and on which side of them the constraints hold: -1 below, 1 above."""

    values: Array
    status: Array
    side: Array


class Bounded:
    """One unknown that constraints bound, over flat arrays, in declared units."""

    def __init__(self, bounds: Bounds, pick: str | None, hot: bool = False):
        self.bounds, self.pick, self.hot = bounds, pick, hot
        self._programs: dict[tuple[bool, frozenset[str]], tuple[Machine, dict[str, Expr]] | None] = {}
        self.output = bounds.output
        self.edges, self.forward = Machine(bounds.edges, hot), Machine(bounds.forward, hot)
        domain = self.output.domain
        self.low = -math.inf if domain.low is None else float(domain.low / self.output.factor)
        self.high = math.inf if domain.high is None else float(domain.high / self.output.factor)
        self.low_closed = domain.low is not None and not domain.low_open
        factor = number(self.output.factor)
        self.at = {limit.label: div(limit.at, factor) for limit in bounds.limits if limit.at is not None}
        self.ways = branches(bounds.edges.several(list(self.at.values())))
        trends = {limit.trend for limit in bounds.limits if limit.label in self.at}
        self.side = next(iter(trends)) if len(trends) == 1 and len(self.ways) == 1 and len(self.at) else None
        self.margin_exprs = {m.label: m.value for m in bounds.forward.margins}

    @property
    def kind(self) -> str:
        """at_most or at_least where that is the same for all inputs, else bounded."""
        return "at_most" if self.side == -1 else "at_least" if self.side == 1 else "bounded"

    # -- values --------------------------------------------------------------------------------------

    def values(self, at: Given) -> Array:
        """The answers, nan where there is none."""
        fused = self._fused(at.relaxed, at.whole)
        if fused is None:
            return self.found(at).values
        told = fused[0].run("fused", fused[1], at, self.ways[0])
        values, settled = told["value"], told["settled"]
        if not settled.all():
            few = np.flatnonzero(~settled.astype(bool))
            values[few] = self.found(at.take(few)).values
        return values

    def _fused(self, relaxed: bool, whole: frozenset[str] = frozenset()) -> tuple[Machine, dict[str, Expr]] | None:
        """Everything as one program, where the constraints provably hold on one side."""
        if self.side is None:
            return None
        key = relaxed, whole
        if key not in self._programs:
            ok = every(check.holds for check in demanded(self.bounds.edges.checks, relaxed, whole))
            made = fused(self.bounds, self.side, ok, self._holds, self.plain)
            self._programs[key] = None if made is None else (Machine(made[0], self.hot), made[1])
        return self._programs[key]

    @property
    def plain(self) -> bool:
        """Whether a whole number is settled by the constraints alone, and they provably hold on one side."""
        bounds = self.bounds
        speaking = [margin for margin in bounds.forward.margins if margin.label in bounds.speaking]
        simple = self.output.domain.members is None and bounds.divides is None and not bounds.joined
        return simple and self.side is not None and all(margin.smooth for margin in speaking)

    def found(self, at: Given) -> Found:
        """The answers with statuses."""
        real, ok = self._real(at)
        if self.output.domain.integer:
            real = whole.settled(self, at, real)
        if not ok.all():
            real.values[~ok] = np.nan
            real.status[~ok] = self._base_status(at)[~ok]
        return real

    def _base_status(self, at: Given) -> Array:
        checks = demanded(self.bounds.edges.checks, at.relaxed, at.whole)
        found = self.edges.run(f"base {at.relaxed} {sorted(at.whole)}", status_exprs(checks), at)
        return statuses(checks, {k: v.astype(bool) if k.startswith("check") else v for k, v in found.items()}, at.size)

    def _real(self, at: Given) -> tuple[Found, Array]:
        """The ends of what the constraints allow, and which elements' inputs are admissible at all."""
        if self.side is None:
            ok = self._roots(at, {})[1]
            return Stretches(self, at).found(), ok
        roots, ok = self._roots(at, self.ways[0])
        values = np.min(roots, axis=0) if self.side < 0 else np.max(roots, axis=0)
        status = np.zeros(at.size, np.uint8)
        side = np.full(at.size, self.side, np.int8)
        inside = (values > self.low) & (values < self.high)  # false for nan
        if not inside.all():
            few = np.flatnonzero(~inside & ok)
            if few.size:
                self._beyond(at.take(few), few, values, status, side)
        return Found(values, status, side), ok

    def _roots(self, at: Given, ways: dict[str, int]) -> tuple[Array, Array]:
        """Where each constraint becomes active, nan where it does not, and which inputs are admissible."""
        ok = every(check.holds for check in demanded(self.bounds.edges.checks, at.relaxed, at.whole))
        wanted: dict[str, Expr] = {"ok": ok}
        for limit in self.bounds.limits:
            if limit.label in self.at:
                wanted[f"at {limit.label}"] = self.at[limit.label]
                wanted[f"ok {limit.label}"] = every(check.holds for check in demanded(limit.checks, True))
        found = self.edges.run(f"edges {at.relaxed} {sorted(at.whole)}", wanted, at, ways)
        roots = [found[f"at {label}"] for label in self.at]
        for label, root in zip(self.at, roots, strict=True):
            sound = found[f"ok {label}"]
            if not sound.all():
                root[~sound.astype(bool)] = np.nan
        return np.array(roots).reshape(len(roots), at.size), found["ok"].astype(bool)

    def _beyond(self, at: Given, few: Array, values: Array, status: Array, side: Array) -> None:
        """Elements where a root is missing or lies outside the bounds: the bounds themselves first, then stretches."""
        end = self.low if self.side == 1 else self.high
        left = np.arange(few.size)
        if math.isfinite(end) and (self.low_closed or end != self.low):
            holds = self.holding(at, np.full(few.size, end))
            values[few[holds]] = end
            left = np.flatnonzero(~holds)
        if left.size:
            found = Stretches(self, at.take(left)).found()
            values[few[left]], status[few[left]], side[few[left]] = found.values, found.status, found.side

    # -- at any value of the unknown -------------------------------------------------------------------

    def placed(self, at: Given, x: Array) -> Given:
        """The inputs with the unknown as one of them."""
        key = given(self.output.name)
        return Given(at.shape, {**at.values, key: x}, at.varying | {key}, at.relaxed)

    def holding(self, at: Given, x: Array) -> Array:
        """Whether all constraints that speak of the unknown hold at x, and all that they rest on is admissible."""
        found = self.forward.run("holding", {"holds": self._holds}, self.placed(at, x))
        result: Array = found["holds"].astype(bool)
        return result

    @cached_property
    def _holds(self) -> Expr:
        forward = self.bounds.forward
        margins = {margin.label: margin for margin in forward.margins}
        conditions = [check.holds for check in forward.checks]
        conditions += [margins[label].holds for label in self.bounds.speaking]
        if self.output.domain.integer:
            conditions += self.bounds.joined
        return every(conditions)

    @property
    def condition(self) -> Expr:
        """All that an admissible value of the unknown satisfies, whole-number flags and divisibility too."""
        if not self.output.domain.integer:
            return self._holds
        x = name(self.output.name)
        flags = [flagged(x, self.output.domain)]
        if self.bounds.divides is not None:
            flags.append(is_whole(div(self.bounds.divides, x)))
        return every([self._holds, *flags])

    def least_margin(self, at: Given, x: Array) -> Array:
        """The least margin of the constraints that can decide the unknown, nan where anything is inadmissible."""
        forward = self.bounds.forward
        wanted = {label: self.margin_exprs[label] for label in (limit.label for limit in self.bounds.limits)}
        exprs = {**wanted, "ok": every(check.holds for check in forward.checks)}
        found = self.forward.run("margins of limits", exprs, self.placed(at, x))
        least = np.min([found[label] for label in wanted], axis=0)
        return np.where(found["ok"].astype(bool), least, np.nan)

    def all_roots(self, at: Given) -> Array:
        """Every root of every constraint within the bounds, ascending, nan beyond the last."""
        found = np.concatenate([self._roots(at, ways)[0] for ways in self.ways]) if self.at else np.empty((0, at.size))
        inside = (found > self.low) & (found < self.high)
        return np.sort(np.where(inside, found, np.nan), axis=0)

    # -- statuses, margins, derivatives --------------------------------------------------------------

    @property
    def smooth(self) -> tuple[str, ...]:
        """The labels of constraints whose margins have derivatives: those that do not speak of the unknown."""
        speaking = set(self.bounds.speaking)
        return tuple(m.label for m in self.bounds.forward.margins if m.smooth and m.label not in speaking)

    def judged(self, at: Given) -> Judged:
        """Values, why there is none, and how far each constraint is from breaking there."""
        found = self.found(at)
        forward = self.bounds.forward
        exprs: dict[str, Expr] = {f"margin {m.label}": m.value for m in forward.margins}
        exprs |= {f"holds {m.label}": m.holds for m in forward.margins if m.label not in self.bounds.speaking}
        told = self.forward.run("judged", exprs, self.placed(at, found.values))
        nothing = np.isnan(found.values)
        status = found.status.copy()
        status[nothing & (status == Status.OK)] = Status.OUT_OF_BOUNDS
        for key, holds in told.items():
            if key.startswith("holds "):
                status[(status == Status.OK) & ~holds.astype(bool)] = Status.BROKEN
        margins = {m.label: np.where(nothing, np.nan, told[f"margin {m.label}"]) for m in forward.margins}
        return Judged(found.values, status, margins)

    def slopes(self, at: Given) -> Array:
        """d answer / d input, one row an input: that of the constraint that binds, zero at bounds and whole numbers."""
        inputs = len(self.bounds.edges.inputs)
        if self.output.domain.integer or not self.at:
            return np.where(np.isnan(self.values(at)), np.nan, np.zeros((inputs, at.size)))
        fused = self._fused(at.relaxed, at.whole)
        if fused is None:
            return self._slopes_of_edges(at)
        machine, wanted = self._of_fused
        told = machine.run("slopes", {**wanted, **fused[1]}, at, self.ways[0])
        found = np.array([told[label] for label in wanted]).reshape(inputs, at.size)
        found[:, np.isnan(told["value"])] = np.nan
        few = np.flatnonzero(~told["settled"].astype(bool))
        if few.size:
            found[:, few] = self._slopes_of_edges(at.take(few))
        return found

    def _slopes_of_edges(self, at: Given) -> Array:
        values = self.values(at)
        inputs = len(self.bounds.edges.inputs)
        result = np.zeros((inputs, at.size))
        machine, wanted = self._of_edges
        for ways in self.ways:
            roots, _ = self._roots(at, ways)
            found = np.array(list(machine.run("slopes", wanted, at, ways).values()))
            for root, rows in zip(roots, found.reshape(len(self.at), inputs, at.size), strict=True):
                binds = np.abs(root - values) <= 1e-12 * np.abs(values)
                result = np.where(binds, rows, result)
        return np.where(np.isnan(values), np.nan, result)

    @cached_property
    def _of_edges(self) -> tuple[Machine, dict[str, Expr]]:
        return derived(self.bounds.edges, self.at)

    @cached_property
    def _of_fused(self) -> tuple[Machine, dict[str, Expr]]:
        fused = self._fused(True)
        assert fused is not None
        return derived(fused[0].sheet, {"value": fused[1]["value"]})

    def margins(self, at: Given) -> Array:
        """The margins of the other smooth constraints at the answer, one row each."""
        found = self.judged(at).margins
        return np.array([found[label] for label in self.smooth]).reshape(len(self.smooth), at.size)

    def margin_slopes(self, at: Given) -> Array:
        """d margin / d input at the answer, which moves too: one matrix a constraint, one row an input."""
        machine, wanted = self._of_margins
        moved = self.slopes(at)
        inputs = len(self.bounds.edges.inputs)
        found = np.array(list(machine.run("slopes", wanted, self.placed(at, self.values(at))).values()))
        rows = found.reshape(len(self.smooth), inputs + 1, at.size)
        result: Array = rows[:, :inputs] + rows[:, inputs:] * moved
        return result

    @cached_property
    def _of_margins(self) -> tuple[Machine, dict[str, Expr]]:
        return derived(self.bounds.forward, {label: self.margin_exprs[label] for label in self.smooth})

    # -- one element -----------------------------------------------------------------------------------

    def scalar(self, relaxed: bool = False) -> Callable[..., float]:
        """The answer as a function of plain floats."""
        otherwise = one_of(self.values, self.bounds.edges.inputs, relaxed)
        fused = self._fused(relaxed)
        if fused is None:
            return otherwise
        code = fused[0].code("fused", fused[1], self.ways[0])
        return scalar_function(code, self._given, otherwise, settled="settled")

    def scalar_slopes(self) -> Callable[..., tuple[float, ...]]:
        """Its derivatives by every input as a function of plain floats."""
        otherwise = one_of(self.slopes, self.bounds.edges.inputs, True)
        fused = self._fused(True)
        if fused is None or self.output.domain.integer:
            return otherwise
        machine, wanted = self._of_fused
        code = machine.code("slopes of one", {**wanted, **fused[1]}, self.ways[0])
        return scalar_function(code, self._given, otherwise, list(wanted), "settled")

    @property
    def _given(self) -> list[str]:
        return [given(column.name) for column in self.bounds.edges.inputs]
