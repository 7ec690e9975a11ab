"""tmath show: a system as a paper would print it, or one quantity with every equation it is in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tmath.commands.common import find_system, no_pairs, open_library
from tmath.commands.options import Arguments, one_word
from tmath.commands.table import SHOW

if TYPE_CHECKING:
    from tmath.language.system import System
    from tmath.render.page import Style


def run(arguments: Arguments) -> int:
    """Print a system, or one quantity or choice of it."""
    from tmath.render.page import style_of
    from tmath.render.system import quantity_text, system_text

    no_pairs(arguments, "show")
    words, arguments.words = arguments.words[1:], arguments.words[:1]
    system = find_system(open_library(arguments), one_word(arguments, SHOW))
    style = style_of(sys.stdout)
    path = arguments.one("--config")
    if path is not None:
        print(config_text(system, path, style))
        return 0
    from tmath.solving.givens import canonical

    names = [canonical(system, word) for word in words]
    if "--latex" in arguments:
        print(equations_latex(system, names))
        return 0
    if not names:
        print(system_text(system, style))
        return 0
    print("\n\n".join(quantity_text(system, name, style) for name in names))
    return 0


def equations_latex(system: System, names: list[str]) -> str:
    """The equations of a system's own file, or all those that a name is in, aligned at their signs."""
    from tmath.render.latex import relation_latex

    shown = [r for r in system.equations if (r.names & set(names) if names else r.system == system.name)]
    lines = [
        relation_latex(relation).replace(" = ", " &= ", 1).replace(r" \approx ", r" &\approx ", 1) for relation in shown
    ]
    body = " \\\\\n".join(lines)
    return f"\\begin{{align}}\n{body}\n\\end{{align}}"


def config_text(system: System, path: str, style: Style) -> str:
    """What a config.json says to a system, as it would be typed.

    Raises: InputError for a file that cannot be honoured.
    """
    from tmath.config.reading import read_config
    from tmath.render.page import fill, wrap

    config = read_config(path)
    said = [f"{name}={value}" for name, value in config.givens(system).items()]
    return "\n".join([*fill(said, style.width), *(line for note in config.notes for line in wrap(note, style.width))])
