"""Answers, all elements at once, where equations and assumptions decide the unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from tmath.algebra.nodes import Expr, div, mul, number
from tmath.arrays.assemble import given
from tmath.arrays.compile import scalar_function
from tmath.arrays.conditions import every
from tmath.arrays.given import Array, Given, of_arrays
from tmath.arrays.machine import Machine, branches, demanded, status_exprs, statuses
from tmath.arrays.sheet import Column, Sheet, Status
from tmath.arrays.slopes import differentiated
from tmath.records import dataclass

WHOLE = 1e-9
SAME = 1e-11  # relative distance below which two roots are one


@dataclass(frozen=True)
class Judged:
    """Values with a status each, and the margins of constraints by label; all flat."""

    values: Array
    status: Array
    margins: dict[str, Array]


class Determined:
    """One unknown of one sheet: values, statuses, margins and derivatives over flat arrays, in declared units."""

    kind = "equal"

    def __init__(self, sheet: Sheet, pick: str | None, hot: bool = False):
        self.sheet, self.pick = sheet, pick
        self.output = sheet.outputs[0]
        self._asked: dict[tuple[bool, frozenset[str]], tuple[str, dict[str, Expr]]] = {}
        self.result = div(sheet.results[self.output.name], number(self.output.factor))
        self.machine = Machine(sheet, hot)
        self.ways = branches(sheet.several([self.result, *(check.holds for check in sheet.checks)]))
        self.labels = tuple(margin.label for margin in sheet.margins)

    def values(self, at: Given) -> Array:
        """The answers, nan where there is none."""
        if len(self.ways) == 1:
            return self._branch(at, self.ways[0])
        found, _ = self._merged([self._branch(at, ways) for ways in self.ways])
        return found

    def _branch(self, at: Given, ways: dict[str, int]) -> Array:
        found = self.machine.run(*self._wanted(at.relaxed, at.whole), at, ways)
        values, holds = found["value"], found.get("ok")
        if holds is not None and not holds.all():
            values[~holds.astype(bool)] = np.nan
        return values

    def _wanted(self, relaxed: bool, whole: frozenset[str] = frozenset()) -> tuple[str, dict[str, Expr]]:
        """What `values` computes, and its name among all."""
        key = relaxed, whole
        if key not in self._asked:
            ok = every(check.holds for check in demanded(self.sheet.checks, relaxed, whole))
            self._asked[key] = f"values {relaxed} {sorted(whole)}", {"value": self.result, "ok": ok}
        return self._asked[key]

    def _merged(self, found: Sequence[Array]) -> tuple[Array, Array]:
        """The one value of each element among branches, and which branch it comes from (-1: none, -2: several)."""
        stacked = np.array(found)
        if self.output.domain.integer:  # of several roots of a whole number the whole ones, where there are any
            whole = np.abs(stacked - np.round(stacked)) <= WHOLE * np.maximum(1.0, np.abs(stacked))
            stacked = np.where(whole | ~whole.any(axis=0), stacked, np.nan)
        order = np.argsort(stacked, axis=0)  # nan last
        ordered = np.take_along_axis(stacked, order, 0)
        first, source = ordered[0].copy(), np.where(np.isnan(ordered[0]), -1, order[0])
        last = first.copy()
        distinct = np.zeros(first.shape, bool)
        for value, branch in zip(ordered[1:], order[1:], strict=True):
            other = ~np.isnan(value) & (np.abs(value - last) > SAME * np.abs(value))
            distinct |= other
            last = np.where(other, value, last)
            if self.pick == "max":
                source = np.where(other, branch, source)
        if self.pick is not None:
            return (first if self.pick == "min" else last), source
        return np.where(distinct, np.nan, first), np.where(distinct, -2, source)

    # -- statuses and margins ----------------------------------------------------------------------

    def judged(self, at: Given) -> Judged:
        """Values, why there is none, and how far each constraint is from breaking."""
        if len(self.ways) == 1:
            return self._judged_branch(at, self.ways[0])
        parts = [self._judged_branch(at, ways) for ways in self.ways]
        values, source = self._merged([part.values for part in parts])
        status = np.min([np.where(part.status == Status.BROKEN, 0, part.status) for part in parts], axis=0)
        for number_, part in enumerate(parts):
            status = np.where(source == number_, part.status, status)
        status = np.where(source == -2, Status.SEVERAL, status).astype(np.uint8)
        margins = {label: _chosen([part.margins[label] for part in parts], source) for label in self.labels}
        return Judged(values, status, margins)

    def _judged_branch(self, at: Given, ways: dict[str, int]) -> Judged:
        checks = demanded(self.sheet.checks, at.relaxed, at.whole)
        exprs: dict[str, Expr] = {"value": self.result, **status_exprs(checks)}
        for margin in self.sheet.margins:
            exprs[f"margin {margin.label}"], exprs[f"holds {margin.label}"] = margin.value, margin.holds
        found = {
            key: array.astype(bool) if key.startswith(("check", "holds")) else array
            for key, array in self.machine.run(f"judged {at.relaxed} {sorted(at.whole)}", exprs, at, ways).items()
        }
        status = statuses(checks, found, at.size)
        nothing = status > Status.BROKEN
        for label in self.labels:
            status[(status == Status.OK) & ~found[f"holds {label}"]] = Status.BROKEN
        margins = {label: np.where(nothing, np.nan, found[f"margin {label}"]) for label in self.labels}
        return Judged(np.where(nothing, np.nan, found["value"]), status, margins)

    @property
    def smooth(self) -> tuple[str, ...]:
        """The labels of constraints whose margins have derivatives."""
        return tuple(margin.label for margin in self.sheet.margins if margin.smooth)

    def margins(self, at: Given) -> Array:
        """The margins of the smooth constraints, one row each."""
        exprs = {margin.label: margin.value for margin in self.sheet.margins if margin.smooth}
        found = [self.machine.run("margins", exprs, at, ways) for ways in self.ways]
        parts = [np.array(list(part.values())).reshape(-1, at.size) for part in found]
        if len(parts) == 1:
            return parts[0]
        return _chosen(parts, self._merged([self._branch(at, ways) for ways in self.ways])[1])

    # -- derivatives -------------------------------------------------------------------------------

    def slopes(self, at: Given) -> Array:
        """d answer / d input, one row an input."""
        return self._slopes(at, *self._of_value)[0]

    def margin_slopes(self, at: Given) -> Array:
        """d margin / d input: one matrix a smooth constraint, one row an input."""
        return self._slopes(at, *self._of_margins)

    @cached_property
    def _of_value(self) -> tuple[Machine, dict[str, Expr]]:
        return derived(self.sheet, {"value": self.result})

    @cached_property
    def _of_margins(self) -> tuple[Machine, dict[str, Expr]]:
        return derived(self.sheet, {margin.label: margin.value for margin in self.sheet.margins if margin.smooth})

    def _slopes(self, at: Given, machine: Machine, wanted: dict[str, Expr]) -> Array:
        inputs = len(self.sheet.inputs)
        shape = (len(wanted) // inputs if inputs else 1, inputs, at.size)
        parts = [np.array(list(machine.run("slopes", wanted, at, ways).values())).reshape(shape) for ways in self.ways]
        values = [self._branch(at, ways) for ways in self.ways]
        if len(parts) == 1:
            return np.where(np.isnan(values[0]), np.nan, parts[0])
        return _chosen(parts, self._merged(values)[1])

    # -- one element -------------------------------------------------------------------------------

    def scalar(self, relaxed: bool = False) -> Callable[..., float]:
        """The answer as a function of plain floats."""
        otherwise = one_of(self.values, self.sheet.inputs, relaxed)
        if len(self.ways) > 1:
            return lambda *x: float(otherwise(*x))
        names = [given(column.name) for column in self.sheet.inputs]
        code = self.machine.code(*self._wanted(relaxed), self.ways[0])
        return scalar_function(code, names, otherwise)

    def scalar_slopes(self) -> Callable[..., tuple[float, ...]]:
        """Its derivatives by every input as a function of plain floats."""
        otherwise = one_of(self.slopes, self.sheet.inputs, True)
        if len(self.ways) > 1:
            return otherwise
        machine, wanted = self._of_value
        code = machine.code("slopes of one", {**wanted, **self._wanted(True)[1]}, self.ways[0])
        return scalar_function(code, [given(column.name) for column in self.sheet.inputs], otherwise, list(wanted))


def one_of(function: Callable[[Given], Array], inputs: Sequence[Column], relaxed: bool) -> Callable[..., Any]:
    """A function over arrays as one of plain floats."""
    names = [column.name for column in inputs]

    @np.errstate(all="ignore")
    def of_one(*x: float) -> Any:
        found = function(of_arrays(names, [np.array(float(value)) for value in x], relaxed))
        return tuple(map(float, found[:, 0])) if found.ndim > 1 else float(found[0])

    return of_one


def derived(sheet: Sheet, exprs: Mapping[str, Expr]) -> tuple[Machine, dict[str, Expr]]:
    """What computes d expression / d input, for all expressions and inputs in order, inputs in declared units."""
    grown, found = differentiated(sheet, exprs)
    wanted = {
        f"{label} {column.name}": mul(slopes[column.name], number(column.factor))
        for label, slopes in found.items()
        for column in sheet.inputs
    }
    return Machine(grown), wanted


def _chosen(parts: Sequence[Array], source: Array) -> Array:
    """Of each element what its branch says, nan where it has none; branches and elements are first and last axis."""
    stacked = np.array(parts)
    index = np.maximum(source, 0).reshape((1,) * (stacked.ndim - 1) + source.shape)
    index = np.broadcast_to(index, (1, *stacked.shape[1:]))
    return np.where(source < 0, np.nan, np.take_along_axis(stacked, index, 0)[0])
