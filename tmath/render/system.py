"""A System as a paper prints it: nomenclature, choices, numbered equations, assumptions, constraints, evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from tmath.language.printing import constraint_text, node_text, relation_text
from tmath.language.syntax import names
from tmath.language.system import Choice, Constraint, Evidence, Quantity, Relation, Source, System
from tmath.records import replace
from tmath.render.choice import choice_lines
from tmath.render.cite import keys
from tmath.render.figures import percent
from tmath.render.page import PLAIN, Page, Style, wrap, wrap_formula
from tmath.solving.wording import domain_text

_T = TypeVar("_T")


def system_text(system: System, style: Style = PLAIN) -> str:
    """The statements of a system's own file, and the quantities of others that they mention."""
    page = Page(style)
    _title(page, system.name, system.doc)
    own = system.name
    named = mentioned(system)
    plain = [q for q in system.quantities.values() if q.choice is None]
    _nomenclature(page, "Nomenclature", [q for q in plain if q.system == own])
    for file in system.files:
        used = [q for q in plain if q.system == file != own and q.name in named]
        _nomenclature(page, f"From {file}", used)
    _section(page, "Choices", [(system, c) for c in system.choices.values() if c.system == own], _choice)
    numbered = equation_numbers(system)
    _section(page, "Equations", [(numbered[id(r)], r) for r in system.equations if r.system == own], _equation)
    for title, relations in (
        ("Assumptions, in order; each gives way to what is given", system.assumptions),
        ("Fallbacks, in order; they give way to constraints too", system.fallbacks),
    ):
        _section(page, title, [r for r in relations if r.system == own], _assumption)
    _section(page, "Constraints", [c for c in system.constraints if c.system == own], _constraint)
    _section(page, "Checked against", [c for c in system.checks if c.system == own], _evidence)
    _sources(page, cited_sources(system, own))
    others = [name for name in system.files if name not in (own, "units")]
    if others:
        page.line()
        _hang(page, f"With all of {', '.join(others)}: tmath show {others[0]}" + (" ..." if others[1:] else ""), 0)
    return page.text()


def quantity_text(system: System, name: str, style: Style = PLAIN) -> str:
    """One quantity or choice, and every statement it is in."""
    page = Page(style)
    if name in system.choices:
        for line in choice_lines(page, system, system.choices[name]):
            page.line(line[3:])
    else:
        _quantity(page, system, system.quantities[name])
    numbered = equation_numbers(system)
    equations = [(numbered[id(r)], r) for r in system.equations if name in r.names]
    _section(page, "Equations", equations, _equation)
    givers = [(system, _column_of(c, name)) for c in system.choices.values() if any(x.name == name for x in c.columns)]
    _section(page, "Choices", givers, _choice)
    _section(page, "Assumptions", [r for r in system.assumptions if name in r.names], _assumption)
    _section(page, "Fallbacks", [r for r in system.fallbacks if name in r.names], _assumption)
    _section(page, "Constraints", [c for c in system.constraints if name in c.names], _constraint)
    checks = [c for c in system.checks if any(name in row.published or name in row.given for row in c.rows)]
    _section(page, "Checked against", checks, _evidence)
    return page.text()


def _column_of(choice: Choice, name: str) -> Choice:
    """A choice with one column alone."""
    return replace(choice, columns=tuple(column for column in choice.columns if column.name == name))


def equation_numbers(system: System) -> dict[int, str]:
    """The number of each equation in its file: (3), or (compute 3) where another file holds it."""
    counts: dict[str, int] = {}
    found = {}
    for relation in system.equations:
        counts[relation.system] = counts.get(relation.system, 0) + 1
        where = "" if relation.system == system.name else f"{relation.system} "
        found[id(relation)] = f"({where}{counts[relation.system]})"
    return found


def default_text(system: System, quantity: Quantity) -> str:
    """What is assumed for a quantity where nothing decides it."""
    for relation in (*system.assumptions, *system.fallbacks):
        if relation.default_of == quantity.name and relation.label == quantity.default:
            return node_text(relation.right)
    return ""


# -- parts ------------------------------------------------------------------------------------------


def _title(page: Page, name: str, doc: str) -> None:
    title, _, rest = doc.strip().partition("\n")
    page.titled(name, title)
    for paragraph in rest.strip().split("\n\n") if rest.strip() else ():
        page.line()
        _hang(page, paragraph, 3)


def _nomenclature(page: Page, title: str, quantities: Sequence[Quantity]) -> None:
    if not quantities:
        return
    page.line()
    page.line(page.style.bold(title))
    called = [", ".join((q.name, *q.aliases)) for q in quantities]
    page.columns([called, [q.unit.text for q in quantities]], [q.doc for q in quantities])


