"""tmath maximize: the greatest value of a quantity over what is free."""

from __future__ import annotations

from tmath.commands.minimize import optimum
from tmath.commands.options import Arguments
from tmath.commands.table import MAXIMIZE


def run(arguments: Arguments) -> int:
    """Print the greatest value and where it is."""
    return optimum(arguments, MAXIMIZE, "max")
