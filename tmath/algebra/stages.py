"""Candidates for the unknown, from formulas and signomials, in floats."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any

from tmath.algebra.arithmetic import EXACT, FLOAT, BallArithmetic, Inexact, to_float
from tmath.algebra.fewnomial import Term, log_roots, value, variations
from tmath.algebra.intervals import INTERVAL
from tmath.algebra.isolate import Path, Stage
from tmath.algebra.nodes import Expr
from tmath.algebra.polynomial import isolated_roots
from tmath.algebra.program import Program, State, program_of, run
from tmath.algebra.signomial import Signomial
from tmath.records import dataclass

LARGEST_LOG = 709.0
ACCURATE = 1e-9  # relative width of an interval up to which the float in it will do


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value the algebra gives, whether a sum only touches zero there, and its error where that is proven already."""

    value: float
    touches: bool = False
    error: float | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """All candidates, whether the unknown drops out (all values will do, or none), whether none can be missing."""

    found: tuple[Candidate, ...]
    constant: bool = False
    complete: bool = True
    method: str = "isolated"


@lru_cache(maxsize=512)
def _program(exprs: tuple[Expr, ...]) -> Program:
    return program_of({str(i): expr for i, expr in enumerate(exprs)})


def numbers(exprs: Sequence[Expr], values: Mapping[str, Any], finely: bool = False) -> list[Fraction | float]:
    """Expressions as numbers: exact where they are rational, else floats; in balls where floats would cancel."""
    program = _program(tuple(exprs))
    try:
        state = run(program, values, EXACT)[0]
        return [state[str(i)] for i in range(len(exprs))]
    except Inexact:
        return _approximate(program, values, finely)


def _approximate(program: Program, values: Mapping[str, Any], finely: bool = False) -> list[Fraction | float]:
    state, bounds = run(program, values, FLOAT)[0], run(program, values, INTERVAL)[0]
    result: list[Fraction | float] = []
    better: State | None = None
    for label in program.outputs:
        low, high = bounds[label]
        if not finely and high - low <= ACCURATE * min(abs(low), abs(high)) and low * high > 0:
            result.append(state[label])
            continue
        if better is None:
            better = _in_balls(program, values)
        result.append(state[label] if better is None else _middle(better[label], state[label]))
    return result


def _in_balls(program: Program, values: Mapping[str, Any]) -> State | None:
    try:
        return run(program, values, BallArithmetic(320))[0]
    except ImportError:
        return None


def _middle(found: Any, otherwise: float) -> Fraction | float:
    """The middle of a ball, zero where its sign cannot be told."""
    from tmath.algebra.balls import middle

    exact = middle(found)
    return otherwise if exact is None else exact


def candidates(path: Path, values: Mapping[str, Any]) -> Candidates:
    """Every value one way to the unknown gives."""
    branches: list[tuple[dict[str, Any], Candidate]] = [({}, Candidate(math.nan))]
    complete, method = True, "isolated"
    for stage in path:
        following = []
        for known, before in branches:
            at = {**values, **known}
            if stage.formula is not None:
                found = to_float(_approximate(_program((stage.formula,)), at)[0])
                following.append(({stage.unknown: found}, Candidate(found, before.touches)))
                continue
            method = "signomial"
            solved = signomial_roots(stage, at)
            complete = complete and solved.complete
            if solved.constant:
                return solved
            for c in solved.found:
                touches, error = before.touches or c.touches, c.error if len(path) == 1 else None
                following.append(({**known, stage.unknown: c.value}, Candidate(c.value, touches, error)))
        branches = following
    result = tuple(candidate for _, candidate in branches if math.isfinite(candidate.value))
    return Candidates(result, complete=complete, method=method)


def merged(terms: Signomial, values: Mapping[str, Any]) -> list[tuple[Fraction | float, Fraction | float]]:
    """Exponents, rising, with their coefficients, equal exponents added up and zeros dropped."""
    finely = len(terms.terms) > 2  # two roots may lie as close together as rounding
    exponents = numbers([e for e, _ in terms.terms], values, finely)
    coefficients = numbers([c for _, c in terms.terms], values, finely)
    pairs = sorted(zip(exponents, coefficients, strict=True), key=lambda pair: pair[0])
    result = []
    for exponent, group in groupby(pairs, key=lambda pair: pair[0]):
        coefficient = sum(c for _, c in group)
        if coefficient != 0:
            result.append((exponent, coefficient))
    return result


def signomial_roots(stage: Stage, values: Mapping[str, Any]) -> Candidates:
    """All roots of a signomial, negative ones too where its unknown may be negative and its exponents are whole."""
    assert stage.signomial is not None
    pairs = merged(stage.signomial, values)
    method = "signomial"
    if all(exponent == 0 for exponent, _ in pairs):
        return Candidates((), constant=True, method=method)
    if any(not math.isfinite(to_float(c)) or c != c or e != e for e, c in pairs):
        return Candidates((), complete=False, method=method)
    found = _half(pairs)
    if stage.signed:
        if all(float(e).is_integer() for e, _ in pairs):
            opposite = _half([(e, c if e % 2 == 0 else -c) for e, c in pairs])
            found += [Candidate(-c.value, c.touches, c.error) for c in opposite]
        if pairs[0][0] > 0 or (pairs[0][0] == 0 and pairs[0][1] == 0):
            found.append(Candidate(0.0))
    return Candidates(tuple(found), method=method)


def _log(x: Fraction | float) -> float:
    """log |x|, whatever its size."""
    if isinstance(x, Fraction):
        top, bottom = abs(x.numerator), x.denominator
        shift = top.bit_length() - bottom.bit_length()
        if abs(shift) > 900:
            return math.log(top) - math.log(bottom)
        return math.log(abs(float(x)))
    return math.log(abs(x))


def _half(pairs: Sequence[tuple[Fraction | float, Fraction | float]]) -> list[Candidate]:
    """The positive roots."""
    terms = [Term(float(e), 1 if c > 0 else -1, _log(c), i) for i, (e, c) in enumerate(pairs)]
    if variations(terms) > 1:
        try:
            exact = isolated_roots(pairs)
        except ImportError:
            exact = None
        if exact is not None:
            return [Candidate(r.value, r.multiplicity % 2 == 0, r.error) for r in exact]
    decide = _decider(pairs)
    return [Candidate(math.exp(s), touches) for s, touches in log_roots(terms, decide) if abs(s) < LARGEST_LOG]


def _decider(pairs: Sequence[tuple[Fraction | float, Fraction | float]]) -> Any:
    """The sign of a sum near one of its critical points, to high precision."""

    def decide(terms: Sequence[Term], s: float) -> int:
        try:
            from tmath.algebra.certify import sign_of_sum
        except ImportError:
            found = value(terms, s)
            return 0 if abs(found) < 1e-13 else 1 if found > 0 else -1
        return sign_of_sum(pairs, terms, s)

    return decide


__all__ = ["Candidate", "Candidates", "candidates", "merged", "numbers", "signomial_roots"]
