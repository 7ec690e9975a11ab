"""What a file says, as frozen nodes: expressions and declarations, each with the span it came from.

Nothing here is resolved: names are names, units are text. `system.py` links them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from tmath.errors import Problem, Span
from tmath.records import dataclass, replace

# -- expressions -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitText:
    """The text between the brackets of a unit, to be read against the units of the library."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Number:
    """A literal: exact value, the text as the author wrote it, and its unit if it has one."""

    value: Fraction
    text: str
    unit: UnitText | None
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A quantity, a choice, the key of a row, or the constant pi."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Negative:
    """-operand"""

    operand: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """left op right, for + - * / ^; `op_span` is the operator itself."""

    op: Literal["+", "-", "*", "/", "^"]
    left: Node
    right: Node
    span: Span
    op_span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the closed table: sqrt exp log log2 log10 min max abs ceil floor sin cos tan."""

    function: str
    arguments: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """left op right, for < <= > >= = !="""

    op: Literal["<", "<=", ">", ">=", "=", "!="]
    left: Node
    right: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Logic:
    """left and right, left or right"""

    op: Literal["and", "or"]
    left: Node
    right: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """not operand"""

    operand: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """then if condition else otherwise"""

    then: Node
    condition: Node
    otherwise: Node
    span: Span


Node = Number | Name | Negative | Binary | Call | Compare | Logic | Not | Conditional


def children(node: Node) -> tuple[Node, ...]:
    """The operands of a node, in the order written."""
    match node:
        case Number() | Name():
            return ()
        case Negative() | Not():
            return (node.operand,)
        case Binary() | Compare() | Logic():
            return (node.left, node.right)
        case Call():
            return node.arguments
        case Conditional():
            return (node.then, node.condition, node.otherwise)


def with_children(node: Node, operands: Sequence[Node]) -> Node:
    """The node with other operands."""
    match node:
        case Name() | Number():
            return node
        case Negative() | Not():
            return replace(node, operand=operands[0])
        case Binary() | Compare() | Logic():
            return replace(node, left=operands[0], right=operands[1])
        case Call():
            return replace(node, arguments=tuple(operands))
        case Conditional():
            return replace(node, then=operands[0], condition=operands[1], otherwise=operands[2])


def walk(node: Node) -> Iterator[Node]:
    """Every node of an expression, without recursion, so that deep expressions are no danger."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def names(node: Node) -> frozenset[str]:
    """The names an expression mentions."""
    return frozenset(part.id for part in walk(node) if isinstance(part, Name))


# -- declarations ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """from key "where in it" """

    key: str
    where: str
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """use name"""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class SourceDecl:
    """key = "citation" URL"""

    key: str
    citation: str
    url: str
    span: Span


@dataclass(frozen=True, slots=True)
class UnitDecl:
    """A base unit (`factor` and `unit` None) or a derived one: name = factor [unit, prefixed].

    `role` is a further flag: `binary` units take Ki Mi Gi Ti too, `count` units are of things people
    round when they type them (7B, 300B tokens).
    """

    name: str
    aliases: tuple[str, ...]
    factor: Fraction | None
    unit: UnitText | None
    prefixed: bool
    doc: str
    span: Span
    role: Literal["", "binary", "count"] = ""


@dataclass(frozen=True, slots=True)
class Flags:
    """What may follow the unit of a quantity: the values it may take, in its declared unit."""

    integer: bool = False
    multiple_of: int | None = None
    members: tuple[Fraction, ...] | None = None
    signed: bool = False
    nonnegative: bool = False
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class QuantityDecl:
    """name, alias = default [unit, flags] "doc" """

    name: str
    aliases: tuple[str, ...]
    default: Node | None
    unit: UnitText
    flags: Flags
    doc: str
    span: Span
    alias_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A table heading: a name, and its unit (with flags) if it declares a quantity or gives a unit to cells."""

    name: str
    unit: UnitText | None
    flags: Flags
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `value` is None where the table leaves it open with a dash."""

    value: Node | None
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; for a choice the first cell is the key."""

    key: str
    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ChoiceDecl:
    """choice name = default "doc" from source: table. `columns` and each row's `cells` leave out the key."""

    name: str
    default: str | None
    doc: str
    citations: tuple[Citation, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    span: Span
    default_span: Span | None = None


@dataclass(frozen=True, slots=True)
class RelationDecl:
    """[label:] left = right, of `equations:`, `assumptions:` or `fallbacks:`; `approximate` where ~= is written."""

    kind: Literal["equation", "assumption", "fallback"]
    label: str
    left: Node
    right: Node
    approximate: bool
    doc: str
    citations: tuple[Citation, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ConstraintDecl:
    """label: left <= right "what is broken" """

    label: str
    op: Literal["<=", ">=", "<", ">", "divides"]
    left: Node
    right: Node
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class CheckDecl:
    """check "title" from source within 2%: table. `tolerance` is a fraction, 0 for `exactly`."""

    title: str
    citations: tuple[Citation, ...]
    tolerance: Fraction
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[Row, ...]  # cells: the inputs, then the outputs; key is unused
    span: Span


@dataclass(frozen=True, slots=True)
class FileDecl:
    """One parsed equation file; `relations` keeps the order of the text.

    `problems` are the mistakes of its statements; the declarations are then those that could be read all the same.
    """

    name: str
    path: str
    text: str
    doc: str
    uses: tuple[Use, ...]
    sources: tuple[SourceDecl, ...]
    units: tuple[UnitDecl, ...]
    quantities: tuple[QuantityDecl, ...]
    choices: tuple[ChoiceDecl, ...]
    relations: tuple[RelationDecl, ...]
    constraints: tuple[ConstraintDecl, ...]
    checks: tuple[CheckDecl, ...]
    problems: tuple[Problem, ...] = ()
