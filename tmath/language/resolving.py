"""Names of an expression made full: aliases replaced, keys left beside their choice."""

from __future__ import annotations

from fractions import Fraction

from tmath.errors import DimensionError, Span, UnknownNameError
from tmath.language.namespace import PI, Namespace, Scope, suggest
from tmath.language.syntax import (
    Binary,
    Compare,
    Name,
    Negative,
    Node,
    Number,
    UnitText,
    children,
    walk,
    with_children,
)
from tmath.records import replace
from tmath.units import UnitTable

__all__ = ["Resolver", "is_bare", "key_of", "rebuild", "with_unit"]

_ONE = Fraction(1)


class Resolver:
    """Resolves the expressions of one file against the names of its system."""

    def __init__(self, space: Namespace, scope: Scope, units: UnitTable):
        self.space, self.scope, self.units = space, scope, units

    def __call__(self, node: Node) -> tuple[Node, frozenset[str]]:
        """The expression with full names, and the quantities and choices in it."""
        space, aliases = self.space, self.scope.aliases
        found: set[str] = set()
        replaced: dict[int, Node] = {}
        stack = [node]
        while stack:
            part = stack.pop()
            kind = type(part)
            if kind is Number:
                continue
            if type(part) is Name:
                name = aliases.get(part.id, part.id)
                if name in space.quantities:
                    found.add(name)
                    if name != part.id:
                        replaced[id(part)] = Name(name, part.span)
                elif name != PI:
                    self._no_quantity(part)
            elif type(part) is Compare and (choice := self._choice_in(part)) is not None:
                found.add(choice)
                replaced[id(part)] = self._choice_compare(part, choice)
            elif type(part) is Binary:
                stack.append(part.right)
                stack.append(part.left)
            else:
                stack.extend(reversed(children(part)))
        return rebuild(node, replaced) if replaced else node, frozenset(found)

    def _choice_in(self, node: Compare) -> str | None:
        """The choice that a comparison is about; it may stand on either side."""
        for side in (node.left, node.right):
            if isinstance(side, Name) and side.id in self.space.choices and side.id not in self.scope.aliases:
                return side.id
        return None

    def _choice_compare(self, node: Compare, choice: str) -> Compare:
        """choice = key, the choice first."""
        left_is = isinstance(node.left, Name) and node.left.id == choice
        name, key = (node.left, node.right) if left_is else (node.right, node.left)
        report = self.space.report
        if node.op not in ("=", "!="):
            lines = (f"{choice} is a choice; it may be compared with a key by = and !=",)
            report(DimensionError, f"choice {choice} has no order", node.span, lines=lines)
        self.key(choice, key)
        return replace(node, left=name, right=key)

    def key(self, choice: str, node: Node) -> str | None:
        """The key of a choice that an expression is, noted where it is none."""
        text = key_of(node)
        table = self.space.tables[choice]
        keys = [row.key for row in table.rows]
        if text in keys:
            return text
        report = self.space.report
        shown = report.quote(node)
        lines = [f"keys are {', '.join(keys[:12])}{', ...' if len(keys) > 12 else ''}", *suggest(shown, keys)]
        report(UnknownNameError, f"{shown!r} is no key of choice {choice}", node.span, lines=lines)
        return None

    def _no_quantity(self, node: Name) -> None:
        if node.id not in self.space.choices:
            self.space.unknown(node.id, node.span, self.scope, self.units)
            return
        key = next((row.key for row in self.space.tables[node.id].rows), "key")
        self.space.report(
            DimensionError,
            f"{node.id} is a choice, not a number",
            node.span,
            lines=(f"a choice may only be compared with a key, as in {node.id} = {key}",),
        )


def key_of(node: Node) -> str | None:
    """The text of a name or an integer, as keys are written."""
    if isinstance(node, Name):
        return node.id
    if isinstance(node, Number) and node.unit is None and node.value.denominator == 1:
        return str(node.value.numerator)
    return None


def rebuild(node: Node, replaced: dict[int, Node]) -> Node:
    """The expression with some of its nodes replaced, without recursion; untouched parts are shared."""
    order: list[Node] = []
    stack = [node]
    while stack:
        part = stack.pop()
        order.append(part)
        if id(part) not in replaced:
            stack.extend(children(part))
    made = dict(replaced)
    for part in reversed(order):
        if id(part) not in made:
            old = children(part)
            new = [made[id(child)] for child in old]
            same = all(one is other for one, other in zip(new, old, strict=True))
            made[id(part)] = part if same else with_children(part, new)
    return made[id(node)]


def is_bare(node: Node) -> bool:
    """Whether an expression holds neither a name nor a unit."""
    return not any(
        (isinstance(part, Name) and part.id != PI) or (isinstance(part, Number) and part.unit is not None)
        for part in walk(node)
    )


def with_unit(node: Node, unit: str) -> Node:
    """A bare number in a unit; anything else as it is."""
    if not is_bare(node):
        return node
    text = UnitText(unit, node.span)
    if isinstance(node, Number):
        return replace(node, unit=text)
    if isinstance(node, Negative) and isinstance(node.operand, Number):
        return replace(node, operand=replace(node.operand, unit=text))
    return Binary("*", node, Number(_ONE, "1", text, node.span), node.span, _at(node.span))


def _at(span: Span) -> Span:
    return Span(span.file, span.line, span.column, span.column)
