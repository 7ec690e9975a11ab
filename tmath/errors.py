"""Every error a user can meet, and how a place in a file is shown.

TmathError
├── SourceError                an equation file is wrong (exit 3)
│   ├── ParseError             the text is no statement of the language
│   ├── UnknownNameError       a name, unit, source or key that nothing declares
│   ├── DuplicateNameError     declared twice
│   ├── DimensionError         unlike dimensions meet
│   ├── TableError             a table of a choice or a check is ill-formed
│   └── EvidenceError          a published number is not reproduced
├── InputError (ValueError)    a command line or a call is wrong (exit 2)
└── SolveError                 a question without an answer
    ├── MissingInputsError     (exit 4)
    ├── ContradictionError     (exit 5)
    ├── OutOfRangeError        (exit 1)
    ├── GapError               (exit 1)
    ├── InadmissibleRootError  (exit 1)
    ├── NotProvenError         (exit 6)
    └── SeveralAnswersError    (exit 2)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from tmath.records import dataclass, field, names_of

__all__ = [
    "ContradictionError",
    "DimensionError",
    "DuplicateNameError",
    "EvidenceError",
    "GapError",
    "InadmissibleRootError",
    "InputError",
    "MissingInputsError",
    "NotProvenError",
    "OutOfRangeError",
    "ParseError",
    "Problem",
    "SeveralAnswersError",
    "SolveError",
    "SourceError",
    "Span",
    "TableError",
    "TmathError",
    "UnknownNameError",
    "nearest",
    "raise_problems",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line of a file: line and columns from 1, in characters, the end exclusive."""

    file: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an equation file, ready to be shown.

    `spans` are the places under which carets stand, all on the line of the first one;
    `lines` are the aligned facts below ("left   M_states   byte"); `fix` is given only when it is certain.
    """

    error: type[SourceError]
    message: str
    spans: tuple[Span, ...]
    text: str = ""
    lines: tuple[str, ...] = ()
    fix: str | None = None

    def __str__(self) -> str:
        first = self.spans[0]
        shown = [f"{first.file}:{first.line}:{first.column}: {self.message}"]
        if self.text:
            number = f"{first.line:5d} | "
            text, carets = _excerpt(self.text, [span for span in self.spans if span.line == first.line])
            shown += [number + text, " " * (len(number) - 2) + "| " + carets]
        shown += [f"   {line}" for line in self.lines]
        if self.fix:
            shown.append(f"   fix: {self.fix}")
        return "\n".join(shown)


def _excerpt(text: str, spans: Sequence[Span], width: int = 100) -> tuple[str, str]:
    """The line cut to a window around its carets, with the carets under it."""
    text = text.replace("\t", " ")
    start = 0
    if len(text) > width:
        start = max(0, min(span.column for span in spans) - 1 - width // 3)
        text = text[start : start + width]
    text = "".join(c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in text)
    marks = [" "] * (len(text) + 1)
    for span in spans:
        for column in range(span.column - 1, max(span.end_column - 1, span.column)):
            if 0 <= column - start < len(marks):
                marks[column - start] = "^"
    return text.rstrip(), "".join(marks).rstrip()


class TmathError(Exception):
    """Anything this package refuses, with the exit code of the command line."""

    exit_code: ClassVar[int] = 70


class SourceError(TmathError):
    """Mistakes in equation files; `problems` holds all that were found, not the first alone."""

    exit_code: ClassVar[int] = 3

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


class ParseError(SourceError):
    """The text is no statement of the language."""


class UnknownNameError(SourceError):
    """A name, unit, source, file or key that nothing declares."""


class DuplicateNameError(SourceError):
    """One name declared twice."""


class DimensionError(SourceError):
    """Unlike dimensions meet in a sum, an equation or a function."""


class TableError(SourceError):
    """A table of a choice or a check is ill-formed."""


class EvidenceError(SourceError):
    """A published number is not reproduced within its tolerance."""


def raise_problems(problems: Sequence[Problem]) -> None:
    """Raise all problems at once, as the class of the first; do nothing when there are none."""
    if problems:
        raise problems[0].error(problems)


class InputError(TmathError, ValueError):
    """A command line or a call that cannot be understood; `argument` is the part that is wrong."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, argument: str = ""):
        self.argument = argument
        super().__init__(message)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.argument)


class SolveError(TmathError):
    """A question that was understood and has no answer; the fields say why."""

    exit_code: ClassVar[int] = 1


@dataclass(eq=False)
class _Told(SolveError):
    """A solve error made of fields: its text is `message`, whatever the fields are."""

    message: str

    def __post_init__(self) -> None:
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in names_of(self))


@dataclass(eq=False)
class MissingInputsError(_Told):
    """Nothing decides the unknown; `sets` are the smallest sets of inputs that would, `answer` is the bare relation."""

    exit_code: ClassVar[int] = 4
    sets: tuple[tuple[str, ...], ...] = ()
    answer: Any = None


@dataclass(eq=False)
class ContradictionError(_Told):
    """The inputs contradict each other; `repairs` maps an input to the values that would do."""

    exit_code: ClassVar[int] = 5
    equation: str = ""
    repairs: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(eq=False)
class OutOfRangeError(_Told):
    """The target lies outside what the unknown can attain, `low` to `high`, in the target's declared unit."""

    low: float | None = None
    high: float | None = None
    binding: str = ""
    repairs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class GapError(_Told):
    """A step function jumps over the target; `below` and `above` are the nearest attainable values."""

    below: float | None = None
    above: float | None = None


@dataclass(eq=False)
class InadmissibleRootError(_Told):
    """Every root of the algebra lies outside the bounds of the unknown."""

    roots: tuple[float, ...] = ()


@dataclass(eq=False)
class NotProvenError(_Told):
    """No root was found in the range searched, and none was excluded outside it."""

    exit_code: ClassVar[int] = 6
    searched: tuple[float, float] = (0.0, 0.0)


@dataclass(eq=False)
class SeveralAnswersError(_Told):
    """One value was asked for and several are admissible."""

    exit_code: ClassVar[int] = 2
    values: tuple[float, ...] = ()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the given one, case ignored, or None."""
    import difflib

    names = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None
