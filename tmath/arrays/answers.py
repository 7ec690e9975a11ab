"""A sheet planned and put to work: what kind of answer an unknown has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from tmath.arrays.asked import decided
from tmath.arrays.bounded import Bounded
from tmath.arrays.determined import Determined, Judged
from tmath.arrays.equal import equal_sheet
from tmath.arrays.given import Array, Given
from tmath.arrays.limited import bounds_sheet
from tmath.arrays.sheet import Bounds, Sheet
from tmath.errors import ContradictionError, MissingInputsError
from tmath.language.system import System
from tmath.solving.missing import missing
from tmath.solving.reasons import missing_text
from tmath.solving.solver import solve
from tmath.values import Typed


class Answering(Protocol):
    """One unknown over flat arrays, in declared units."""

    @property
    def kind(self) -> str:
        """equal, at_most or at_least."""
        ...

    @property
    def smooth(self) -> tuple[str, ...]:
        """The labels of constraints whose margins have derivatives."""
        ...

    def values(self, at: Given) -> Array: ...
    def judged(self, at: Given) -> Judged: ...
    def slopes(self, at: Given) -> Array: ...
    def margins(self, at: Given) -> Array: ...
    def margin_slopes(self, at: Given) -> Array: ...
    def scalar(self, relaxed: bool = False) -> Callable[..., float]: ...
    def scalar_slopes(self) -> Callable[..., tuple[float, ...]]: ...


def planned(
    system: System,
    unknown: str,
    inputs: Sequence[str],
    typed: Mapping[str, Typed],
    keys: Mapping[str, str],
    tight: frozenset[str],
    without: frozenset[str],
) -> Sheet | Bounds:
    """The sheet of one question.

    Raises: SolveError where it has no answer whatever the numbers, or inputs are missing.
    """
    asked = decided(system, unknown, inputs, typed, keys, tight, without)
    decision = asked.decision
    if not decision.candidates and (decision.lacking or not decision.determined):
        sets = missing(decision, asked.evaluate)
        raise MissingInputsError(missing_text(decision.question, sets), sets)
    try:
        return bounds_sheet(asked) if decision.candidates else equal_sheet(asked)
    except ContradictionError:
        question = decision.question
        given = {**question.typed, **keys}
        solve(system, unknown, given, tight=tuple(tight), without=tuple(without))  # says what contradicts what
        raise


def answering(sheet: Sheet | Bounds, pick: str | None, hot: bool = False) -> Answering:
    """A sheet put to work; `hot` through Numba from the first call on."""
    return Bounded(sheet, pick, hot) if isinstance(sheet, Bounds) else Determined(sheet, pick, hot)
