"""Sheets become programs: definitions in order, each once, and the roots with what Newton's method needs of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tmath.algebra.nodes import Expr, call, mul, name, neg, number
from tmath.algebra.program import Builder, Implicit, Instruction, Program
from tmath.algebra.walking import rebuild
from tmath.arrays.sheet import LOG, UNKNOWN, Definition, Method, Sheet, Way
from tmath.records import dataclass, field

GIVEN = " given"


def given(quantity: str) -> str:
    """The name that an input has in programs, in its declared unit."""
    return quantity + GIVEN


@dataclass(frozen=True)
class Rooted(Implicit):
    """An implicit unknown and the way to it.

    Its names are those of the equation, then those of the parts: everything in `method` that is free of the unknown.
    `kernel` computes "value" and "slope" from log x and the parts; the first part is the start, where there is one.
    """

    kernel: Program = field(kw_only=True)
    parts: tuple[str, ...] = field(kw_only=True)
    method: Method = field(kw_only=True)
    way: Way = field(kw_only=True)


class Assembler(Builder):
    """Writes the program of a sheet."""

    def rooted(self, definition: Definition, way: Way) -> None:
        """Give a name the root that one way leads to."""
        turned, method = definition.turned, definition.method
        assert turned is not None and method is not None
        kernel, parts = split(method, way)
        own = tuple(sorted(turned.names))
        labels = tuple(f"part {i}" for i in range(len(parts)))
        args = (*(self.emit(name(n)) for n in own), *(self.emit(part) for part in parts))
        low, high, low_open = definition.bounds
        key = f"{definition.name} opposite" if way.mirrored else definition.name
        slot = len(self._steps)
        self._steps.append(Instruction("roots", args, key))
        self._implicit[slot] = Rooted(
            turned, (*own, *labels), low, high, low_open, kernel=kernel, parts=labels, method=method, way=way
        )
        self._names[key] = slot
        if way.mirrored:
            self.define(definition.name, neg(name(key)))

    def finish(self, outputs: Mapping[str, int]) -> Program:
        """The program with outputs by label."""
        return Program(tuple(self._steps), dict(outputs), dict(self._implicit))


def split(method: Method, way: Way) -> tuple[Program, list[Expr]]:
    """The kernel of a method, and the parts free of the unknown that it takes as inputs, the start first."""
    moving = frozenset((LOG, UNKNOWN))
    parts: dict[Expr, Expr] = {}
    if way.start is not None:
        parts[way.start] = name("part 0")

    def apart(node: Expr) -> Expr | None:
        if node.number is not None or node.op == "pi" or not moving.isdisjoint(node.names):
            return None
        if node not in parts:
            parts[node] = name(f"part {len(parts)}")
        return parts[node]

    def inside(node: Expr) -> bool:
        return not moving.isdisjoint(node.names)

    value = method.mirror if way.mirrored and method.mirror is not None else method.value
    exprs = [rebuild(expr, apart, inside) for expr in (value, method.slope)]
    builder = Assembler()
    builder.input(LOG)
    if any(UNKNOWN in expr.names for expr in exprs):
        builder.define(UNKNOWN, call("exp", name(LOG)))
    outputs = {label: builder.emit(expr) for label, expr in zip(("value", "slope"), exprs, strict=True)}
    return builder.finish(outputs), list(parts)


def program(sheet: Sheet, wanted: Mapping[str, Expr], ways: Mapping[str, int] | None = None) -> Program:
    """A program for some expressions from the inputs in declared units; `ways` chooses where there are several."""
    builder = Assembler()
    definitions = sheet.needed({n for expr in wanted.values() for n in expr.names})
    for column in sheet.inputs:
        builder.define(column.name, mul(name(given(column.name)), number(column.factor)))
    for definition in definitions:
        if definition.expr is not None:
            builder.define(definition.name, definition.expr)
            continue
        assert definition.method is not None
        way = definition.method.ways[(ways or {}).get(definition.name, 0)]
        if way.formula is not None:
            builder.define(definition.name, way.formula)
        else:
            builder.rooted(definition, way)
    return builder.finish({label: builder.emit(expr) for label, expr in wanted.items()})


__all__ = ["Assembler", "Rooted", "Sequence", "given", "program", "split"]
