"""The sheet of an unknown that equations and assumptions decide, and what is held against its answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from tmath.algebra.nodes import FALSE, TRUE, Expr, call, either, name, negate
from tmath.arrays import conditions
from tmath.arrays.asked import Asked
from tmath.arrays.plan import NoValueError, Planner
from tmath.arrays.sheet import Check, Column, Margin, Sheet, Status
from tmath.errors import ContradictionError, NotProvenError
from tmath.language.system import System
from tmath.solving import reasons
from tmath.solving.decide import equal_by_assumption
from tmath.solving.evaluate import Outcome
from tmath.solving.resolve import Limit, Rank, Row
from tmath.solving.structure import Structure
from tmath.solving.verdicts import judge
from tmath.solving.whole import whole_row


def equal_sheet(asked: Asked) -> Sheet:
    """The sheet of an unknown that its decision determines.

    Raises: SolveError where what does not depend on the inputs has no answer; NotProvenError for a block that cannot
        be compiled.
    """
    decision, evaluate = asked.decision, asked.evaluate
    structure, unknown = decision.structure, decision.question.unknown
    planner = planner_of(asked)
    checks = input_checks(planner, asked.inputs)
    try:
        planner.follow(structure, [unknown], checks)
    except NoValueError as error:
        raise reasons.no_answer(decision, evaluate, Outcome((), error.failure)) from None
    result = planner.values[unknown]
    rows, used = structure.ancestors([unknown])
    keeper = Keeper(asked, planner, structure)
    checks += keeper.set_aside(rows)
    checks += keeper.left_over()
    checks += keeper.whole_numbers(used)
    checks.append(Check(conditions.finite(result, planner.still[result].range), Status.NO_ROOT))
    return Sheet(
        columns(evaluate.system, asked.inputs),
        columns(evaluate.system, [unknown]),
        planner.definitions,
        {unknown: result},
        reduced(checks),
        keeper.margins(rows, asked.at),
    )


def planner_of(asked: Asked) -> Planner:
    """An empty plan that knows the givens."""
    planner = Planner(asked.evaluate, asked.decision.known, asked.inputs)
    planner.at.update(asked.at)
    return planner


def columns(system: System, names: Iterable[str]) -> tuple[Column, ...]:
    """Quantities as columns in their declared units."""
    quantities = [system.quantities[name] for name in names]
    return tuple(Column(q.name, q.unit.text, q.unit.factor, q.domain) for q in quantities)


def input_checks(planner: Planner, inputs: Iterable[str]) -> list[Check]:
    """Every input within its bounds, and whole where it must be."""
    checks = []
    for key in inputs:
        domain = planner.evaluate.domain(key)
        x = name(key)
        inside = conditions.within(x, domain, conditions.ANY, conditions.EXACTLY)
        checks.append(Check(inside, Status.OUT_OF_BOUNDS, x))
        checks.append(Check(conditions.flagged(x, domain), Status.OUT_OF_BOUNDS, x, flag=True))
    return checks


def reduced(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks that say something, each once.

    Raises: ContradictionError for one that never holds.
    """
    kept: dict[Expr, Check] = {}
    for check in checks:
        if check.holds is FALSE:
            raise ContradictionError("the inputs contradict each other, whatever the numbers that come later")
        if check.holds is not TRUE:
            kept.setdefault(check.holds, check)
    return tuple(kept.values())


class Keeper:
    """What is held against an answer beside its own bounds: the rest of the structure."""

    def __init__(self, asked: Asked, planner: Planner, structure: Structure):
        self.asked, self.planner, self.structure = asked, planner, structure
        self.question = asked.decision.question

    def _determined(self, names: Iterable[str]) -> list[str]:
        return [n for n in names if n in self.planner.values or self.structure.determines(n)]

    def _reach(self, names: Iterable[str], checks: list[Check]) -> bool:
        """Define names and all they rest on; False where they have no one value at all."""
        try:
            self.planner.follow(self.structure, [n for n in names if n not in self.planner.values], checks)
        except (NoValueError, NotProvenError):
            return False
        return True

    def set_aside(self, answer: Collection[Row] | None = None) -> list[Check]:
        """The values implied in place of an assumption exist, where they did when it was set aside.

        Where another than the rows of the answer could give way instead, nothing is said.
        """
        checks: list[Check] = []
        known = self.asked.decision.known
        for row in self.structure.left:
            if not row.gives_way or not row.names - self.planner.floats.keys():
                continue
            others = [other for other in self.structure.circuit(row) if other is not row and other.gives_way]
            names = self._determined(row.names)
            bears = answer is None or set(answer).issuperset(others)
            if bears and self.asked.evaluate(self.structure, known, names).states:
                self._reach(names, checks)
        return [Check(check.holds, Status.CONTRADICTION, None, check.flag) for check in checks]

    def left_over(self) -> list[Check]:
        """Exact equations that decided nothing hold."""
        checks: list[Check] = []
        for row in self.structure.left:
            if row.gives_way or row.rank is Rank.APPROXIMATE or len(self._determined(row.names)) < len(row.names):
                continue
            if self._reach(row.names, []):
                left, right = self.planner.expr(row.left), self.planner.expr(row.right)
                checks.append(Check(conditions.same(left, right), Status.CONTRADICTION))
        return checks

    def whole_numbers(self, used: Iterable[str]) -> list[Check]:
        """Whole numbers that equations of whole numbers alone derive are whole."""
        checks = []
        wanted = set(used)
        for rows, names in self.structure.blocks(self.structure.names):
            key = names[0]
            if len(rows) > 1 or key not in wanted or key == self.question.unknown:
                continue
            if key not in self.planner.values or not whole_row(self.question, rows[0]):
                continue
            inputs = self.asked.inputs
            if self.planner.values[key].value in inputs:
                continue  # it is an input by another name, which is held to be whole itself
            others = [n for n in rows[0].names if n != key and n not in inputs]
            demanded = conditions.every(conditions.whole(self.planner.values[n]) for n in others)
            holds = either(negate(demanded), conditions.whole(self.planner.values[key]))
            checks.append(Check(holds, Status.CONTRADICTION, flag=True))
        return checks

    def margins(self, rows: Sequence[Row], at: Mapping[str, float], binding: Sequence[str] = ()) -> tuple[Margin, ...]:
        """The constraints that have something to do with the answer and rest on nothing it did without."""
        unjudged = self._unjudged(rows, at, binding)
        found = []
        for limit in self.question.limits:
            label = limit.constraint.label
            if label in unjudged or equal_by_assumption(limit, self.structure.used):
                continue
            if len(self._determined(limit.names)) < len(limit.names) or not self._reach(limit.names, []):
                continue
            found.append(self.margin(limit))
        return tuple(found)

    def margin(self, limit: Limit) -> Margin:
        """The margin of a constraint whose names are defined."""
        left, right = self.planner.expr(limit.left), self.planner.expr(limit.right)
        scale = self.planner.still[call("max", call("abs", left), call("abs", right))].range
        return conditions.margin(limit.constraint.label, limit.constraint.op, left, right, scale)

    def _unjudged(self, rows: Sequence[Row], at: Mapping[str, float], binding: Sequence[str]) -> set[str]:
        """Labels of constraints that rest on a fallback which the answer did not use."""
        if not at:
            return set()
        structure = Structure(self.structure.rows, at.keys())
        values = self.asked.evaluate.everything(structure, at)
        verdicts = judge(self.asked.decision, self.asked.evaluate, self.structure, values, rows, binding)
        return {v.label for v in verdicts if v.holds is None and v.reason.startswith("not judged: give")}
