"""Choices become rows and cells become numbers before any structure is looked at: a System and its givens -> Question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from tmath.algebra.expressions import Expr, from_syntax, name, number
from tmath.errors import ContradictionError
from tmath.language.system import Choice, Constraint, Relation, System
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
    """A constraint ready for structure."""

    constraint: Constraint
    left: Expr
    right: Expr
    names: frozenset[str]


@dataclass(frozen=True, eq=False)
class Question:
    """One question with its choices made: the rows that may decide the unknown, in order of rank."""

    system: System
    unknown: str
    keys: Mapping[str, str]  # choice -> key
    said: frozenset[str]  # the choices the user named or a chosen row names
    typed: Mapping[str, Typed]  # what the user said
    cells: Mapping[str, Fraction]  # plain numbers of the chosen rows, the user's words excepted
    cell_of: Mapping[str, str]  # column -> choice, for every chosen row
    rows: tuple[Row, ...]
    limits: tuple[Limit, ...]

    def known(self) -> dict[str, Fraction]:
        """Every number that is given, in base units: the user's and the cells'."""
        return {**self.cells, **{key: value.value for key, value in self.typed.items()}}

    def unfolded(self, relation: Relation) -> tuple[Expr, Expr]:
        """Both sides of a relation as the file has them, names of cells kept."""
        return _sides(self.system, relation, {}, self.keys)


def choose(system: System, given: Mapping[str, str]) -> tuple[dict[str, str], frozenset[str]]:
    """The row of every choice: the user's, then what chosen rows choose, then defaults.

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
                        f"{other}={keys[other]} has {column}={keys[column]}, {choice}={keys[choice]} has {column}={cell}\n"
                        f"   drop {other} or {choice}, or say which {column}",
                        equation=column,
                        repairs={other: (), choice: ()},
                    )

    follow(list(given))
    said = frozenset(keys)
    for choice in system.choices.values():
        if choice.name not in keys and choice.default is not None:
            keys[choice.name], by[choice.name] = choice.default, "default"
            follow([choice.name])
    return keys, said


def ask(
    system: System,
    unknown: str,
    typed: Mapping[str, Typed],
    chosen: Mapping[str, str],
    *,
    tight: frozenset[str] = frozenset(),
    without: frozenset[str] = frozenset(),
) -> Question:
    """The question as rows: chosen cells folded into every equation, what `without` names left out."""
    keys, said = choose(system, chosen)
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
            assert not isinstance(cell, str)
            expr = from_syntax(cell, _factor(system), {}, keys)
            if expr.names or column == unknown:
                open_cells.append((column, choice_name, expr))
            else:
                folded[column] = expr
    cells = {column: _fraction(expr) for column, expr in folded.items()}
    for key, value in typed.items():
        # A given zero, or one in the place of a cell, takes terms away as the cell would have.
        if value.value == 0 or key in cell_of:
            folded[key] = number(value.value)

    rows = [
        Row(column, Rank.CELL, name(column), fold, frozenset({column}) | fold.names)
        for column, _, expr in open_cells
        for fold in [from_syntax_again(expr, folded)]
    ]
    for relation in (*system.equations, *system.assumptions, *system.fallbacks):
        if relation.label in without or (relation.default_of == unknown and relation.kind != "equation"):
            continue
        left, right = _sides(system, relation, folded, keys)
        names = left.names | right.names
        if names & system.choices.keys():
            continue  # speaks of a choice not made
        rows.append(Row(relation.label, _rank(relation), left, right, names, relation.default_of, relation))
    limits = []
    for constraint in system.constraints:
        if constraint.label in without:
            continue
        left = from_syntax(constraint.left, _factor(system), folded, keys)
        right = from_syntax(constraint.right, _factor(system), folded, keys)
        names = left.names | right.names
        if names & system.choices.keys():
            continue
        if constraint.label in tight and constraint.op != "divides":
            rows.append(Row(constraint.label, Rank.EXACT, left, right, names, constraint=constraint))
        limits.append(Limit(constraint, left, right, names))
    rows.sort(key=lambda row: row.rank)
    return Question(system, unknown, keys, said, dict(typed), cells, cell_of, tuple(rows), tuple(limits))


def from_syntax_again(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """An expression with numbers put in for names."""
    from tmath.algebra.expressions import substitute

    return substitute(expr, values)


def _quantity_cells(choice: Choice, key: str) -> list[tuple[str, object]]:
    kinds = {column.name: column.kind for column in choice.columns}
    return [(column, cell) for column, cell in choice.rows[key].cells.items() if kinds[column] != "chooses"]


def _rank(relation: Relation) -> Rank:
    if relation.kind == "equation":
        return Rank.APPROXIMATE if relation.approximate else Rank.EXACT
    return Rank.ASSUMPTION if relation.kind == "assumption" else Rank.FALLBACK


def _sides(
    system: System, relation: Relation, values: Mapping[str, Expr], keys: Mapping[str, str]
) -> tuple[Expr, Expr]:
    factor = _factor(system)
    return from_syntax(relation.left, factor, values, keys), from_syntax(relation.right, factor, values, keys)


def _factor(system: System):  # type: ignore[no-untyped-def]
    return lambda text: system.units.read(text).factor


def _fraction(expr: Expr) -> Fraction:
    assert isinstance(expr.value, Fraction)
    return expr.value
