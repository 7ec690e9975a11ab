"""The unknowns of many elements and where everything holds, without saying how far anything is from breaking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tmath.arrays.answers import Answering
from tmath.arrays.conditions import every
from tmath.arrays.determined import Determined
from tmath.arrays.function import Function
from tmath.arrays.given import Array, Given
from tmath.arrays.machine import demanded
from tmath.arrays.sheet import Status
from tmath.records import dataclass


@dataclass(frozen=True)
class Held:
    """Values by unknown, nan where there is none, and whether every constraint holds.

    Shape: flat.
    """

    values: Mapping[str, Array]
    holds: Array


def held(function: Function, columns: Mapping[str, Any], size: int, judged: bool = True) -> Held:
    """The unknowns at some elements; `columns` are single values and flat arrays of one length.

    Where constraints are not `judged`, every answer counts as holding.
    """
    if not judged:
        return _unjudged(function, columns, size)
    family = function._family
    rows = {name: columns[name] for name in family.choices}
    if any(isinstance(key, np.ndarray) for key in rows.values()):
        return _by_status(function, columns, size)
    at, _ = family.read(columns, False)
    answers = family.answers(tuple(str(key) for key in rows.values()))
    values, holds = {}, np.ones(size, bool)
    for name, answer in zip(family.unknowns, answers, strict=True):
        found, one = _one(answer, at)
        values[name] = np.broadcast_to(found, size)
        holds &= one
    return Held(values, holds)


def _one(answer: Answering, at: Given) -> tuple[Array, Array]:
    """The values of one unknown and where its constraints hold."""
    if not isinstance(answer, Determined) or len(answer.ways) > 1:
        judged = answer.judged(at)
        return judged.values, judged.status == Status.OK
    sheet = answer.sheet
    if not sheet.margins:
        values = answer.values(at)
        return values, ~np.isnan(values)
    exprs = {
        "value": answer.result,
        "ok": every(check.holds for check in demanded(sheet.checks, False)),
        "holds": every(margin.holds for margin in sheet.margins),
    }
    found = answer.machine.run("held", exprs, at, answer.ways[0])
    values, sound, holds = found["value"], found["ok"].astype(bool), found["holds"].astype(bool)
    if not sound.all():
        values[~sound] = np.nan
    holds &= sound
    return values, holds


def _by_status(function: Function, columns: Mapping[str, Any], size: int) -> Held:
    found = function.evaluate(**columns)
    if not isinstance(function.unknown, tuple):
        values, status = {function.unknown: found.values}, [found.status]
    else:
        values, status = found.values, list(found.status.values())
    holds = np.logical_and.reduce([np.broadcast_to(one, size) == Status.OK for one in status])
    return Held({name: np.broadcast_to(value, size) for name, value in values.items()}, holds)


def _unjudged(function: Function, columns: Mapping[str, Any], size: int) -> Held:
    found = function(**columns)
    values = found if isinstance(found, dict) else {str(function.unknown): found}
    values = {name: np.broadcast_to(value, size) for name, value in values.items()}
    return Held(values, np.logical_and.reduce([~np.isnan(value) for value in values.values()]))
