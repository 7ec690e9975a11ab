"""Choices become rows and cells numbers before any structure is looked at: a System and its givens -> Question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache

from tmath.algebra.expressions import Expr, from_syntax, name, number, postorder, substitute
from tmath.algebra.program import evaluate as value_of
from tmath.bursts import burst
from tmath.errors import ContradictionError
from tmath.language.syntax import Node
from tmath.language.system import Choice, Constraint, Relation, System
from tmath.records import dataclass
from tmath.values import Typed


class Rank(IntEnum):
    """What a row rests on, the strongest first."""

    CELL = 1
    EXACT = 2
    APPROXIMATE = 3
    ASSUMPTION = 4
    FALLBACK = 5
    ACTIVE = 6


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One equation ready for structure: two sides over quantities, chosen cells folded into them."""

    label: str
    rank: Rank
    left: Expr
    right: Expr
    names: frozenset[str]
    default_of: str | None = None
    relation: Relation | None = None  # None: the cell of a chosen row
    constraint: Constraint | None = None  # where an active constraint is the equation

    @property
    def gives_way(self) -> bool:
        """Whether the row is an assumption or a fallback, not a relation of the system."""
        return self.rank in (Rank.ASSUMPTION, Rank.FALLBACK)

    @property
    def plain(self) -> bool:
        """Whether it is a default with a plain number, such as aspect = 128."""
        return self.default_of is not None and not self.right.names


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A constraint ready for structure, and the row it becomes when it is active."""

    constraint: Constraint
    left: Expr
    right: Expr
    names: frozenset[str]
    active: Row


@dataclass(frozen=True, eq=False)
class Question:
    """One question with its choices made: the rows that may decide the unknown, in order of rank."""

    system: System
    unknown: str
    keys: Mapping[str, str]  # choice -> key
    said: frozenset[str]  # the choices the user named or a chosen row names
    typed: Mapping[str, Typed]  # what the user said
    chosen_by: Mapping[str, str]  # choice -> "given", "default", or the choice whose row chose it
    cells: Mapping[str, Fraction]  # plain numbers of the chosen rows, the user's words excepted
    cell_of: Mapping[str, str]  # column -> choice, for every chosen row
    rows: tuple[Row, ...]
    limits: tuple[Limit, ...]

    def known(self) -> dict[str, Fraction]:
        """Every number that is given, in base units: the user's and the cells'."""
        return {**self.cells, **{key: value.value for key, value in self.typed.items()}}

    def unfolded(self, statement: Relation | Constraint) -> tuple[Expr, Expr]:
        """Both sides of a statement as the file has them, names of cells kept but for those that take terms away."""
        none = number(Fraction(0))
        return _sides(
            self.system, statement, {cell: none for cell, value in self.cells.items() if not value}, self.keys
        )


def choose(system: System, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The row of every choice, and by what it was chosen: the user's, then what chosen rows choose, then defaults.

    Raises: ContradictionError where two chosen rows choose differently.
    """
    keys = dict(given)
    by: dict[str, str] = dict.fromkeys(given, "given")

    def follow(pending: list[str]) -> None:
        while pending:
            choice = pending.pop()
            for column, cell in system.choices[choice].rows[keys[choice]].cells.items():
                if column not in system.choices or not isinstance(cell, str):
                    continue
                if column not in keys:
                    keys[column], by[column] = cell, choice
                    pending.append(column)
                elif keys[column] != cell and by[column] not in ("given", "default"):
                    other = by[column]
                    raise ContradictionError(
                        f"{other}={keys[other]} has {column}={keys[column]}, "
                        f"{choice}={keys[choice]} has {column}={cell}\n"
                        f"   drop {other} or {choice}, or say which {column}",
                        equation=column,
                        repairs={other: (), choice: ()},
                    )

    follow(list(given))
    for choice in _choosers_first(system):
        if choice.name not in keys and choice.default is not None:
            keys[choice.name], by[choice.name] = choice.default, "default"
            follow([choice.name])
    return keys, by


def _choosers_first(system: System) -> Iterator[Choice]:
    """The choices, those whose rows choose another's row before that one: a chosen row's word goes before a default."""
    chosen_by: dict[str, set[str]] = {name: set() for name in system.choices}
    for choice in system.choices.values():
        for column in choice.columns:
            if column.kind == "chooses":
                chosen_by[column.name].add(choice.name)
    left = dict.fromkeys(system.choices)
    while left:
        name = next((name for name in left if not chosen_by[name] & left.keys()), next(iter(left)))
        del left[name]
        yield system.choices[name]


def _said(by: Mapping[str, str]) -> frozenset[str]:
    """The choices that the user made, or that a row the user chose makes."""
    said = set()
    for choice in by:
        root = choice
        while by[root] not in ("given", "default"):
            root = by[root]
        if by[root] == "given":
            said.add(choice)
    return frozenset(said)


