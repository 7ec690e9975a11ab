"""Programs read back from data: every row is checked, for the data may come from anywhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tmath.algebra.nodes import ARITY
from tmath.algebra.program import Implicit, Instruction, Program


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
    if op not in ("input", "roots"):
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


def read_program(data: Any) -> Program:
    """A program from what `Program.to_dict` wrote.

    Raises: ValueError where anything is not of the closed table.
    """
    _require(isinstance(data, dict) and data.keys() == {"instructions", "outputs", "implicit"}, "its parts")
    rows, outputs, implicit = data["instructions"], data["outputs"], data["implicit"]
    _require(isinstance(rows, list) and isinstance(outputs, dict) and isinstance(implicit, list), "its parts")
    steps = tuple(_instruction(row, place) for place, row in enumerate(rows))
    _require(all(isinstance(n, str) for n in outputs), "a name")
    _slots(outputs.values(), len(steps))
    solved = dict(_implicit(row, steps) for row in implicit)
    _require(solved.keys() == {i for i, step in enumerate(steps) if step.op == "roots"}, "roots without an equation")
    return Program(steps, dict(outputs), solved)
