"""Answers, relations and syntax nodes as LaTeX; text of files is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from tmath.algebra.printing import latex_symbol, to_latex
from tmath.language.printing import bracketed, fold
from tmath.language.syntax import (
    Binary,
    Call,
    Compare,
    Conditional,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
)
from tmath.language.system import Constraint, Relation
from tmath.render.figures import exact_number
from tmath.solving.answer import Answer, Figure

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
_SIGNS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne", "<": "<", ">": ">", "=": "=", "divides": r"\mid"}
_FENCES = {"abs": (r"\left|", r"\right|"), "ceil": (r"\lceil ", r" \rceil"), "floor": (r"\lfloor ", r" \rfloor")}
RELATION = {"equal": "=", "at_most": r"\le", "at_least": r"\ge"}


def escape(text: str) -> str:
    """Text that LaTeX prints as it stands."""
    return "".join(_ESCAPES.get(c, c) for c in text)


def unit_latex(text: str) -> str:
    """A unit in upright letters; nothing for a plain number."""
    return "" if text == "1" else r"\,\mathrm{" + escape(text).replace("*", r"\,") + "}"


# -- syntax nodes ----------------------------------------------------------------------------------


def node_latex(node: Node) -> str:
    """An expression in the author's form; quotients as fractions."""
    return fold(node, _combine)


def _combine(node: Node, operands: Sequence[str]) -> str:
    parts = bracketed(node, operands, r"\left(", r"\right)")
    match node:
        case Number():
            return _number(node)
        case Name():
            return r"\pi" if node.id == "pi" else latex_symbol(node.id)
        case Negative():
            return f"-{parts[0]}"
        case Not():
            return rf"\lnot {parts[0]}"
        case Binary():
            return _binary(node, parts, operands)
        case Compare():
            return f"{parts[0]} {_SIGNS[node.op]} {parts[1]}"
        case Logic():
            return rf"{parts[0]} \{'land' if node.op == 'and' else 'lor'} {parts[1]}"
        case Call():
            return _call(node.function, operands)
        case Conditional():
            then, condition, otherwise = operands
            rows = rf"{then} & \text{{if }} {condition} \\ {otherwise} & \text{{otherwise}}"
            return rf"\begin{{cases}} {rows} \end{{cases}}"


def _number(node: Number) -> str:
    mantissa, _, exponent = node.text.lower().replace("_", r"\,").partition("e")
    power = rf" \times 10^{{{int(exponent.replace(chr(92) + ',', ''))}}}" if exponent else ""
    return mantissa + power + (unit_latex(node.unit.text) if node.unit else "")


def _binary(node: Binary, parts: Sequence[str], operands: Sequence[str]) -> str:
    if node.op == "/":
        return rf"\frac{{{operands[0]}}}{{{operands[1]}}}"
    if node.op == "^":
        return rf"{{{parts[0]}}}^{{{operands[1]}}}"
    if node.op == "*":
        sign = r" \cdot " if parts[1][:1].isdigit() else r" \, "
        return parts[0] + sign + parts[1]
    return f"{parts[0]} {node.op} {parts[1]}"


def _call(function: str, arguments: Sequence[str]) -> str:
    inside = ", ".join(arguments)
    if function == "sqrt":
        return rf"\sqrt{{{inside}}}"
    if function in _FENCES:
        return _FENCES[function][0] + inside + _FENCES[function][1]
    shown = {"log2": r"\log_{2}", "log10": r"\log_{10}", "log": r"\ln"}.get(function, f"\\{function}")
    return rf"{shown}\left({inside}\right)"


def relation_latex(relation: Relation) -> str:
    """left = right"""
    sign = r"\approx" if relation.approximate else "="
    return f"{node_latex(relation.left)} {sign} {node_latex(relation.right)}"


def constraint_latex(constraint: Constraint) -> str:
    """left <= right"""
    return f"{node_latex(constraint.left)} {_SIGNS[constraint.op]} {node_latex(constraint.right)}"


# -- answers ---------------------------------------------------------------------------------------


def answer_latex(answer: Answer) -> str:
    """The answer as display mathematics, one aligned line a fact."""
    lines = [line for one in (answer, *answer.others.values()) for line in _lines(one)]
    body = " \\\\\n".join(lines)
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def _lines(answer: Answer) -> list[str]:
    symbol = latex_symbol(answer.unknown)
    sign = RELATION.get(answer.kind if answer.kind in RELATION else answer.direction, "=")
    lines = []
    if answer.kind == "rows":
        keys = ", ".join(r"\mathrm{" + escape(row.key) + "}" for row in answer.rows if row.feasible)
        return [rf"{symbol} &\in \left\{{{keys}\right\}}"]
    if answer.expression is not None:
        lines.append(f"{symbol} &{sign} {to_latex(answer.expression)}")
    elif answer.relation is not None:
        left, right = map(to_latex, answer.relation)
        lines.append(rf"{symbol} &{sign} \text{{the root of }} {left} = {right}")
    if answer.interval is not None:
        lines.append(_interval(answer, symbol))
    elif answer.kind != "formula":
        lines += [f"{symbol} &{sign} {figure_latex(root.figure)}" for root in answer.roots]
    if answer.binding:
        lines[-1] += rf" && \text{{\texttt{{{escape(answer.binding)}}} binds}}"
    return lines or [symbol]


def _interval(answer: Answer, symbol: str) -> str:
    assert answer.interval is not None
    low, high, low_closed, high_closed = answer.interval
    ends = [r"\infty" if end == float("inf") else _decimal(end) for end in (low, high)]
    left, right = "[" if low_closed else "(", "]" if high_closed else ")"
    return rf"{symbol} &\in \left{left}{ends[0]},\, {ends[1]}\right{right}{unit_latex(answer.unit.text)}"


def figure_latex(figure: Figure) -> str:
    """A number with its unit."""
    return _decimal(figure.value) + unit_latex(figure.unit.text)


def _decimal(value: float) -> str:
    mantissa, _, exponent = exact_number(value).replace("_", r"\,").partition("e")
    return mantissa + (rf" \times 10^{{{int(exponent)}}}" if exponent else "")
