"""A calculation as data: one instruction a line, a closed table of operations, slots and exact constants.

A program grows linearly with the expressions it computes, shares what they share, and is never code:
it is checked when it is read back, and run by a small interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tmath.algebra.arithmetic import BALL, EXACT, FLOAT, Arithmetic, Inexact
from tmath.algebra.nodes import Expr
from tmath.algebra.walking import postorder
from tmath.records import dataclass, field

if TYPE_CHECKING:
    from tmath.algebra.newton import TurnedSystem
    from tmath.algebra.roots import Roots
    from tmath.algebra.turn import Turned

__all__ = [
    "BALL", "EXACT", "FLOAT", "Builder", "Implicit", "Inexact", "Instruction", "Program", "State", "Together",
    "evaluate", "program_of", "run",
]  # fmt: skip

Watch = Callable[[str, "Roots", "State"], None]


@dataclass(frozen=True, slots=True)
class Instruction:
    """One operation: its result goes to the slot with its own number."""

    op: str  # of expressions.ARITY; "input", "roots"; "system" followed by one "part" for each further unknown
    args: tuple[int, ...] = ()
    value: str = ""  # the constant, the name of an input, or of the target of "roots", "system" or "part"


@dataclass(frozen=True)
class Implicit:
    """What a ROOTS instruction needs: the equation turned round, where its other names are, and the bounds."""

    turned: Turned
    names: tuple[str, ...]
    low: str
    high: str
    low_open: bool = True
    high_open: bool = False


@dataclass(frozen=True)
class Together:
    """What a SYSTEM instruction needs: the equations turned round together, and where their other names are."""

    turned: TurnedSystem
    names: tuple[str, ...]


@dataclass(frozen=True)
class Program:
    """Instructions in order, what each ROOTS and SYSTEM solves, and in which slot each name is found."""

    instructions: tuple[Instruction, ...]
    outputs: Mapping[str, int]
    implicit: Mapping[int, Implicit] = field(default_factory=dict)
    systems: Mapping[int, Together] = field(default_factory=dict)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names that must be given."""
        return tuple(step.value for step in self.instructions if step.op == "input")

    @cached_property
    def _prepared(self) -> dict[str, list[Any]]:
        return {}

    def prepared(self, arithmetic: Arithmetic) -> list[Any]:
        """The instructions with functions and constants of one arithmetic in place."""
        if arithmetic.name not in self._prepared:
            self._prepared[arithmetic.name] = [arithmetic.prepare(s.op, s.args, s.value) for s in self.instructions]
        return self._prepared[arithmetic.name]

    def to_dict(self) -> dict[str, Any]:
        """The program as plain JSON data."""
        return {
            "instructions": [[s.op, s.value, *s.args] for s in self.instructions],
            "outputs": dict(self.outputs),
            "implicit": [
                [slot, i.turned.to_dict(), list(i.names), i.low, i.high, i.low_open, i.high_open]
                for slot, i in self.implicit.items()
            ],
            "systems": [[slot, s.turned.to_dict(), list(s.names)] for slot, s in self.systems.items()],
        }

    @classmethod
    def from_dict(cls, data: Any) -> Program:
        """Read back what `to_dict` wrote.

        Raises: ValueError where anything is not of the closed table.
        """
        from tmath.algebra.checking import read_program

        return read_program(data)


class State(dict[str, Any]):
    """Values by name along one branch of roots; `roots` are the solutions met on the way."""

    roots: dict[str, Roots]

    def __init__(self, values: Mapping[str, Any], roots: Mapping[str, Roots]):
        super().__init__(values)
        self.roots = dict(roots)


