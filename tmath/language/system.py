"""A linked system: every name resolved, every unit read, every dimension checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from tmath.errors import InputError, Span
from tmath.language.packing import flat
from tmath.language.syntax import Node
from tmath.records import dataclass, field
from tmath.units import Unit, UnitTable

if TYPE_CHECKING:
    import sympy

    from tmath.arrays.function import Function
    from tmath.solving.answer import Answer


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from."""

    key: str
    citation: str
    url: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """The values a quantity may take, in base units; `None` bounds are infinite."""

    integer: bool = False
    multiple_of: int | None = None
    members: tuple[Fraction, ...] | None = None
    low: Fraction | None = Fraction(0)
    high: Fraction | None = None
    low_open: bool = True  # positive unless flags say otherwise

    @property
    def positive(self) -> bool:
        """Whether zero and all below are excluded."""
        return self.low is not None and (self.low > 0 or (self.low == 0 and self.low_open))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as declared; `default` is the label of the assumption or fallback with its name alone on the left."""

    name: str
    aliases: tuple[str, ...]
    unit: Unit
    domain: Domain
    doc: str
    system: str  # the file that declares it
    span: Span
    default: str | None = None
    choice: str | None = None  # the choice whose column declares it


@dataclass(frozen=True, slots=True)
class Relation:
    """left = right, names canonical; used as equation, assumption or fallback."""

    kind: Literal["equation", "assumption", "fallback"]
    label: str
    left: Node
    right: Node
    approximate: bool
    doc: str
    sources: tuple[Source, ...]
    system: str
    span: Span
    names: frozenset[str]  # quantities and choices in it
    default_of: str | None = None  # the quantity alone on the left of an assumption or fallback

    def __reduce__(self) -> tuple[Any, ...]:
        return flat(self)


@dataclass(frozen=True, slots=True)
class Constraint:
    """left op right, to hold."""

    label: str
    op: Literal["<=", ">=", "<", ">", "divides"]
    left: Node
    right: Node
    doc: str
    system: str
    span: Span
    names: frozenset[str]

    def __reduce__(self) -> tuple[Any, ...]:
        return flat(self)


@dataclass(frozen=True, slots=True)
class ChoiceColumn:
    """A column of a choice: it declares a quantity, gives a value to one, or picks the row of another choice."""

    name: str
    kind: Literal["declares", "gives", "chooses"]


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One row; a cell is an expression (bare numbers carry the unit of their column), a key, or absent where open."""

    key: str
    cells: Mapping[str, Node | str]
    span: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """A table of named rows, one of which may be chosen."""

    name: str
    default: str | None
    doc: str
    columns: tuple[ChoiceColumn, ...]
    rows: Mapping[str, ChoiceRow]
    sources: tuple[Source, ...]
    system: str
    span: Span


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One case of a check: what is given (numbers with units, or keys) and what was published."""

    given: Mapping[str, Node | str]
    published: Mapping[str, Node | str]
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A check: published numbers with their tolerance (a fraction; 0 is exact)."""

    title: str
    sources: tuple[Source, ...]
    tolerance: Fraction
    rows: tuple[EvidenceRow, ...]
    system: str
    span: Span