def _quantity(page: Page, system: System, quantity: Quantity) -> None:
    called = ", ".join((quantity.name, *quantity.aliases))
    doc = quantity.doc if quantity.choice is None or quantity.doc != system.choices[quantity.choice].doc else ""
    page.titled(called, f"[{quantity.unit.text}] {doc}".rstrip(), "  ")
    facts = f"{domain_text(system, quantity)}; declared in {quantity.system}"
    if quantity.choice:
        facts += f", by choice {quantity.choice}"
    if default := default_text(system, quantity):
        facts += f"; {default} unless something decides it"
    _hang(page, facts, 3)


def _choice(page: Page, held: tuple[System, Choice]) -> Iterator[str]:
    yield from choice_lines(page, *held)


def _equation(page: Page, numbered: tuple[str, Relation]) -> Iterator[str]:
    number, relation = numbered
    text = relation_text(relation)
    label = "" if text.startswith(f"{relation.label} ") else f"{relation.label}: "
    margin = max(7, len(number) + 4)
    first, *more = wrap_formula(label + text, page.style.width - margin - 2)
    yield f"   {number}".ljust(margin) + first
    yield from (" " * (margin + 2) + line for line in more)
    for words in (relation.doc, keys(relation.sources)):
        for line in wrap(words, page.style.width - margin - 4) if words else ():
            yield " " * (margin + 4) + page.style.dim(line)


def _assumption(page: Page, relation: Relation) -> Iterator[str]:
    yield from _statement(page, relation_text(relation), relation.doc, relation.sources)


def _constraint(page: Page, constraint: Constraint) -> Iterator[str]:
    text = f"{constraint.label}: {constraint_text(constraint)}"
    yield from _statement(page, text, f"else: {constraint.doc}" if constraint.doc else "", ())


def _statement(
    page: Page, text: str, doc: str, sources: Sequence[Source], broken: Callable[[str, int], list[str]] = wrap_formula
) -> Iterator[str]:
    """A statement with what is said of it beside it, below it where the page is too narrow."""
    together = f"{text.ljust(32)}  {doc} {keys(sources)}".rstrip()
    if len(together) + 3 <= page.style.width:
        yield "   " + together
        return
    first, *more = broken(text, page.style.width - 5)
    yield "   " + first
    yield from ("     " + line for line in more)
    for words in (doc, keys(sources)):
        yield from ("       " + page.style.dim(line) for line in wrap(words, page.style.width - 7) if words)


def _evidence(page: Page, evidence: Evidence) -> Iterator[str]:
    rows = f"{len(evidence.rows)} row{'s' if len(evidence.rows) != 1 else ''}"
    within = f"within {percent(float(evidence.tolerance))}" if evidence.tolerance else "exactly"
    yield from _statement(page, f"{evidence.title}: {rows}, {within}", "", evidence.sources, wrap)


def _sources(page: Page, sources: Sequence[Source]) -> None:
    if not sources:
        return
    page.line()
    page.line(page.style.bold("Sources"))
    width = max(len(source.key) for source in sources) + 2
    for source in sources:
        first, *more = wrap(f"{source.citation} {source.url}", page.style.width - width - 5)
        page.line(f"   {f'[{source.key}]'.ljust(width)}  {first}")
        for line in more:
            page.line(" " * (width + 5) + line)


def _section(page: Page, title: str, items: Sequence[_T], lines: Callable[[Page, _T], Iterator[str]]) -> None:
    if not items:
        return
    page.line()
    page.line(page.style.bold(title))
    for item in items:
        for line in lines(page, item):
            page.line(line)


def mentioned(system: System) -> set[str]:
    """The names that the own statements of a system speak of."""
    own = system.name
    relations = (*system.equations, *system.assumptions, *system.fallbacks)
    found = {name for relation in relations if relation.system == own for name in relation.names}
    found |= {name for constraint in system.constraints if constraint.system == own for name in constraint.names}
    for choice in system.choices.values():
        if choice.system == own:
            cells = [cell for row in choice.rows.values() for cell in row.cells.values()]
            found |= {name for cell in cells if not isinstance(cell, str) for name in names(cell)}
    return found


def cited_sources(system: System, own: str) -> list[Source]:
    """The sources that the statements of a file cite, in the order of use."""
    relations = (*system.equations, *system.assumptions, *system.fallbacks)
    groups = [relation.sources for relation in relations if relation.system == own]
    groups += [choice.sources for choice in system.choices.values() if choice.system == own]
    groups += [check.sources for check in system.checks if check.system == own]
    found: dict[str, Source] = {}
    for source in (source for group in groups for source in group):
        found.setdefault(source.key, source)  # of the statement: two files may give one key to two works
    return list(found.values())


def _hang(page: Page, text: str, indent: int) -> None:
    for line in wrap(text, page.style.width - indent):
        page.line(" " * indent + line)
