"""Straight-line code for one element: expressions inside each other where they are used once, else named."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tmath.arrays.lower import TRUTHS, Code, Op, Operand
from tmath.records import dataclass

WIDEST = 88  # characters of an expression before it gets a name
CALL = 10


@dataclass(frozen=True, slots=True)
class Form:
    """How an operation is written: a template, its precedence, and what its operands need (-1: a name of their own)."""

    template: str
    precedence: float = CALL
    operands: tuple[float, ...] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Language:
    """How operations, constants and assignments are written."""

    forms: Mapping[str, Form]
    constant: Callable[[float], str]
    assign: Callable[[str, str, bool], str]  # name, expression, whether it is true or false


def infix(symbol: str, precedence: float, right: float | None = None) -> Form:
    """A binary operation whose right operand binds one tighter, or as told."""
    return Form(f"{{0}} {symbol} {{1}}", precedence, (precedence, precedence + 1 if right is None else right))


def compared(symbol: str, precedence: float, operands: float | None = None) -> Form:
    """A comparison, which is never chained."""
    need = precedence + 1 if operands is None else operands
    return Form(f"{{0}} {symbol} {{1}}", precedence, (need, need))


def function(name: str, arity: int = 1) -> Form:
    """A call."""
    return Form(f"{name}({', '.join(f'{{{i}}}' for i in range(arity))})")


def written(
    code: Code, language: Language, names: Mapping[int, str], temporary: str = "t"
) -> tuple[list[str], list[str]]:
    """Assignments in order, and the expression of each output; `names` are registers that have names already."""
    return _Writer(code, language, names, temporary).write()


class _Writer:
    def __init__(self, code: Code, language: Language, names: Mapping[int, str], temporary: str):
        self.code, self.language, self.names, self.temporary = code, language, names, temporary
        self.texts: dict[int, tuple[str, float]] = {}
        self.lines: list[str] = []
        self.uses = [0] * len(code.ops)
        for operand in (*(a for op in code.ops for a in op.args), *code.outputs.values()):
            if type(operand) is int:
                self.uses[operand] += 1
        for op in code.ops:
            form = language.forms.get(op.name)
            for arg, need in zip(op.args, form.operands if form else (), strict=False):
                if need == -1 and type(arg) is int:
                    self.uses[arg] += 1

    def write(self) -> tuple[list[str], list[str]]:
        count = 0
        for register, op in enumerate(self.code.ops):
            if op.name == "input":
                self.texts[register] = (self.names[register], CALL)
                continue
            text, precedence = self.expression(register, op)
            name = self.names.get(register)
            if name is None and self.uses[register] <= 1 and len(text) <= WIDEST:
                self.texts[register] = (text, precedence)
                continue
            if name is None:
                name = f"{self.temporary}{count}"
                count += 1
            self.lines.append(self.language.assign(name, text, op.name in TRUTHS))
            self.texts[register] = (name, CALL)
        return self.lines, [self.operand(operand, 0) for operand in self.code.outputs.values()]

    def expression(self, register: int, op: Op) -> tuple[str, float]:
        if op.name == "roots":
            args = ", ".join(self.operand(arg, 0) for arg in op.args)
            return f"{self.names.get(-1 - register, f'root{register}')}({args})", CALL
        form = self.language.forms[op.name]
        args_text = [self.operand(arg, need) for arg, need in zip(op.args, form.operands, strict=False)]
        return form.template.format(*args_text), form.precedence

    def operand(self, operand: Operand, need: float) -> str:
        if type(operand) is int:
            text, precedence = self.texts[operand]
        else:
            text, precedence = self.language.constant(operand), CALL if operand >= 0 else 6
        return f"({text})" if precedence < need else text


# -- Python ----------------------------------------------------------------------------------------


def python_constant(value: float) -> str:
    """A float as Python writes it."""
    if value != value:
        return "nan"
    if abs(value) == float("inf"):
        return "inf" if value > 0 else "-inf"
    return repr(int(value)) + ".0" if value.is_integer() and abs(value) < 1e15 else repr(value)


PYTHON = Language(
    {
        "add": infix("+", 4), "sub": infix("-", 4), "mul": infix("*", 5), "div": infix("/", 5),
        "neg": Form("-{0}", 6, (6,)), "pow": function("pow", 2), "select": Form("{1} if {0} else {2}", 0, (1, 1, 1)),
        "lt": compared("<", 3), "le": compared("<=", 3), "gt": compared(">", 3), "ge": compared(">=", 3),
        "eq": compared("==", 3), "ne": compared("!=", 3),
        "and": infix("and", 2, 2), "or": infix("or", 1, 1), "not": Form("not {0}", 2, (3,)), "abs": function("abs"),
        "min": Form("{0} if {0} <= {1} else {1}", 0, (-1, -1)), "max": Form("{0} if {0} >= {1} else {1}", 0, (-1, -1)),
        **{op: function(op) for op in ("sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "ceil", "floor")},
    },
    python_constant,
    lambda name, text, truth: f"{name} = {text}",
)  # fmt: skip
