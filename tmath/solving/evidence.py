"""Published numbers held against the equations, and every one of them asked backwards."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Literal

from tmath.algebra.expressions import from_syntax
from tmath.errors import EvidenceError, Problem, Span, TmathError, raise_problems
from tmath.language.syntax import Node
from tmath.language.system import Evidence, EvidenceRow, System
from tmath.records import dataclass, replace
from tmath.solving.answer import Answer
from tmath.solving.decide import decide
from tmath.solving.evaluate import Evaluator, Number
from tmath.solving.givens import read_givens
from tmath.solving.resolve import Question, Rank, Row, ask
from tmath.solving.solver import solve
from tmath.solving.structure import Structure

Verdict = Literal["right", "wrong", "failed"]
Way = Literal["unique", "flat", "unused", "wrong"]
RECOVERED = 1e-9


@dataclass(frozen=True, slots=True)
class Compared:
    """One published number against the computed one, both in the declared unit."""

    title: str
    output: str
    published: float
    computed: float | None
    error: float
    tolerance: float
    verdict: Verdict
    span: Span
    message: str = ""


@dataclass(frozen=True, slots=True)
class TurnedRound:
    """One input asked for from one computed output: how it came back."""

    title: str
    unknown: str
    output: str
    way: Way
    message: str = ""


def compare(system: System, check: Evidence) -> Iterator[Compared]:
    """Every published number of a check, computed."""
    for row in check.rows:
        given = given_values(system, row)
        for output, node in row.published.items():
            published = _base(system, node)
            yield _compare(system, check, row, given, output, published)


def _compare(
    system: System, check: Evidence, row: EvidenceRow, given: Mapping[str, object], output: str, published: Fraction
) -> Compared:
    unit = system.quantities[output].unit
    shown = float(published / unit.factor)
    tolerance = float(check.tolerance)
    try:
        answer = solve(system, output, given)
        computed = single(answer, shown)
    except TmathError as failed:
        return Compared(check.title, output, shown, None, math.inf, tolerance, "failed", row.span, str(failed))
    exact = answer.roots[0].figure.exact
    if tolerance == 0 and exact is not None:
        right = exact == published
    else:
        right = abs(computed - shown) <= max(tolerance, 1e-12) * abs(shown)
    error = computed / shown - 1 if shown else abs(computed)
    return Compared(check.title, output, shown, computed, error, tolerance, "right" if right else "wrong", row.span)


def single(answer: Answer, near: float) -> float:
    """The one value of an answer, the nearest of several."""
    return min(answer.values, key=lambda value: abs(value - near)) if answer.values else answer._single()


def given_values(system: System, row: EvidenceRow) -> dict[str, object]:
    """The inputs of a row: keys as they are, numbers exact and in declared units."""
    given: dict[str, object] = {}
    for name, cell in row.given.items():
        given[name] = cell if isinstance(cell, str) else _base(system, cell) / system.quantities[name].unit.factor
    return given


def _base(system: System, node: Node | str) -> Fraction:
    assert not isinstance(node, str)
    expr = from_syntax(node, lambda text: system.units.read(text).factor)
    assert isinstance(expr.value, Fraction)
    return expr.value


def hold(system: System) -> None:
    """Hold every published number of a system's own file against the equations.

    Raises: EvidenceError with every number that is not reproduced within its tolerance.
    """
    own = [check for check in system.checks if check.system == system.name]
    found = [result for check in own for result in compare(system, check)]
    raise_problems([problem(result) for result in found if result.verdict != "right"])


def problem(result: Compared) -> Problem:
    """A published number that is not reproduced, as a mistake of its file."""
    said = [f"published  {result.output} = {result.published:.10g}"]
    if result.computed is None:
        said += [f"computed   {line.strip()}" for line in result.message.split("\n")[:1]]
    else:
        said.append(f"computed   {result.output} = {result.computed:.10g}")
        allowed = f"{100 * result.tolerance:.4g} % allowed" if result.tolerance else "exactly wanted"
        said.append(f"error      {100 * result.error:+.4g} %, {allowed}")
    return Problem(EvidenceError, f"a check fails: {result.title}", (result.span,), _line(result.span), tuple(said))


def _line(span: Span) -> str:
    """The line of a file that a span is on, empty where the file is not there to be read."""
    try:
        lines = Path(span.file).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[span.line - 1] if span.line <= len(lines) else ""


# -- turned round ----------------------------------------------------------------------------------


def turn_round(system: System, check: Evidence) -> Iterator[TurnedRound]:
    """Every numeric input of every row, asked for from each computed output, all else frozen."""
    for row in check.rows:
        for output in row.published:
            yield from _turn_row(system, check, row, output)


def _turn_row(system: System, check: Evidence, row: EvidenceRow, output: str) -> Iterator[TurnedRound]:
    typed, keys = read_givens(system, output, given_values(system, row))
    question = ask(system, output, typed, keys)
    evaluate = Evaluator(system)
    decision = decide(question, evaluate)
    if not decision.determined:
        return
    outcome = evaluate(decision.structure, decision.known, [output])
    if not outcome.states:
        return
    computed = outcome.states[0].values[output]
    used, names = decision.structure.ancestors([output])
    for name in typed:
        if name not in names:
            yield TurnedRound(check.title, name, output, "unused")
            continue
        frozen = [replace(r, rank=Rank.EXACT) for r in used]
        yield _recover(check, question, evaluate, frozen, decision.known, name, output, computed)


def _recover(
    check: Evidence,
    question: Question,
    evaluate: Evaluator,
    frozen: list[Row],
    known: Mapping[str, Number],
    name: str,
    output: str,
    computed: float,
) -> TurnedRound:
    wanted = float(known[name])
    inputs: dict[str, Number] = {key: value for key, value in known.items() if key != name}
    inputs[output] = computed
    structure = Structure(frozen, inputs)
    if not structure.determines(name):
        return TurnedRound(check.title, name, output, "unused")
    outcome = evaluate(structure, inputs, [name])
    if any(math.isclose(state.values[name], wanted, rel_tol=RECOVERED) for state in outcome.states):
        return TurnedRound(check.title, name, output, "unique")
    failure = outcome.failure
    if failure is not None and failure.roots is not None:
        for low, high, *_ in failure.roots.intervals:
            if low * (1 - RECOVERED) <= wanted <= high * (1 + RECOVERED):
                return TurnedRound(check.title, name, output, "flat")
    if failure is not None and failure.singular:
        return TurnedRound(check.title, name, output, "unused")
    got = ", ".join(f"{state.values[name]:.12g}" for state in outcome.states) or "no root"
    del question
    return TurnedRound(check.title, name, output, "wrong", f"{name} = {wanted:.12g} came back as {got}")
