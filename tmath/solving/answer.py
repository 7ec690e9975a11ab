"""An answer and its parts: frozen data that says everything and solves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from tmath.errors import SeveralAnswersError
from tmath.records import dataclass, field

if TYPE_CHECKING:
    import sympy

    from tmath.algebra.expressions import Expr
    from tmath.language.system import Source, System
    from tmath.solving.sensitivity import Basis
    from tmath.units import Unit

Kind = Literal["equal", "at_most", "at_least", "interval", "rows", "formula"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with a number: `value` in `unit`, `base` the same in base units, `exact` where it is exact."""

    name: str
    value: float
    unit: Unit
    base: float
    exact: Fraction | None = None
    typed: str = ""  # as the user typed it, where it was rounded or a key


@dataclass(frozen=True, slots=True)
class Step:
    """One block of the plan: what it found, from which equations, and how."""

    names: tuple[str, ...]
    equations: tuple[str, ...]  # labels
    printed: tuple[str, ...]  # the equations as the file prints them
    formulas: tuple[tuple[str, Expr | None], ...]  # name, its rearranged form (None: the relation is implicit)
    method: str  # "isolated", "linear", "signomial", "scan", "steps", "newton"
    sources: tuple[Source, ...]
    figures: tuple[Figure, ...] = ()
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption, default or fallback with an influence on the answer, and the rule by which it stands."""

    label: str
    text: str  # pasteable: "tp=1", or the relation as printed
    kind: Literal["choice", "assumption", "fallback"]
    rule: str = "used"


@dataclass(frozen=True, slots=True)
class Dropped:
    """An assumption set aside, with what the rest implies instead."""

    label: str
    text: str
    implied: str  # "ffn = 3.5 hidden", or ""
    rule: str = "everything in it is already decided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A constraint held against the answer. `holds` is None where it was not judged, `reason` then says why."""

    label: str
    text: str  # as printed
    holds: bool | None
    binding: bool = False
    left: Figure | None = None
    right: Figure | None = None
    margin: float | None = None  # (right - left) / right, positive where it holds
    doc: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """An equation left over, all its quantities known: how far its sides are apart."""

    label: str
    text: str
    deviation: float
    approximate: bool
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """What one constraint alone would allow."""

    label: str
    kind: Literal["at_most", "at_least", "interval", "any"]
    value: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """One admissible value of the unknown, with everything determined beside it."""

    figure: Figure
    quantities: Mapping[str, Figure]
    error_bound: float | None = None  # relative; None: not certified
    differs: tuple[Figure, ...] = ()  # the derived quantities in which the roots differ most


@dataclass(frozen=True, slots=True)
class ChoiceRowAnswer:
    """One row of a choice that was asked for: the verdicts under it, or why it fails."""

    key: str
    feasible: bool | None
    verdicts: tuple[Verdict, ...]
    quantities: Mapping[str, Figure] = field(default_factory=dict)
    failure: str = ""
    aside: str = ""  # assumptions that what is typed sets aside under this row


