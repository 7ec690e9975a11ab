"""tmath show: a system as a paper would print it, or one quantity with every equation it is in."""

from __future__ import annotations

import sys

from tmath.commands.common import find_system, no_pairs, open_library
from tmath.commands.options import Arguments, one_word
from tmath.commands.table import SHOW


def run(arguments: Arguments) -> int:
    """Print a system, or one quantity or choice of it."""
    from tmath.render.page import style_of
    from tmath.render.system import quantity_text, system_text

    no_pairs(arguments, "show")
    words, arguments.words = arguments.words[1:], arguments.words[:1]
    system = find_system(open_library(arguments), one_word(arguments, SHOW))
    style = style_of(sys.stdout)
    if not words:
        print(system_text(system, style))
        return 0
    from tmath.solving.givens import canonical

    names = [canonical(system, word) for word in words]
    print("\n\n".join(quantity_text(system, name, style) for name in names))
    return 0
