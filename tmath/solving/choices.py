"""A choice as the unknown: every row, which ones hold, and why each other fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tmath.algebra.expressions import from_syntax
from tmath.errors import OutOfRangeError, SolveError
from tmath.language.system import System
from tmath.records import replace
from tmath.solving.answer import Answer, ChoiceRowAnswer, Verdict
from tmath.solving.decide import Decision, decide_freely
from tmath.solving.evaluate import Evaluator
from tmath.solving.givens import read_givens
from tmath.solving.rows import APART, Asking, Held, computed_from_choice, held, set_aside
from tmath.solving.survey import judged
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
    asking = Asking(system, choice, typed, keys, frozenset(tight), frozenset(without))
    computed = computed_from_choice(system, choice)
    rows, by_typed = [], {}
    for key in system.choices[choice].rows:
        other = _other_cell(system, choice, key, typed)
        if other:
            rows.append(ChoiceRowAnswer(key, False, (), {}, other))
            continue
        evaluate = Evaluator(system)
        try:
            by_typed[key] = held(asking, key, computed, evaluate), evaluate
        except SolveError as error:
            rows.append(_refused(key, error))
    agreeing = min((found.agrees for found, _ in by_typed.values() if found is not None), default=APART)
    for key, (found, evaluate) in by_typed.items():
        if found is not None and found.agrees > agreeing:
            rows.append(ChoiceRowAnswer(key, False, (), {}, found.failure))
        elif found is not None and agreeing < APART:
            rows.append(_row(found.decision, key, evaluate))
        else:
            rows.append(_absorbing(asking, key, found, evaluate))
    order = list(system.choices[choice].rows)
    rows.sort(key=lambda row: order.index(row.key))
    if agreeing < APART:
        unjudged = {key for key, (found, _) in by_typed.items() if found is None}
        names = " and ".join(name for name in typed if name in computed)
        rows = [_unjudged(row, names) if row.key in unjudged else row for row in rows]
    if any(row.feasible is False for row in rows):
        # Where the givens contradict other rows, one that they agree with holds though no constraint judges it.
        rows = [replace(row, feasible=True) if row.feasible is None and not row.aside else row for row in rows]
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


def _absorbing(asking: Asking, key: str, found: Held | None, evaluate: Evaluator) -> ChoiceRowAnswer:
    """A row under all that is typed, with the assumptions that this sets aside."""
    try:
        decision = decide_freely(asking.of(key), evaluate)
    except SolveError as error:
        return _refused(key, error)
    if found is None:
        return _row(decision, key, evaluate)
    aside = set_aside(decision, found.decision, evaluate)
    if not aside:
        return ChoiceRowAnswer(key, False, (), {}, found.failure)  # nothing can take up what is typed
    return replace(_row(decision, key, evaluate), aside=aside)


def _unjudged(row: ChoiceRowAnswer, names: str) -> ChoiceRowAnswer:
    """A row under which the typed values that tell others apart cannot be computed."""
    return row if row.feasible is False else replace(row, feasible=None, aside=f"not judged by {names}")


def _row(decision: Decision, key: str, evaluate: Evaluator) -> ChoiceRowAnswer:
    try:
        verdicts, quantities = judged(decision, evaluate)
    except SolveError as error:
        return _refused(key, error)
    broken = [verdict for verdict in verdicts if verdict.holds is False]
    telling = [verdict for verdict in verdicts if verdict.holds is not None]
    system = decision.question.system
    failure = "; ".join(f"`{v.label}` broken{_against(system, v)}: {v.doc or v.text}" for v in broken)
    return ChoiceRowAnswer(key, False if broken else True if telling else None, verdicts, quantities, failure)


def _refused(key: str, error: SolveError) -> ChoiceRowAnswer:
    return ChoiceRowAnswer(key, False, (), {}, str(error).partition("\n")[0])


def _against(system: System, verdict: Verdict) -> str:
    """Both sides of a broken constraint, where they are quantities."""
    if verdict.left is None or verdict.right is None:
        return ""
    left, right = verdict.left, verdict.right
    return f", {shown(system, left.name, left.base)} against {shown(system, right.name, right.base)}"


def _most_common(rows: Sequence[ChoiceRowAnswer]) -> str:
    labels = [verdict.label for row in rows for verdict in row.verdicts if verdict.holds is False]
    return max(set(labels), key=labels.count) if labels else ""
