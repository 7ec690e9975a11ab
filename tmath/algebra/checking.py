"""Programs read back from data: every row is checked, for the data may come from anywhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tmath.algebra.nodes import ARITY
from tmath.algebra.program import Implicit, Instruction, Program, Together


def _require(condition: object, what: str) -> None:
    if not condition:
        raise ValueError(f"ill-formed program: {what}")


def _slots(args: Any, before: int) -> tuple[int, ...]:
    _require(all(type(i) is int and 0 <= i < before for i in args), "a slot that is not filled yet")
    return tuple(args)


def _instruction(row: Any, place: int) -> Instruction:
    _require(isinstance(row, list) and len(row) >= 2, "an instruction")
    op, value, *args = row
    _require(isinstance(op, str) and isinstance(value, str), "an operation")
    if op not in ("input", "roots", "system", "part"):
        _require(op in ARITY and op != "name", f"unknown operation {op!r}")
        _require(len(args) == ARITY[op], f"operands of {op}")
    if op == "number":
        _bound(value)
    return Instruction(op, _slots(args, place), value)


def _bound(text: Any) -> str:
    _require(isinstance(text, str) and len(text) < 20_000, "a number")
    if text not in ("inf", "-inf"):
        try:
            Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"ill-formed program: {text!r} is no number") from None
    return str(text)


def _implicit(row: Any, steps: tuple[Instruction, ...]) -> tuple[int, Implicit]:
    from tmath.algebra.turn import Turned

    _require(isinstance(row, list) and len(row) == 7, "an implicit step")
    slot, turned, names, low, high, low_open, high_open = row
    _require(type(slot) is int and 0 <= slot < len(steps) and steps[slot].op == "roots", "the slot of roots")
    _require(isinstance(names, list) and len(names) == len(steps[slot].args), "names of an implicit step")
    _require(all(isinstance(n, str) for n in names), "names of an implicit step")
    _require(type(low_open) is bool and type(high_open) is bool, "the ends of bounds")
    known = Turned.from_dict(turned)
    return slot, Implicit(known, tuple(names), _bound(low), _bound(high), low_open, high_open)


def _together(row: Any, steps: tuple[Instruction, ...]) -> tuple[int, Together]:
    from tmath.algebra.newton import TurnedSystem

    _require(isinstance(row, list) and len(row) == 3, "a system")
    slot, turned, names = row
    _require(type(slot) is int and 0 <= slot < len(steps) and steps[slot].op == "system", "the slot of a system")
    _require(isinstance(names, list) and all(isinstance(n, str) for n in names), "names of a system")
    known = TurnedSystem.from_dict(turned)
    _require(names == sorted(known.names) and len(names) == len(steps[slot].args), "names of a system")
    found = [(step.op, step.value) for step in steps[slot : slot + len(known.unknowns)]]
    _require(found == [("part" if i else "system", n) for i, n in enumerate(known.unknowns)], "parts of a system")
    return slot, Together(known, tuple(names))


def read_program(data: Any) -> Program:
    """A program from what `Program.to_dict` wrote.

    Raises: ValueError where anything is not of the closed table.
    """
    parts = {"instructions": list, "outputs": dict, "implicit": list, "systems": list}
    _require(isinstance(data, dict) and data.keys() == parts.keys(), "its parts")
    _require(all(isinstance(data[part], kind) for part, kind in parts.items()), "its parts")
    rows, outputs, implicit = data["instructions"], data["outputs"], data["implicit"]
    steps = tuple(_instruction(row, place) for place, row in enumerate(rows))
    _require(all(isinstance(n, str) for n in outputs), "a name")
    _slots(outputs.values(), len(steps))
    solved = dict(_implicit(row, steps) for row in implicit)
    _require(solved.keys() == {i for i, step in enumerate(steps) if step.op == "roots"}, "roots without an equation")
    systems = dict(_together(row, steps) for row in data["systems"])
    _require(systems.keys() == {i for i, step in enumerate(steps) if step.op == "system"}, "a system without equations")
    parts_of = {slot + i for slot, s in systems.items() for i in range(1, len(s.turned.unknowns))}
    _require(parts_of == {i for i, step in enumerate(steps) if step.op == "part"}, "a part of no system")
    return Program(steps, dict(outputs), solved, systems)
