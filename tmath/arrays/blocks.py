"""Straight-line NumPy code for a block of elements: one ufunc a line, results into buffers that are used again.

What rests on scalars alone is computed once a call, before the blocks. Names are positional: nothing of a file's text
is in the code.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tmath.arrays.lower import TRUTHS, Code, Op, Operand
from tmath.records import dataclass

UFUNCS = {
    "neg": "negative", "add": "add", "sub": "subtract", "mul": "multiply", "div": "divide", "pow": "power",
    "sqrt": "sqrt", "exp": "exp", "log": "log", "log2": "log2", "log10": "log10", "sin": "sin", "cos": "cos",
    "tan": "tan", "abs": "absolute", "min": "minimum", "max": "maximum", "ceil": "ceil", "floor": "floor",
    "lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal", "eq": "equal", "ne": "not_equal",
    "and": "logical_and", "or": "logical_or", "not": "logical_not",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BlockText:
    """The code of a block: `before` takes the scalar inputs, `block` the arrays, the scalars, outputs and buffers.

    `parts` are for each root of the code (by register): whether it varies, and which of its parts do.
    """

    text: str
    arrays: tuple[str, ...]  # inputs that vary
    scalars: tuple[str, ...]  # inputs that do not
    outputs: tuple[str, ...]
    floats: int  # buffers needed
    truths: int
    parts: dict[int, tuple[bool, tuple[bool, ...]]]


class _Writer:
    def __init__(self, code: Code, varying: Collection[str], labels: Sequence[str], whole: Collection[str]):
        self.code, self.labels, self.whole = code, labels, whole
        self.varies = self._varying(varying)
        self.last = self._last_uses()
        self.free: dict[bool, list[str]] = {False: [], True: []}
        self.made = {False: 0, True: 0}
        self.homes: dict[int, str] = {}
        self.before: list[str] = []
        self.lines: list[str] = []
        self.parts: dict[int, tuple[bool, tuple[bool, ...]]] = {}

    def _varying(self, varying: Collection[str]) -> list[bool]:
        varies: list[bool] = []
        for op in self.code.ops:
            if op.name == "input":
                varies.append(op.value in varying)
            else:
                varies.append(any(type(arg) is int and varies[arg] for arg in op.args))
        return varies

    def _last_uses(self) -> dict[int, int]:
        last: dict[int, int] = {}
        for register, op in enumerate(self.code.ops):
            for arg in op.args:
                if type(arg) is int:
                    last[arg] = register
        return last

    def text(self) -> BlockText:
        ops = self.code.ops
        self.direct = self._direct_outputs()
        arrays: list[int] = []
        scalars: list[int] = []
        for register, op in enumerate(ops):
            if op.name == "input":
                (arrays if self.varies[register] else scalars).append(register)
                self.homes[register] = f"x{register}"
                if op.value in self.whole and self.varies[register]:  # floats once, not in every operation
                    self.lines.append(f"copyto({self._home(register, False)}, x{register})")
            elif self.varies[register]:
                self._line(register, op)
            else:
                self.homes[register] = f"v{register}"
                self.before.append(f"v{register} = {self._plain(register, op)}")
        for number, label in enumerate(self.labels):
            operand = self.code.outputs[label]
            if type(operand) is not int or operand not in self.direct or self.direct[operand] != f"o{number}":
                self.lines.append(f"copyto(o{number}, {self._name(operand)})")
        return BlockText(
            self._assembled(arrays, scalars),
            tuple(ops[r].value for r in arrays),
            tuple(ops[r].value for r in scalars),
            tuple(self.labels),
            self.made[False],
            self.made[True],
            self.parts,
        )

    def _direct_outputs(self) -> dict[int, str]:
        """Registers that are computed in the array of an output."""
        direct: dict[int, str] = {}
        for number, label in enumerate(self.labels):
            operand = self.code.outputs[label]
            if type(operand) is int and self.varies[operand] and self.code.ops[operand].name != "input":
                direct.setdefault(operand, f"o{number}")
        return direct

    def _name(self, operand: Operand) -> str:
        if type(operand) is int:
            return self.homes[operand]
        return constant(operand)

    def _plain(self, register: int, op: Op) -> str:
        """An operation on scalars."""
        args = ", ".join(self._name(arg) for arg in op.args)
        if op.name == "roots":
            self.parts[register] = (False, (False,) * len(op.args))
            return f"root{register}({args})"
        if op.name == "select":
            return f"where({args})"
        return f"{UFUNCS[op.name]}({args})"

    def _line(self, register: int, op: Op) -> None:
        """An operation on arrays."""
        names = [self._name(arg) for arg in op.args]
        late = op.name in ("select", "roots")  # they write before they have read everything
        if not late:
            self._release(register, op)
        home = self._home(register, op.name in TRUTHS)
        if op.name == "roots":
            self.parts[register] = (True, tuple(type(a) is int and self.varies[a] for a in op.args))
            self.lines.append(f"root{register}({', '.join([home, *names])})")
        elif op.name == "select":
            self.lines.append(f"copyto({home}, {names[2]})")
            self.lines.append(f"copyto({home}, {names[1]}, 'same_kind', {names[0]})")
        else:
            # All but minimum and maximum take it by position, which is faster.
            out = f"out={home}" if op.name in ("min", "max") else home
            self.lines.append(f"{UFUNCS[op.name]}({', '.join([*names, out])})")
        if late:
            self._release(register, op)

    def _home(self, register: int, truth: bool) -> str:
        if register in self.direct:
            home = self.direct[register]
        elif self.free[truth]:
            home = self.free[truth].pop()
        else:
            home = f"{'b' if truth else 'w'}{self.made[truth]}"
            self.made[truth] += 1
        self.homes[register] = home
        return home

    def _release(self, register: int, op: Op) -> None:
        for arg in {arg for arg in op.args if type(arg) is int}:
            if self.varies[arg] and self.last[arg] == register:
                home = self.homes[arg]
                if home[0] in "wb":
                    self.free[home[0] == "b"].append(home)

    def _assembled(self, arrays: Sequence[int], scalars: Sequence[int]) -> str:
        known = [f"x{r}" for r in scalars] + [
            f"v{r}" for r, op in enumerate(self.code.ops) if not self.varies[r] and op.name != "input"
        ]
        outs = [f"o{i}" for i in range(len(self.labels))]
        work = [f"w{i}" for i in range(self.made[False])] + [f"b{i}" for i in range(self.made[True])]
        parameters = ", ".join([*(f"x{r}" for r in arrays), *known, *outs, *work])
        before = [f"def before({', '.join(f'x{r}' for r in scalars)}):", *_indented(self.before)]
        before.append(f"    return ({''.join(f'{name}, ' for name in known)})")
        block = [f"def block({parameters}):", *_indented(self.lines or ["pass"])]
        return "\n".join([*before, "", "", *block, ""])


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def constant(value: float) -> str:
    """A float as Python writes it, with names for what has no literal."""
    if value != value:
        return "nan"
    return repr(value) if abs(value) != float("inf") else "inf" if value > 0 else "(-inf)"


def block_text(code: Code, varying: Collection[str], labels: Sequence[str], whole: Collection[str] = ()) -> BlockText:
    """The code of a block for the inputs that vary, those in `whole` over integers, writing the labelled outputs."""
    return _Writer(code, varying, labels, whole).text()
