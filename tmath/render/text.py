"""An Answer as a person reads it: the value first, then what it rests on, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tmath.render.explain import explain
from tmath.render.figures import beside, exact, pasted, percent, power, reading, side
from tmath.render.page import PLAIN, Page, Style
from tmath.solving.answer import Answer, Bound, Check, Root, Verdict

RELATION = {"equal": "=", "at_most": "<=", "at_least": ">="}


def answer_text(answer: Answer, style: Style = PLAIN, *, explained: bool = False, as_asked: bool = False) -> str:
    """The answer in full; `explained` adds every step, rule, certificate and sensitivity.

    Units: the most readable ones; `as_asked` keeps the unit of the answer itself.
    """
    page = Page(style)
    asked = [answer, *answer.others.values()]
    for one in asked:
        _headline(page, one)
    for one in asked:
        _loud(page, one)
        _found(page, one)
    _inputs(page, answer)
    for one in asked:
        _evidence(page, one)
    _remarks(page, asked)
    if explained:
        for one in asked:
            explain(page, one)
    page.pieces("sources", cited(step.sources for one in asked for step in one.steps), ";")
    return page.text()


# -- the first line ------------------------------------------------------------------------------


def _headline(page: Page, answer: Answer) -> None:
    if answer.kind == "formula":
        _relation(page, answer)
    elif answer.kind == "rows":
        _rows(page, answer)
    elif answer.interval is not None:
        _columns(page, interval_text(answer), "", _binding(answer))
    else:
        for root in answer.roots:
            sign = RELATION.get(answer.kind, "=")
            value = f"{answer.unknown} {sign} {reading(root.figure, answer.system.units)}"
            differs = ", ".join(side(figure, answer.system.units) for figure in root.differs)
            _columns(page, value, exact(root.figure, answer.system.units), differs or _binding(answer))


def _columns(page: Page, value: str, number: str, remark: str) -> None:
    """Value, unrounded number and remark on one line where they fit, else the remark below."""
    line = value.ljust(26) + " " + number if number else value
    together = line.ljust(48) + "  " + remark
    bold = page.style.bold(value) + line[len(value) :]
    if remark and len(together) <= page.style.width:
        page.line(bold + together[len(line) :])
        return
    if len(line) > page.style.width:
        page.line(page.style.bold(value))
        page.entry("exactly", number)
    else:
        page.line(bold)
    page.entry("", remark)


def _binding(answer: Answer) -> str:
    """Which constraint decides, and what the others would allow."""
    if not answer.binding:
        return ""
    verdict = next((v for v in answer.verdicts if v.label == answer.binding), None)
    at = f": {equality(verdict.text)}" if verdict else ""
    return f"`{answer.binding}` binds{at}"


def equality(text: str) -> str:
    """A constraint at its bound."""
    for sign in ("<=", ">=", " < ", " > "):
        if sign in text:
            return text.replace(sign, "=" if len(sign) == 2 and sign[0] != " " else " = ", 1)
    return text


def interval_text(answer: Answer) -> str:
    assert answer.interval is not None
    low, high, low_closed, high_closed = answer.interval
    units, unit = answer.system.units, answer.unit
    left = f"{beside(low, unit, units)} {'<=' if low_closed else '<'} " if low not in (0, float("-inf")) else ""
    right = f" {'<=' if high_closed else '<'} {beside(high, unit, units)}" if high != float("inf") else ""
    return f"{left}{answer.unknown}{right}" if left or right else f"{answer.unknown}: any value"


# -- a relation, where numbers are missing -------------------------------------------------------


def _relation(page: Page, answer: Answer) -> None:
    from tmath.algebra.printing import to_text

    sign = RELATION.get(answer.direction, "=")
    if answer.expression is not None:
        text, notes = f"{answer.unknown} {sign} {to_text(answer.expression)}", answer.relation_notes
    elif answer.relation is not None:
        left, right = map(to_text, answer.relation)
        text, notes = f"{answer.unknown} {sign} the root of  {left} = {right}", answer.relation_notes
    else:
        text, notes = answer.unknown, answer.relation_notes
    binding = f"`{answer.binding}` binds" if answer.binding else ""
    hanging(page, text, binding)
    for number, note in enumerate(notes):
        page.entry("with" if number == 0 else "", note)


def hanging(page: Page, text: str, remark: str = "") -> None:
    """A formula that may need several lines, its continuation indented, with a remark at the right of the first."""
    from tmath.render.page import wrap

    room = page.style.width
    if remark and len(text) + 3 + len(remark) <= room:
        column = max(len(text) + 3, min(54, room - len(remark)))
        page.line(page.style.bold(text.ljust(column)) + remark)
        return
    first, *more = wrap(text, room - 5)
    page.line(page.style.bold(first))
    for line in more:
        page.line("     " + page.style.bold(line))
    page.entry("", remark)


# -- rows of a choice ----------------------------------------------------------------------------


def _rows(page: Page, answer: Answer) -> None:
    fitting = [row for row in answer.rows if row.feasible]
    keys = ", ".join(row.key for row in fitting)
    page.line(page.style.bold(f"{answer.unknown} = {keys}" if keys else f"no {answer.unknown} holds every constraint"))
    units = answer.system.units
    for row in answer.rows:
        if row.feasible:
            words = [_margin(verdict, answer) for verdict in row.verdicts if verdict.holds is not None]
            page.pieces(row.key, words or ["holds"], ";")
        else:
            broken = [refusal(verdict, answer) for verdict in row.verdicts if verdict.holds is False]
            page.pieces(row.key, [row.failure] if row.failure else broken, ";", loud=False)
        shown = [side(figure, units) for figure in row.quantities.values()]
        page.pieces("", shown[:4], ",")


# -- constraints ---------------------------------------------------------------------------------


def _loud(page: Page, answer: Answer) -> None:
    """Broken constraints and approximations that are far off, before anything else."""
    for verdict in answer.verdicts:
        if verdict.holds is False:
            page.entry("BROKEN", refusal(verdict, answer), loud=True)
    for check in answer.checks:
        if check.loud:
            page.entry("OFF", _deviation(check), loud=True)


def refusal(verdict: Verdict, answer: Answer) -> str:
    by = f", {percent(-verdict.margin)} over" if verdict.margin is not None and verdict.margin < 0 else ""
    doc = f". {verdict.doc}" if verdict.doc else ""
    return f"`{verdict.label}`: {verdict.text} does not hold{_sides(verdict, answer)}{by}{doc}"


def _margin(verdict: Verdict, answer: Answer) -> str:
    left = f", {percent(verdict.margin)} left" if verdict.margin is not None else ""
    return f"`{verdict.label}` holds{_sides(verdict, answer)}{left}"


def _sides(verdict: Verdict, answer: Answer) -> str:
    units = answer.system.units
    shown = [side(figure, units) for figure in (verdict.left, verdict.right) if figure is not None]
    return f": {', '.join(shown)}" if shown else ""


# -- what the answer rests on ----------------------------------------------------------------------


def _found(page: Page, answer: Answer) -> None:
    from tmath.algebra.printing import to_text

    if answer.kind not in ("formula", "rows") and answer.expression is not None and answer.expression.names:
        sign = RELATION.get(answer.kind, "=")
        page.entry("formula", f"{answer.unknown} {sign} {to_text(answer.expression)}")
    if answer.bounds:
        page.pieces("bounds", [_bound(bound, answer) for bound in answer.bounds if bound.label != answer.binding], ";")
    shown = [side(figure, answer.system.units) for figure in answer.beside]
    if shown and answer.family:
        shown[-1] += f"   ({answer.family})"
    page.pieces("shape" if answer.family else "with", shown, ",")


def _bound(bound: Bound, answer: Answer) -> str:
    if bound.kind == "any":
        return f"`{bound.label}` holds for any value"
    return f"`{bound.label}` would allow {bound.text or beside(bound.value, answer.unit, answer.system.units)}"


def _inputs(page: Page, answer: Answer) -> None:
    units = answer.system.units
    given = [
        f"{item[0]}={item[1]}" if isinstance(item, tuple) else pasted(item, units, typed=True) for item in answer.given
    ]
    page.pieces("given", given)
    words = [assumed.text for assumed in answer.assumed if " " not in assumed.text]
    relations = [assumed.text for assumed in answer.assumed if " " in assumed.text]
    page.pieces("assumed", words)
    page.pieces("" if words else "assumed", relations, ",")
    dropped = [f"{d.text}: {d.implied} instead" if d.implied else d.text for d in answer.dropped]
    page.pieces("set aside", dropped, ";")
    if answer.missing:
        page.pieces("to get a number, give", [], "")
        sets = [" and ".join(names) for names in answer.missing]
        page.line("   to get a number, give: " + page.style.bold(sets[0]))
        for other in sets[1:]:
            page.line("                      or: " + page.style.bold(other))


# -- evidence --------------------------------------------------------------------------------------


def _evidence(page: Page, answer: Answer) -> None:
    page.pieces("checked", list(_checked(answer)), ";")
    holding = [v for v in answer.verdicts if v.holds and v.label != answer.binding]
    page.pieces("holds", [held(verdict) for verdict in holding], ",")
    unjudged = [f"`{v.label}`: {v.reason}" if v.reason else f"`{v.label}`" for v in answer.verdicts if v.holds is None]
    page.pieces("not judged", unjudged, ";")


def held(verdict: Verdict) -> str:
    margin = f" ({percent(verdict.margin)} left)" if verdict.margin is not None else ""
    return f"`{verdict.label}` {verdict.text}{margin}"


def _checked(answer: Answer) -> Iterator[str]:
    if answer.kind == "formula":
        return
    binding = next((v for v in answer.verdicts if v.label == answer.binding and v.left is not None), None)
    residual = f"residual {power(answer.residual)}" if answer.residual is not None else ""
    if binding is not None and binding.left is not None:
        at = f"{side(binding.left, answer.system.units)} at this {answer.unknown}"
        yield f"{at}, {residual}" if residual else at
    elif residual:
        yield residual
    if answer.roots:
        yield proof(answer)
    for check in answer.checks:
        if not check.loud:
            yield _deviation(check)


def proof(answer: Answer) -> str:
    """What is proven of the roots: that they exist, how near, and whether they are all."""
    bound, many = answer.error_bound, len(answer.roots) > 1
    if bound is None:
        return f"{len(answer.roots)} roots found, not proven complete" if many else "not certified"
    within = f"to {power(bound)}" if bound else "exactly"
    if many:
        return f"{len(answer.roots)} roots {within}, {'proven' if answer.complete else 'not proven'} complete"
    return f"{answer.unknown} proven {'unique ' if answer.complete else ''}{within}" + (
        "" if answer.complete else ", other roots not excluded"
    )


def _deviation(check: Check) -> str:
    how = f"is off by {percent(abs(check.deviation))}" if check.approximate else f"holds to {power(check.deviation)}"
    return f"`{check.label}`: {check.text} {how}"


# -- the rest --------------------------------------------------------------------------------------


def _remarks(page: Page, asked: Sequence[Answer]) -> None:
    for label, texts in (
        ("note", [note for answer in asked for note in answer.notes]),
        ("hint", [hint for answer in asked for hint in answer.hints]),
    ):
        for number, text in enumerate(dict.fromkeys(texts)):
            page.entry(label if number == 0 else "", text)


def cited(groups: Iterable[Iterable[object]]) -> list[str]:
    """Sources in the order of use, each once, with the places in it."""
    from tmath.language.system import Source

    places: dict[str, tuple[Source, list[str]]] = {}
    for group in groups:
        for source in group:
            assert isinstance(source, Source)
            wheres = places.setdefault(source.key, (source, []))[1]
            if source.where and source.where not in wheres:
                wheres.append(source.where)
    return [
        f"{source.citation} ({', '.join(wheres)})" if wheres else source.citation for source, wheres in places.values()
    ]


def root_text(root: Root, answer: Answer) -> str:
    """A root on one line, for tables."""
    return reading(root.figure, answer.system.units)


__all__ = ["answer_text", "cited", "equality", "hanging", "proof", "root_text"]