@dataclass(frozen=True, slots=True)
class Spread:
    """What normal errors of the inputs make of the unknown: moments, and the quantiles at 5 % and 95 %.

    Units: the declared unit of the unknown.
    """

    mean: float
    deviation: float  # standard
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One point of a search: what was free there, the objective, and how many points have the same.

    `broken` is the constraint it would break.
    """

    at: tuple[Figure | tuple[str, str], ...]
    figure: Figure
    ties: int = 1
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Best:
    """How the least or greatest value was found.

    `prices` are the best points if one constraint were dropped, one for each constraint that costs something.
    `cut` says what was not searched, `left_out` which rows of choices have no answer at all.
    """

    goal: Literal["min", "max"]
    at: tuple[Figure | tuple[str, str], ...]
    searched: int  # points, reals apart
    feasible: int  # those at which everything holds
    ties: int = 1  # those with the best value
    alike: tuple[Candidate, ...] = ()  # some of them, beside the first
    runners_up: tuple[Candidate, ...] = ()
    prices: tuple[Candidate, ...] = ()
    cut: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The answer to one question: number or relation, what it rests on, and the evidence for it.

    Units: values are in the declared unit of each quantity.
    """

    system: System = field(repr=False)
    unknown: str
    kind: Kind
    unit: Unit
    roots: tuple[Root, ...] = ()
    interval: tuple[float, float, bool, bool] | None = None  # low, high, low_closed, high_closed
    rows: tuple[ChoiceRowAnswer, ...] = ()
    expression: Expr | None = None  # closed form of the unknown, names left unexpanded
    relation: tuple[Expr, Expr] | None = None  # the two sides, where the unknown stays implicit
    relation_notes: tuple[str, ...] = ()
    direction: Literal["equal", "at_most", "at_least"] = "equal"  # the sense of a bare formula
    binding: str = ""  # label of the constraint that binds
    bounds: tuple[Bound, ...] = ()
    beside: tuple[Figure, ...] = ()  # the whole numbers solved together with the unknown: its shape
    family: str = ""  # the plain assumptions along which a bound holds: "aspect=128 head_dim=128"
    given: tuple[Figure | tuple[str, str], ...] = ()  # quantities, and (choice, key)
    assumed: tuple[Assumed, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    steps: tuple[Step, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()  # sets of inputs that would turn a formula into a number
    residual: float | None = None  # the largest relative residual of the equations used
    complete: bool = True  # the roots were proven to be all
    others: Mapping[str, Answer] = field(default_factory=dict)  # further unknowns asked together
    best: Best | None = None  # of a least or greatest value: where it is, and how it was found
    range: tuple[float, float] | None = None  # over the intervals of the inputs: low, high
    range_guaranteed: bool = False  # proven for every point of them
    spread: Spread | None = None  # by the normal errors of the inputs
    _basis: Basis | None = field(default=None, repr=False, compare=False)  # what sensitivities are computed from

    # -- the numbers -----------------------------------------------------------------------------

    @property
    def values(self) -> tuple[float, ...]:
        """All admissible roots, ascending.

        Units: the declared unit of the unknown.
        """
        return tuple(root.figure.value for root in self.roots)

    @property
    def value(self) -> float | dict[str, float]:
        """The one value; a dict where several unknowns were asked for.

        Units: the declared unit of the unknown.
        Raises: SeveralAnswersError for several roots, an interval, rows of a choice or a bare formula.
        """
        if self.others:
            return {name: answer._single() for name, answer in {self.unknown: self, **self.others}.items()}
        return self._single()

    def _single(self) -> float:
        if len(self.roots) != 1 or self.kind in ("rows", "formula"):
            what = {"rows": "rows of a choice", "formula": "a formula, not a number"}.get(
                self.kind, "an interval" if self.interval else f"{len(self.roots)} roots"
            )
            raise SeveralAnswersError(f"{self.unknown} has no single value: the answer is {what}", self.values)
        return self.roots[0].figure.value

    @property
    def error_bound(self) -> float | None:
        """The proven relative error of the value, None where it was not certified."""
        bounds = [root.error_bound for root in self.roots]
        return max((b for b in bounds if b is not None), default=None) if None not in bounds else None

    @cached_property
    def sensitivities(self) -> Mapping[str, float]:
        """d log unknown / d log input for every given and every cell that bears on it, computed when first asked for.

        Of a whole number those of its real bound. Empty for several roots, intervals, rows and formulas.
        """
        return {} if self._basis is None else self._basis.sensitivities()

    def __getitem__(self, name: str) -> float:
        """Any quantity the answer determined on its way.

        Units: its declared unit.
        Raises: KeyError where the answer did not determine it.
        """
        for answer in (self, *self.others.values()):
            if len(answer.roots) == 1 and name in answer.roots[0].quantities:
                return answer.roots[0].quantities[name].value
        raise KeyError(name)

    @property
    def formula(self) -> sympy.Expr | None:
        """The closed form of the unknown over the symbols of the file; None where the relation is implicit."""
        if self.expression is None:
            return None
        from tmath.algebra.symbols import to_sympy

        return to_sympy(self.expression)

    # -- output: one deferred import each, the only ones that reach up ----------------------------

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data with stable keys."""
        from tmath.render.json import answer_dict

        return answer_dict(self)

    def to_json(self) -> str:
        """The answer as one JSON object."""
        from tmath.render.json import answer_json

        return answer_json(self)

    def to_latex(self) -> str:
        """The answer typeset."""
        from tmath.render.latex import answer_latex

        return answer_latex(self)

    def __str__(self) -> str:
        from tmath.render.text import answer_text

        return answer_text(self)

    def _repr_latex_(self) -> str:
        from tmath.render.latex import answer_latex

        return answer_latex(self)

    def _repr_html_(self) -> str:
        from tmath.render.html import answer_html

        return answer_html(self)
