"""Every shipped system prints as a paper would, in 80 columns, with nothing left out."""

from __future__ import annotations

import pytest

import tmath
from tmath.language.printing import relation_text
from tmath.render.listing import library_text, listing_text
from tmath.render.page import Style
from tmath.render.system import quantity_text, system_text

LIBRARY = tmath.load()


def squeezed(text: str) -> str:
    return " ".join(text.split())


def too_wide(text: str, width: int) -> list[str]:
    """Lines over the width that could have been broken."""
    return [line for line in text.splitlines() if len(line) > width and len(line.split()) > 2]


@pytest.mark.parametrize("name", list(LIBRARY))
def test_show(name: str) -> None:
    system = LIBRARY[name]
    text = system_text(system)
    assert not too_wide(text, 80)
    assert squeezed(text).startswith(f"{name}: {squeezed(system.title)}")
    flat = squeezed(text)
    for relation in (*system.equations, *system.assumptions, *system.fallbacks):
        if relation.system == name:
            assert squeezed(relation_text(relation)) in flat
            assert all(source.key in flat for source in relation.sources)
    for quantity in system.quantities.values():
        if quantity.system == name and quantity.choice is None:
            assert squeezed(quantity.doc) in flat
    for choice in system.choices.values():
        if choice.system == name:
            assert all(key in text for key in choice.rows)
    for constraint in system.constraints:
        if constraint.system == name:
            assert f"{constraint.label}: " in text


@pytest.mark.parametrize("name", list(LIBRARY))
def test_list(name: str) -> None:
    system = LIBRARY[name]
    text = listing_text(system)
    assert not too_wide(text, 80)
    for quantity in system.quantities.values():
        assert f"   {', '.join((quantity.name, *quantity.aliases))}" in text
    assert all(f"   {choice}\n" in text or f"   {choice} " in text for choice in system.choices)


@pytest.mark.parametrize("name", list(LIBRARY))
def test_show_each_quantity(name: str) -> None:
    system = LIBRARY[name]
    for quantity in (*system.quantities, *system.choices):
        text = quantity_text(system, quantity)
        assert text.startswith(quantity)
        assert not too_wide(text, 80)


@pytest.mark.parametrize("width", [32, 50])
def test_narrow(width: int) -> None:
    system = LIBRARY["memory"]
    for text in (system_text(system, Style(width)), listing_text(system, Style(width))):
        assert sum(len(line) > width for line in text.splitlines()) <= len(text.splitlines()) / 20


def test_the_library() -> None:
    text = library_text({name: LIBRARY.title(name) for name in LIBRARY})
    assert all(name in text and squeezed(LIBRARY.title(name)) in squeezed(text) for name in LIBRARY)
    assert not too_wide(text, 80)
