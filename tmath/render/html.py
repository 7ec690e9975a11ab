"""An Answer for notebooks: HTML with everything escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tmath.render.best import at_pieces, searched_text
from tmath.render.cite import cited
from tmath.render.figures import exact, pasted, reading, shown_beside, side
from tmath.render.text import RELATION
from tmath.render.uncertain import range_pieces, spread_pieces
from tmath.render.verdicts import held, proof, refusal
from tmath.solving.answer import Answer


def answer_html(answer: Answer) -> str:
    """The value, what it rests on and the evidence, as a small table."""
    return "".join(_one(one) for one in (answer, *answer.others.values()))


def _one(answer: Answer) -> str:
    rows: list[tuple[str, list[str]]] = [
        ("range", _line(range_pieces(answer, answer.system.units))),
        ("spread", _line(spread_pieces(answer, answer.system.units))),
        ("at", _line(at_pieces(answer.best.at, answer.system.units)) if answer.best is not None else []),
        ("searched", [searched_text(answer, answer.best)] if answer.best is not None else []),
        ("given", [_given(item, answer) for item in answer.given]),
        ("assumed", [assumed.text for assumed in answer.assumed]),
        ("set aside", [f"{d.text}: {d.implied} instead" if d.implied else d.text for d in answer.dropped]),
        ("shape" if answer.family else "with", [side(figure, answer.system.units) for figure in shown_beside(answer)]),
        ("checked", [proof(answer)] if answer.roots else []),
        ("holds", [held(v) for v in answer.verdicts if v.holds and v.label != answer.binding]),
        ("notes", list(answer.notes)),
        ("hints", list(answer.hints)),
        ("sources", cited(step.sources for step in answer.steps)),
    ]
    broken = [refusal(verdict, answer) for verdict in answer.verdicts if verdict.holds is False]
    loud = "".join(f'<p style="color:#b00020"><strong>{escape(text)}</strong></p>' for text in broken)
    table = "".join(_row(label, texts) for label, texts in rows if texts)
    return f"<div><p>{_headline(answer)}</p>{loud}<table>{table}</table></div>"


def _line(pieces: Iterable[str]) -> list[str]:
    return [text] if (text := " ".join(pieces)) else []


def _headline(answer: Answer) -> str:
    from tmath.algebra.printing import to_text

    units = answer.system.units
    binding = f" (<code>{escape(answer.binding)}</code> binds)" if answer.binding else ""
    if answer.kind == "rows":
        keys = ", ".join(row.key for row in answer.rows if row.feasible) or "none"
        return f"<strong>{escape(answer.unknown)} = {escape(keys)}</strong>"
    if answer.roots and answer.kind != "formula":
        sign = RELATION.get(answer.kind, "=")
        values = [f"{reading(r.figure, units)} {exact(r.figure, units)}".strip() for r in answer.roots]
        return f"<strong>{escape(answer.unknown)} {escape(sign)} {escape(' or '.join(values))}</strong>{binding}"
    if answer.expression is not None:
        return f"<code>{escape(answer.unknown)} = {escape(to_text(answer.expression))}</code>{binding}"
    if answer.relation is not None:
        left, right = map(to_text, answer.relation)
        return f"{escape(answer.unknown)} is the root of <code>{escape(left)} = {escape(right)}</code>{binding}"
    return escape(str(answer).partition("\n")[0])


def _given(item: object, answer: Answer) -> str:
    if isinstance(item, tuple):
        return f"{item[0]}={item[1]}"
    return pasted(item, answer.system.units)  # type: ignore[arg-type]


def _row(label: str, texts: Iterable[str]) -> str:
    cells = "<br>".join(escape(text) for text in texts)
    return f'<tr><th style="text-align:left">{escape(label)}</th><td style="text-align:left">{cells}</td></tr>'
