"""Values while they are only multiplied and added: factor * above / below * (sum of terms), put off until needed.

Factors are exact fractions, so that units cost nothing; like terms meet, common factors stand outside, and a quotient
of quotients is one division.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from tmath.algebra.arithmetic import safe, to_float
from tmath.algebra.exact import exact_power
from tmath.records import dataclass, replace

Factor = Fraction | float
Operand = int | float  # a register, or a constant (always a float)
ONE, ZERO = Fraction(1), Fraction(0)
LONGEST = 1_000  # bits of an exact factor
MOST_TERMS = 32


@dataclass(frozen=True, slots=True)
class Op:
    """One operation on registers and constants; its result is the register of its own number."""

    name: str
    args: tuple[Operand, ...] = ()
    value: str = ""  # the name of an input or of a root


@dataclass(frozen=True, slots=True)
class Form:
    """factor * product of above / product of below * (sum of terms + shift); without terms the bracket is one."""

    factor: Factor = ONE
    above: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    terms: tuple[tuple[int, Factor], ...] = ()
    shift: Factor = ZERO

    @property
    def constant(self) -> bool:
        """Whether it is a number alone."""
        return not (self.above or self.below or self.terms)

    @property
    def single(self) -> bool:
        """Whether it is one register, but for a factor."""
        return len(self.above) == 1 and not self.below and not self.terms


class Forms:
    """Writes operations, each once, and combines forms."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self._seen: dict[tuple[Any, ...], int] = {}

    def emit(self, name: str, *args: Operand, value: str = "") -> int:
        """The register of an operation."""
        key = (name, args, tuple(map(type, args)), value)  # register 1 is not the number 1.0
        if key not in self._seen or name == "roots":
            self._seen[key] = len(self.ops)
            self.ops.append(Op(name, args, value))
        return self._seen[key]

    def plain(self, name: str, *args: Operand, value: str = "") -> Form:
        """An operation as a form."""
        return Form(ONE, (self.emit(name, *args, value=value),))

    # -- into registers ----------------------------------------------------------------------------

    def settled(self, form: Form, exactly: bool = False) -> Form:
        """The same with everything but a factor in one register."""
        if form.constant or form.single:
            return form
        scale: Factor = ONE
        above = form.above
        if form.terms:
            register, scale = self._summed(form.terms, form.shift, exactly)
            above = (*above, register)
        return Form(scaled(form.factor, scale), (self._quotient(above, form.below),))

    def operand(self, form: Form, exactly: bool = False) -> Operand:
        """The form as one register or constant; `exactly`: whole numbers must come out whole."""
        if form.constant:
            return to_float(form.factor)
        if not form.above and not form.terms:
            return self.emit("div", to_float(form.factor), self._multiplied(form.below))
        form = self.settled(form, exactly)
        (register,), factor = form.above, form.factor
        if factor == 1:
            return register
        if factor == -1:
            return self.emit("neg", register)
        if exactly and isinstance(factor, Fraction) and not representable(factor):
            top = register if factor.numerator == 1 else self.emit("mul", register, to_float(factor.numerator))
            return self.emit("div", top, to_float(factor.denominator))
        return self.emit("mul", register, to_float(factor))

    def _multiplied(self, registers: Sequence[int]) -> int:
        first, *others = sorted(registers)
        for other in others:
            first = self.emit("mul", first, other)
        return first

    def _quotient(self, above: Sequence[int], below: Sequence[int]) -> int:
        if not below:
            return self._multiplied(above)
        return self.emit("div", self._multiplied(above) if above else 1.0, self._multiplied(below))

    def _summed(self, terms: Sequence[tuple[int, Factor]], shift: Factor, exactly: bool) -> tuple[int, Factor]:
        """A sum in a register, and the factor it was divided by: the one that leaves the fewest multiplications."""
        scale = _scale(terms, shift, exactly)
        rest = [(register, scaled(factor, scale, over=True)) for register, factor in terms]
        constant = to_float(scaled(shift, scale, over=True))
        start = next((i for i, (_, ratio) in enumerate(rest) if ratio == 1), None)
        if start is None:
            start = next((i for i, (_, ratio) in enumerate(rest) if ratio > 0), None)
        if start is not None:
            register, ratio = rest.pop(start)
            result: Operand = register if ratio == 1 else self.emit("mul", register, to_float(ratio))
        elif constant:
            result, constant = constant, 0.0
        else:
            register, ratio = rest.pop(0)
            result = self.emit("neg", register) if ratio == -1 else self.emit("mul", register, to_float(ratio))
        for register, ratio in rest:
            part = register if abs(ratio) == 1 else self.emit("mul", register, abs(to_float(ratio)))
            result = self.emit("add" if ratio >= 0 else "sub", result, part)
        if constant:
            result = self.emit("add" if constant > 0 else "sub", result, abs(constant))
        assert type(result) is int
        return result, scale

    # -- combined ----------------------------------------------------------------------------------

    def product(self, a: Form, b: Form) -> Form:
        """a * b"""
        if a.terms and b.terms:
            b = self.settled(b)
        above, below = tuple(sorted(a.above + b.above)), tuple(sorted(a.below + b.below))
        bracket = a if a.terms else b
        return Form(scaled(a.factor, b.factor), above, below, bracket.terms, bracket.shift)

    def inverse(self, form: Form) -> Form:
        """1 / form"""
        if form.terms:
            form = self.settled(form)
        factor = math.inf if form.factor == 0 else scaled(ONE, form.factor, over=True)
        return Form(factor, form.below, form.above)

    def times(self, factor: Factor, form: Form) -> Form:
        """factor * form"""
        return replace(form, factor=scaled(factor, form.factor))

    def sum(self, a: Form, b: Form) -> Form:
        """a + b; what both are multiplied or divided by stands outside."""
        if any(not sound(form.factor) for form in (a, b)):
            return self.plain("add", self.operand(a), self.operand(b))
        common: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
        if not (a.constant or b.constant):
            common = _common(a.above, b.above), _common(a.below, b.below)
        merged: dict[int, Factor] = {}
        shift: Factor = ZERO
        for form in (a, b):
            terms, constant = self._linear(form, *common)
            shift = added(shift, constant)
            for register, factor in terms:
                merged[register] = added(merged[register], factor) if register in merged else factor
        if not merged:
            return Form(shift, *common)
        if len(merged) == 1 and shift == 0:
            ((register, factor),) = merged.items()
            return Form(factor, tuple(sorted((*common[0], register))), common[1])
        found = Form(ONE, *common, tuple(merged.items()), shift)
        return found if len(merged) <= MOST_TERMS else self.settled(found)

    def _linear(
        self, form: Form, above: tuple[int, ...], below: tuple[int, ...]
    ) -> tuple[list[tuple[int, Factor]], Factor]:
        """A form without what is common as terms and a constant."""
        over, under = _without(form.above, above), _without(form.below, below)
        if not (over or under):
            if not form.terms:
                return [], form.factor
            return [(r, scaled(form.factor, f)) for r, f in form.terms], scaled(form.factor, form.shift)
        rest = self.settled(replace(form, above=over, below=under))
        return [(rest.above[0], rest.factor)], ZERO

    def power(self, base: Form, exponent: Factor) -> Form:
        """base ^ exponent"""
        n = Fraction(exponent)
        if base.factor == 0 or (base.factor < 0 and n.denominator != 1):
            return self.plain("pow", self.operand(base), to_float(n))
        if base.terms:
            base = self.settled(base)
        factor = powered(base.factor, n)
        above, below = (base.above, base.below) if n > 0 else (base.below, base.above)
        n = abs(n)
        if n.denominator == 1 and n <= 4:
            return Form(factor, tuple(sorted(above * int(n))), tuple(sorted(below * int(n))))
        inner = self._quotient(above, below) if above else self._multiplied(below)
        raised = self.emit("sqrt", inner) if n == Fraction(1, 2) else self.emit("pow", inner, to_float(n))
        return Form(factor, (raised,)) if above else Form(factor, (), (raised,))


