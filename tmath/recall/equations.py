"""Implicit equations on a tape: their pieces as sums of powers, where they are, with recorded coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tmath.algebra.arithmetic import FLOAT, Inexact
from tmath.algebra.leaves import Leaf, Tree
from tmath.algebra.nodes import Expr
from tmath.algebra.program import Implicit, Program, program_of, run
from tmath.algebra.roots import Roots
from tmath.algebra.signomial import cross_multiplied
from tmath.algebra.tidy import signed_sum
from tmath.algebra.turn import Turned
from tmath.recall import roots as roots_of
from tmath.recall.arithmetic import RecordedFloats, RecordedFractions
from tmath.recall.recorder import Recorded, Recorder, UnrecordableError, nowhere, raw
from tmath.recall.tape import unwhole
from tmath.records import replace

SMOOTH = ("signomial", "isolated")


def recorded_roots(tape: Recorder, implicit: Implicit, values: Mapping[str, Any]) -> Roots:
    """The roots of an equation, on the tape where it can find them itself; else the numbers must stay the same."""
    plain = {name: raw(value) for name, value in values.items()}
    found = FLOAT.solve(implicit, plain)
    made = None
    if found.complete and not implicit.turned.both_sides:
        made = _pieces(tape, implicit.turned, values, found) or _stairs(tape, implicit.turned, values, found)
    if made is not None:
        return made
    for value in values.values():
        if isinstance(value, Recorded):
            tape.pin(value)
    return found


class _NoSumError(Exception):
    """A piece that is no sum of powers with whole exponents."""


# -- smooth pieces -----------------------------------------------------------------------------------


def _pieces(tape: Recorder, turned: Turned, values: Mapping[str, Any], found: Roots) -> Roots | None:
    if found.method not in SMOOTH or found.intervals or found.gap is not None:
        return None
    reader = _Reader(tape, values)
    try:
        tree = reader.tree(turned.tree)
        pieces = roots_of.Pieces(tree, [raw(c) for c in reader.coefficients], *found.searched)
    except (_NoSumError, Inexact, roots_of.Doubtful):
        return None
    if [value for value, _ in pieces.roots] != list(found.values) or pieces.outside != bool(found.rejected):
        return None
    expected = (len(pieces.roots), pieces.outside, tuple(pieces.leaves))
    every = tape.emit("roots", pieces.roots, tree, found.searched, expected, *reader.coefficients)
    held, errors = [], []
    for number, (value, error) in enumerate(zip(found.values, found.errors, strict=True)):
        pair = tape.emit("item", pieces.roots[number], every, number)
        held.append(tape.emit("item", value, pair, 0))
        shown = tape.emit("item", error, pair, 1)
        errors.append(tape.emit("known", error, shown) if pieces.roots[number][1] is not None else error)
        if error is None or pieces.roots[number][1] is None:
            errors[-1] = nowhere(tape, error)
    return _carried(tape, replace(found, values=tuple(held), errors=tuple(errors)))


def _carried(tape: Recorder, found: Roots) -> Roots:
    """The roots with what is not on the tape made untouchable: it may be carried about and counted."""

    def hidden(numbers: Any) -> Any:
        return tuple(nowhere(tape, x) if isinstance(x, float) else x for x in numbers)

    unknown: Any = None if found.attainable is None else Nowhere()
    return replace(
        found,
        rejected=hidden(found.rejected),
        gap=None if found.gap is None else hidden(found.gap),
        intervals=tuple(map(hidden, found.intervals)),
        attainable=unknown,
    )


class Nowhere:
    """What may be passed on but not looked into."""

    def __getattr__(self, name: str) -> Any:
        raise UnrecordableError("what is attainable is not on the tape")


class _Reader:
    """Turns a tree of pieces into plain data and recorded coefficients."""

    def __init__(self, tape: Recorder, values: Mapping[str, Any]):
        self.tape, self.values = tape, values
        self.coefficients: list[Any] = []
        self._leaves = 0

    def tree(self, tree: Tree) -> tuple[Any, ...]:
        """The tree, cut at once where a comparison does not depend on the unknown."""
        if isinstance(tree, Leaf):
            self._leaves += 1
            return "leaf", self._leaves - 1, self._sum(tree)
        if tree.border.flat:
            left, right = (self._number(side) for side in (tree.border.left, tree.border.right))
            holds = left < right if tree.op == "lt" else left <= right if tree.op == "le" else left == right
            return self.tree(tree.then if holds else tree.otherwise)
        if tree.op == "eq":
            raise _NoSumError
        return "split", self._sum(tree.border), self.tree(tree.then), self.tree(tree.otherwise)

    def _number(self, side: Expr) -> Any:
        return run(program_of({"": side}), self.values, RecordedFloats(self.tape))[0][""]

    def _sum(self, leaf: Leaf) -> tuple[tuple[int, ...], int]:
        """left - right as a sum of powers of the unknown, by its exponents and the place of its coefficients."""
        if leaf.steps or leaf.torn or leaf.flat:
            raise _NoSumError
        exponents, coefficients = sum_of_powers(self.tape, leaf, self.values)
        self.coefficients += coefficients
        return exponents, len(self.coefficients) - len(coefficients)


def sum_of_powers(tape: Recorder, leaf: Leaf, values: Mapping[str, Any]) -> tuple[tuple[int, ...], list[Any]]:
    """left - right as whole exponents and recorded coefficients."""
    exponents, program = _powers(leaf)
    if program is None:
        raise _NoSumError
    state = run(program, values, RecordedFractions(tape))[0]
    return exponents, [state[str(i)] for i in range(len(exponents))]


@lru_cache(maxsize=64)
def _powers(leaf: Leaf) -> tuple[tuple[int, ...], Program | None]:
    """left - right as whole exponents and what computes their coefficients, None where it is no such sum."""
    found = cross_multiplied(leaf.left, leaf.right, leaf.x)
    if found is None or found[1] or not found[0]:
        return (), None
    if any(parts or constant.denominator != 1 for constant, parts in found[0]):
        return (), None
    program = program_of({str(i): signed_sum(c) for i, c in enumerate(found[0].values())})
    return tuple(int(constant) for constant, _ in found[0]), program


# -- one step function -------------------------------------------------------------------------------


def _stairs(tape: Recorder, turned: Turned, values: Mapping[str, Any], found: Roots) -> Roots | None:
    """An equation that fixes the height of a step: it holds on the whole step or nowhere."""
    tree = turned.tree
    stairs = tree.stairs if isinstance(tree, Leaf) else None
    if stairs is None or found.values or turned.x in stairs.equation.names:
        return None
    try:
        exponents, coefficients = sum_of_powers(tape, stairs.counted, values)
    except (_NoSumError, Inexact):
        return None
    if sorted(exponents) != [0, 1]:
        return None
    by_power = dict(zip(exponents, coefficients, strict=True))
    height = -by_power[0] / by_power[1]
    held = raw(height)
    if held < 1 or (not found.intervals and not unwhole(held)) or bool(found.intervals) != (held.denominator == 1):
        return None
    assert height >= Fraction(1)
    tape.test("whole" if found.intervals else "unwhole", True, height)
    return _carried(tape, found)
