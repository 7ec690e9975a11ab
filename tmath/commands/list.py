"""tmath list: the systems, or the quantities of one."""

from __future__ import annotations

import sys

from tmath.commands.common import find_system, no_pairs, open_library
from tmath.commands.options import Arguments, one_word
from tmath.commands.table import LIST


def run(arguments: Arguments) -> int:
    """Print names and titles, or the quantities and choices of one system."""
    from tmath.render.listing import library_text, listing_text
    from tmath.render.page import style_of

    no_pairs(arguments, "list")
    library = open_library(arguments)
    style = style_of(sys.stdout)
    if not arguments.words:
        print(library_text({name: library.title(name) for name in library}, style))
        return 0
    print(listing_text(find_system(library, one_word(arguments, LIST)), style))
    return 0