def _scale(terms: Sequence[tuple[int, Factor]], shift: Factor, exactly: bool) -> Factor:
    factors = [factor for _, factor in terms]
    exact = [f for f in (*factors, shift) if isinstance(f, Fraction)]
    if exactly and len(exact) == len(factors) + 1:
        return Fraction(1, math.lcm(*(f.denominator for f in exact)))
    sizes = Counter(size(f) for f in factors if sound(f) and f)
    if not sizes:
        return ONE
    most = max(sizes, key=sizes.__getitem__)
    flipped = all(f < 0 for f in factors) and shift == 0
    return scaled(Fraction(-1), most) if flipped else most


def _common(a: Sequence[int], b: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted((Counter(a) & Counter(b)).elements()))


def _without(a: Iterable[int], b: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted((Counter(a) - Counter(b)).elements()))


# -- factors -------------------------------------------------------------------------------------


def scaled(a: Factor, b: Factor, *, over: bool = False) -> Factor:
    """a * b, or a / b; exact while it is of moderate size."""
    if isinstance(a, float) or isinstance(b, float):
        a, b = to_float(a), to_float(b)
        return float(safe["div"](a, b)) if over else a * b
    found = a / b if over else a * b
    if found.numerator.bit_length() + found.denominator.bit_length() > LONGEST:
        return to_float(found)
    return found


def added(a: Factor, b: Factor) -> Factor:
    """a + b"""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a + b
    return to_float(a) + to_float(b)


def representable(factor: Fraction) -> bool:
    """Whether a float holds it exactly."""
    as_float = to_float(factor)
    return math.isfinite(as_float) and Fraction(as_float) == factor


def size(factor: Factor) -> Factor:
    """|factor|"""
    return factor if factor >= 0 else scaled(Fraction(-1), factor)


def sound(factor: Factor) -> bool:
    """Whether dividing by it is safe, or it is zero."""
    return (math.isfinite(factor) and 1e-150 < abs(to_float(factor)) < 1e150) or factor == 0


def powered(factor: Factor, n: Fraction) -> Factor:
    """factor ^ n, exact where it is rational."""
    exact = exact_power(factor, n) if isinstance(factor, Fraction) else None
    return float(safe["pow"](to_float(factor), to_float(n))) if exact is None else exact
