"""The one step of a tape that needs python-flint: the error of an irrational closed form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tmath.algebra.program import Program
from tmath.solving.rounding import in_balls


def enclosed(program: str, name: str, names: Sequence[str], value: float, *numbers: Any) -> float:
    """How far a value may be from what a program means.

    Raises: ValueError where that cannot be told.
    """
    known = {n: _number(x) for n, x in zip(names, numbers, strict=True)}
    error = in_balls(Program.from_dict(json.loads(program)), known, name, value)
    if error is None:
        raise ValueError("not proven")
    return error


def _number(value: Any) -> Fraction | float:
    return value if isinstance(value, float) else Fraction(value.numerator, value.denominator)
