"""Numbers that write down what is done with them.

A recorded number stands for a float, an int or a fraction while the solver answers: arithmetic with it is an operation
on the tape, a comparison a test. Whatever a tape cannot follow, a conversion to a plain number above all, is a test
that the number is this very one: a tape may then be of little use, but never wrong.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from tmath.recall.tape import CLOSE, OPEN, OPERATIONS, STEPS, TESTS

Slot = tuple[str, int]  # "input", "constant" or "step", and its number there


class UnrecordableError(Exception):
    """Something was done with a number that no tape can tell."""


class Recorder:
    """A tape in the making."""

    def __init__(self) -> None:
        self.inputs: list[Any] = []
        self.constants: list[Any] = []
        self.steps: list[tuple[str, bool | None, tuple[Slot, ...]]] = []  # a truth for tests alone
        self.pages: list[list[Any]] = []
        self.values: dict[Slot, Any] = {}
        self._known: dict[Any, Recorded | Text | None] = {}
        self._constants: dict[str, Slot] = {}

    def input(self, value: Any) -> Recorded:
        """A number that is asked with."""
        return recorded(self, value, self._input(value))

    def input_text(self, value: str) -> str:
        """A text that is asked with, as it stands in other texts."""
        return placeholder(self._input(value))

    def _input(self, value: Any) -> Slot:
        slot = ("input", len(self.inputs))
        self.inputs.append(value)
        self.values[slot] = value
        return slot

    def slot(self, value: Any) -> Slot:
        """Where a number, recorded or not, or plain data is found."""
        if isinstance(value, Recorded):
            return value._slot
        if isinstance(value, str) and OPEN in value:
            return self._joined(value)
        if isinstance(value, bool):
            raise UnrecordableError("a truth value among numbers")
        key = f"{type(value).__name__} {value!r}"
        if key not in self._constants:
            self._constants[key] = ("constant", len(self.constants))
            self.constants.append(value)
        return self._constants[key]

    def _joined(self, text: str) -> Slot:
        """Where a text with placeholders in it is found once they are filled."""
        parts = pieces(text)
        if len(parts) == 1:
            return parse_slot(parts[0][1:-1])
        said = [self.values[parse_slot(part[1:-1])] if part[0] == OPEN else part for part in parts]
        return self.slot(self.emit("join", "".join(said), *parts))

    def emit(self, name: str, value: Any, *args: Any) -> Any:
        """An operation, and its result as recorded; the same operation twice is one."""
        slots = tuple(map(self.slot, args))
        key = (name, slots)
        if key not in self._known:
            self._step(name, None, slots)
            place = ("step", len(self.steps) - 1)
            self.values[place] = value
            self._known[key] = Text(self, value, place) if isinstance(value, str) else recorded(self, value, place)
        return self._known[key]

    def _step(self, name: str, truth: bool | None, slots: tuple[Slot, ...]) -> None:
        if len(self.steps) >= STEPS:
            raise UnrecordableError("too many steps")
        self.steps.append((name, truth, slots))

    def test(self, name: str, truth: bool, *args: Any) -> bool:
        """A test that came out this way."""
        came_out = truth
        if not truth and _of_finite_numbers(name, *args):
            name, truth, args = "isfinite", True, args[:1]  # says more, and needs to be said once
        slots = tuple(map(self.slot, args))
        key = (name, truth, slots)
        if key not in self._known:
            self._known[key] = None
            self._step(name, truth, slots)
        return came_out

    def do(self, name: str, *args: Any) -> Any:
        """An operation of the table done on numbers, recorded where one of them is."""
        plain = [raw(arg) for arg in args]
        try:
            value = OPERATIONS[name](*plain)
        except (ArithmeticError, ValueError) as error:
            raise UnrecordableError(f"{name}: {error}") from None
        return self.emit(name, value, *args)

    def ask(self, name: str, *args: Any) -> bool:
        """A test of the table on numbers."""
        return self.test(name, bool(TESTS[name](*map(raw, args))), *args)

    def pin(self, number: Recorded) -> Any:
        """The plain number, which must then be the same whenever the tape is run."""
        if number._slot == NOWHERE:
            raise UnrecordableError("a number that is not on the tape")
        self.test("same", True, number, number._value)
        return number._value

    def rests_on(self, number: Recorded, name: str) -> bool:
        """Whether an operation of this name is among those that lead to a number."""
        pending, seen = [number._slot], set[Slot]()
        while pending:
            slot = pending.pop()
            if slot[0] == "step" and slot not in seen:
                seen.add(slot)
                found, _, slots = self.steps[slot[1]]
                if found == name:
                    return True
                pending += slots
        return False

    def differing(self, texts: Iterable[str]) -> list[str]:
        """Texts, each once: those with numbers in them must then differ as they do now."""
        said: dict[str, str] = {}
        for text in texts:
            said.setdefault(self.said(text), text)
        if len(said) > 1 and any(OPEN in text for text in said.values()):
            self.test("differ", True, *said.values())
        return list(said.values())

    def said(self, text: str) -> str:
        """A text with its placeholders filled."""
        return "".join(self.values[parse_slot(part[1:-1])] if part[0] == OPEN else part for part in pieces(text))

    def tape(self, output: Any) -> dict[str, Any]:
        """The steps that lead to an output, a text or lists of texts, as plain data."""
        wanted = set(_slots_in(output))
        kept = sorted(used(self.steps, wanted))
        needed = wanted.union(*(self.steps[number][2] for number in kept))
        if NOWHERE in needed:
            raise UnrecordableError("a number that is not on the tape")
        constants = [slot for slot in (("constant", n) for n in range(len(self.constants))) if slot in needed]
        order = [("input", n) for n in range(len(self.inputs))] + constants
        order += [("step", number) for number in kept if self.steps[number][1] is None]
        place = {slot: number for number, slot in enumerate(order)}
        steps = []
        for number in kept:
            name, truth, slots = self.steps[number]
            steps.append([name, *([] if truth is None else [truth]), *(place[slot] for slot in slots)])
        return {
            "constants": [plain_data(self.constants[number]) for _, number in constants],
            "steps": steps,
            "output": _renumbered(output, place),
        }


def pieces(text: str) -> list[str]:
    """The placeholders of a text and what is between them."""
    found = []
    for part in text.split(OPEN):
        inside, closed, after = part.partition(CLOSE)
        found += [OPEN + inside + CLOSE, after] if closed else [inside]
    return [part for part in found if part]


def _slots_in(output: Any) -> Iterator[Slot]:
    if isinstance(output, str):
        yield from (parse_slot(part[1:-1]) for part in pieces(output) if part[0] == OPEN)
    elif isinstance(output, list | tuple):
        for part in output:
            yield from _slots_in(part)


def _renumbered(output: Any, place: dict[Slot, int]) -> Any:
    if isinstance(output, str):
        parts = pieces(output)
        return "".join(f"{OPEN}{place[parse_slot(p[1:-1])]}{CLOSE}" if p[0] == OPEN else p for p in parts)
    return [_renumbered(part, place) for part in output] if isinstance(output, list | tuple) else output


def plain_data(value: Any) -> Any:
    """A constant as JSON has it."""
    if isinstance(value, Fraction):
        return {"ratio": [str(value.numerator), str(value.denominator)]}
    return [plain_data(part) for part in value] if isinstance(value, tuple) else value


NOWHERE: Slot = ("nowhere", 0)
KEPT = ("roots",)  # operations that are tests as well


def _of_finite_numbers(name: str, *args: Any) -> bool:
    """Whether a test cannot hold of a finite number, which this is: x == inf, x != x."""
    if name not in ("eq", "ne") or not isinstance(raw(args[0]), float) or not math.isfinite(raw(args[0])):
        return False
    return args[0] is args[1] if name == "ne" else isinstance(args[1], float) and math.isinf(raw(args[1]))


def raw(value: Any) -> Any:
    """The plain number or text behind what may be recorded."""
    return value._value if isinstance(value, Recorded | Text) else value


def placeholder(slot: Slot) -> str:
    """A slot in a text."""
    return f"{OPEN}{slot[0]} {slot[1]}{CLOSE}"


def parse_slot(text: str) -> Slot:
    """The slot of a placeholder."""
    kind, _, number = text.partition(" ")
    return kind, int(number)


class Text(str):
    """The text of a number: a placeholder where it stands in others, and empty or not as the text itself is."""

    _tape: Recorder
    _value: str
    _slot: Slot

    def __new__(cls, tape: Recorder, value: str, slot: Slot) -> Text:
        made = super().__new__(cls, placeholder(slot))
        made._tape, made._value, made._slot = tape, value, slot
        return made

    def __bool__(self) -> bool:
        return not self._tape.test("empty", not self._value, self)


def _kind(value: Any) -> str:
    return "q" if isinstance(value, Fraction) else "f" if isinstance(value, float) else "i"


def _binary(name: str, exact: str, function: Callable[[Any, Any], Any], swapped: bool = False) -> Callable[..., Any]:
    def operation(self: Recorded, other: Any) -> Any:
        value = raw(other)
        if not isinstance(value, int | float | Fraction) or isinstance(value, bool):
            return NotImplemented
        a, b = (other, self) if swapped else (self, other)
        kinds = _kind(raw(a)), _kind(raw(b))
        tape = self._tape
        if "q" in kinds and "f" not in kinds:
            if not exact or (exact == "qpow" and kinds[1] != "i"):
                a, b = (tape.pin(side) if isinstance(side, Recorded) else side for side in (a, b))
                return function(a, b)
            result = _try(function, raw(a), raw(b))
            return tape.emit(exact, result, a, b)
        a, b = (tape.emit("qfloat", float(raw(x)), x) if _kind(raw(x)) == "q" else x for x in (a, b))
        return tape.emit(name, _try(function, raw(a), raw(b)), a, b)

    return operation


def _try(function: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    try:
        result = function(a, b)
    except (ArithmeticError, ValueError) as error:
        raise UnrecordableError(str(error)) from None
    if isinstance(result, complex):
        raise UnrecordableError("a complex number")
    return result


def _comparison(name: str, function: Callable[[Any, Any], bool]) -> Callable[..., Any]:
    def operation(self: Recorded, other: Any) -> Any:
        value = raw(other)
        if not isinstance(value, int | float | Fraction) or isinstance(value, bool):
            return NotImplemented
        a, b = self._value, value
        tape = self._tape
        if "q" not in (_kind(a), _kind(b)):
            return tape.test(name, function(a, b), self, other)
        sides = []
        for side in (self, other):
            held = raw(side)
            if _kind(held) == "f":
                if not math.isfinite(held):
                    if isinstance(side, Recorded):
                        tape.pin(side)
                    return function(a, b)
                side = tape.emit("exactly", Fraction(held), side) if isinstance(side, Recorded) else Fraction(held)
            sides.append(side)
        return tape.test("q" + name, function(a, b), *sides)

    return operation


class Recorded:
    """A number on a tape; to `isinstance` it is what it stands for."""

    __slots__ = ()

    _tape: Recorder
    _value: Any
    _slot: Slot

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return type(self._value)

    __add__ = _binary("add", "qadd", operator.add)
    __radd__ = _binary("add", "qadd", operator.add, swapped=True)
    __sub__ = _binary("sub", "qsub", operator.sub)
    __rsub__ = _binary("sub", "qsub", operator.sub, swapped=True)
    __mul__ = _binary("mul", "qmul", operator.mul)
    __rmul__ = _binary("mul", "qmul", operator.mul, swapped=True)
    __truediv__ = _binary("div", "qdiv", operator.truediv)
    __rtruediv__ = _binary("div", "qdiv", operator.truediv, swapped=True)
    __floordiv__ = _binary("floordiv", "", operator.floordiv)
    __rfloordiv__ = _binary("floordiv", "", operator.floordiv, swapped=True)
    __mod__ = _binary("mod", "qmod", operator.mod)
    __rmod__ = _binary("mod", "qmod", operator.mod, swapped=True)
    __pow__ = _binary("pow", "qpow", operator.pow)
    __rpow__ = _binary("pow", "", operator.pow, swapped=True)
    __lt__ = _comparison("lt", operator.lt)
    __le__ = _comparison("le", operator.le)
    __gt__ = _comparison("gt", operator.gt)
    __ge__ = _comparison("ge", operator.ge)
    __eq__ = _comparison("eq", operator.eq)
    __ne__ = _comparison("ne", operator.ne)

    def _one(self, name: str, exact: str, value: Any) -> Any:
        return self._tape.emit(exact if _kind(self._value) == "q" else name, value, self)

    def __neg__(self) -> Any:
        return self._one("neg", "qneg", -self._value)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return self._one("abs", "qabs", abs(self._value))

    def __floor__(self) -> Any:
        return self._one("floor", "qfloor", math.floor(self._value))

    def __ceil__(self) -> Any:
        return self._one("ceil", "qceil", math.ceil(self._value))

    def __round__(self, digits: int | None = None) -> Any:
        if digits is not None:
            return round(self._tape.pin(self), digits)
        return self._one("round", "qround", round(self._value))

    def __bool__(self) -> bool:
        return self._tape.test("qtrue" if _kind(self._value) == "q" else "true", bool(self._value), self)

    def is_integer(self) -> bool:
        """Whether a float is whole."""
        if _kind(self._value) != "f":
            return bool(Fraction(self._tape.pin(self)).denominator == 1)
        return self._tape.ask("is_integer", self)

    @property
    def numerator(self) -> Any:
        """Of a fraction in lowest terms."""
        return int(self._tape.pin(self).numerator)

    @property
    def denominator(self) -> Any:
        """Of a fraction in lowest terms."""
        return int(self._tape.pin(self).denominator)

    real = property(lambda self: self)
    imag = 0

    # What leaves the tape.

    def __float__(self) -> float:
        return float(self._tape.pin(self))

    def __int__(self) -> int:
        return int(self._tape.pin(self))

    def __index__(self) -> int:
        return operator.index(self._tape.pin(self))

    def __hash__(self) -> int:
        return hash(self._tape.pin(self))

    def __repr__(self) -> str:
        return repr(self._tape.pin(self))

    def as_integer_ratio(self) -> tuple[int, int]:
        """The plain parts."""
        top, bottom = self._tape.pin(self).as_integer_ratio()
        return top, bottom

    # What is written.

    def __str__(self) -> str:
        if _kind(self._value) == "q":
            return str(self._tape.pin(self))
        return str.__str__(self._tape.emit("str", str(self._value), self))

    def __format__(self, form: str) -> str:
        if _kind(self._value) == "q":
            return format(self._tape.pin(self), form)
        return str.__str__(self._tape.emit("format", format(self._value, form), self, form))


class _Number(Recorded):
    """A recorded float or int."""

    __slots__ = ("_slot", "_tape", "_value")


class _Fraction(Recorded, Fraction):  # type: ignore[misc]
    """A recorded fraction; a subclass, so that fractions leave operations with it to it."""

    __slots__ = ("_slot", "_tape", "_value")

    # What the standard class reads where it is not asked through an operation.
    _numerator = property(lambda self: self.numerator)
    _denominator = property(lambda self: self.denominator)


def recorded(tape: Recorder, value: Any, slot: Slot) -> Recorded:
    """A number, or what an operation gave, on a tape."""
    made: Any = object.__new__(_Fraction if isinstance(value, Fraction) else _Number)
    made._tape, made._value, made._slot = tape, value, slot
    number: Recorded = made
    return number


def nowhere(tape: Recorder, value: Any) -> Recorded:
    """A number that may be carried about and counted, but with which nothing may be done."""
    return recorded(tape, value, NOWHERE)


def used(steps: Sequence[tuple[str, bool | None, tuple[Slot, ...]]], wanted: set[Slot]) -> Iterator[int]:
    """The steps that the tests and what is wanted rest on, last first."""
    needed = set(wanted)
    for number in range(len(steps) - 1, -1, -1):
        name, truth, slots = steps[number]
        if truth is not None or name in KEPT or ("step", number) in needed:
            needed.update(slots)
            yield number
