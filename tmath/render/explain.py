"""The long form of an answer: every step, the rule behind every assumption, certificates and sensitivities."""

from __future__ import annotations

from collections.abc import Iterable

from tmath.language.system import Source
from tmath.render.cite import short_citation
from tmath.render.figures import beside_figure, side
from tmath.render.page import Page
from tmath.solving.answer import Answer, Step

METHODS = {
    "isolated": "",
    "linear": "linear in it",
    "signomial": "a sum of powers, whose changes of sign bound its roots",
    "scan": "found by a search over the bounds",
    "steps": "a step function, found by bisection",
    "newton": "found by Newton's method",
}
LEAST = 5e-4  # a sensitivity to a cell that is worth a line
LONGEST = 200  # characters of a rearranged form that somebody still reads
MARGIN = 6


def explain(page: Page, answer: Answer) -> None:
    """Add steps, rules and sensitivities to a page."""
    if answer.steps:
        page.heading(f"How {answer.unknown} follows")
    for number, step in enumerate(answer.steps, 1):
        _step(page, number, step, answer)
    _rules(page, answer)
    if answer.sensitivities:
        whole = answer.kind != "equal" and answer.system.quantities[answer.unknown].domain.integer
        page.heading("Sensitivities of the real bound" if whole else "Sensitivities")
        typed = {one.name for one in answer.given if not isinstance(one, tuple)}
        for name, slope in answer.sensitivities.items():
            if name not in typed and abs(slope) < LEAST:
                continue
            page.line(f"   +1% {name} gives {slope:+.3g}% {answer.unknown}")
    page.line()


def _step(page: Page, number: int, step: Step, answer: Answer) -> None:
    forms = [form for _, form in step.formulas if form is not None]
    if len(step.names) == 1 and len(forms) == 1 and not forms[0].names and len(step.printed) == 1:
        _lines(page, number, [f"{step.printed[0]}  {_cited(step.sources)}".rstrip()])
        return
    together = len(step.names) > 1
    if together:
        how = METHODS.get(step.method, step.method)
        title = f"{len(step.names)} equations solved together{f': {how}' if how else ''}"
        _lines(page, number, [title])
    statements = [
        text if text.startswith(f"{label} ") else f"{label}: {text}"
        for label, text in zip(step.equations, step.printed, strict=False)
    ]
    _lines(page, None if together else number, statements)
    _rearranged(page, step)
    if step.sources:
        page.block(_cited(step.sources).split(), MARGIN, paint="dim")
    if together:
        page.block([side(figure, answer.system.units) for figure in step.figures], MARGIN, ",", "bold")
    else:
        for figure in step.figures:
            page.block([beside_figure(figure, answer.system.units)], MARGIN, paint="bold")
    if step.certificate:
        page.line(" " * MARGIN + step.certificate)


def _rearranged(page: Page, step: Step) -> None:
    """The forms that were put in, where they say more than the equations and are short enough to be read."""
    from tmath.algebra.printing import to_text

    for name, form in step.formulas:
        if form is None or not form.names:
            continue
        text = f"{name} = {to_text(form)}"
        if text not in step.printed and len(text) <= LONGEST:
            _lines(page, None, [f"so {text}"])


def _lines(page: Page, number: int | None, texts: Iterable[str]) -> None:
    """Statements with hanging indents, the first with its number."""
    for text in texts:
        page.statement(f"{number:4d}  " if number is not None else " " * MARGIN, text)
        number = None


def _cited(sources: Iterable[Source]) -> str:
    shown = [short_citation(s.citation) + (f", {s.where}" if s.where else "") for s in sources]
    return f"[{'; '.join(dict.fromkeys(shown))}]" if shown else ""


def _rules(page: Page, answer: Answer) -> None:
    """Assumptions by the rule under which each stands or falls."""
    rules: dict[str, list[str]] = {}
    for assumed in answer.assumed:
        rules.setdefault(assumed.rule, []).append(assumed.text)
    for dropped in answer.dropped:
        instead = f" ({dropped.implied} instead)" if dropped.implied else ""
        rule = (
            dropped.rule
            if dropped.rule.startswith(("set aside", "gave way", "exchanged"))
            else f"set aside: {dropped.rule}"
        )
        rules.setdefault(rule, []).append(f"{dropped.text}{instead}")
    if not rules:
        return
    page.heading("Assumptions, by the rule under which each stands or falls")
    for rule, texts in rules.items():
        page.block(rule.split(), 3)
        page.block(texts, MARGIN, ",")
