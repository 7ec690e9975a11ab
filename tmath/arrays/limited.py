"""The sheet of an unknown that constraints bound: where each becomes active, and how it stands at any value."""

from __future__ import annotations

from collections.abc import Collection

from tmath.algebra.nodes import Expr, make, name, sub
from tmath.algebra.walking import postorder
from tmath.arrays import conditions
from tmath.arrays.asked import Asked
from tmath.arrays.equal import Keeper, columns, input_checks, planner_of, reduced
from tmath.arrays.plan import NoValueError, Planner
from tmath.arrays.sheet import Bounds, Check, Edge, Margin, Sheet
from tmath.records import replace
from tmath.solving.decide import activated, all_whole
from tmath.solving.resolve import Limit, Rank, Row
from tmath.solving.structure import Structure
from tmath.solving.whole import divides_given, joined_whole


def bounds_sheet(asked: Asked) -> Bounds:
    """The sheets of an unknown for which constraints are candidates.

    Raises: NotProvenError for a block that cannot be compiled.
    """
    return _Limited(asked).sheet()


class _Limited:
    def __init__(self, asked: Asked):
        self.asked = asked
        self.decision, self.evaluate = asked.decision, asked.evaluate
        self.question = asked.decision.question
        self.unknown = self.question.unknown
        structure = self.decision.structure
        self.at = Structure([*structure.used, *structure.left], {*structure.known, self.unknown})
        self.whole = self.evaluate.domain(self.unknown).integer

    def sheet(self) -> Bounds:
        forward, margins, held = self._forward()
        edges, limits = self._edges(forward)
        total = divides_given(self.question, self.at, self.unknown, self.decision.known) if self.whole else None
        divided = None
        if total is not None:
            divided = self._divided(forward)
        joined = []
        if self.whole:
            wholes = joined_whole(self.question, self.at, self.unknown)
            sure = _always_whole(forward, self.asked, self.unknown)
            known = [forward.values[n] for n in wholes if n in forward.values]
            joined = [conditions.whole(value) for value in known if not value.names <= sure]
        inputs = (*self.asked.inputs, self.unknown)
        system = self.evaluate.system
        ahead = Sheet(columns(system, inputs), (), forward.definitions, {}, held, tuple(margins.values()))
        labels = {limit.constraint.label for limit in self._speaking()}
        speaking = tuple(label for label in margins if label in labels)
        return Bounds(edges, ahead, limits, speaking, divided, tuple(joined))

    def _speaking(self) -> list[Limit]:
        """The constraints the unknown must satisfy: those that can decide it, and divisibility that depends on it."""
        others = [limit for limit in self.question.limits if self.whole and limit.constraint.op == "divides"]
        known = [limit for limit in others if all(map(self.at.determines, limit.names))]
        moved = [limit for limit in known if self.unknown in self.at.ancestors(limit.names)[1] | limit.names]
        return [*self.decision.candidates, *moved]

    def _divided(self, forward: Planner) -> Expr | None:
        """The given whole number that the unknown must divide."""
        for row in self.at.rows:
            if row.rank is Rank.EXACT and self.unknown in row.names and all_whole(self.question, row.names):
                for side in (row.left, row.right):
                    if side.op == "name" and side.value in self.decision.known and side.value != self.unknown:
                        return forward.values[str(side.value)]
        return None

    # -- at any value of the unknown -----------------------------------------------------------------

    def _forward(self) -> tuple[Planner, dict[str, Margin], tuple[Check, ...]]:
        planner = planner_of(self.asked)
        planner.vary(self.unknown)
        checks: list[Check] = []
        for limit in self._speaking():
            planner.follow(self.at, limit.names, checks)
        if self.whole:
            planner.follow(self.at, joined_whole(self.question, self.at, self.unknown), checks)
        keeper = Keeper(self.asked, planner, self.at)
        rows = activated(self.decision.structure, self.decision.candidates[0]).ancestors([self.unknown])[0]
        margins = keeper.margins([row for row in rows if row.constraint is None], self.asked.at)
        names = {limit.constraint.label for limit in self._speaking()}
        told = {margin.label: margin for margin in margins}
        for limit in self._speaking():
            if limit.constraint.label not in told:
                told[limit.constraint.label] = keeper.margin(limit)
        ordered = {label: told[label] for label in sorted(told, key=lambda label: label not in names)}
        return planner, ordered, reduced(checks)

    # -- where constraints become active -----------------------------------------------------------

    def _edges(self, forward: Planner) -> tuple[Sheet, tuple[Edge, ...]]:
        planner = planner_of(self.asked)
        structure = self.decision.structure
        base = input_checks(planner, self.asked.inputs)
        limits, results = [], {}
        moving = {n for n, sort in forward.moving.names.items() if sort.trend != 0}
        for limit in self.decision.candidates:
            label = limit.constraint.label
            active = activated(structure, limit)
            smooth = _smoothed(active, moving) if self.whole else active
            checks: list[Check] = []
            try:
                at: Expr | None = planner.follow(smooth, [self.unknown], checks, label)[self.unknown]
            except NoValueError:
                at = None
            trend = forward.moving[_distance(limit, forward)].trend
            if at is not None:
                results[label] = at
            own = name(f"{self.unknown} {label}")  # its own bounds are held when all edges are known
            apart = [check for check in checks if check.value is not own]
            limits.append(Edge(label, at, reduced(apart), trend, smooth is active))
        keeper = Keeper(self.asked, planner, structure)
        names = [n for limit in self.decision.candidates for n in limit.names if self.at.determines(n)]
        base += keeper.left_over()
        base += keeper.whole_numbers(self.at.ancestors(names)[1])
        system = self.evaluate.system
        sheet = Sheet(
            columns(system, self.asked.inputs),
            columns(system, [self.unknown]),
            planner.definitions,
            results,
            reduced(base),
        )
        return sheet, tuple(limits)


