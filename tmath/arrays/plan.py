"""Blocks in order become definitions: what is known is folded in, the rest are formulas of the inputs and roots."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from tmath.algebra.isolate import isolate
from tmath.algebra.nodes import TRUE, Expr, name, number, sub
from tmath.algebra.tidy import summands
from tmath.algebra.turn import turn
from tmath.algebra.walking import postorder, substitute
from tmath.arrays import conditions
from tmath.arrays.implicit import at_once, study, tried
from tmath.arrays.ranges import EVERYTHING, POSITIVE, Range, of_domain
from tmath.arrays.sheet import MOST_BRANCHES, Check, Definition, Method, Status
from tmath.arrays.survey import Rate, Sort, Survey, Trend, times
from tmath.errors import NotProvenError
from tmath.language.system import Domain
from tmath.solving.evaluate import Evaluator, Failure, bounds_text, independent
from tmath.solving.resolve import Rank, Row
from tmath.solving.structure import Structure
from tmath.solving.tear import Torn, eliminate, tear

Equation = tuple[Expr, Expr]
EASE = ("log", "formulas", "plain", "scan")
MOST_KEPT = 8  # unknowns of a block that are tried as the last one
BRANCH = Fraction(1, 10**6)  # wrong branches of an inverse are far off, rounding is near


class NoValueError(Exception):
    """What does not depend on any input has no admissible value."""

    def __init__(self, failure: Failure | None):
        super().__init__(failure)
        self.failure = failure


class Planner:
    """Makes the definitions of one question; names stand for base values, constants are folded where they occur.

    `moving`: how everything known so far moves with a quantity that counts as an input, where there is one.
    """

    def __init__(self, evaluate: Evaluator, known: Mapping[str, Fraction | float], inputs: Sequence[str]):
        self.evaluate = evaluate
        self.definitions: dict[str, Definition] = {}
        self.values: dict[str, Expr] = {}  # a quantity -> a constant, or its name in definitions
        self.floats: dict[str, float] = {}
        self.still = Survey({})
        self.moving = Survey({})
        self.at: dict[str, float] = {}  # a generic point, for first guesses
        for key, value in known.items():
            if key not in inputs:
                self.constant(key, Fraction(value))
        for key in inputs:
            self.values[key] = name(key)
            self._know(key, of_domain(evaluate.domain(key)))

    def constant(self, key: str, value: Fraction) -> None:
        """A quantity whose number does not change."""
        self.values[key] = number(value)
        self.floats[key] = float(value)

    def vary(self, key: str) -> None:
        """A further input, whose trends are followed, from zero on where it is positive."""
        self.values[key] = name(key)
        within = of_domain(self.evaluate.domain(key))
        within = POSITIVE if within.positive else within
        self._know(key, within, 1, (1.0, 1.0) if within.positive else None)

    def _know(self, key: str, within: Range, trend: Trend = 0, rate: Rate = None) -> None:
        still = (0.0, 0.0) if within.positive else None
        self.still.names[key] = Sort(within, 0, still)
        if rate is None and within.positive:
            rate = {0: still, 1: (0.0, math.inf), -1: (-math.inf, 0.0), None: None}[trend]
        self.moving.names[key] = Sort(within, trend, rate)

    def expr(self, expr: Expr, values: Mapping[str, Expr] | None = None) -> Expr:
        """An expression of quantities in terms of constants and definitions."""
        return substitute(expr, self.values if values is None else values)

    # -- blocks ------------------------------------------------------------------------------------

    def follow(
        self, structure: Structure, targets: Iterable[str], checks: list[Check], label: str = ""
    ) -> dict[str, Expr]:
        """Define the targets and all they rest on; what rests on an active constraint bears its label in its name.

        Raises: NoValueError where a part without inputs has no value; NotProvenError where a block cannot be torn.
        """
        local: dict[str, Expr] = {}
        for rows, names in structure.blocks(targets):
            if names[0] in self.values and names[0] not in local and not _active(rows):
                continue
            outside = frozenset().union(*(row.names for row in rows)).difference(names)
            apart = _active(rows) or not outside.isdisjoint(local)
            values = {**self.values, **local} if local else self.values
            into = local if apart else self.values
            if all(values[n].number is not None for n in outside) and self._settled(rows, names, values, into):
                continue
            own = {n: f"{n} {label}" if apart else n for n in names}
            into.update({n: name(inner) for n, inner in own.items()})
            values = {**self.values, **local} if apart else self.values
            equations = [(substitute(row.left, values), substitute(row.right, values)) for row in rows]
            self._define(equations, own, checks, relaxed=apart)
            into.update({n: self._plain(inner) for n, inner in own.items()})
        return {**self.values, **local}

    def _plain(self, inner: str) -> Expr:
        """A definition as what it is another name of, or else as its own."""
        expr = self.definitions[inner].expr
        return expr if expr is not None and expr.op in ("name", "number") else name(inner)

    def _settled(
        self, rows: tuple[Row, ...], names: tuple[str, ...], values: Mapping[str, Expr], into: dict[str, Expr]
    ) -> bool:
        """Solve a block of constants now; False where it has several solutions."""
        known = {n: float(e.number) for n, e in values.items() if e.number is not None}
        planned = self.evaluate.plan(rows, names)
        states, failure = self.evaluate.solve(planned, known)
        if not states:
            raise NoValueError(failure)
        if len(states) > 1:
            return False
        for n, value in states[0].values.items():
            exact = _defined(rows[0], n, values) if len(rows) == 1 else None
            into[n] = number(Fraction(value)) if exact is None else exact
            if into is self.values:
                self.floats[n] = value
        return True

    def _define(
        self, equations: list[Equation], own: Mapping[str, str], checks: list[Check], relaxed: bool = False
    ) -> None:
        """A block torn: one equation in one unknown, and what follows from it; `relaxed`: between members of sets."""
        quantity = {inner: n for n, inner in own.items()}
        members = None if relaxed else self._members(quantity.values())
        torn, method = (
            self._torn(equations, quantity)
            if members is None
            else (Torn(tuple(own.values()), tuple(equations), ()), tried(members))
        )
        unknown = torn.unknowns[0]
        left, right = torn.remaining[0]
        domain = self.evaluate.domain(quantity[unknown])
        if method is None:
            plain = _is(left, unknown) and unknown not in right.names
            closed = right if plain else isolate(left, right, unknown, self.evaluate.signed)
            assert closed is not None
            self._formula(unknown, closed, domain, checks)
        else:
            self._root(unknown, method, left, right, domain, checks)
        for inner, expr in torn.follow:
            self._formula(inner, expr, self.evaluate.domain(quantity[inner]), checks)
        if any(_doubtful(side, own.values()) for equation in equations for side in equation):
            checks += [Check(conditions.same(a, b, BRANCH), Status.NO_ROOT) for a, b in equations]

    def _members(self, names: Collection[str]) -> Sequence[Fraction] | None:
        """The few values that the one quantity of a block may have."""
        members = [self.evaluate.domain(name).members for name in names]
        few = len(members) == 1 and members[0] is not None and len(members[0]) <= MOST_BRANCHES
        return members[0] if few else None

    def _torn(self, equations: list[Equation], quantity: Mapping[str, str]) -> tuple[Torn, Method | None]:
        """The block torn the way that is easiest to solve, and how its equation is solved (None: by a formula)."""
        plain = _printed(equations, quantity)
        if plain is not None:
            return plain, None
        if len(equations) > 1:
            torn = eliminate(equations, list(quantity), None)
            method = self._at_once(torn, quantity)
            if method is not None:
                return torn, method
        best: tuple[Torn, Method | None] | None = None
        for torn in _ways_to_tear(equations, list(quantity)):
            if len(torn.remaining) != 1:
                continue
            (left, right), unknown = torn.remaining[0], torn.unknowns[0]
            if independent(left, right, unknown):
                raise NoValueError(Failure(tuple(quantity.values()), (), quantity[unknown], {}, singular=True))
            if isolate(left, right, unknown, self.evaluate.signed) is not None:
                return torn, None
            within = of_domain(self.evaluate.domain(quantity[unknown]))
            turned = turn(left, right, unknown, within.low, within.high, self.evaluate.signed)
            method = study(turned, self.still, within, self.at.get(quantity[unknown]))
            if best is None or best[1] is None or EASE.index(method.kind) < EASE.index(best[1].kind):
                best = torn, method
            if method.kind == EASE[0]:
                break
        if best is None:
            together = ", ".join(quantity.values())
            raise NotProvenError(f"{together} are solved together from several starts, which cannot be compiled")
        return best

    def _at_once(self, torn: Torn, quantity: Mapping[str, str]) -> Method | None:
        if len(torn.remaining) > 1:
            return None
        (left, right), unknown = torn.remaining[0], torn.unknowns[0]
        within = of_domain(self.evaluate.domain(quantity[unknown]))
        return at_once(turn(left, right, unknown, within.low, within.high, self.evaluate.signed), self.still, within)

    def _formula(self, inner: str, expr: Expr, domain: Domain, checks: list[Check]) -> None:
        self.definitions[inner] = Definition(inner, expr)
        sort = self.still[expr]
        self._hold(inner, sort.range, domain, checks, sort.defined)
        moving = self.moving[expr]
        self._know(inner, sort.range.meet(of_domain(domain)), moving.trend, moving.rate)

    def _hold(self, inner: str, within: Range, domain: Domain, checks: list[Check], defined: bool = False) -> None:
        x = name(inner)
        condition = conditions.within(x, domain, within)
        if condition is TRUE and not defined:
            condition = conditions.finite(x, within)
        if condition is not TRUE:
            checks.append(Check(condition, Status.OUT_OF_BOUNDS, x))

    def _root(self, unknown: str, method: Method, left: Expr, right: Expr, domain: Domain, checks: list[Check]) -> None:
        within = of_domain(domain)
        turned = turn(left, right, unknown, within.low, within.high, self.evaluate.signed)
        text = bounds_text(domain)
        self.definitions[unknown] = Definition(
            unknown, None, turned, method, (text["low"], text["high"], text["low_open"])
        )
        terms = [term for side in (left, right) for _, term in summands(side)]
        if any(way.formula is not None for way in method.ways):
            checks.append(Check(conditions.solved(left, right, terms), Status.NO_ROOT))
            self._hold(unknown, EVERYTHING, domain, checks)
        else:
            x = name(unknown)
            condition = conditions.within(x, domain, POSITIVE if within.low >= 0 else EVERYTHING)
            condition = conditions.finite(x, within) if condition is TRUE else condition
            if method.kind == "scan":  # a pair of roots may be stepped over, and roots of what was multiplied away met
                checks.append(Check(conditions.finite(x, within), Status.NOT_PROVEN))
                checks.append(Check(conditions.solved(left, right, terms, BRANCH), Status.NO_ROOT))
            if _steps(left, unknown) or _steps(right, unknown):  # flat stretches and gaps, which are not looked for
                checks.append(Check(condition, Status.NOT_PROVEN))
            else:
                checks.append(Check(condition, Status.OUT_OF_BOUNDS, x))
        self._know(unknown, within, self._root_trend(method, left, right, unknown))

    def _root_trend(self, method: Method, left: Expr, right: Expr, unknown: str) -> Trend:
        """How a root moves with the quantity that counts as an input: against the equation, for what it does there."""
        domain = self.evaluate.domain(unknown.partition(" ")[0])
        within, positive = of_domain(domain), domain.positive
        difference = sub(left, right)
        pushed = Survey({**self.moving.names, unknown: Sort(within, 0, (0.0, 0.0) if positive else None)})
        steep = Survey({**self.still.names, unknown: Sort(within, 1, (1.0, 1.0) if positive else None)})
        push = pushed[difference].trend
        return 0 if push == 0 else times(-1, times(push, steep[difference].trend)) if method.rising else None


def _defined(row: Row, key: str, values: Mapping[str, Expr]) -> Expr | None:
    """The exact number that a definition gives, None where it is none."""
    for own, other in ((row.left, row.right), (row.right, row.left)):
        if own.op == "name" and own.value == key and key not in other.names:
            found = substitute(other, values)
            return found if found.number is not None else None
    return None


def _ways_to_tear(equations: list[Equation], names: list[str]) -> Iterator[Torn]:
    """A block torn in different orders, the last unknown now this one, now that."""
    yield tear(equations, names)
    if len(equations) == 1:
        return
    yield tear(equations[::-1], names)
    for keep in names[:MOST_KEPT]:
        yield eliminate(equations, names, keep)


def _steps(side: Expr, key: str) -> bool:
    return any(node.op in ("ceil", "floor") and key in node.names for node in postorder([side]))


def _is(side: Expr, key: str) -> bool:
    return side.op == "name" and side.value == key


def _printed(equations: Sequence[Equation], names: Iterable[str]) -> Torn | None:
    """A single equation that defines its quantity as it stands, which needs no turning round."""
    if len(equations) != 1:
        return None
    (left, right), (key,) = equations[0], tuple(names)
    for own, other in ((left, right), (right, left)):
        if _is(own, key) and key not in other.names:
            return Torn((key,), ((own, other),), ())
    return None


def _active(rows: Sequence[Row]) -> bool:
    return any(row.rank is Rank.ACTIVE for row in rows)


def _doubtful(side: Expr, names: Iterable[str]) -> bool:
    """Whether an inverse operation may have let a wrong branch in: an even power taken to undo a root."""
    block = frozenset(names)
    for node in postorder([side], lambda node: not block.isdisjoint(node.names)):
        if block.isdisjoint(node.names):
            continue
        if node.op in ("sqrt", "abs"):
            return True
        if node.op == "pow":
            n = node.args[1].number
            if n is not None and n != 0 and (1 / n).denominator == 1 and (1 / n) % 2 == 0:
                return True
    return False