@dataclass(frozen=True)
class System:
    """Quantities, choices, equations and what else one file and the files it uses declare."""

    name: str
    doc: str
    files: tuple[str, ...]  # names of the systems joined, used ones first
    units: UnitTable = field(repr=False)
    quantities: Mapping[str, Quantity] = field(repr=False)
    choices: Mapping[str, Choice] = field(repr=False)
    equations: tuple[Relation, ...] = field(repr=False)
    assumptions: tuple[Relation, ...] = field(repr=False)  # defaults among them, in order
    fallbacks: tuple[Relation, ...] = field(repr=False)
    constraints: tuple[Constraint, ...] = field(repr=False)
    checks: tuple[Evidence, ...] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    aliases: Mapping[str, tuple[str, ...]] = field(repr=False)  # alias -> full names, several where ambiguous

    @property
    def title(self) -> str:
        """The first line of the file's docstring."""
        return self.doc.strip().partition("\n")[0]

    # -- questions: one deferred import each, the only ones that reach up -------------------------

    def solve(
        self,
        unknown: str | Sequence[str],
        /,
        given: Mapping[str, object] | None = None,
        *,
        tight: Iterable[str] = (),
        without: Iterable[str] = (),
        pick: Literal["min", "max"] | None = None,
        **givens: object,
    ) -> Answer:
        """The unknown from what is given; a list of unknowns is answered together.

        Units: a text holds its unit, a bare number is in the declared unit, a Pint quantity is converted.
        Raises: InputError for what cannot be understood, SolveError where there is no answer.
        """
        from tmath.solving.solver import solve

        return solve(self, unknown, _together(given, givens), tight=tight, without=without, pick=pick)

    def rearrange(
        self,
        unknown: str,
        /,
        given: Mapping[str, object] | None = None,
        *,
        without: Iterable[str] = (),
        **givens: object,
    ) -> sympy.Eq:
        """The relation that decides the unknown, solved for it where a closed form exists.

        Raises: InputError for an unknown that is no quantity of the system.
        """
        from tmath.solving.solver import rearrange

        return rearrange(self, unknown, _together(given, givens), without=without)

    def compile(
        self,
        unknown: str | Sequence[str],
        /,
        given: Mapping[str, object] | None = None,
        *,
        inputs: Sequence[str] = (),
        tight: Iterable[str] = (),
        without: Iterable[str] = (),
        pick: Literal["min", "max"] | None = None,
        **givens: object,
    ) -> Function:
        """The unknown as a function of inputs whose numbers come later: arrays in, arrays out, in declared units.

        What is given is fixed; an input may be given too, and then stands at that value where a decision needs one.
        Raises: InputError for what cannot be understood, SolveError where there is no answer whatever the numbers.
        """
        from tmath.arrays.function import compile_function

        return compile_function(
            self, unknown, inputs, _together(given, givens), tight=list(tight), without=list(without), pick=pick
        )

    def sweep(
        self,
        unknown: str | Sequence[str],
        /,
        given: Mapping[str, object] | None = None,
        *,
        tight: Iterable[str] = (),
        without: Iterable[str] = (),
        pick: Literal["min", "max"] | None = None,
        **points: object,
    ) -> dict[str, Any]:
        """The unknown for every combination of points: one column for each thing that varies and for each unknown.

        A list, range, array or text such as "8,16,32" or "40GB..80GB:5" varies, the last fastest; nan is no answer.
        Shape: all columns are as long as there are combinations.
        Raises: InputError for what cannot be understood, SolveError where there is no answer whatever the points.
        """
        from tmath.arrays.sweep import sweep

        labels = {"tight": list(tight), "without": list(without)}
        return sweep(self, unknown, _together(given, points), pick=pick, **labels).columns()

    def minimize(
        self,
        objective: str,
        /,
        given: Mapping[str, object] | None = None,
        *,
        over: Sequence[str],
        tight: Iterable[str] = (),
        without: Iterable[str] = (),
        on: str | None = None,
        **givens: object,
    ) -> Answer:
        """The least value of a quantity over free whole numbers, choices and reals, within all constraints.

        A given that names what is free restricts it to some values, or to an interval. `on` is the address of a Dask
        scheduler, or local:2 for two workers of its own.
        Raises: InputError for what cannot be understood, OutOfRangeError where nothing holds, other SolveErrors.
        """
        from tmath.arrays.optimize import optimize

        labels = {"tight": tight, "without": without}
        return optimize(self, objective, over, _together(given, givens), "min", on=on, **labels)

    def maximize(
        self,
        objective: str,
        /,
        given: Mapping[str, object] | None = None,
        *,
        over: Sequence[str],
        tight: Iterable[str] = (),
        without: Iterable[str] = (),
        on: str | None = None,
        **givens: object,
    ) -> Answer:
        """The greatest value of a quantity over what is free; see `minimize`.

        Raises: InputError for what cannot be understood, OutOfRangeError where nothing holds, other SolveErrors.
        """
        from tmath.arrays.optimize import optimize

        labels = {"tight": tight, "without": without}
        return optimize(self, objective, over, _together(given, givens), "max", on=on, **labels)


def _together(given: Mapping[str, object] | None, givens: Mapping[str, object]) -> dict[str, object]:
    """Givens of a mapping and of keywords as one.

    Raises: InputError for a name in both.
    """
    given = dict(given or {})
    for name in given.keys() & givens.keys():
        raise InputError(f"{name} is given twice, in the mapping and as a keyword", name)
    return {**given, **givens}
