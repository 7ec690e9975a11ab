"""A program made ready for machines: constants folded and gathered in products, divisions put off, nothing twice.

Values are kept as factor * above / below while they are only multiplied, the factor an exact fraction, so that units
cost nothing and x / 49 stays whole where it is. Equal operations are done once, and only what the outputs need.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tmath.algebra.arithmetic import safe, to_float
from tmath.algebra.exact import exact_power
from tmath.algebra.program import Program
from tmath.arrays.assemble import Rooted

Operand = int | float  # a register, or a constant (always a float)
TRUTHS = frozenset(("lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "true", "false"))
_FLIPPED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
LONGEST = 1_000  # bits of an exact factor
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Op:
    """One operation on registers and constants; its result is the register of its own number."""

    name: str
    args: tuple[Operand, ...] = ()
    value: str = ""  # the name of an input or of a root


@dataclass(frozen=True)
class Code:
    """Operations in order, the outputs, and the roots by register."""

    ops: tuple[Op, ...]
    outputs: Mapping[str, Operand]
    roots: Mapping[int, Rooted] = field(default_factory=dict)

    def is_truth(self, operand: Operand) -> bool:
        """Whether a register holds true or false."""
        return type(operand) is int and self.ops[operand].name in TRUTHS

    @property
    def inputs(self) -> list[str]:
        """The names of the inputs, in order."""
        return [op.value for op in self.ops if op.name == "input"]


@dataclass(frozen=True, slots=True)
class _Value:
    """factor * above / below, where None is one."""

    factor: Fraction | float
    above: int | None = None
    below: int | None = None

    @property
    def constant(self) -> bool:
        return self.above is None and self.below is None


def lower(program: Program, gather: bool = True, exact: Collection[str] = ()) -> Code:
    """The operations a program comes to; without `gather` products stay as they are written.

    Outputs in `exact` are divided by what they are divided by, so that 49 / 49 is 1.
    """
    return _Lowering(program, gather, exact).code()


class _Lowering:
    def __init__(self, program: Program, gather: bool, exact: Collection[str]):
        self.program, self.gather, self.exact = program, gather, exact
        self.ops: list[Op] = []
        self.seen: dict[tuple[Any, ...], int] = {}
        self.roots: dict[int, Rooted] = {}
        self.values: list[_Value] = []
        self.uses = _uses(program)

    def code(self) -> Code:
        for slot, step in enumerate(self.program.instructions):
            args = [self.values[i] for i in step.args]
            value = self.step(slot, step.op, args, step.value) if self.uses[slot] else _Value(0.0)
            if not self.gather and not value.constant:
                value = _Value(ONE, self.register(value))
            elif self.uses[slot] > 1 and value.below is not None:
                value = _Value(value.factor, self.quotient(value))
            self.values.append(value)
        outputs = {
            label: self.operand(self.values[slot], label in self.exact) for label, slot in self.program.outputs.items()
        }
        return _pruned(self.ops, outputs, self.roots)

    # -- registers ---------------------------------------------------------------------------------

    def emit(self, name: str, *args: Operand, value: str = "") -> int:
        key = (name, args, tuple(map(type, args)), value)  # register 1 is not the number 1.0
        if key not in self.seen or name == "roots":
            self.seen[key] = len(self.ops)
            self.ops.append(Op(name, args, value))
        return self.seen[key]

    def quotient(self, value: _Value) -> int:
        """The register of above / below."""
        if value.below is None:
            assert value.above is not None
            return value.above
        return self.emit("div", 1.0 if value.above is None else value.above, value.below)

    def register(self, value: _Value) -> int:
        """The value as a register."""
        operand = self.operand(value, True)
        assert type(operand) is int
        return operand

    def operand(self, value: _Value, exactly: bool = False) -> Operand:
        """The value as one register or constant; `exactly`: whole numbers must come out whole."""
        factor = value.factor
        if value.constant:
            return to_float(factor)
        if value.above is None and value.below is not None:
            return self.emit("div", to_float(factor), value.below)
        register = self.quotient(value)
        if factor == 1:
            return register
        if factor == -1:
            return self.emit("neg", register)
        if exactly and isinstance(factor, Fraction) and not _representable(factor):
            top = register if factor.numerator == 1 else self.emit("mul", register, to_float(factor.numerator))
            return self.emit("div", top, to_float(factor.denominator))
        return self.emit("mul", register, to_float(factor))

    # -- operations --------------------------------------------------------------------------------

    def step(self, slot: int, op: str, args: list[_Value], value: str) -> _Value:
        match op:
            case "number":
                return _Value(Fraction(value))
            case "pi":
                return _Value(math.pi)
            case "input":
                return _Value(ONE, self.emit("input", value=value))
            case "roots":
                rooted = self.program.implicit[slot]
                assert isinstance(rooted, Rooted)
                parts = args[len(args) - len(rooted.parts) :]
                register = self.emit("roots", *(self.operand(part) for part in parts), value=value)
                self.roots[register] = rooted
                return _Value(ONE, register)
            case "mul":
                return self.product(args[0], args[1])
            case "div":
                return self.product(args[0], self.inverse(args[1]))
            case "neg":
                return _Value(_scaled(Fraction(-1), args[0].factor), args[0].above, args[0].below)
        if all(arg.constant for arg in args):
            return self.folded(op, [arg.factor for arg in args])
        match op:
            case "add" | "sub":
                return self.sum(args[0], args[1], -1 if op == "sub" else 1)
            case "pow" if args[1].constant:
                return self.power(args[0], args[1].factor)
            case "sqrt":
                return self.power(args[0], Fraction(1, 2))
            case "abs":
                return _Value(_size(args[0].factor), self.emit("abs", self.quotient(args[0])))
            case "and" | "or" | "not":
                return self.logic(op, args)
            case "select" if args[0].constant:
                return args[1] if args[0].factor else args[2]
        if op in _FLIPPED:
            return self.comparison(op, args[0], args[1])
        exactly = op in ("ceil", "floor")
        return _Value(ONE, self.emit(op, *(self.operand(arg, exactly) for arg in args)))

    def folded(self, op: str, factors: Sequence[Fraction | float]) -> _Value:
        if op in ("add", "sub"):
            a, b = factors
            if isinstance(a, Fraction) and isinstance(b, Fraction):
                return _Value(a + b if op == "add" else a - b)
        return _Value(float(safe[op](*map(to_float, factors))))

    def inverse(self, value: _Value) -> _Value:
        if value.factor == 0:
            return _Value(math.inf) if value.constant else _Value(math.inf, value.below, value.above)
        return _Value(_scaled(ONE, value.factor, over=True), value.below, value.above)

    def product(self, a: _Value, b: _Value) -> _Value:
        above, below = self._multiplied(a.above, b.above), self._multiplied(a.below, b.below)
        return _Value(_scaled(a.factor, b.factor), above, below)

    def _multiplied(self, a: int | None, b: int | None) -> int | None:
        if a is None or b is None:
            return b if a is None else a
        return self.emit("mul", *sorted((a, b)))

    def sum(self, a: _Value, b: _Value, sign: int) -> _Value:
        b = _Value(sign * b.factor, b.above, b.below)
        if a.constant:
            a, b = b, a
        if b.factor == 0 and b.constant:
            return a
        if (a.above, a.below) == (b.above, b.below):  # like terms
            both = _added(a.factor, b.factor)
            return _Value(both, a.above, a.below) if both else self._difference(a, b)
        scale = a.factor
        ratio = _scaled(b.factor, scale, over=True) if scale != 0 else math.nan
        if not _sound(ratio) or not _sound(scale):
            return _Value(ONE, self.emit("add", self.operand(a), self.operand(b)))
        left = self.quotient(a)
        if b.constant:
            if scale == -1:
                return _Value(ONE, self.emit("sub", to_float(b.factor), left))
            return _Value(scale, self.emit("add" if ratio >= 0 else "sub", left, abs(to_float(ratio))))
        right = self.operand(_Value(_size(ratio), b.above, b.below))
        if ratio < 0 and scale == -1:
            return _Value(ONE, self.emit("sub", right, left))
        return _Value(scale, self.emit("add" if ratio > 0 else "sub", left, right))

    def _difference(self, a: _Value, b: _Value) -> _Value:
        """a + b as it stands, for what is zero unless it is no number."""
        return _Value(ONE, self.emit("add", self.operand(a), self.operand(b)))

    def power(self, base: _Value, exponent: Fraction | float) -> _Value:
        n = Fraction(exponent)
        if base.factor == 0 or (base.factor < 0 and n.denominator != 1):
            return _Value(ONE, self.emit("pow", self.operand(base), to_float(n)))
        factor = _power(base.factor, n)
        if n < 0:
            base, n = _Value(ONE, base.below, base.above), -n
        if n.denominator == 1 and n <= 4:
            return _Value(factor, self._whole(base.above, int(n)), self._whole(base.below, int(n)))
        register = base.below if base.above is None and base.below is not None else self.quotient(base)
        raised = self.emit("sqrt", register) if n == Fraction(1, 2) else self.emit("pow", register, to_float(n))
        return _Value(factor, None, raised) if base.above is None else _Value(factor, raised)

    def _whole(self, register: int | None, n: int) -> int | None:
        if register is None or n == 1:
            return register
        half = self._whole(register, n // 2)
        assert half is not None
        square = self.emit("mul", half, half)
        return square if n % 2 == 0 else self.emit("mul", *sorted((square, register)))

    def comparison(self, op: str, a: _Value, b: _Value) -> _Value:
        if a.constant:
            op, a, b = _FLIPPED[op], b, a
        if b.constant and a.factor not in (0, 1) and op not in ("eq", "ne"):
            op = _FLIPPED[op] if a.factor < 0 else op
            a, b = _Value(ONE, a.above, a.below), _Value(_scaled(b.factor, a.factor, over=True))
        return _Value(ONE, self.emit(op, self.operand(a, True), self.operand(b, True)))

    def logic(self, op: str, args: list[_Value]) -> _Value:
        known = [arg.factor for arg in args if arg.constant]
        unknown = [arg for arg in args if not arg.constant]
        if op == "not":
            return _Value(ONE, self.emit("not", self.quotient(unknown[0])))
        if known:
            decisive = (op == "and") == (known[0] == 0)
            return _Value(Fraction(int(op == "or"))) if decisive else unknown[0]
        return _Value(ONE, self.emit(op, *(self.quotient(arg) for arg in unknown)))


def _uses(program: Program) -> list[int]:
    """How often each slot is used by what the outputs need."""
    uses = [0] * len(program.instructions)
    for slot in program.outputs.values():
        uses[slot] += 1
    for slot in range(len(uses) - 1, -1, -1):
        if uses[slot]:
            for arg in program.instructions[slot].args:
                uses[arg] += 1
    return uses


def _scaled(a: Fraction | float, b: Fraction | float, *, over: bool = False) -> Fraction | float:
    """a * b, or a / b; exact while it is of moderate size."""
    if isinstance(a, float) or isinstance(b, float):
        a, b = to_float(a), to_float(b)
        return safe["div"](a, b) if over else a * b
    found = a / b if over else a * b
    if found.numerator.bit_length() + found.denominator.bit_length() > LONGEST:
        return to_float(found)
    return found


def _added(a: Fraction | float, b: Fraction | float) -> Fraction | float:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a + b
    return to_float(a) + to_float(b)


def _representable(factor: Fraction) -> bool:
    as_float = to_float(factor)
    return math.isfinite(as_float) and Fraction(as_float) == factor


def _size(factor: Fraction | float) -> Fraction | float:
    return factor if factor >= 0 else _scaled(Fraction(-1), factor)


def _sound(factor: Fraction | float) -> bool:
    return (math.isfinite(factor) and 1e-150 < abs(to_float(factor)) < 1e150) or factor == 0


def _power(factor: Fraction | float, n: Fraction) -> Fraction | float:
    exact = exact_power(factor, n) if isinstance(factor, Fraction) else None
    return float(safe["pow"](to_float(factor), to_float(n))) if exact is None else exact


def _pruned(ops: Sequence[Op], outputs: Mapping[str, Operand], roots: Mapping[int, Rooted]) -> Code:
    """Only what the outputs need, numbered anew; inputs that are not needed stay out too."""
    needed = {operand for operand in outputs.values() if type(operand) is int}
    for register in range(len(ops) - 1, -1, -1):
        if register in needed:
            needed.update(arg for arg in ops[register].args if type(arg) is int)
    place = {register: number for number, register in enumerate(sorted(needed))}

    def moved(operand: Operand) -> Operand:
        return place[operand] if type(operand) is int else operand

    kept = tuple(Op(ops[r].name, tuple(moved(a) for a in ops[r].args), ops[r].value) for r in sorted(needed))
    return Code(
        kept,
        {label: moved(operand) for label, operand in outputs.items()},
        {place[r]: rooted for r, rooted in roots.items() if r in place},
    )
