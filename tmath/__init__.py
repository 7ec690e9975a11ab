"""A symbolic equation engine for transformer arithmetic: any quantity may be the unknown."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tmath.config.reading import Config, read_config
    from tmath.errors import (
        ContradictionError,
        DimensionError,
        DuplicateNameError,
        EvidenceError,
        GapError,
        InadmissibleRootError,
        InputError,
        MissingInputsError,
        NotProvenError,
        OutOfRangeError,
        ParseError,
        SeveralAnswersError,
        SolveError,
        SourceError,
        TableError,
        TmathError,
        UnknownNameError,
    )
    from tmath.language.library import Library, load, loads
    from tmath.language.system import System
    from tmath.solving.answer import Answer

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Config",
    "ContradictionError",
    "DimensionError",
    "DuplicateNameError",
    "EvidenceError",
    "GapError",
    "InadmissibleRootError",
    "InputError",
    "Library",
    "MissingInputsError",
    "NotProvenError",
    "OutOfRangeError",
    "ParseError",
    "SeveralAnswersError",
    "SolveError",
    "SourceError",
    "System",
    "TableError",
    "TmathError",
    "UnknownNameError",
    "load",
    "loads",
    "read_config",
]

_ELSEWHERE = {
    "Answer": "tmath.solving.answer",
    "Config": "tmath.config.reading",
    "read_config": "tmath.config.reading",
    "Library": "tmath.language.library",
    "System": "tmath.language.system",
    "load": "tmath.language.library",
    "loads": "tmath.language.library",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import tmath` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_ELSEWHERE.get(name, "tmath.errors")), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
