"""A program made ready for machines: constants folded, products and sums gathered, nothing twice, nothing unused."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from tmath.algebra.arithmetic import safe, to_float
from tmath.algebra.program import Program
from tmath.arrays.assemble import Rooted
from tmath.arrays.forms import ONE, Factor, Form, Forms, Op, Operand, scaled, size
from tmath.records import dataclass, field, replace

TRUTHS = frozenset(("lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"))
_FLIPPED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}


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


def lower(program: Program, gather: bool = True, exact: Collection[str] = ()) -> Code:
    """The operations a program comes to; without `gather` products and sums stay as they are written.

    Outputs in `exact` are divided by what they are divided by, so that 49 / 49 is 1.
    """
    return _Lowering(program, gather, exact).code()


class _Lowering:
    def __init__(self, program: Program, gather: bool, exact: Collection[str]):
        self.program, self.gather, self.exact = program, gather, exact
        self.forms = Forms()
        self.roots: dict[int, Rooted] = {}
        self.values: list[Form] = []
        self.uses = _uses(program)
        self.joined = _joined(program, self.uses)
        self.atoms: dict[int, list[Form]] = {}

    def code(self) -> Code:
        forms = self.forms
        for slot, step in enumerate(self.program.instructions):
            if not self.uses[slot]:
                self.values.append(Form(0.0))
                continue
            if step.op == "and":
                self.values.append(self._all(slot, step.args))
                continue
            form = self.step(slot, step.op, [self.values[i] for i in step.args], step.value)
            if not self.gather and not form.constant:
                operand = forms.operand(form, True)
                form = Form(ONE, (operand,)) if type(operand) is int else Form(operand)
            elif self.uses[slot] > 1:
                form = forms.settled(form)
            self.values.append(form)
        outputs = {
            label: forms.operand(self.values[slot], label in self.exact) for label, slot in self.program.outputs.items()
        }
        return _pruned(forms.ops, outputs, self.roots)

    def step(self, slot: int, op: str, args: list[Form], value: str) -> Form:
        forms = self.forms
        match op:
            case "number":
                return Form(Fraction(value))
            case "pi":
                return Form(math.pi)
            case "input":
                return forms.plain("input", value=value)
            case "roots":
                return self._rooted(slot, args, value)
            case "mul":
                return forms.product(args[0], args[1])
            case "div":
                return forms.product(args[0], forms.inverse(args[1]))
            case "neg":
                return forms.times(Fraction(-1), args[0])
        if all(arg.constant for arg in args):
            return _folded(op, [arg.factor for arg in args])
        match op:
            case "add" | "sub":
                return forms.sum(args[0], args[1] if op == "add" else forms.times(Fraction(-1), args[1]))
            case "pow" if args[1].constant:
                return forms.power(args[0], args[1].factor)
            case "sqrt":
                return forms.power(args[0], Fraction(1, 2))
            case "abs":
                inner = forms.settled(args[0])
                return Form(size(inner.factor), (forms.emit("abs", inner.above[0]),))
            case "or" | "not":
                return self._logic(op, args)
            case "select" if args[0].constant:
                return args[1] if args[0].factor else args[2]
        if op in _FLIPPED:
            return self._comparison(op, args[0], args[1])
        exactly = op in ("ceil", "floor")
        return forms.plain(op, *(forms.operand(arg, exactly) for arg in args))

    def _rooted(self, slot: int, args: list[Form], value: str) -> Form:
        rooted = self.program.implicit[slot]
        assert isinstance(rooted, Rooted)
        parts = args[len(args) - len(rooted.parts) :]
        form = self.forms.plain("roots", *(self.forms.operand(part) for part in parts), value=value)
        self.roots[form.above[0]] = rooted
        return form

    def _comparison(self, op: str, a: Form, b: Form) -> Form:
        forms = self.forms
        if a.constant:
            op, a, b = _FLIPPED[op], b, a
        if b.constant and op not in ("eq", "ne"):
            a = forms.settled(a, True)
            if a.factor not in (0, 1):
                op = _FLIPPED[op] if a.factor < 0 else op
                a, b = replace(a, factor=ONE), Form(scaled(b.factor, a.factor, over=True))
        return forms.plain(op, forms.operand(a, True), forms.operand(b, True))

    def _logic(self, op: str, args: list[Form]) -> Form:
        known = [arg.factor for arg in args if arg.constant]
        unknown = [arg for arg in args if not arg.constant]
        if op == "not" or not known:
            return self.forms.plain(op, *(self.forms.operand(arg) for arg in unknown))
        return Form(ONE) if known[0] else unknown[0]

    def _all(self, slot: int, args: tuple[int, ...]) -> Form:
        """Conditions that must all hold, gathered until they are needed; of bounds on one value the stronger stays."""
        atoms = self.atoms.pop(args[0], []) or [self.values[args[0]]]
        atoms += self.atoms.pop(args[1], []) or [self.values[args[1]]]
        if slot in self.joined:
            self.atoms[slot] = atoms
            return Form(0.0)
        if any(atom.constant and not atom.factor for atom in atoms):
            return Form(0.0)
        registers = self._strongest([self.forms.operand(atom) for atom in atoms if not atom.constant])
        if not registers:
            return Form(ONE)
        first, *others = registers
        for other in others:
            first = self.forms.emit("and", first, other)
        return Form(ONE, (first,))

    def _strongest(self, registers: list[Operand]) -> list[int]:
        kept: dict[tuple[str, Operand], int] = {}
        for register in registers:
            assert type(register) is int
            op = self.forms.ops[register]
            bounds = op.name in ("ge", "le") and type(op.args[0]) is int and type(op.args[1]) is float
            key = (op.name, op.args[0]) if bounds else ("", register)
            if bounds and key in kept:
                other = self.forms.ops[kept[key]].args[1]
                if (op.args[1] > other) != (op.name == "ge"):
                    continue
            kept[key] = register
        return list(kept.values())


def _folded(op: str, factors: Sequence[Factor]) -> Form:
    if op in ("add", "sub"):
        a, b = factors
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return Form(a + b if op == "add" else a - b)
    return Form(float(safe[op](*map(to_float, factors))))


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


def _joined(program: Program, uses: Sequence[int]) -> set[int]:
    """The conjunctions that are used once, by another conjunction."""
    return {
        arg
        for slot, step in enumerate(program.instructions)
        if step.op == "and" and uses[slot]
        for arg in step.args
        if program.instructions[arg].op == "and" and uses[arg] == 1
    }


def _pruned(ops: Sequence[Op], outputs: Mapping[str, Operand], roots: Mapping[int, Rooted]) -> Code:
    """Only what the outputs need, each operation shortly before it is used, so that few results wait at any time."""
    place: dict[int, int] = {}
    stack = [operand for operand in reversed(list(outputs.values())) if type(operand) is int]
    while stack:
        register = stack[-1]
        waiting = [arg for arg in ops[register].args if type(arg) is int and arg not in place]
        if register in place or not waiting:
            stack.pop()
            place.setdefault(register, len(place))
        else:
            stack.extend(reversed(waiting))

    def moved(operand: Operand) -> Operand:
        return place[operand] if type(operand) is int else operand

    kept = tuple(Op(ops[r].name, tuple(moved(a) for a in ops[r].args), ops[r].value) for r in place)
    return Code(
        kept,
        {label: moved(operand) for label, operand in outputs.items()},
        {place[r]: rooted for r, rooted in roots.items() if r in place},
    )


__all__ = ["TRUTHS", "Code", "Op", "Operand", "lower"]
