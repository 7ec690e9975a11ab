"""Building the package: the tables of the grammar are made once, here, and not at the start of every program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TABLES = "tmath/language/grammar.json"


class GrammarTables(BuildHookInterface):  # type: ignore[type-arg]
    """Writes what Lark makes of the grammar beside it, as plain data."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel, or an editable install, is made."""
        sys.path.insert(0, self.root)
        try:
            from tmath.language.lexing import tables

            Path(self.root, TABLES).write_bytes(tables())
        except ImportError:
            return  # without Lark here, they are made where they are first needed
        finally:
            sys.path.remove(self.root)
        build_data["artifacts"].append(TABLES)
