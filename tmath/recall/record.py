"""After an answer: the tape of its question, so that the same question with other numbers is answered from it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

from tmath import cache
from tmath.commands import solve
from tmath.commands.common import own_paths
from tmath.commands.options import Arguments
from tmath.errors import InputError, TmathError
from tmath.language.library import UNITS, Library
from tmath.language.system import System
from tmath.recall import lookup
from tmath.recall.question import Literal, Question, read
from tmath.recall.recorder import Recorder, UnrecordableError
from tmath.recall.substitutes import PAGE, recording
from tmath.recall.tape import Departed
from tmath.solving.givens import canonical
from tmath.values import Typed, from_python

WAYS = 6  # that questions of one structure may go
SAMPLES = ("3", "40", "2.5", "1_000", "1.25e3", "70")
FAILURES = (UnrecordableError, TmathError, *lookup.DAMAGE)


def remember(arguments: Arguments, library: Library, system: System, text: str) -> bool:
    """Keep the tape of a question that was answered with a text; whether one was kept."""
    if cache.folder(make=True) is None or library.replaced or find_spec("flint") is None:
        return False
    question = Question(["solve", *arguments.said])
    key = lookup.structure_key(question)
    try:
        asked = _Asked(question, arguments, system)
        head = _head(asked, arguments, library, system)
    except FAILURES:
        return False
    name = f"tape-{lookup.tape_key(key, question, head)}"
    ways = lookup.parsed(cache.load(name))
    if ways == []:
        return False  # this structure cannot be recorded
    made = asked.tape(text)
    ways = [*([] if made is None else [made]), *(ways if isinstance(ways, list) else [])][:WAYS]
    cache.store(name, json.dumps(ways, separators=(",", ":")).encode())
    cache.store(f"head-{key}", json.dumps(head, separators=(",", ":")).encode())
    return made is not None


def _head(asked: _Asked, arguments: Arguments, library: Library, system: System) -> dict[str, Any]:
    """What an answer rests on outside the package, and the numbers that belong to its structure.

    Raises: InputError where a file is none of the library.
    """
    names = [*system.files, *([UNITS] if UNITS in library and UNITS not in system.files else [])]
    paths = [os.path.abspath(library.path(name)) for name in names]
    flint = sys.modules.get("flint")
    parts = [] if flint is None or flint.__file__ is None else [flint.__file__]
    about = [(path, os.stat(path)) for path in parts]
    return {
        "kept": [number.place for number in asked.question.numbers if number.place not in asked.scales],
        "files": [[path, lookup.content_of(path)] for path in paths],
        "folders": [[path, lookup.names_in(path)] for path in own_paths(arguments)],
        "parts": [[path, found.st_size, found.st_mtime_ns] for path, found in about],
    }


class _Asked:
    """A question with its values read, and how each of its numbers becomes a value."""

    def __init__(self, question: Question, arguments: Arguments, system: System):
        self.question, self.arguments, self.system = question, arguments, system
        self.scales: dict[int, tuple[Fraction, bool, str]] = {}
        self.typed: dict[int, Typed] = {}
        self.places: list[tuple[int, str]] = []
        numbers = {number.place: number for number in question.numbers}
        for place, name, value in _pairs(question, arguments):
            full = canonical(system, name)
            self.places.append((place, full))
            if full in system.choices or place not in numbers:
                continue
            scale = _scale(numbers[place], value, system, full)
            if scale is not None:
                self.scales[place] = scale
                self.typed[place] = from_python(value, system.quantities[full], system.units)

    def tape(self, text: str) -> dict[str, Any] | None:
        """The tape that says a text, None where what was done cannot be told by one."""
        recorder = Recorder()
        given: dict[str, object] = {}
        values = dict(zip(self.places, self.arguments.pairs, strict=True))
        for (place, full), (_, value) in values.items():
            given[full] = _input(recorder, self.typed[place]) if place in self.typed else value
        try:
            with recording(recorder):
                said = solve.said(self.system, given, self.arguments)
            output = recorder.pages[-1] if said == PAGE else said
            made = recorder.tape(output)
        except FAILURES:
            return None
        made["inputs"] = [
            [place, [scale.numerator, scale.denominator], int(counted), tail]
            for place, (scale, counted, tail) in self.scales.items()
        ]
        made["page" if said == PAGE else "text"] = made.pop("output")
        return made if self._says(made, text) else None

    def _says(self, made: Mapping[str, Any], text: str) -> bool:
        """Whether a tape, read back, says what the solver said."""
        try:
            kept = lookup.parsed(json.dumps(made).encode())
            return lookup.played(kept, self.question) == text
        except (Departed, *lookup.DAMAGE):
            return False


def _pairs(question: Question, arguments: Arguments) -> list[tuple[int, str, str]]:
    """The arguments of a command line by their places among its words.

    Raises: UnrecordableError where they cannot be told from other words.
    """
    found = []
    pairs = list(arguments.pairs)
    for place, word in enumerate(question.said):
        if pairs and word == "=".join(pairs[0]):
            found.append((place, *pairs.pop(0)))
    if pairs or len({place for place, *_ in found} | {n.place for n in question.numbers}) != len(found):
        raise UnrecordableError("words that look like arguments")
    return found


def _scale(number: Literal, value: str, system: System, name: str) -> tuple[Fraction, bool, str] | None:
    """What a number is multiplied by, whether it may be rounded, what is typed after it; None where it is not so."""
    quantity, units = system.quantities[name], system.units
    suffix = value[len(number.text) :]
    typed = from_python(value, quantity, units)
    factor = typed.value / Fraction(number.value.numerator, number.value.denominator)
    counted = units.role(quantity.unit.dimension) == "count"
    tail = typed.text[len(number.text) :]
    for sample in (number.text, *SAMPLES):
        literal = read(number.place, sample + suffix)
        try:
            expected = from_python(sample + suffix, quantity, units)
        except InputError:
            return None
        if literal is None or literal.text != sample or expected.spread is not None:
            return None
        value_, low, high, text = lookup.inputs(literal, (factor.numerator, factor.denominator), counted, tail)
        ends = [Fraction(end.numerator, end.denominator) for end in (value_, low, high)]
        if ends != [expected.value, expected.low, expected.high] or text != expected.text:
            return None
    return factor, counted, tail


def _input(recorder: Recorder, typed: Typed) -> Typed:
    """A value as it is asked with on a tape; in the order of `lookup.inputs`."""
    ends: Any = [recorder.input(end) for end in (typed.value, typed.low, typed.high)]
    value, low, high = ends
    return Typed(value, recorder.input_text(typed.text), low, high)
