"""The long form of an answer: every step, the rule behind every assumption, certificates and sensitivities."""

from __future__ import annotations

from tmath.render.figures import beside_figure
from tmath.render.page import Page, wrap
from tmath.solving.answer import Answer, Step

METHODS = {
    "isolated": "rearranged",
    "linear": "linear, rearranged",
    "signomial": "a sum of powers; the changes of sign bound its roots",
    "scan": "found by a search over the bounds",
    "steps": "a step function; found by bisection",
    "newton": "solved together by Newton's method",
}


def explain(page: Page, answer: Answer) -> None:
    """Add steps, rules and sensitivities to a page."""
    page.line()
    page.line(page.style.bold(f"how {answer.unknown} follows"))
    for number, step in enumerate(answer.steps, 1):
        _step(page, number, step, answer)
    _rules(page, answer)
    if answer.sensitivities:
        page.line()
        page.line(page.style.bold("sensitivities"))
        for name, slope in answer.sensitivities.items():
            page.line(f"   +1 % {name} gives {slope:+.3g} % {answer.unknown}")
    page.line()


def _step(page: Page, number: int, step: Step, answer: Answer) -> None:
    from tmath.algebra.printing import to_text

    together = ", solved together" if len(step.names) > 1 else ""
    page.line(f"{number:4d}  {', '.join(step.names)}{together}: {METHODS.get(step.method, step.method)}")
    where = [f"{s.citation}, {s.where}" if s.where else s.citation for s in step.sources]
    for label, printed in zip(step.equations, step.printed, strict=False):
        _hang(page, printed if printed.startswith(f"{label} ") else f"{label}: {printed}")
    for name, form in step.formulas:
        if form is not None and form.names and f"{name} = {to_text(form)}" not in step.printed:
            _hang(page, f"so {name} = {to_text(form)}")
    for source in dict.fromkeys(where):
        _hang(page, f"[{source}]", dim=True)
    constant = len(step.formulas) == 1 and step.formulas[0][1] is not None and not step.formulas[0][1].names
    for figure in step.figures if not constant else ():
        page.line(f"      {page.style.bold(beside_figure(figure, answer.system.units))}")
    if step.certificate:
        _hang(page, step.certificate)


def _hang(page: Page, text: str, *, dim: bool = False) -> None:
    first, *more = wrap(text, page.style.width - 9)
    paint = page.style.dim if dim else str
    page.line("      " + paint(first))
    for line in more:
        page.line("         " + paint(line))


def _rules(page: Page, answer: Answer) -> None:
    rules = [(a.text, a.rule) for a in answer.assumed]
    rules += [(d.text, f"{d.rule}; {d.implied} instead" if d.implied else d.rule) for d in answer.dropped]
    if not rules:
        return
    page.line()
    page.line(page.style.bold("assumptions, and the rule by which each stands or falls"))
    for text, rule in rules:
        _hang(page, f"{text}: {rule}")
