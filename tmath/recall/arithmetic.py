"""Programs run on recorded numbers: the arithmetics of the solver, every operation written on the tape."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from tmath.algebra import arithmetic
from tmath.algebra.arithmetic import Arithmetic, ExactArithmetic, FloatArithmetic, Inexact
from tmath.algebra.exact import bits
from tmath.algebra.program import Implicit, Program, State, Watch, program_of, run
from tmath.algebra.roots import Roots
from tmath.recall.recorder import Recorded, Recorder, UnrecordableError, raw

SAME = {"neg", "add", "sub", "mul", "div", "lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "select", "abs"}
SIZED = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv}
NAMED = {"pow": "mpow", "min": "least", "max": "greatest"}

_number = itertools.count()  # programs keep what they prepared for an arithmetic under its name


def _recorded(*args: Any) -> bool:
    return any(isinstance(arg, Recorded) for arg in args)


class RecordedFloats(FloatArithmetic):
    """Floats, some of them recorded."""

    def __init__(self, tape: Recorder):
        self.tape, self.name = tape, f"recorded floats {next(_number)}"
        self.functions = {op: self._function(op, plain) for op, plain in arithmetic.safe.items()}

    def _function(self, op: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        tape, fast = self.tape, arithmetic.fast[op]
        if op in SAME:
            return lambda *args: fast(*args) if _recorded(*args) else plain(*args)
        if op in ("ceil", "floor"):
            return lambda a: tape.do("float", tape.do(op, a)) if _recorded(a) else plain(a)
        name = NAMED.get(op, op)
        return lambda *args: tape.do(name, *args) if _recorded(*args) else plain(*args)

    def convert(self, value: Any) -> Any:
        return real(self.tape, value) if isinstance(value, Recorded) else arithmetic.to_float(value)

    def solve(self, implicit: Implicit, values: Mapping[str, Any]) -> Roots:
        if not _recorded(*values.values()):
            return super().solve(implicit, values)
        from tmath.recall.equations import recorded_roots

        return recorded_roots(self.tape, implicit, values)


class RecordedFractions(ExactArithmetic):
    """Fractions, some of them recorded."""

    def __init__(self, tape: Recorder):
        self.tape, self.name = tape, f"recorded fractions {next(_number)}"
        self.functions = {op: self._function(op, plain) for op, plain in arithmetic.exact.items()}

    def _function(self, op: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        if op in SIZED:
            return lambda a, b: _sized(SIZED[op], a, b) if _recorded(a, b) else plain(a, b)
        if op in SAME or op in ("min", "max"):
            return plain
        if op in ("ceil", "floor"):
            return lambda a: fraction(self.tape, getattr(math, op)(a)) if _recorded(a) else plain(a)
        if op == "pow":
            return lambda a, b: self._power(a, b) if _recorded(a, b) else plain(a, b)
        if op == "sqrt":
            return lambda a: self._power(a, Fraction(1, 2)) if _recorded(a) else plain(a)
        return lambda a: plain(self.tape.pin(a) if _recorded(a) else a)

    def convert(self, value: Any) -> Any:
        return fraction(self.tape, value) if isinstance(value, Recorded) else super().convert(value)

    def _power(self, a: Any, b: Any) -> Any:
        exponent = self.tape.pin(b) if isinstance(b, Recorded) else b
        if not isinstance(a, Recorded) or raw(a) < 0:
            raise UnrecordableError("a power")
        if exponent.denominator == 1:
            return a ** int(exponent)
        if not self.tape.ask("ispower", a, exponent.denominator):
            raise Inexact("an irrational number")
        raise UnrecordableError("a root that happens to be exact")


def _sized(operation: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    if bits(raw(a)) + bits(raw(b)) > arithmetic.SIZE:
        raise UnrecordableError("a number is too large")
    if operation is operator.truediv and b == 0:
        raise Inexact("division by zero")
    return operation(a, b)


def real(tape: Recorder, value: Any) -> Any:
    """A number as a float."""
    held = raw(value)
    if not isinstance(value, Recorded) or isinstance(held, float):
        return value if isinstance(value, Recorded) else float(value)
    return tape.emit("qfloat" if isinstance(held, Fraction) else "float", float(held), value)


def fraction(tape: Recorder, value: Any) -> Any:
    """A number as the fraction it is."""
    held = raw(value)
    if not isinstance(value, Recorded) or isinstance(held, Fraction):
        return value if isinstance(value, Recorded) else Fraction(value)
    if isinstance(held, float) and not math.isfinite(held):
        raise UnrecordableError("no finite number")
    return tape.emit("exactly" if isinstance(held, float) else "ratio", Fraction(held), value)


# -- running programs ------------------------------------------------------------------------------


def running(floats: RecordedFloats, fractions: RecordedFractions) -> Callable[..., list[State]]:
    """`run` of program.py in an arithmetic that records."""

    def recorded_run(
        program: Program, inputs: Mapping[str, Any], arithmetic: Arithmetic = floats, watch: Watch | None = None
    ) -> list[State]:
        if arithmetic is fractions and program.systems:
            raise Inexact("an implicit root")
        return run(program, inputs, arithmetic, watch)

    return recorded_run


def evaluating(floats: RecordedFloats) -> Callable[..., Any]:
    """`evaluate` of program.py in an arithmetic that records."""

    def recorded_evaluate(expr: Any, values: Mapping[str, Any], arithmetic: Arithmetic = floats) -> Any:
        return run(program_of({"": expr}), values, arithmetic)[0][""]

    return recorded_evaluate
