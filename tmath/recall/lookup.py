"""Answering from the cache: the tape of a question whose structure was asked before, run on the numbers of now.

What is kept under a structure (head) says which files it rests on and which numbers are part of the structure after
all, as the keys of choices are; under those (tapes) stand the ways such questions went. All of it is data, held to be
well-formed while it is used: whatever is not leads to the solver.
"""

from __future__ import annotations

import os
import sys

from tmath import cache
from tmath.recall.question import Literal, Question, rounding
from tmath.recall.ratio import Ratio, mul
from tmath.recall.tape import Departed, filled, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from tmath.render.page import Style

FORMAT = "1"
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DAMAGE = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError, OSError)
PAGES = (
    "asked", "block", "columns", "entry", "formula", "hanging", "heading", "headline", "line", "pieces", "statement",
    "strong", "titled",
)  # fmt: skip


def recalled(words: Sequence[str]) -> str | None:
    """What the solver would print for a command line, None where it must be asked."""
    if words[:1] != ["solve"] or cache.folder() is None:
        return None
    question = Question(words)
    key = structure_key(question)
    head = parsed(cache.load(f"head-{key}"))
    try:
        if head is None or not unchanged(head):
            return None
        tapes = parsed(cache.load(f"tape-{tape_key(key, question, head)}"))
        for tape in tapes or ():
            try:
                return played(tape, question)
            except (Departed, *DAMAGE):
                continue
    except DAMAGE:
        pass
    return None


# -- keys --------------------------------------------------------------------------------------------


def structure_key(question: Question) -> str:
    """A name for all that an answer rests on but its numbers and the content of equation files."""
    own = os.environ.get("TMATH_EQUATIONS", "")
    where = os.getcwd() if own or "--equations" in question.structure else ""
    parts = (FORMAT, sys.version, program_version(), own, where, question.structure)
    return cache.digest(*(part.encode("utf-8", "surrogateescape") for part in parts))


def tape_key(key: str, question: Question, head: dict[str, Any]) -> str:
    """A name for a structure with the numbers that belong to it and the files it rests on."""
    numbers = [number.text for number in question.numbers if number.place in head["kept"]]
    files = [content for _, content in head["files"]]
    return cache.digest(*(part.encode() for part in (key, *numbers, "", *files)))


def program_version() -> str:
    """What tells this tmath from any other: size and time of every module, of its folders alone where it is installed.

    An installer replaces files, which changes the time of their folder; in a checkout they are written in place.
    """
    installed = os.path.isdir(os.path.join(PACKAGE, "equations"))
    found = [str(os.stat(PACKAGE).st_mtime_ns)] if installed else []
    folders = [PACKAGE]
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if "." not in name and name not in ("__pycache__", "equations") and entry.is_dir():
                    folders.append(entry.path)
                    counts = installed
                else:
                    counts = not installed and name.endswith(".py")
                if counts:
                    about = entry.stat()
                    found.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return " ".join(sorted(found))


def content_of(path: str) -> str:
    """A name for the content of a file, empty where it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:
            return cache.digest(file.read())
    except OSError:
        return ""


def names_in(folder: str) -> list[str]:
    """The equation files of a folder, or a file itself."""
    if not os.path.isdir(folder):
        return [folder]
    return sorted(name for name in os.listdir(folder) if name.endswith(".eq"))


def unchanged(head: dict[str, Any]) -> bool:
    """Whether everything outside this package that an answer rests on is as it was."""
    for folder, names in head["folders"]:
        if names_in(folder) != names:
            return False
    for path, size, time in head["parts"]:
        about = os.stat(path)
        if (about.st_size, about.st_mtime_ns) != (size, time):
            return False
    return all(content_of(path) == content for path, content in head["files"])


# -- tapes -------------------------------------------------------------------------------------------


def played(tape: dict[str, Any], question: Question) -> str:
    """The text at the end of a tape.

    Raises: Departed where the solver would have gone another way, and what DAMAGE lists where it is ill-formed.
    """
    numbers = {number.place: number for number in question.numbers}
    slots: list[Any] = []
    for place, factor, counted, tail in tape["inputs"]:
        slots += inputs(numbers[place], factor, counted, tail)
    slots += map(constant, tape["constants"])
    run(slots, tape["steps"])
    if "text" in tape:
        return filled(tape["text"], slots)
    from tmath.render.page import style_of

    return laid_out(tape["page"], slots, style_of(sys.stdout))


def inputs(number: Literal, factor: Sequence[int], counted: bool, tail: str) -> tuple[Ratio, Ratio, Ratio, str]:
    """What is asked with a number: its value, the ends of its rounding, and how it is typed again."""
    scale = Ratio(*factor)
    value = mul(number.value, scale)
    low = high = value
    if counted:
        worth = Ratio(10 ** max(number.digit, 0), 10 ** max(-number.digit, 0))
        low, high = rounding(value, mul(worth, scale))
    return value, low, high, number.text + tail


def constant(kept: Any) -> Any:
    """A constant of a tape; a fraction is kept as the pair of its parts under a name."""
    if isinstance(kept, dict):
        top, bottom = kept["ratio"]
        return Ratio(int(top), int(bottom))
    return kept


def laid_out(page: Sequence[Any], slots: Sequence[Any], style: Style) -> str:
    """A page of recorded entries, in the width and colour of now."""
    from tmath.render.page import Page

    made = Page(style)
    for name, args, named in page:
        if name not in PAGES:
            raise ValueError("no part of a page")
        getattr(made, name)(*(_filled(arg, slots) for arg in args), **named)
    return made.text()


def _filled(arg: Any, slots: Sequence[Any]) -> Any:
    if isinstance(arg, str):
        return filled(arg, slots)
    return [_filled(part, slots) for part in arg] if isinstance(arg, list) else arg


# -- JSON --------------------------------------------------------------------------------------------


class _Strict:
    """How the scanner behind the json module is to read; that module itself imports ten times as much."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int = float, int
    memo: dict[str, str] = {}  # noqa: RUF012

    @staticmethod
    def parse_constant(name: str) -> float:
        """Infinity and NaN, as the json module reads them."""
        return float(name.replace("Infinity", "inf"))


def parsed(content: bytes | None) -> Any:
    """The value of a JSON text, None where it is none."""
    if content is None:
        return None
    try:
        text = content.decode()
        try:
            from _json import make_scanner

            how: Any = _Strict()
            value, end = make_scanner(how)(text, 0)
        except (ImportError, AttributeError):
            import json

            return json.loads(text)
        return value if end == len(text) else None
    except (ValueError, StopIteration, RecursionError, TypeError, SystemError):  # the last where json is not imported
        return None
