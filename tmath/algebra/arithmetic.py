"""The arithmetics a program runs in: floats that never raise, exact fractions, and balls."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tmath.algebra.exact import bits, exact_log, exact_power

if TYPE_CHECKING:
    from tmath.algebra.program import Implicit
    from tmath.algebra.roots import Roots

BINARY_KIND, UNARY, CONSTANT, INPUT, TERNARY = 0, -1, -2, -3, -4
Code = tuple[Any, Any, int]  # function, operands or constant, kind (or the second operand where binary)


class Inexact(ArithmeticError):
    """An exact calculation met an irrational or too large number."""


def bound(text: str) -> float:
    """A bound of a program as a float; it may be infinite."""
    return math.inf if text == "inf" else -math.inf if text == "-inf" else to_float(Fraction(text))


class Arithmetic:
    """How constants and inputs become numbers, and what each operation does to them."""

    name = ""
    functions: Mapping[str, Callable[..., Any]] = {}

    def convert(self, value: Any) -> Any:
        """A number from outside, as one of this arithmetic."""
        raise NotImplementedError

    def pi(self) -> Any:
        """The constant pi."""
        raise NotImplementedError

    def solve(self, implicit: Implicit, values: Mapping[str, Any]) -> Roots:
        """The roots of a ROOTS instruction."""
        return _roots(implicit, tuple(values[name] for name in implicit.names))

    def prepare(self, op: str, args: tuple[int, ...], value: str) -> Code:
        """One instruction with its function in place."""
        if op == "input":
            return None, value, INPUT
        if op == "number":
            return None, self.convert(Fraction(value)), CONSTANT
        if op == "pi":
            return None, self.pi(), CONSTANT
        if op in ("roots", "system", "part"):
            return None, None, CONSTANT
        function = self.functions[op]
        if len(args) == 1:
            return function, args[0], UNARY
        return (function, args[0], args[1]) if len(args) == 2 else (function, args, TERNARY)

    def execute(self, code: Sequence[Code], slots: list[Any], inputs: Mapping[str, Any], start: int, stop: int) -> None:
        """Run instructions start to stop, appending each result to the slots."""
        append, convert = slots.append, self.convert
        for f, a, b in code[start:stop]:
            if b >= 0:
                append(f(slots[a], slots[b]))
            elif b == UNARY:
                append(f(slots[a]))
            elif b == CONSTANT:
                append(a)
            elif b == INPUT:
                append(convert(inputs[a]))
            else:
                append(f(*[slots[i] for i in a]))


@lru_cache(maxsize=256)
def _roots(implicit: Implicit, values: tuple[Any, ...]) -> Roots:
    """The roots of a ROOTS instruction; the same ones are asked for again and again while a question is decided."""
    from tmath.algebra.roots import find_roots

    low, high = bound(implicit.low), bound(implicit.high)
    known = dict(zip(implicit.names, values, strict=True))
    return find_roots(implicit.turned, known, low, high, implicit.low_open, implicit.high_open)


# -- floats ------------------------------------------------------------------------------------


def _least(a: float, b: float) -> float:
    return a if a <= b else b if b < a else math.nan


def _greatest(a: float, b: float) -> float:
    return a if a >= b else b if b > a else math.nan


def _select(condition: Any, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


comparisons: dict[str, Callable[..., Any]] = {
    "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge, "eq": operator.eq, "ne": operator.ne,
    "and": lambda a, b: bool(a and b), "or": lambda a, b: bool(a or b), "not": operator.not_, "select": _select,
}  # fmt: skip

fast: dict[str, Callable[..., Any]] = {
    **comparisons,
    "neg": operator.neg, "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv,
    "pow": math.pow, "sqrt": math.sqrt, "exp": math.exp, "log": math.log, "log2": math.log2, "log10": math.log10,
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "abs": abs, "min": _least, "max": _greatest,
    "ceil": lambda a: float(math.ceil(a)), "floor": lambda a: float(math.floor(a)),
}  # fmt: skip


def _safe_div(a: float, b: float) -> float:
    if b:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


def _safe_pow(a: float, b: float) -> float:
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and b % 2 == 1 else math.inf
    except ValueError:
        return math.inf if a == 0 else math.nan


def _safe_log(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda a: function(a) if a > 0 else -math.inf if a == 0 else math.nan


def _safe_exp(a: float) -> float:
    try:
        return math.exp(a)
    except OverflowError:
        return math.inf


def _finite(function: Callable[[float], float], otherwise: float | None = None) -> Callable[[float], float]:
    return lambda a: function(a) if math.isfinite(a) else a if otherwise is None else otherwise


safe: dict[str, Callable[..., Any]] = {
    **fast,
    "div": _safe_div, "pow": _safe_pow, "sqrt": lambda a: math.sqrt(a) if a >= 0 else math.nan, "exp": _safe_exp,
    "log": _safe_log(math.log), "log2": _safe_log(math.log2), "log10": _safe_log(math.log10),
    "sin": _finite(math.sin, math.nan), "cos": _finite(math.cos, math.nan), "tan": _finite(math.tan, math.nan),
    "ceil": _finite(fast["ceil"]), "floor": _finite(fast["floor"]),
}  # fmt: skip


def to_float(value: Any) -> float:
    """Any real number as the nearest float, infinite where it is too large."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