@burst()
def ask(
    system: System,
    unknown: str,
    typed: Mapping[str, Typed],
    chosen: Mapping[str, str],
    *,
    tight: frozenset[str] = frozenset(),
    without: frozenset[str] = frozenset(),
    later: frozenset[str] = frozenset(),
    own_default: bool = False,
) -> Question:
    """The question as rows: chosen cells folded into every equation, what `without` names left out.

    The numbers of the names in `later` may change, so they are never folded. The unknown's own default never counts,
    unless it is asked for.
    """
    keys, by = choose(system, chosen)
    said = _said(by)
    folded: dict[str, Expr] = {}
    open_cells: list[tuple[str, str, Expr]] = []
    cell_of: dict[str, str] = {}
    for choice_name, key in keys.items():
        choice = system.choices[choice_name]
        for column, cell in _quantity_cells(choice, key):
            if column == unknown and choice_name not in said:
                continue  # the unknown's own default never counts
            cell_of[column] = choice_name
            if column in typed:
                continue
            expr = from_syntax(cell, _factor(system), {}, keys)
            if not isinstance(expr.value, Fraction) or column == unknown:  # exp(0.5267) is no fraction either
                open_cells.append((column, choice_name, expr))
            else:
                folded[column] = expr
    cells = {column: _fraction(expr) for column, expr in folded.items()}
    for key, value in typed.items():
        # A given zero, or one in the place of a cell, takes terms away as the cell would have.
        if key not in later and (value.value == 0 or key in cell_of):
            folded[key] = number(value.value)

    fold = _Folding(system, keys, folded)
    computed = {column for column, choice_name, _ in open_cells if choice_name in said}
    rows = []
    for column, _, expr in open_cells:
        left, right = fold.folded(name(column), expr)
        rows.append(Row(column, Rank.CELL, left, right, frozenset({column}) | right.names))
    for relation in (*system.equations, *system.assumptions, *system.fallbacks):
        if relation.label in without:
            continue
        if relation.default_of == unknown and relation.kind != "equation" and not own_default:
            continue
        if relation.default_of in computed:
            continue  # the formula of a chosen row stands in its place
        left, right = fold.sides(relation)
        names = left.names | right.names
        if names.isdisjoint(system.choices):  # else it speaks of a choice not made
            rows.append(Row(relation.label, _rank(relation), left, right, names, relation.default_of, relation, None))
    limits = []
    for constraint in system.constraints:
        if constraint.label in without:
            continue
        left, right = fold.sides(constraint)
        names = left.names | right.names
        if names & system.choices.keys():
            continue
        if constraint.label in tight and constraint.op != "divides":
            rows.append(Row(constraint.label, Rank.EXACT, left, right, names, constraint=constraint))
        active = Row(constraint.label, Rank.ACTIVE, left, right, names, constraint=constraint)
        limits.append(Limit(constraint, left, right, names, active))
    rows.sort(key=lambda row: row.rank)
    return Question(system, unknown, keys, said, dict(typed), by, cells, cell_of, tuple(rows), tuple(limits))


class _Folding:
    """Puts the numbers of cells into equations where they shape them, so that 0 * max_positions ties nothing.

    That is zeros and ones, exponents, and whatever else would take a name away; elsewhere the names stay, for repairs
    and sensitivities to speak of.
    """

    def __init__(self, system: System, keys: Mapping[str, str], numbers: Mapping[str, Expr]):
        self._system, self._keys, self._numbers = system, keys, numbers
        self._switches = {column: expr for column, expr in numbers.items() if expr.value in (0, 1)}

    def sides(self, statement: Relation | Constraint) -> tuple[Expr, Expr]:
        """Both sides of a statement."""
        return self.folded(*_sides(self._system, statement, {}, self._keys))

    def folded(self, left: Expr, right: Expr) -> tuple[Expr, Expr]:
        """Both sides of an equation with the cells that shape it put in."""
        mentioned = self._numbers.keys() & (left.names | right.names)
        if not mentioned:
            return left, right
        full = substitute(left, self._numbers), substitute(right, self._numbers)
        shaping = {name: self._numbers[name] for name in mentioned if _shapes(left, name) or _shapes(right, name)}
        few = {**self._switches, **shaping}
        light = substitute(left, few), substitute(right, few)
        kept = (light[0].names | light[1].names) - mentioned
        return light if kept == full[0].names | full[1].names else full


@lru_cache(maxsize=4096)
def _shapes(expr: Expr, name: str) -> bool:
    """Whether a name shapes an expression: in an exponent, or where pieces of it begin."""
    return any(
        (node.op in ("min", "max", "select", "ceil", "floor") and name in node.names)
        or (node.op == "pow" and name in node.args[1].names)
        for node in postorder([expr], lambda node: name in node.names)
    )


def _quantity_cells(choice: Choice, key: str) -> list[tuple[str, Node]]:
    kinds = {column.name: column.kind for column in choice.columns}
    return [
        (column, cell)
        for column, cell in choice.rows[key].cells.items()
        if kinds[column] != "chooses" and not isinstance(cell, str)
    ]


def _rank(relation: Relation) -> Rank:
    if relation.kind == "equation":
        return Rank.APPROXIMATE if relation.approximate else Rank.EXACT
    return Rank.ASSUMPTION if relation.kind == "assumption" else Rank.FALLBACK


def _sides(
    system: System, relation: Relation | Constraint, values: Mapping[str, Expr], keys: Mapping[str, str]
) -> tuple[Expr, Expr]:
    factor = _factor(system)
    return from_syntax(relation.left, factor, values, keys), from_syntax(relation.right, factor, values, keys)


def _factor(system: System) -> Callable[[str], Fraction]:
    return lambda text: system.units.read(text).factor


def _fraction(expr: Expr) -> Fraction:
    """The number of a cell; an irrational one, such as exp(0.5267), to the nearest float."""
    return expr.value if isinstance(expr.value, Fraction) else Fraction(float(value_of(expr, {})))
