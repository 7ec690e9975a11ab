"""Several unknowns asked together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tmath.errors import InputError
from tmath.language.system import System
from tmath.records import replace
from tmath.solving.answer import Answer


def solve_several(
    system: System,
    unknowns: Sequence[str],
    given: Mapping[str, Any],
    *,
    tight: Sequence[str],
    without: Sequence[str],
    pick: str | None,
) -> Answer:
    """One answer for each unknown under the same givens; the first carries the others.

    Raises: InputError for an empty list or a name asked for twice.
    """
    from tmath.solving.solver import solve

    if not unknowns or len(set(unknowns)) != len(unknowns):
        raise InputError("several unknowns: name each once", ",".join(unknowns))
    answers = {name: solve(system, name, given, tight=tight, without=without, pick=pick) for name in unknowns}
    first, *rest = unknowns
    return replace(answers[first], others={answers[name].unknown: answers[name] for name in rest})
