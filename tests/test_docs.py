"""The pages of docs/equations are those that the equation files give."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

import tmath
from tmath.render.latex import escape as escape_latex
from tmath.render.markdown import escape

DOCS = Path(__file__).resolve().parent.parent / "docs"
SPEC = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
assert SPEC is not None and SPEC.loader is not None
generate = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generate)

LIBRARY = tmath.load()


@pytest.mark.parametrize("name", list(LIBRARY))
def test_page_is_fresh(name: str) -> None:
    written = (DOCS / "equations" / f"{name}.md").read_text("utf-8")
    assert written == generate.page(LIBRARY[name]), f"python docs/generate.py {name}"


def test_index_is_fresh() -> None:
    assert (DOCS / "equations" / "README.md").read_text("utf-8") == generate.index(LIBRARY)


def test_no_page_without_a_system() -> None:
    pages = {path.stem for path in (DOCS / "equations").glob("*.md")} - {"README"}
    assert pages == set(LIBRARY)


@pytest.mark.parametrize("name", list(LIBRARY))
def test_page_is_whole(name: str) -> None:
    """Every own quantity, choice and equation; tables as wide as their heads; braces of formulas closed."""
    system, text = LIBRARY[name], (DOCS / "equations" / f"{name}.md").read_text("utf-8")
    for quantity in system.quantities.values():
        if quantity.system == name and quantity.choice is None:
            assert f"`{quantity.name}`" in text
    for relation in system.equations:
        if relation.system == name:
            assert f"`{relation.label}`\n" in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table[:200]
    for formula in re.findall(r"```math\n(.*?)\n```", text, re.DOTALL):
        assert formula.count("{") == formula.count("}")
        assert formula.count(r"\left") == formula.count(r"\right")


def test_text_of_files_is_escaped() -> None:
    assert escape("a_b | <i> *c* [d] $e$") == r"a\_b \| \<i\> \*c\* \[d\] \$e\$"
    assert escape_latex("a_b & c%") == r"a\_b \& c\%"


def test_figures_are_those_of_one_run() -> None:
    from benchmarks.__main__ import BLOCK, FIGURES, QUOTED, README

    page = (DOCS / "benchmarks.md").read_text("utf-8")
    assert re.findall(r"^\$ python -m benchmarks (\w+)$", page, re.MULTILINE) == list(FIGURES), (
        "python -m benchmarks --write"
    )
    (quoted,) = BLOCK.findall(README.read_text("utf-8"))
    sections = re.findall(r"^```\n.*?^```\n", quoted, re.MULTILINE | re.DOTALL)
    assert len(sections) == len(QUOTED) and all(section in page for section in sections)
