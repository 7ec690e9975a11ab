"""Several unknowns asked together."""

from __future__ import annotations

import math
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
    first, *rest = unknowns
    lead = solve(system, first, given, tight=tight, without=without, pick=pick)
    others = [_beside(lead, solve(system, name, given, tight=tight, without=without)) for name in rest]
    return replace(lead, others={other.unknown: other for other in others})


def _beside(lead: Answer, other: Answer) -> Answer:
    """A further unknown with the roots that go with those of the first, in their order."""
    if len(other.roots) < 2:
        return other
    matched = [
        root
        for wanted in lead.roots
        for root in other.roots
        if (found := root.quantities.get(lead.unknown)) is not None
        and math.isclose(found.base, wanted.figure.base, rel_tol=1e-9)
    ]
    return replace(other, roots=tuple(matched)) if matched else other
