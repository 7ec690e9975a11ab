"""What is typed held against a row of a choice: computed under the assumptions, not absorbed by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tmath.algebra.program import evaluate as value_of
from tmath.language.syntax import Name, Node, names
from tmath.language.system import System
from tmath.records import dataclass, replace
from tmath.solving import told
from tmath.solving.decide import Decision, decide_freely
from tmath.solving.evaluate import SLACK, Evaluator
from tmath.solving.resolve import Question, ask
from tmath.solving.wording import shown
from tmath.values import Typed, as_written

AS_TYPED, ROUNDED, APART = range(3)  # how a row agrees with what is typed


@dataclass(frozen=True)
class Asking:
    """The question that every row of a choice is put to."""

    system: System
    choice: str
    typed: Mapping[str, Typed]
    keys: Mapping[str, str]
    tight: frozenset[str]
    without: frozenset[str]

    def of(self, key: str, typed: Mapping[str, Typed] | None = None) -> Question:
        """The question with one row chosen."""
        given = self.typed if typed is None else typed
        chosen = {**self.keys, self.choice: key}
        return ask(self.system, "", given, chosen, tight=self.tight, without=self.without)


@dataclass(frozen=True)
class Held:
    """One row, decided without the typed values that are computed under it, and how far these agree."""

    decision: Decision
    agrees: int
    failure: str  # the typed value that is farthest from what the row gives


def held(asking: Asking, key: str, computed: set[str], evaluate: Evaluator) -> Held | None:
    """A row held against the typed values that are computed from the choice; None where none can be computed.

    Counts are tried as typed and, where that does not do, at the ends of their rounding.
    Raises: SolveError.
    """
    apart = [name for name in asking.typed if name in computed]
    while apart:
        decision, values = _without(asking, key, apart, evaluate)
        lacking = next((name for name in apart if name not in values), None)
        if lacking is None:
            break
        apart.remove(lacking)  # what nothing else gives is an input
    if not apart:
        return None
    ends = [values, *_at_ends(asking, key, apart, evaluate)]
    agrees, failure = AS_TYPED, ""
    for name in apart:
        found = [each[name] for each in ends if name in each]
        how = _agreement(asking, name, found)
        if how > agrees:
            quantity, text = shown(asking.system, name, found[0]), asking.typed[name].text
            agrees, failure = how, f"{name} = {quantity}, not {text}"
    return Held(decision, agrees, failure)


def _without(
    asking: Asking, key: str, apart: list[str], evaluate: Evaluator, typed: Mapping[str, Typed] | None = None
) -> tuple[Decision, dict[str, float]]:
    kept = {name: value for name, value in (typed or asking.typed).items() if name not in apart}
    decision = decide_freely(asking.of(key, kept), evaluate)
    return decision, evaluate.everything(decision.structure, decision.known)


def _at_ends(asking: Asking, key: str, apart: list[str], evaluate: Evaluator) -> Iterator[dict[str, float]]:
    """What a row gives at the low and the high ends of typed counts."""
    for end in ("low", "high"):
        moved = {
            n: replace(t, value=getattr(t, end), low=getattr(t, end), high=getattr(t, end))
            for n, t in asking.typed.items()
            if t.low != t.high and n not in apart
        }
        if moved:
            yield _without(asking, key, apart, evaluate, {**asking.typed, **moved})[1]


def _agreement(asking: Asking, name: str, found: list[float]) -> int:
    low, high = as_written(asking.typed[name], asking.system.quantities[name], asking.system.units)
    if _meet(found[0], found[0], low, high):
        return AS_TYPED
    return ROUNDED if _meet(min(found), max(found), low, high) else APART


def _meet(first: float, last: float, low: Fraction, high: Fraction) -> bool:
    slack = SLACK * abs(first)
    return first - slack <= high and last + slack >= low


def set_aside(decision: Decision, kept: Decision, evaluate: Evaluator) -> str:
    """The assumptions that stand where the typed values are left out, and what these make of them."""
    values = evaluate.everything(decision.structure, decision.known)
    stood = {row.label for row in kept.structure.used}
    said = []
    for row in decision.structure.left:
        if not row.gives_way or row.label not in stood or not row.names <= values.keys():
            continue
        left, right = float(value_of(row.left, values)), float(value_of(row.right, values))
        if abs(left - right) > SLACK * max(abs(left), abs(right)):
            said.append(f"{told.default_text(decision, row)} set aside: {told.implied(decision, row, values)}")
    return ", ".join(said)


def computed_from_choice(system: System, choice: str) -> set[str]:
    """The quantities computed from the cells of a choice along the equations as printed."""
    reached, stack = {choice}, [choice]
    edges = _edges(system)
    while stack:
        for name in edges.get(stack.pop(), ()):
            if name not in reached:
                reached.add(name)
                stack.append(name)
    # A typed value in the place of a cell, this choice's or another's, is an input.
    return reached - {column.name for other in system.choices.values() for column in other.columns}


def _edges(system: System) -> dict[str, set[str]]:
    """What each quantity or choice goes into: cells, formulas of cells, equations as printed."""
    edges: dict[str, set[str]] = {}
    for choice in system.choices.values():
        for column in choice.columns:
            edges.setdefault(choice.name, set()).add(column.name)
            for row in choice.rows.values():
                cell = row.cells.get(column.name)
                if cell is not None and not isinstance(cell, str):
                    _join(edges, names(cell), {column.name})
    defines = {row: _defines(row.left, row.right) for row in system.equations}
    defined = set(defines.values())
    for relation, name in defines.items():
        _join(edges, relation.names, {name} if name else set(relation.names) - defined)
    return edges


def _join(edges: dict[str, set[str]], sources: frozenset[str], targets: set[str]) -> None:
    for name in sources:
        edges.setdefault(name, set()).update(targets - {name})


def _defines(left: Node, right: Node) -> str:
    return left.id if isinstance(left, Name) and left.id not in names(right) else ""