def _always_whole(forward: Planner, asked: Asked, unknown: str) -> frozenset[str]:
    """The names that are whole where the inputs and the unknown are: sums and products of whole numbers."""
    sure = {n for n in (*asked.inputs, unknown) if asked.evaluate.domain(n).integer}
    for definition in forward.definitions.values():
        if definition.expr is not None and _made_of_whole(definition.expr, sure):
            sure.add(definition.name)
    return frozenset(sure)


def _made_of_whole(expr: Expr, sure: Collection[str]) -> bool:
    nodes = postorder([expr])
    return all(
        node.op in ("add", "sub", "mul", "neg", "min", "max", "ceil", "floor")
        or (node.number is not None and node.number.denominator == 1)
        or (node.op == "name" and node.value in sure)
        for node in nodes
    )


def _distance(limit: Limit, planner: Planner) -> Expr:
    """What is positive where a constraint holds."""
    left, right = planner.expr(limit.left), planner.expr(limit.right)
    return sub(right, left) if limit.constraint.op in ("<=", "<") else sub(left, right)


def _smoothed(structure: Structure, moving: Collection[str]) -> Structure:
    """The structure with steps of what moves with the unknown taken as straight lines."""
    rows = [row if row.names.isdisjoint(moving) else _smooth_row(row) for row in structure.rows]
    changed = any(a is not b for a, b in zip(rows, structure.rows, strict=True))
    return Structure(rows, structure.known) if changed else structure


def _smooth_row(row: Row) -> Row:
    left, right = smooth(row.left), smooth(row.right)
    if left is row.left and right is row.right:
        return row
    return replace(row, left=left, right=right, names=left.names | right.names)


def smooth(expr: Expr) -> Expr:
    """The expression without its steps."""
    done: dict[Expr, Expr] = {}
    for node in postorder([expr]):
        args = tuple(done[arg] for arg in node.args)
        stepped = node.op in ("ceil", "floor")
        done[node] = args[0] if stepped else node if args == node.args else make(node.op, args)
    return done[expr]
