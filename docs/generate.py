"""Write the pages of docs/equations from the equation files: `python docs/generate.py [SYSTEM ...]`."""

from __future__ import annotations

import sys
from pathlib import Path

import tmath
from tmath.language.library import Library
from tmath.language.system import System
from tmath.render.markdown import escape, system_markdown
from tmath.solving.evidence import compare

PAGES = Path(__file__).parent / "equations"


def page(system: System) -> str:
    """The page of one system, its own checks computed."""
    own = [check for check in system.checks if check.system == system.name]
    return system_markdown(system, [result for check in own for result in compare(system, check)])


def index(library: Library) -> str:
    """The page that names all others."""
    lines = [f"- [{name}]({name}.md): {escape(library.title(name))}" for name in library]
    head = "# The standard equations\n\nWritten by `python docs/generate.py` from the files in `equations/`."
    return head + "\n\n" + "\n".join(lines) + "\n"


def main(names: list[str]) -> None:
    """Write the pages named, or all of them and the index."""
    library = tmath.load()
    PAGES.mkdir(exist_ok=True)
    for name in names or library:
        (PAGES / f"{name}.md").write_text(page(library[name]), "utf-8")
    (PAGES / "README.md").write_text(index(library), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