class FloatArithmetic(Arithmetic):
    """IEEE doubles; what has no value is nan, what is too large is infinite, and nothing raises."""

    name = "float"
    functions = fast

    def convert(self, value: Any) -> float:
        return to_float(value)

    def pi(self) -> float:
        return math.pi

    def execute(self, code: Sequence[Code], slots: list[Any], inputs: Mapping[str, Any], start: int, stop: int) -> None:
        mark = len(slots)
        try:
            super().execute(code, slots, inputs, start, stop)
        except (ArithmeticError, ValueError):  # rare: start again with the functions that never raise
            del slots[mark:]
            super().execute([(guarded(f), a, b) for f, a, b in code[start:stop]], slots, inputs, 0, stop)


_guarded = {fast[op]: function for op, function in safe.items()}


def guarded(function: Any) -> Any:
    """The version of a float operation that never raises."""
    return _guarded.get(function, function)


# -- fractions ---------------------------------------------------------------------------------

SIZE = 200_000  # bits


def _sized(function: Callable[..., Fraction]) -> Callable[..., Fraction]:
    def limited(a: Fraction, b: Fraction) -> Fraction:
        if bits(a) + bits(b) > SIZE:
            raise Inexact("a number is too large")
        try:
            return function(a, b)
        except ZeroDivisionError:
            raise Inexact("division by zero") from None

    return limited


def _exactly(function: Callable[..., Fraction | None]) -> Callable[..., Fraction]:
    def checked(*args: Fraction) -> Fraction:
        result = function(*args)
        if result is None:
            raise Inexact("an irrational number")
        return result

    return checked


def _only(argument: int, result: int) -> Callable[[Fraction], Fraction]:
    return _exactly(lambda a: Fraction(result) if a == argument else None)


exact: dict[str, Callable[..., Any]] = {
    **comparisons,
    "neg": operator.neg, "abs": abs, "min": min, "max": max,
    "add": _sized(operator.add), "sub": _sized(operator.sub), "mul": _sized(operator.mul),
    "div": _sized(operator.truediv),
    "pow": _exactly(lambda a, b: Fraction(1) if b == 0 else exact_power(a, b)),
    "sqrt": _exactly(lambda a: exact_power(a, Fraction(1, 2))),
    "log2": _exactly(lambda a: exact_log(a, 2)), "log10": _exactly(lambda a: exact_log(a, 10)),
    "exp": _only(0, 1), "log": _only(1, 0), "sin": _only(0, 0), "cos": _only(0, 1), "tan": _only(0, 0),
    "ceil": lambda a: Fraction(math.ceil(a)), "floor": lambda a: Fraction(math.floor(a)),
}  # fmt: skip


class ExactArithmetic(Arithmetic):
    """Fractions; Inexact is raised where a result is irrational, infinite or too large."""

    name = "exact"
    functions = exact

    def convert(self, value: Any) -> Fraction:
        try:
            return Fraction(value)
        except (OverflowError, ValueError):
            raise Inexact("not a finite number") from None

    def pi(self) -> Fraction:
        raise Inexact("an irrational number")

    def prepare(self, op: str, args: tuple[int, ...], value: str) -> Code:
        if op == "pi":  # raise when it is used, not when the program is prepared
            return (lambda *_: self.pi()), (), TERNARY
        return super().prepare(op, args, value)

    def solve(self, implicit: Implicit, values: Mapping[str, Any]) -> Roots:
        raise Inexact("an implicit root")


class BallArithmetic(Arithmetic):
    """Real intervals as balls at `precision` bits; see balls.py."""

    name = "ball"

    def __init__(self, precision: int = 128):
        self.precision = precision
        self.name = f"ball{precision}"

    @property
    def functions(self) -> Mapping[str, Callable[..., Any]]:  # type: ignore[override]
        from tmath.algebra.balls import FUNCTIONS

        return FUNCTIONS

    def convert(self, value: Any) -> Any:
        from tmath.algebra.balls import ball, working

        with working(self.precision):
            return ball(value)

    def solve(self, implicit: Implicit, values: Mapping[str, Any]) -> Roots:
        """The roots at the middle of all inputs, each with every value it can take while the inputs vary."""
        from tmath.algebra.balls import ends, nan
        from tmath.algebra.ranges import range_of_root
        from tmath.records import replace

        boxes = {name: ends(value) for name, value in values.items()}
        middle = {name: (low + high) / 2 for name, (low, high) in boxes.items()}
        roots = super().solve(implicit, middle)
        found = [range_of_root(implicit.turned, boxes, root) for root in roots.values]
        balls: Any = tuple(nan() if one is None else self.convert(one) for one in found)
        return replace(roots, values=balls)

    def pi(self) -> Any:
        from tmath.algebra.balls import pi

        return pi()

    def prepare(self, op: str, args: tuple[int, ...], value: str) -> Code:
        from tmath.algebra.balls import working

        with working(self.precision):
            return super().prepare(op, args, value)

    def execute(self, code: Sequence[Code], slots: list[Any], inputs: Mapping[str, Any], start: int, stop: int) -> None:
        from tmath.algebra.balls import working

        with working(self.precision):
            super().execute(code, slots, inputs, start, stop)


FLOAT = FloatArithmetic()
EXACT = ExactArithmetic()
BALL = BallArithmetic()
