"""A choice as the unknown: every row, which ones hold, and why each other fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tmath.algebra.expressions import from_syntax
from tmath.errors import OutOfRangeError, SolveError
from tmath.language.system import System
from tmath.records import replace
from tmath.solving.answer import Answer, ChoiceRowAnswer, Verdict
from tmath.solving.evaluate import Evaluator
from tmath.solving.givens import read_givens
from tmath.solving.resolve import Question, ask
from tmath.solving.survey import decide_all
from tmath.solving.uncertain import at_middles
from tmath.solving.wording import figure, shown
from tmath.units import Unit
from tmath.values import Typed


def every_row(
    system: System, choice: str, given: Mapping[str, Any], *, tight: Sequence[str], without: Sequence[str]
) -> Answer:
    """Every row of a choice held against the constraints.

    Raises: OutOfRangeError where no row holds.
    """
    typed, keys = read_givens(system, choice, given)
    rows = []
    for key in system.choices[choice].rows:
        other = _other_cell(system, choice, key, typed)
        if other:
            rows.append(ChoiceRowAnswer(key, False, (), {}, other))
            continue
        question = ask(system, "", typed, {**keys, choice: key}, tight=frozenset(tight), without=frozenset(without))
        rows.append(_row(question, key))
    if any(row.feasible is False for row in rows):
        # Where the givens contradict other rows, one that they agree with holds though no constraint judges it.
        rows = [replace(row, feasible=True) if row.feasible is None else row for row in rows]
    rows.sort(key=lambda row: row.feasible is not True)
    if rows and all(row.feasible is False for row in rows):
        why = "\n".join(f"   {row.key:16} {row.failure}" for row in rows)
        raise OutOfRangeError(f"no row of {choice} holds\n{why}", binding=_most_common(rows))
    return Answer(
        system,
        choice,
        "rows",
        Unit("", system.units.read("1").factor, system.units.read("1").dimension),
        rows=tuple(rows),
        given=(
            *(figure(system, name, value.value, value.text if value.spread else "") for name, value in typed.items()),
            *((name, key) for name, key in keys.items()),
        ),
        notes=at_middles(typed),
    )


def _other_cell(system: System, choice: str, key: str, typed: Mapping[str, Typed]) -> str:
    """What a row has in the place of a given, where that is another value: a given column picks rows."""
    cells = system.choices[choice].rows[key].cells
    for name, value in typed.items():
        cell = cells.get(name)
        if cell is None or isinstance(cell, str):
            continue
        found = from_syntax(cell, lambda text: system.units.read(text).factor).number
        if found is not None and found != value.value:
            return f"its {name} is {shown(system, name, found)}"
    return ""


def _row(question: Question, key: str) -> ChoiceRowAnswer:
    try:
        verdicts, quantities = decide_all(question, Evaluator(question.system))
    except SolveError as error:
        return ChoiceRowAnswer(key, False, (), {}, str(error).partition("\n")[0])
    broken = [verdict for verdict in verdicts if verdict.holds is False]
    judged = [verdict for verdict in verdicts if verdict.holds is not None]
    failure = "; ".join(f"`{v.label}` broken{_against(question.system, v)}: {v.doc or v.text}" for v in broken)
    return ChoiceRowAnswer(key, False if broken else True if judged else None, verdicts, quantities, failure)


def _against(system: System, verdict: Verdict) -> str:
    """Both sides of a broken constraint, where they are quantities."""
    if verdict.left is None or verdict.right is None:
        return ""
    left, right = verdict.left, verdict.right
    return f", {shown(system, left.name, left.base)} against {shown(system, right.name, right.base)}"


def _most_common(rows: Sequence[ChoiceRowAnswer]) -> str:
    labels = [verdict.label for row in rows for verdict in row.verdicts if verdict.holds is False]
    return max(set(labels), key=labels.count) if labels else ""
