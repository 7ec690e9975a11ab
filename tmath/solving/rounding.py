"""How far a float may be from what its closed form means: in fractions where they go, else in balls."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tmath.algebra.program import BALL, EXACT, Inexact, Program, run
from tmath.solving.evaluate import Number

UPWARDS = 1 + 1e-15  # makes up for the rounding of a quotient


def rounding(program: Program, known: Mapping[str, Number], name: str, value: float) -> float | None:
    """The proven relative error of a value that a program computes without roots; None where it cannot be proven."""
    try:
        exact = run(program, known, EXACT)[0].get(name)
    except Inexact:
        return in_balls(program, known, name, value)
    if exact is None or exact == 0:
        return None
    return float(abs((exact - Fraction(value)) / exact)) * UPWARDS


def sharpened(program: Program, known: Mapping[str, Number], name: str) -> float | None:
    """A value that a program computes without roots, where floats lose digits that balls keep."""
    try:
        ball = run(program, known, BALL)[0].get(name)
    except ImportError:
        return None
    return float(ball.mid()) if ball is not None and ball.is_finite() else None


def in_balls(program: Program, known: Mapping[str, Number], name: str, value: float) -> float | None:
    """The error as ball arithmetic tells it, where that can be had."""
    try:
        ball = run(program, known, BALL)[0].get(name)
    except ImportError:
        return None
    if ball is None or not ball.is_finite() or ball.contains(0):
        return None
    return float(abs((ball - value) / ball).upper())
