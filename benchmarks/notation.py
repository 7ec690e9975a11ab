"""Expressions in Python notation, written in the equation language."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from tmath.language.words import FUNCTIONS

__all__ = ["Names", "constraint_lines", "divided_names", "equation_text", "expression_text", "names_in", "sides"]

KEYWORDS = frozenset({"unknown", "given", "tight", "without", "pick", "over", "inputs"})

# How tightly each form binds, loosest first.
CHOICE, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)
_OPERATORS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", SUM),
    ast.Sub: ("-", SUM),
    ast.Mult: ("*", PRODUCT),
    ast.Div: ("/", PRODUCT),
    ast.Pow: ("^", POWER),
}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "=",
    ast.NotEq: "!=",
}
_SPELLINGS = {"ln": "log", "fabs": "abs", "Abs": "abs", "Min": "min", "Max": "max", "ceiling": "ceil"}


@dataclass(frozen=True, slots=True)
class Names:
    """What each name of the Python text is called in the equation file."""

    renamed: Mapping[str, str]
    known: frozenset[str]

    def __getitem__(self, name: str) -> str:
        return self.renamed.get(name, name)


def equation_text(text: str, names: Names) -> tuple[str, str]:
    """Both sides of an equation."""
    left, right = sides(text)
    return expression_text(left, names), expression_text(right, names)


def sides(text: str) -> tuple[str, str]:
    """The text before and after the first lone equals sign."""
    for place, character in enumerate(text):
        if character == "=" and text[place - 1] not in "<>=!" and text[place + 1 : place + 2] != "=":
            return text[:place].strip(), text[place + 1 :].strip()
    left, _, right = text.partition("==")
    return left.strip(), right.strip()


def expression_text(text: str, names: Names) -> str:
    """One expression.

    Raises: ValueError for what the language has no word for.
    """
    return _Writer(text, names).write(ast.parse(text, mode="eval").body)[0]


def constraint_lines(text: str, label: str, names: Names) -> list[str]:
    """A condition as one or more constraints."""
    writer = _Writer(text, names)
    lines = writer.conditions(ast.parse(text, mode="eval").body)
    if len(lines) == 1:
        return [f"{label}: {lines[0]}"]
    return [f"{label}_{place}: {line}" for place, line in enumerate(lines, 1)]


class _Writer:
    """Writes the nodes of one Python text, each with how tightly it binds."""

    def __init__(self, text: str, names: Names):
        self.text, self.names = text, names

    def write(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Constant():
                return self._number(node), ATOM
            case ast.Name(id=name):
                return self._name(name), ATOM
            case ast.Attribute(attr=name):
                return ("exp(1)" if name == "e" else name), ATOM
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return "-" + self._inside(inner, POWER), SIGN
            case ast.UnaryOp(op=ast.UAdd(), operand=inner):
                return self.write(inner)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return "not " + self._inside(inner, COMPARE), NOT
            case ast.BinOp():
                return self._binary(node)
            case ast.BoolOp(op=op, values=values):
                word, level = ("and", AND) if isinstance(op, ast.And) else ("or", OR)
                return f" {word} ".join(self._inside(value, level + 1) for value in values), level
            case ast.Compare():
                return self._compare(node)
            case ast.IfExp(test=test, body=body, orelse=other):
                return (
                    f"{self._inside(body, OR)} if {self._inside(test, OR)} else {self._inside(other, CHOICE)}",
                    CHOICE,
                )
            case ast.Call():
                return self._call(node)
        raise ValueError(f"the language cannot say {ast.unparse(node)}")

    def _inside(self, node: ast.expr, level: int) -> str:
        """A node as an operand, in parentheses where it binds more loosely than `level`."""
        text, binds = self.write(node)
        return text if binds >= level else f"({text})"

    def _number(self, node: ast.Constant) -> str:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise ValueError(f"no number: {node.value!r}")
        text = ast.get_source_segment(self.text, node) or repr(node.value)
        text = f"0{text}" if text.startswith(".") else text
        return text.replace(".e", ".0e").replace(".E", ".0E") + ("0" if text.endswith(".") else "")

    def _name(self, name: str) -> str:
        return "exp(1)" if name == "e" and name not in self.names.known else self.names[name]

    def _binary(self, node: ast.BinOp) -> tuple[str, int]:
        if isinstance(node.op, ast.FloorDiv):
            return f"floor({self._inside(node.left, PRODUCT)} / {self._inside(node.right, SIGN)})", ATOM
        if isinstance(node.op, ast.Mod):
            left, right = self._inside(node.left, PRODUCT), self._inside(node.right, SIGN)
            return f"{left} - {right} * floor({left} / {right})", SUM
        sign, level = _OPERATORS[type(node.op)]
        if level == POWER:
            return f"{self._inside(node.left, ATOM)}^{self._inside(node.right, ATOM)}", POWER
        return f"{self._inside(node.left, level)} {sign} {self._inside(node.right, level + 1)}", level

    def _compare(self, node: ast.Compare) -> tuple[str, int]:
        parts = self._comparisons(node)
        if len(parts) == 1:
            return parts[0], COMPARE
        return " and ".join(parts), AND

    def _comparisons(self, node: ast.Compare) -> list[str]:
        sides = [self._inside(side, SUM) for side in (node.left, *node.comparators)]
        signs = [_COMPARISONS[type(op)] for op in node.ops]
        return [f"{left} {sign} {right}" for left, sign, right in zip(sides, signs, sides[1:], strict=False)]

    def _call(self, node: ast.Call) -> tuple[str, int]:
        function = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        function = _SPELLINGS.get(function, function)
        arguments = [self._inside(argument, OR) for argument in node.args]
        if function == "pow":
            return f"({arguments[0]})^({arguments[1]})", POWER
        if function == "log" and len(arguments) == 2:
            return f"log({arguments[0]}) / log({arguments[1]})", PRODUCT
        if function not in FUNCTIONS:
            raise ValueError(f"no function of the language: {function}")
        return f"{function}({', '.join(arguments)})", ATOM

    def conditions(self, node: ast.expr) -> list[str]:
        """A condition as constraints that hold together; an equality is two of them."""
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
            return [line for value in node.values for line in self.conditions(value)]
        if not isinstance(node, ast.Compare):
            raise ValueError(f"no constraint: {ast.unparse(node)}")
        if (divides := self._divides(node)) is not None:
            return [divides]
        lines = []
        for line in self._comparisons(node):
            left, equal, right = line.partition(" = ")
            lines += [f"{left} <= {right}", f"{left} >= {right}"] if equal else [line]
        return lines

    def _divides(self, node: ast.Compare) -> str | None:
        """`b divides a` for a % b == 0."""
        match node.left, node.ops, node.comparators:
            case ast.BinOp(left=whole, op=ast.Mod(), right=part), [ast.Eq()], [ast.Constant(value=0)]:
                return f"{self._inside(part, ATOM)} divides {self._inside(whole, ATOM)}"
        return None


def divided_names(text: str) -> frozenset[str]:
    """The names that stand beside a remainder and are whole numbers therefore."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text, mode="eval")):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            found |= {side.id for side in (node.left, node.right) if isinstance(side, ast.Name)}
    return frozenset(found)


def names_in(text: str) -> list[str]:
    """The names of a Python text in order, functions and constants left out."""
    tree = ast.parse(text.replace("\n", " "), mode="eval")
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = {node.id: None for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called}
    return list(found)