class Builder:
    """Writes a program: inputs, expressions of names known so far, implicit unknowns."""

    def __init__(self) -> None:
        self._steps: list[Instruction] = []
        self._slots: dict[tuple[Any, ...], int] = {}
        self._names: dict[str, int] = {}
        self._memo: dict[Expr, int] = {}
        self._implicit: dict[int, Implicit] = {}
        self._systems: dict[int, Together] = {}

    def _emit(self, op: str, args: tuple[int, ...] = (), value: str = "") -> int:
        key = (op, args, value)
        if key not in self._slots:
            self._slots[key] = len(self._steps)
            self._steps.append(Instruction(op, args, value))
        return self._slots[key]

    def input(self, name: str) -> int:
        """A value given from outside."""
        self._names[name] = self._emit("input", (), name)
        return self._names[name]

    def emit(self, expr: Expr) -> int:
        """The slot of an expression; every name in it must be known, else it becomes an input."""
        memo = self._memo
        for node in postorder([expr], lambda node: node not in memo):
            if node in memo:
                continue
            if node.op == "name":
                known = self._names.get(str(node.value))
                memo[node] = self.input(str(node.value)) if known is None else known
            else:
                value = str(node.value) if node.op == "number" else ""
                memo[node] = self._emit(node.op, tuple(memo[a] for a in node.args), value)
        return memo[expr]

    def define(self, name: str, expr: Expr) -> int:
        """Give a name the value of an expression."""
        self._names[name] = self.emit(expr)
        return self._names[name]

    def roots(
        self,
        name: str,
        turned: Turned,
        low: str = "0",
        high: str = "inf",
        low_open: bool = True,
        high_open: bool = False,
    ) -> int:
        """Give a name every root of a turned equation within bounds; the run branches there."""
        names, args = self._known(turned.names)
        slot = len(self._steps)
        self._steps.append(Instruction("roots", args, name))
        self._implicit[slot] = Implicit(turned, names, low, high, low_open, high_open)
        self._names[name] = slot
        return slot

    def system(self, turned: TurnedSystem) -> int:
        """Give several names every solution of a system; the run branches there, and the slots follow each other."""
        names, args = self._known(turned.names)
        slot = len(self._steps)
        for place, name in enumerate(turned.unknowns):
            self._steps.append(Instruction("part", (), name) if place else Instruction("system", args, name))
            self._names[name] = slot + place
        self._systems[slot] = Together(turned, names)
        return slot

    def _known(self, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Names in order and the slots they are found in."""
        ordered = tuple(sorted(names))
        return ordered, tuple(self._names[n] if n in self._names else self.input(n) for n in ordered)

    def build(self, outputs: Iterable[str] | None = None) -> Program:
        """The program; `outputs` are the names wanted, all by default."""
        wanted = self._names if outputs is None else outputs
        found = {n: self._names[n] for n in wanted}
        return Program(tuple(self._steps), found, dict(self._implicit), dict(self._systems))


def program_of(exprs: Mapping[str, Expr]) -> Program:
    """A program that computes these expressions from their names."""
    builder = Builder()
    slots = {label: builder.emit(expr) for label, expr in exprs.items()}
    return Program(tuple(builder._steps), slots)


def run(
    program: Program, inputs: Mapping[str, Any], arithmetic: Arithmetic = FLOAT, watch: Watch | None = None
) -> list[State]:
    """The values of the outputs, once for each branch of roots; `watch` is told of every implicit solution.

    Raises: KeyError when an input is missing; Inexact where EXACT meets an irrational result.
    """
    code = program.prepared(arithmetic)
    steps = program.instructions
    branches: list[tuple[list[Any], dict[str, Roots]]] = [([], {})]
    start = 0
    for stop in [*sorted([*program.implicit, *program.systems]), len(steps)]:
        for slots, _ in branches:
            arithmetic.execute(code, slots, inputs, start, stop)
        if stop in program.systems:
            branches = _branch_together(program, stop, branches, arithmetic, watch)
            start = stop + len(program.systems[stop].turned.unknowns)
        elif stop < len(steps):
            branches = _branch(program, stop, branches, arithmetic, watch)
            start = stop + 1
    return [State({n: slots[s] for n, s in program.outputs.items()}, found) for slots, found in branches]


def _branch(
    program: Program, slot: int, branches: Sequence[Any], arithmetic: Arithmetic, watch: Watch | None
) -> list[tuple[list[Any], dict[str, Roots]]]:
    step, implicit = program.instructions[slot], program.implicit[slot]
    result = []
    for slots, found in branches:
        values = {n: slots[i] for n, i in zip(implicit.names, step.args, strict=True)}
        roots = arithmetic.solve(implicit, values)
        solved = {**found, step.value: roots}
        if watch is not None:
            watch(step.value, roots, State(values, solved))
        result += [([*slots, arithmetic.convert(root)], solved) for root in roots.values]
    return result


def _branch_together(
    program: Program, slot: int, branches: Sequence[Any], arithmetic: Arithmetic, watch: Watch | None
) -> list[tuple[list[Any], dict[str, Roots]]]:
    from tmath.algebra.newton import find_system_roots

    if arithmetic is EXACT:
        raise Inexact("an implicit root")
    step, together = program.instructions[slot], program.systems[slot]
    unknowns = together.turned.unknowns
    result = []
    for slots, found in branches:
        values = {n: slots[i] for n, i in zip(together.names, step.args, strict=True)}
        roots = find_system_roots(together.turned, values)
        solved = {**found, **{name: roots.of(name) for name in unknowns}}
        if watch is not None:
            for name in unknowns:
                watch(name, solved[name], State(values, solved))
        result += [([*slots, *(arithmetic.convert(root[n]) for n in unknowns)], solved) for root in roots.values]
    return result


def evaluate(expr: Expr, values: Mapping[str, Any], arithmetic: Arithmetic = FLOAT) -> Any:
    """The value of one expression."""
    return run(program_of({"": expr}), values, arithmetic)[0][""]
