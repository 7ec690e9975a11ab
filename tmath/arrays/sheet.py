"""A plan whose numbers come later, as data: definitions in order, what must hold, and what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from fractions import Fraction
from typing import Literal

from tmath.algebra.nodes import Expr
from tmath.algebra.turn import Turned
from tmath.language.system import Domain
from tmath.records import dataclass, field

MOST_BRANCHES = 16  # ways to a value that are followed


class Status(IntEnum):
    """What became of one element; those from OUT_OF_BOUNDS on have no value."""

    OK = 0
    BROKEN = 1  # a value, at which a constraint does not hold
    OUT_OF_BOUNDS = 2  # a quantity leaves its bounds
    NO_ROOT = 3  # no value exists: none solves the equations, or an input is not a number
    SEVERAL = 4  # several values are admissible
    CONTRADICTION = 5  # the inputs contradict each other
    INTERVAL = 6  # every value of an interval is admissible
    NOT_PROVEN = 7  # the search was given up, or a step function was to be turned round


@dataclass(frozen=True, slots=True)
class Column:
    """A quantity that goes in or comes out, in its declared unit."""

    name: str
    unit: str
    factor: Fraction  # of the unit, to base units
    domain: Domain


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a root: a formula, or Newton's method from a start, or the n-th crossing of a scan."""

    formula: Expr | None = None
    start: Expr | None = None  # of log x
    number: int = 0
    mirrored: bool = False  # to a negative root: everything is said of its opposite


@dataclass(frozen=True, slots=True)
class Method:
    """How an implicit quantity is found, all elements at once.

    `log`: Newton's method on `value`, log(one side / the other) as a function of log x, with its slope.
    `plain`: the same by brackets alone, `value` being left - right. `scan`: a grid, then brackets. `formulas`: tried.
    """

    kind: Literal["log", "plain", "scan", "formulas"]
    value: Expr
    slope: Expr
    ways: tuple[Way, ...]
    rising: int = 0  # of `value`, where that is proven
    low: float = -700.0  # of log x
    high: float = 700.0
    mirror: Expr | None = None  # `value` of the opposite of x, where x may be negative
    depth: float = 700.0  # the largest log of that opposite


LOG = "log#"  # the name of log x in `value` and `slope`
UNKNOWN = "x#"  # and of x itself


@dataclass(frozen=True, slots=True)
class Definition:
    """A quantity from those before it: by a formula, or as a root."""

    name: str
    expr: Expr | None
    turned: Turned | None = None
    method: Method | None = None
    bounds: tuple[str, str, bool] = ("0", "inf", True)  # low, high, low open

    @property
    def names(self) -> frozenset[str]:
        """What it rests on."""
        if self.expr is not None:
            return self.expr.names
        assert self.turned is not None
        return self.turned.names

    @property
    def ways(self) -> int:
        """How many ways there are."""
        return 1 if self.method is None else len(self.method.ways)


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that every answer meets; `value` tells what has no value from what has a wrong one.

    `flag`: whole numbers, multiples and members, which optimisers step between.
    """

    holds: Expr
    status: Status
    value: Expr | None = None
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a constraint is from breaking, relative to its larger side; `holds` judges it, rounding forgiven."""

    label: str
    value: Expr
    holds: Expr
    smooth: bool = True


@dataclass(frozen=True)
class Sheet:
    """One question planned. Names in expressions are those of definitions, or of inputs in base units."""

    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    definitions: Mapping[str, Definition] = field(repr=False)
    results: Mapping[str, Expr] = field(repr=False)  # output -> its expression, in base units
    checks: tuple[Check, ...] = field(default=(), repr=False)
    margins: tuple[Margin, ...] = field(default=(), repr=False)

    def needed(self, names: Iterable[str]) -> list[Definition]:
        """The definitions that some names rest on, in order."""
        wanted: set[str] = set()
        stack = [name for name in names if name in self.definitions]
        while stack:
            name = stack.pop()
            if name not in wanted:
                wanted.add(name)
                stack.extend(other for other in self.definitions[name].names if other in self.definitions)
                stack.extend(other for other in _method_names(self.definitions[name]) if other in self.definitions)
        return [definition for name, definition in self.definitions.items() if name in wanted]

    def several(self, exprs: Iterable[Expr]) -> list[Definition]:
        """The definitions under some expressions that have more than one way."""
        names = {name for expr in exprs for name in expr.names}
        return [definition for definition in self.needed(names) if definition.ways > 1]


def _method_names(definition: Definition) -> frozenset[str]:
    method = definition.method
    if method is None:
        return frozenset()
    parts = [method.value, method.slope, method.mirror or method.slope]
    parts += [part for way in method.ways for part in (way.formula, way.start) if part is not None]
    return frozenset().union(*(part.names for part in parts)) - {LOG, UNKNOWN, definition.name}


@dataclass(frozen=True, slots=True)
class Edge:
    """Where one constraint becomes active: the unknown there, what must hold for that, and the margin's trend in it."""

    label: str
    at: Expr | None  # in base units; None where it has no value for any input
    checks: tuple[Check, ...]
    trend: int | None  # -1: the constraint holds below, 1: above, None: not proven
    exact: bool = True  # whether no step function was smoothed


@dataclass(frozen=True)
class Bounds:
    """A question that constraints answer: `edges` is where they become active, `forward` takes the unknown too."""

    edges: Sheet
    forward: Sheet
    limits: tuple[Edge, ...]
    speaking: tuple[str, ...]  # labels of the margins of `forward` that the unknown must satisfy
    divides: Expr | None = None  # a whole number that the unknown must divide, in base units
    joined: tuple[Expr, ...] = ()  # conditions that whole numbers derived from the unknown are whole

    @property
    def output(self) -> Column:
        """The unknown."""
        return self.edges.outputs[0]
