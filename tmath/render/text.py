"""An Answer as a person reads it: the value first, then what it rests on, in 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from tmath.render import best
from tmath.render.cite import cited
from tmath.render.explain import explain
from tmath.render.figures import beside, exact, pasted, reading, shown_beside, side
from tmath.render.page import PLAIN, Page, Style
from tmath.render.uncertain import range_pieces, spread_pieces
from tmath.render.verdicts import checked, choice_rows, deviation, held, refusal
from tmath.solving.answer import Answer, Bound
from tmath.solving.missing import merged

SOURCES = 6  # of a plain answer; the rest is left to the long form
RELATION = {"equal": "=", "at_most": "<=", "at_least": ">="}


def answer_text(answer: Answer, style: Style = PLAIN, *, explained: bool = False, as_asked: bool = False) -> str:
    """The answer in full; `explained` adds every step, rule, certificate and sensitivity.

    Units: the most readable ones; `as_asked` keeps the unit of the answer itself.
    """
    page = Page(style)
    asked = [answer, *answer.others.values()]
    for one in asked:
        _headline(page, one, as_asked)
        page.pieces("range", range_pieces(one, None if as_asked else one.system.units))
        page.pieces("spread", spread_pieces(one, None if as_asked else one.system.units))
        best.tell(page, one)
        if len(asked) > 1:
            _found(page, one)
    _loud(page, asked)
    if len(asked) == 1:
        _found(page, answer)
    _inputs(page, asked)
    _evidence(page, asked)
    _remarks(page, asked)
    if explained:
        for one in asked:
            explain(page, one)
    if explained:
        for number, source in enumerate(cited(step.sources for one in asked for step in one.steps)):
            page.entry("sources" if number == 0 else "", source)
    else:
        page.pieces("sources", _sources(asked), ";")
    return page.text()


# -- the first line ------------------------------------------------------------------------------


def _headline(page: Page, answer: Answer, as_asked: bool = False) -> None:
    if answer.kind == "formula":
        _relation(page, answer)
    elif answer.kind == "rows":
        choice_rows(page, answer)
    elif answer.interval is not None:
        page.headline(interval_text(answer, as_asked), "", _binding(answer))
    else:
        for root in answer.roots:
            sign = RELATION.get(answer.kind, "=")
            units = None if as_asked else answer.system.units
            value = f"{answer.unknown} {sign} {reading(root.figure, units)}"
            differs = ", ".join(side(figure, answer.system.units) for figure in root.differs)
            page.headline(value, exact(root.figure, units), differs or _binding(answer))


def _binding(answer: Answer) -> str:
    """Which constraint decides, and what the others would allow."""
    if not answer.binding:
        return ""
    if answer.best is not None and answer.best.prices:
        return f"`{answer.binding}` binds"
    verdict = next((v for v in answer.verdicts if v.label == answer.binding), None)
    at = f": {equality(verdict.text)}" if verdict else ""
    return f"`{answer.binding}` binds{at}"


def equality(text: str) -> str:
    """A constraint at its bound."""
    for sign in ("<=", ">=", " < ", " > "):
        if sign in text:
            return text.replace(sign, "=" if len(sign) == 2 and sign[0] != " " else " = ", 1)
    return text


def interval_text(answer: Answer, as_asked: bool = False) -> str:
    """low <= name <= high"""
    assert answer.interval is not None
    low, high, low_closed, high_closed = answer.interval
    units, unit = None if as_asked else answer.system.units, answer.unit
    domain = answer.system.quantities[answer.unknown].domain
    positive = domain.low is not None and domain.low >= 0
    said = low == float("-inf") or (low == 0 and positive and not low_closed)
    left = "" if said else f"{beside(low, unit, units)} {'<=' if low_closed else '<'} "
    right = f" {'<=' if high_closed else '<'} {beside(high, unit, units)}" if high != float("inf") else ""
    if left or right:
        return f"{left}{answer.unknown}{right}"
    return f"{answer.unknown}: any value" if answer.complete else f"{answer.unknown}: no bound was found"


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
    page.hanging(text, binding)
    for number, note in enumerate(notes):
        where, colon, rest = note.partition(": ")
        if colon and where.startswith("at given "):
            page.line(f"   {where}:")
            page.formula("", rest)
        else:
            page.formula("with" if number == 0 else "", note)


# -- constraints ---------------------------------------------------------------------------------


def _loud(page: Page, asked: Sequence[Answer]) -> None:
    """Broken constraints and approximations that are far off, before anything else."""
    broken = [refusal(verdict, one) for one in asked for verdict in one.verdicts if verdict.holds is False]
    for text in dict.fromkeys(broken):
        page.entry("BROKEN", text, loud=True)
    for text in dict.fromkeys(deviation(check) for one in asked for check in one.checks if check.loud):
        page.entry("OFF", text, loud=True)


# -- what the answer rests on ----------------------------------------------------------------------


def _found(page: Page, answer: Answer) -> None:
    from tmath.algebra.printing import to_text

    if answer.kind not in ("formula", "rows") and answer.expression is not None and answer.expression.names:
        sign = RELATION.get(answer.kind, "=")
        page.formula("formula", f"{answer.unknown} {sign} {to_text(answer.expression)}")
    if answer.bounds:
        page.pieces("bounds", [_bound(bound, answer) for bound in answer.bounds if bound.label != answer.binding], ";")
    shown = [side(figure, answer.system.units) for figure in shown_beside(answer)]
    if answer.family:
        family = answer.family if answer.family.startswith("along ") else f"along {answer.family}"
        shown = [*shown[:-1], f"{shown[-1]}   ({family})"] if shown else [family]
    page.pieces("shape" if shown and answer.family else "with", shown, ",")


def _bound(bound: Bound, answer: Answer) -> str:
    if bound.kind == "any":
        return f"`{bound.label}` holds for any value"
    return f"`{bound.label}` would allow {bound.text or beside(bound.value, answer.unit, answer.system.units)}"


def _inputs(page: Page, asked: Sequence[Answer]) -> None:
    first, units = asked[0], asked[0].system.units
    page.pieces(
        "given",
        [f"{one[0]}={one[1]}" if isinstance(one, tuple) else pasted(one, units) for one in first.given],
    )
    assumed = list(dict.fromkeys(assumed.text for one in asked for assumed in one.assumed))
    words = [text for text in assumed if " " not in text]
    page.pieces("assumed", words)
    page.pieces("" if words else "assumed", [text for text in assumed if " " in text], ",")
    dropped = [f"{d.text}: {d.implied} instead" if d.implied else d.text for one in asked for d in one.dropped]
    page.pieces("set aside", list(dict.fromkeys(dropped)), ";")
    sets = merged(first.missing)
    for number, names in enumerate(sets):
        lead = "to get a number, give: " if number == 0 else "or: ".rjust(23)
        page.asked(lead, names)
    if not sets and first.kind == "formula":
        page.pieces("missing", [f"nothing given decides {first.unknown}, and no set of up to three inputs would"])


# -- evidence --------------------------------------------------------------------------------------


def _evidence(page: Page, asked: Sequence[Answer]) -> None:
    page.pieces("checked", list(dict.fromkeys(text for one in asked for text in checked(one))), ";")
    verdicts = [(verdict, verdict.label == one.binding) for one in asked for verdict in one.verdicts]
    holding = [held(verdict) for verdict, binds in verdicts if verdict.holds and not binds]
    page.pieces("holds", list(dict.fromkeys(holding)), ",")
    unjudged = [
        f"`{verdict.label}`: {verdict.reason.removeprefix('not judged: ') or verdict.text}"
        for verdict, _ in verdicts
        if verdict.holds is None
    ]
    page.pieces("not judged", list(dict.fromkeys(unjudged)), ";")


# -- the rest --------------------------------------------------------------------------------------


def _remarks(page: Page, asked: Sequence[Answer]) -> None:
    for label, texts in (
        ("note", [note for answer in asked for note in answer.notes]),
        ("hint", [hint for answer in asked for hint in answer.hints]),
    ):
        for number, text in enumerate(dict.fromkeys(texts)):
            page.entry(label if number == 0 else "", text)


def _sources(asked: Sequence[Answer]) -> list[str]:
    """Short citations, what is nearest to the answer first."""
    found = cited((step.sources for one in asked for step in reversed(one.steps)), short=True)
    more = len(found) - SOURCES
    return found if more <= 1 else [*found[:SOURCES], f"and {more} more (--explain)"]
