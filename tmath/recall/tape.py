"""A question's answer as a tape: operations of a closed table on the numbers asked with, tests that must come out as
they did, and at its end a text.

A tape is data and was recorded while the solver answered (record.py). Where the same tests come out, the solver would
have done the same operations, so the text is the same as its own; where one does not, the solver is asked.
"""

from __future__ import annotations

import math
import operator

from tmath import digits
from tmath.recall import ratio
from tmath.recall.ratio import Ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from tmath.recall.roots import Root

OPEN, CLOSE = "\x02", "\x03"  # around the number of a slot in a text; no file and no argument holds them
STEPS = 100_000


class Departed(Exception):
    """The solver would have gone another way."""


def filled(text: str, slots: Sequence[Any]) -> str:
    """A text with the slots it speaks of put in."""
    if OPEN not in text:
        return text
    parts = text.split(OPEN)
    found = [parts[0]]
    for part in parts[1:]:
        number, _, rest = part.partition(CLOSE)
        inside = slots[int(number)]
        if type(inside) is not str:
            raise TypeError("no text")
        found += (inside, rest)
    return "".join(found)


# -- the operations --------------------------------------------------------------------------------


def least(a: float, b: float) -> float:
    """The smaller of two floats."""
    return a if a <= b else b if b < a else math.nan


def greatest(a: float, b: float) -> float:
    """The larger of two floats."""
    return a if a >= b else b if b > a else math.nan


def exactly(value: float) -> Ratio:
    """A float as the fraction it is."""
    return Ratio(*value.as_integer_ratio())


def whole_power(a: int, n: int) -> float:
    """a ^ n of Python's whole numbers and floats, refused where it would be huge."""
    if isinstance(a, int) and isinstance(n, int) and abs(n) * a.bit_length() > ratio.LARGEST:
        raise OverflowError("a number is too large")
    return a**n  # type: ignore[no-any-return]


def roots(tree: list[Any], bounds: list[float], expected: list[Any], *coefficients: Any) -> list[Root]:
    """The roots of an equation in pieces within bounds: as many, from as many pieces, as were expected."""
    from tmath.recall.roots import Pieces  # most questions have none

    found = Pieces(tree, coefficients, *bounds)
    if [len(found.roots), found.outside, found.leaves] != expected:
        raise Departed
    return found.roots


def known(value: Any) -> Any:
    """What must be known for the tape to go on."""
    if value is None:
        raise Departed
    return value


def plainly(text: str) -> str:
    """A text that JSON holds as it is."""
    if not (text.isascii() and text.isprintable()) or '"' in text or "\\" in text:
        raise ValueError("a text with escapes")
    return text


def enclosed(steps: list[Any], output: int, value: float, *numbers: Any) -> float:
    """How far a value may be from what its closed form means, in intervals."""
    from tmath.recall.enclosure import error_of

    return error_of(steps, output, value, numbers)


def balls(*args: Any) -> float:
    """The same in balls."""
    from tmath.recall.balls import enclosed

    return enclosed(*args)


OPERATIONS: dict[str, Callable[..., Any]] = {
    # floats and whole numbers
    "neg": operator.neg, "abs": abs, "add": operator.add, "sub": operator.sub, "mul": operator.mul,
    "div": operator.truediv, "floordiv": operator.floordiv, "mod": operator.mod, "pow": whole_power,
    "mpow": math.pow, "sqrt": math.sqrt, "exp": math.exp, "log": math.log, "log2": math.log2, "log10": math.log10,
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "least": least, "greatest": greatest, "max": max, "min": min,
    "floor": math.floor, "ceil": math.ceil, "trunc": int, "round": round, "float": float, "copysign": math.copysign,
    # fractions
    "qneg": lambda a: Ratio(-a.numerator, a.denominator), "qabs": lambda a: Ratio(abs(a.numerator), a.denominator),
    "qadd": ratio.add, "qsub": ratio.sub, "qmul": ratio.mul, "qdiv": ratio.div, "qpow": ratio.power, "qmod": ratio.mod,
    "qfloor": lambda a: a.numerator // a.denominator, "qceil": lambda a: -(-a.numerator // a.denominator),
    "qround": ratio.nearest, "qfloat": lambda a: a.numerator / a.denominator, "exactly": exactly,
    "numerator": lambda a: a.numerator, "denominator": lambda a: a.denominator,
    "ratio": lambda a: Ratio(a.numerator, a.denominator),
    # roots
    "roots": roots, "known": known, "item": operator.getitem, "enclosed": enclosed, "balls": balls,
    # texts
    "value": digits.value_text, "count": digits.count_text, "paste": digits.paste_text, "unrounded": digits.unrounded,
    "number": digits.exact_number, "percent": digits.percent, "power": digits.power, "within": digits.within,
    "plain": digits.plain_number, "significant": digits.significant, "group": digits.group, "apart": digits.apart,
    "format": format, "str": str, "repr": repr, "join": lambda *parts: "".join(parts), "ascii": plainly,
}  # fmt: skip


def unwhole(a: Any) -> bool:
    """Whether a fraction is clearly no whole number."""
    return bool(1e-6 < a.numerator / a.denominator % 1 < 1 - 1e-6)


def same(a: Any, b: Any) -> bool:
    """Whether two values are the same in every digit."""
    if isinstance(a, Ratio):
        return isinstance(b, Ratio) and ratio.compare(a, b) == 0
    return type(a) is type(b) and a == b and str(a) == str(b)


TESTS: dict[str, Callable[..., Any]] = {
    "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge, "eq": operator.eq, "ne": operator.ne,
    "qlt": lambda a, b: ratio.compare(a, b) < 0, "qle": lambda a, b: ratio.compare(a, b) <= 0,
    "qgt": lambda a, b: ratio.compare(a, b) > 0, "qge": lambda a, b: ratio.compare(a, b) >= 0,
    "qeq": lambda a, b: ratio.compare(a, b) == 0, "qne": lambda a, b: ratio.compare(a, b) != 0,
    "true": bool, "qtrue": lambda a: a.numerator != 0,
    "isfinite": math.isfinite, "isnan": math.isnan, "isinf": math.isinf, "is_integer": lambda a: a.is_integer(),
    "isclose": lambda a, b, relative, absolute: math.isclose(a, b, rel_tol=relative, abs_tol=absolute),
    "same": same, "ispower": ratio.is_power, "whole": lambda a: a.denominator == 1, "unwhole": unwhole,
    "empty": lambda text: not text,
    "differ": lambda *texts: len(set(texts)) == len(texts),
}  # fmt: skip


def run(slots: list[Any], steps: Sequence[Sequence[Any]]) -> None:
    """Append the result of every step to the slots it may use.

    A step is the name of an operation and slots, or of a test, whether it must hold, and slots.
    Raises: Departed where a test comes out otherwise; any ArithmeticError, ValueError, TypeError or LookupError where
    a step does not apply.
    """
    if len(steps) > STEPS:
        raise ValueError("too many steps")
    operations, tests, append, get = OPERATIONS, TESTS, slots.append, slots.__getitem__
    for step in steps:
        name, *args = step
        if args and min(args) < 0:
            raise ValueError("no slot")
        operation = operations.get(name)
        if operation is not None:
            append(operation(*map(get, args)))
        elif bool(tests[name](*map(get, args[1:]))) is not args[0]:
            raise Departed
