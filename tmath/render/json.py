"""An Answer as plain data with stable keys; numbers unrounded, in declared units."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from tmath.language.system import Source
from tmath.records import names_of
from tmath.solving.answer import Answer, Best, Candidate, ChoiceRowAnswer, Figure, Root, Step, Verdict

SCHEMA_VERSION = 1


def answer_json(answer: Answer) -> str:
    """One JSON object on one line a key."""
    return dumps(answer_dict(answer))


def dumps(data: Mapping[str, Any]) -> str:
    """Strict JSON: no NaN, no infinity, all text in ASCII."""
    return json.dumps(data, indent=2, allow_nan=False)


def answer_dict(answer: Answer) -> dict[str, Any]:
    """The answer as data; a number that JSON cannot hold is null."""
    return {"schema_version": SCHEMA_VERSION, "system": answer.system.name, **_one(answer)}


def _one(answer: Answer) -> dict[str, Any]:
    single = answer.roots[0] if len(answer.roots) == 1 and answer.kind not in ("rows", "formula") else None
    low, high, low_closed, high_closed = answer.interval or (0.0, 0.0, False, False)
    return {
        "unknown": answer.unknown,
        "kind": answer.kind,
        "unit": answer.unit.text,
        "value": number(single.figure.value) if single else None,
        "values": [number(value) for value in answer.values],
        "interval": answer.interval
        and {"low": number(low), "high": number(high), "low_closed": low_closed, "high_closed": high_closed},
        **_uncertain(answer),
        "roots": [_root(root) for root in answer.roots],
        "rows": [_row(row) for row in answer.rows],
        "quantities": figures(single.quantities) if single else {},
        **_relations(answer),
        "binding": answer.binding or None,
        "bounds": [{"label": b.label, "kind": b.kind, "value": number(b.value)} for b in answer.bounds],
        "family": answer.family,
        "given": _given(answer),
        "assumed": [{"label": a.label, "text": a.text, "kind": a.kind, "rule": a.rule} for a in answer.assumed],
        "dropped": [
            {"label": d.label, "text": d.text, "implied": d.implied or None, "rule": d.rule} for d in answer.dropped
        ],
        "verdicts": [verdict_dict(verdict) for verdict in answer.verdicts],
        "checks": [
            {"label": c.label, "text": c.text, "deviation": number(c.deviation), "approximate": c.approximate}
            for c in answer.checks
        ],
        "residual": number(answer.residual),
        "error_bound": number(answer.error_bound),
        "complete": answer.complete,
        "sensitivities": {name: number(value) for name, value in answer.sensitivities.items()},
        "steps": [_step(step) for step in answer.steps],
        "notes": list(answer.notes),
        "hints": list(answer.hints),
        "missing": [list(names) for names in answer.missing],
        "best": _best(answer.best) if answer.best is not None else None,
        "others": {name: _one(other) for name, other in answer.others.items()},
    }


def _uncertain(answer: Answer) -> dict[str, Any]:
    """What intervals and errors of the inputs make of the value; null where there are none."""
    low, high = answer.range or (None, None)
    spread = answer.spread
    return {
        "range": answer.range and {"low": number(low), "high": number(high), "guaranteed": answer.range_guaranteed},
        "spread": spread
        and {
            "mean": number(spread.mean),
            "deviation": number(spread.deviation),
            "p5": number(spread.low),
            "p95": number(spread.high),
        },
    }


def number(value: float | None) -> float | int | None:
    """A number that JSON can hold: whole ones without a point, infinite ones as null."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value


def figures(quantities: Mapping[str, Figure]) -> dict[str, Any]:
    """Quantities with their values and units."""
    return {name: {"value": number(f.value), "unit": f.unit.text} for name, f in quantities.items()}


def _root(root: Root) -> dict[str, Any]:
    return {
        "value": number(root.figure.value),
        "error_bound": number(root.error_bound),
        "quantities": figures(root.quantities),
    }


def _row(row: ChoiceRowAnswer) -> dict[str, Any]:
    return {
        "key": row.key,
        "feasible": row.feasible,
        "failure": row.failure or None,
        "set_aside": row.aside or None,
        "verdicts": [verdict_dict(verdict) for verdict in row.verdicts],
        "quantities": figures(row.quantities),
    }


def _best(best: Best) -> dict[str, Any]:
    return {
        "goal": best.goal,
        "at": _point(best.at),
        "searched": best.searched,
        "feasible": best.feasible,
        "ties": best.ties,
        "alike": [_point(one.at) for one in best.alike],
        "runners_up": [_candidate(one) for one in best.runners_up],
        "prices": [{"constraint": one.broken, **_candidate(one)} for one in best.prices],
        "cut": list(best.cut),
        "left_out": list(best.left_out),
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "at": _point(one.at),
        "value": number(one.figure.value),
        "unit": one.figure.unit.text,
        "ties": one.ties,
    }


def _relations(answer: Answer) -> dict[str, Any]:
    from tmath.algebra.printing import to_text

    left, right = answer.relation or (None, None)
    return {
        "formula": to_text(answer.expression) if answer.expression is not None else None,
        "relation": {"left": to_text(left), "right": to_text(right)}
        if left is not None and right is not None
        else None,
    }


def _given(answer: Answer) -> dict[str, Any]:
    return _point(answer.given)


def _point(items: Iterable[Figure | tuple[str, str]]) -> dict[str, Any]:
    """Quantities with value and unit, choices with their row."""
    return dict(
        item if isinstance(item, tuple) else (item.name, figures({item.name: item})[item.name] | _typed(item))
        for item in items
    )


def _typed(figure: Figure) -> dict[str, str]:
    """How a value was typed, where the number used is another: a rounded count, an interval, an error."""
    return {"typed": figure.typed} if figure.typed else {}


def verdict_dict(verdict: Verdict) -> dict[str, Any]:
    """A constraint with how it stands; `holds` is null where it was not judged."""
    sides = {
        side: {"value": number(figure.value), "unit": figure.unit.text} if figure else None
        for side, figure in (("left", verdict.left), ("right", verdict.right))
    }
    return {
        "label": verdict.label,
        "text": verdict.text,
        "holds": verdict.holds,
        "binding": verdict.binding,
        **sides,
        "margin": number(verdict.margin),
        "doc": verdict.doc,
        "reason": verdict.reason or None,
    }


def _step(step: Step) -> dict[str, Any]:
    from tmath.algebra.printing import to_text

    return {
        "names": list(step.names),
        "equations": list(step.equations),
        "printed": list(step.printed),
        "formulas": {name: to_text(form) if form is not None else None for name, form in step.formulas},
        "method": step.method,
        "certificate": step.certificate or None,
        "figures": figures({figure.name: figure for figure in step.figures}),
        "sources": [source_dict(source) for source in step.sources],
    }


def source_dict(source: Source) -> dict[str, str]:
    """A citation and the place in it."""
    return {"key": source.key, "citation": source.citation, "url": source.url, "where": source.where}


def error_dict(error: Exception) -> dict[str, Any]:
    """A question without an answer, as data: the class, the text, and the fields of the error."""
    names = names_of(error) if hasattr(error, "__record__") else ()
    told = {name: _plain(getattr(error, name)) for name in names if name not in ("message", "answer")}
    return {"schema_version": SCHEMA_VERSION, "error": type(error).__name__, "message": str(error), **told}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int() | float():
            return number(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case _:
            return str(value)
