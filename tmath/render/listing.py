"""What there is to ask: the systems of a library, the quantities and choices of a system."""

from __future__ import annotations

from collections.abc import Mapping

from tmath.language.system import System
from tmath.render.page import PLAIN, Page, Style, wrap
from tmath.render.system import default_text

SHORT = 12  # characters of a default that has a column of its own


def library_text(titles: Mapping[str, str], style: Style = PLAIN) -> str:
    """Systems with their titles."""
    page = Page(style)
    page.columns([list(titles)], list(titles.values()))
    page.line()
    page.line("   tmath show SYSTEM    its equations")
    page.line("   tmath list SYSTEM    its quantities")
    return page.text()


def listing_text(system: System, style: Style = PLAIN) -> str:
    """Quantities by file with aliases, units and defaults, then the choices with their keys."""
    page = Page(style)
    page.titled(system.name, system.title)
    called = {q.name: ", ".join((q.name, *q.aliases)) for q in system.quantities.values()}
    units = {q.name: q.unit.text for q in system.quantities.values()}
    defaults = {q.name: default_text(system, q) for q in system.quantities.values()}
    for file in reversed(system.files):
        own = [q for q in system.quantities.values() if q.system == file]
        if not own:
            continue
        page.line()
        page.line(style.bold("Quantities" if file == system.name else f"Quantities of {file}"))
        texts = []
        for q in own:
            long = f"; assumed {q.name} = {defaults[q.name]}" if len(defaults[q.name]) > SHORT else ""
            texts.append(f"{q.doc}{long}")
        assumed = [f"= {defaults[q.name]}" if 0 < len(defaults[q.name]) <= SHORT else "" for q in own]
        shorts = [[called[q.name] for q in own], [units[q.name] for q in own], assumed]
        page.columns(shorts if any(assumed) else shorts[:2], texts)
    if system.choices:
        page.line()
        page.line(style.bold("Choices"))
    for choice in system.choices.values():
        keys = [f"{key} (default)" if key == choice.default else key for key in choice.rows]
        page.line(f"   {style.bold(choice.name)}   {choice.doc}" if len(choice.doc) < 60 else f"   {choice.name}")
        for line in wrap(", ".join(keys), style.width - 6):
            page.line(f"      {line}")
    return page.text()
