"""The solver run on recorded numbers: while it is, names in its modules stand for what also takes such numbers.

`float`, `int`, `Fraction` and `math` of a module turn recorded numbers into recorded numbers, the arithmetics write on
the tape, the functions that write numbers for people become operations of it, and a page keeps its entries.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from json import dumps
from typing import Any

from tmath import digits, readable
from tmath.algebra import arithmetic, program
from tmath.recall import enclosure
from tmath.recall.arithmetic import RecordedFloats, RecordedFractions, evaluating, fraction, real, running
from tmath.recall.lookup import PAGES
from tmath.recall.recorder import Recorded, Recorder, UnrecordableError, parse_slot, placeholder, raw
from tmath.recall.tape import OPEN, OPERATIONS
from tmath.render import json, page
from tmath.solving import evaluate, rounding, wording

SOLVER = ("tmath.solving.", "tmath.render.", "tmath.commands.solve", "tmath.commands.asking", "tmath.algebra.linear")
ONE = ("sqrt", "exp", "log2", "log10", "sin", "cos", "tan")
TOLD = ("isfinite", "isnan", "isinf")


@contextmanager
def recording(tape: Recorder) -> Iterator[None]:
    """The modules of the solver with substitutes in place."""
    instead = _substitutes(tape)
    named = {
        "float": _float(tape),
        "int": _int(tape),
        "dict": _dict(tape),
        "max": _extreme(tape, "max", max),
        "min": _extreme(tape, "min", min),
        "len": _length,
        "sorted": _sorted,
        "set": _type(set, None, _set),
    }
    changed: list[tuple[dict[str, Any], str, Any]] = []
    for name, module in list(sys.modules.items()):
        if not name.startswith(SOLVER):
            continue
        space = vars(module)
        for key, value in list(space.items()):
            found = instead.get(id(value))
            if found is not None:
                changed.append((space, key, value))
                space[key] = found
        for key, value in named.items():
            if key not in space:
                changed.append((space, key, None))
                space[key] = value
    try:
        yield
    finally:
        for space, key, value in changed:
            if value is None:
                del space[key]
            else:
                space[key] = value


def _substitutes(tape: Recorder) -> dict[int, Any]:
    floats, fractions = RecordedFloats(tape), RecordedFractions(tape)
    pairs: list[tuple[Any, Any]] = [
        (math, Mathematics(tape)),
        (Fraction, _fraction(tape)),
        (arithmetic.FLOAT, floats),
        (arithmetic.EXACT, fractions),
        (program.run, running(floats, fractions)),
        (program.evaluate, evaluating(floats)),
        (evaluate.Evaluator, _evaluator()),
        (page.Page, _page(tape)),
        (readable.format_value, _format_value(tape)),
        (readable.paste, _paste(tape)),
        (json.number, _json_number(tape)),
        (json.dumps, _dumps(tape)),
        (rounding.in_balls, _in_balls(tape)),
        (wording.apart, _apart(tape)),
        (digits.unrounded, _text(tape, "unrounded", digits.unrounded)),
        (digits.exact_number, _text(tape, "number", digits.exact_number)),
        (digits.percent, _text(tape, "percent", digits.percent)),
        (digits.power, _text(tape, "power", digits.power)),
        (digits.within, _text(tape, "within", digits.within)),
        (digits.plain_number, _text(tape, "plain", digits.plain_number)),
        (digits.significant, _text(tape, "significant", digits.significant)),
        (digits.group, _text(tape, "group", digits.group)),
    ]
    return {id(old): new for old, new in pairs}


# -- numbers ---------------------------------------------------------------------------------------


def _type(plain: type, convert: Callable[..., Any] | None, make: Callable[..., Any] | None = None) -> type:
    """What is called to make a value and asked whether something is one, as the type itself would."""

    class Kind(type):
        def __call__(cls, *args: Any, **named: Any) -> Any:
            if convert is not None and len(args) == 1 and isinstance(args[0], Recorded) and not named:
                return convert(args[0])
            return (make or plain)(*args, **named)

        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, plain)

        def __getattr__(cls, name: str) -> Any:
            return getattr(plain, name)

    return Kind(plain.__name__, (), {})


def _float(tape: Recorder) -> type:
    return _type(float, lambda value: real(tape, value))


def _fraction(tape: Recorder) -> type:
    return _type(Fraction, lambda value: fraction(tape, value))


def _int(tape: Recorder) -> type:
    def convert(value: Recorded) -> Any:
        held = raw(value)
        if isinstance(held, Fraction):
            return math.floor(value) if value >= 0 else math.ceil(value)
        return tape.do("trunc", value) if isinstance(held, float) else value

    return _type(int, convert)


def _dict(tape: Recorder) -> type:
    """`dict.fromkeys` is how repetitions are dropped: of texts and of numbers, by what they will be."""

    def fromkeys(keys: Any, value: Any = None) -> Any:
        found = list(keys)
        if any(isinstance(key, str) and OPEN in key for key in found):
            return tape.differing(found)
        if any(isinstance(key, Recorded) for key in found):
            kept: list[Any] = []
            for key in found:
                if not any(key == other for other in kept):
                    kept.append(key)
            return kept
        return dict.fromkeys(found, value)

    made = _type(dict, dict)
    made.fromkeys = staticmethod(fromkeys)  # type: ignore[attr-defined]
    return made


def _extreme(tape: Recorder, name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """max or min as one operation, whichever of the numbers it is."""

    def extreme(*args: Any, **named: Any) -> Any:
        numbers = list(args[0]) if len(args) == 1 else list(args)
        kinds = {type(raw(number)) for number in numbers}
        if named or len(numbers) < 2 or not any(isinstance(n, Recorded) for n in numbers) or not kinds <= {float, int}:
            return plain(numbers, **named)
        return tape.do(name, *numbers)

    return extreme


def _length(value: Any) -> int:
    if isinstance(value, str):
        _look_into(value)
    return len(value)


def _sorted(values: Any, **named: Any) -> list[Any]:
    held = list(values)
    _look_into(*held)
    return sorted(held, **named)


def _set(values: Any = ()) -> set[Any]:
    held = list(values)
    _look_into(*held)
    return set(held)


def _look_into(*values: Any) -> None:
    if any(isinstance(value, str) and OPEN in value for value in values):
        raise UnrecordableError("a text with a number in it is looked into")


class Mathematics:
    """The module math; its functions of recorded numbers are operations."""

    def __init__(self, tape: Recorder):
        self._tape = tape
        for name in ONE:
            setattr(self, name, self._one(name))
        for name in TOLD:
            setattr(self, name, self._told(name))

    def __getattr__(self, name: str) -> Any:
        return getattr(math, name)

    def _one(self, name: str) -> Callable[[Any], Any]:
        plain, tape = getattr(math, name), self._tape
        return lambda x: tape.do(name, real(tape, x)) if isinstance(x, Recorded) else plain(x)

    def _told(self, name: str) -> Callable[[Any], bool]:
        plain, tape = getattr(math, name), self._tape
        return lambda x: tape.ask(name, real(tape, x)) if isinstance(x, Recorded) else plain(x)

    def log(self, x: Any, *base: float) -> Any:
        """The natural logarithm, or one to a base."""
        if base or not isinstance(x, Recorded):
            return math.log(x, *base)
        return self._tape.do("log", real(self._tape, x))

    def pow(self, x: Any, y: Any) -> Any:
        """x ^ y of floats."""
        return self._two("mpow", math.pow, x, y)

    def copysign(self, x: Any, y: Any) -> Any:
        """|x| with the sign of y."""
        return self._two("copysign", math.copysign, x, y)

    def _two(self, name: str, plain: Callable[[Any, Any], float], x: Any, y: Any) -> Any:
        if not (isinstance(x, Recorded) or isinstance(y, Recorded)):
            return plain(x, y)
        return self._tape.do(name, real(self._tape, x), real(self._tape, y))

    def fabs(self, x: Any) -> Any:
        """|x| as a float."""
        return abs(real(self._tape, x))

    def isclose(self, a: Any, b: Any, *, rel_tol: float = 1e-9, abs_tol: float = 0.0) -> bool:
        """Whether two numbers are nearly the same."""
        if not (isinstance(a, Recorded) or isinstance(b, Recorded)):
            return math.isclose(a, b, rel_tol=rel_tol, abs_tol=abs_tol)
        a, b = real(self._tape, a), real(self._tape, b)
        return self._tape.ask("isclose", a, b, float(rel_tol), float(abs_tol))


# -- the solver's own --------------------------------------------------------------------------------


def _evaluator() -> type[evaluate.Evaluator]:
    class RecordedEvaluator(evaluate.Evaluator):
        """Solves each block once for the same numbers, which are the same where their place on the tape is."""

        def solve(self, planned: Any, values: Any) -> Any:
            key = (id(planned), tuple(_identity(values[name]) for name in planned.inputs))
            if key not in self._solved:
                if planned.singular:
                    return super().solve(planned, values)
                self._solved[key] = self._solve(planned, values)
            return self._solved[key]

    return RecordedEvaluator


def _identity(value: Any) -> Any:
    return value._slot if isinstance(value, Recorded) else value


def _in_balls(tape: Recorder) -> Callable[..., float | None]:
    """The error of a closed form: in intervals on the tape where they say the same as balls, else in balls again."""
    plain = rounding.in_balls

    def in_balls(program: Any, known: Any, name: str, value: Any) -> Any:
        names = tuple(n for n in program.inputs if n in known)
        numbers = {n: known[n] for n in names}
        error = plain(program, {n: raw(x) for n, x in numbers.items()}, name, raw(value))
        if error is None or not any(isinstance(x, Recorded) for x in (value, *numbers.values())):
            return error
        steps = _straight(program, names)
        try:
            found = enclosure.error_of(steps or (), program.outputs[name], raw(value), [raw(numbers[n]) for n in names])
        except (ArithmeticError, LookupError):
            found = math.nan
        if steps is not None and digits.power(found) == digits.power(error):
            return tape.emit("enclosed", error, steps, program.outputs[name], value, *numbers.values())
        return tape.emit("balls", error, dumps(program.to_dict()), name, names, value, *numbers.values())

    return in_balls


def _straight(program: Any, names: Sequence[str]) -> tuple[tuple[Any, ...], ...] | None:
    """A program of operations that intervals have, as plain data."""
    steps: list[tuple[Any, ...]] = []
    for step in program.instructions:
        if step.op == "input" and step.value in names:
            steps.append(("input", names.index(step.value)))
        elif step.op == "number":
            held = Fraction(step.value)
            steps.append(("number", str(held.numerator), str(held.denominator)))
        elif step.op in enclosure.OPERATIONS:
            steps.append((step.op, *step.args))
        else:
            return None
    return tuple(steps)


# -- texts -----------------------------------------------------------------------------------------


def _text(tape: Recorder, name: str, plain: Callable[..., str]) -> Callable[..., str]:
    def recorded_text(number: Any, *rest: Any) -> str:
        if not isinstance(number, Recorded):
            return plain(number, *rest)
        said = [tape.said(part) if isinstance(part, str) else part for part in rest]
        text: str = tape.emit(name, plain(raw(number), *said), number, *rest)
        return text

    return recorded_text


def _format_value(tape: Recorder) -> Callable[..., str]:
    def format_value(base: Any, unit: Any, units: Any = None, digits: int = 4) -> str:
        if not isinstance(base, Recorded):
            return readable.format_value(base, unit, units, digits)
        number = base if isinstance(raw(base), Fraction) else real(tape, base)
        scale = readable.scale_of(unit, units)
        text: str = tape.emit("value", readable.format_value(raw(base), unit, units, digits), number, scale, digits)
        return text

    return format_value


def _json_number(tape: Recorder) -> Callable[..., Any]:
    plain = json.number

    def number(value: Any) -> Any:
        if not isinstance(value, Recorded):
            return plain(value)
        if not tape.ask("isfinite", real(tape, value)):
            return None
        if any(tape.rests_on(value, name) for name in ("known", "enclosed")):
            raise UnrecordableError("the last digits of an error")
        return tape.emit("plain", digits.plain_number(raw(value)), real(tape, value))

    return number


def _dumps(tape: Recorder) -> Callable[[Any], str]:
    """JSON with numbers in place of their texts, and texts that need no escapes within others."""
    plain = json.dumps

    def dumps(data: Any) -> str:
        written = plain(data)
        for part in set(re.findall(r"\\u0002(\w+ \d+)\\u0003", written)):
            slot = parse_slot(part)
            mark = f"\\u0002{part}\\u0003"
            if slot[0] == "step" and tape.steps[slot[1]][0] == "plain":
                written = written.replace(f'"{mark}"', placeholder(slot))
            text = tape.values[slot]
            within = tape.emit("ascii", OPERATIONS["ascii"](text), placeholder(slot))
            written = written.replace(mark, str.__str__(within))
        return written

    return dumps


def _apart(tape: Recorder) -> Callable[..., list[str]]:
    plain = wording.apart

    def apart(system: Any, name: str, values: Sequence[Any]) -> list[str]:
        if not any(isinstance(value, Recorded) for value in values):
            return plain(system, name, values)
        scale = readable.scale_of(system.quantities[name].unit, system.units)
        texts = plain(system, name, [float(raw(value)) for value in values])
        all_of_them = tape.emit("apart", texts, scale, *(real(tape, value) for value in values))
        return [tape.emit("item", text, all_of_them, number) for number, text in enumerate(texts)]

    return apart


def _paste(tape: Recorder) -> Callable[..., str]:
    def paste(name: str, base: Any, unit: Any, units: Any) -> str:
        if not isinstance(base, Recorded):
            return readable.paste(name, base, unit, units)
        number = base if isinstance(raw(base), Fraction) else real(tape, base)
        factor, counted, suffix, millions = readable.paste_scale(unit, units)
        said = digits.paste_text(raw(number), factor, counted, suffix, millions)
        return f"{name}={tape.emit('paste', said, number, factor, int(counted), suffix, millions)}"

    return paste


# -- pages -----------------------------------------------------------------------------------------


class RecordedPage:
    """A page that keeps what is entered; how wide and in which colours, is decided when it is laid out."""

    pages: list[list[Any]]

    def __init__(self, style: Any = None):
        self._entries: list[Any] = []

    @property
    def style(self) -> Any:
        """Not known yet."""
        raise UnrecordableError("a layout that depends on the width of the page")

    def text(self) -> str:
        """The mark that stands for the whole page."""
        self.pages.append(self._entries)
        return PAGE

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name not in PAGES:
            raise AttributeError(name)

        def enter(*args: Any, **named: Any) -> None:
            self._entries.append([name, [_kept(arg) for arg in args], named])

        return enter


PAGE = "\x02page\x03"


def _kept(arg: Any) -> Any:
    return arg if isinstance(arg, str | int) else [_kept(part) for part in arg]


def _page(tape: Recorder) -> type[RecordedPage]:
    return type("Page", (RecordedPage,), {"pages": tape.pages})


__all__ = ["PAGE", "recording"]
