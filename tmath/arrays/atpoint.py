"""Blocks solved at one point, to decide a question: numbers are put in before anything is turned round.

Nothing is proven: decisions need to know whether a value exists and is admissible, not its last digit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from tmath.algebra.arithmetic import to_float
from tmath.algebra.nodes import Expr, number, sub
from tmath.algebra.program import Program
from tmath.algebra.program import evaluate as value_of
from tmath.algebra.turn import turn
from tmath.algebra.walking import substitute
from tmath.records import replace
from tmath.solving.evaluate import Evaluator, Failure, Planned, State, admits, mismatch, planned
from tmath.solving.resolve import Row
from tmath.solving.tear import Torn, eliminate

AGREES = 1e-6
NOTHING = Program((), {})


class AtPoint(Evaluator):
    """An evaluator for a few points; `exact` holds what came out as a fraction, by block."""

    def plan(self, rows: tuple[Row, ...], names: tuple[str, ...]) -> Planned:
        """A block that is turned round when its numbers are known."""
        key = (rows, names)
        if key not in self._planned:
            outside = frozenset().union(*(row.names for row in rows)).difference(names)
            torn = Torn((names[0],), (), ())
            self._planned[key] = Planned(
                rows, names, names[0], torn, None, None, False, NOTHING, tuple(sorted(outside))
            )
        return self._planned[key]

    def _solve(self, block: Planned, values: Mapping[str, float]) -> tuple[list[State], Failure | None]:
        whole_set = any(self.domain(name).members is not None for name in block.names)
        defined = None if whole_set else definition(block)
        if defined is not None:
            return self._checked(block, {block.unknown: _value(defined, values)}, values)
        at = {name: number(Fraction(values[name])) for name in block.inputs}
        sides = tuple((substitute(row.left, at), substitute(row.right, at)) for row in block.rows)
        if len(sides) > 1 and not whole_set:
            solutions = self._at_once(block, sides, values)
            if solutions:
                return solutions, None
        domains = tuple(map(self.domain, block.names))
        known = replace(planned(sides, block.names, domains, self.signed), rows=block.rows)
        if known.singular:  # at this point, or for any numbers?
            known = self._plan(block.rows, block.names)
            if known.singular:
                return [], Failure(block.names, block.rows, known.unknown, values, singular=True)
            return super()._solve(known, values)
        if known.system is not None or whole_set:
            return super()._solve(known, values)
        return self._torn(known, values)

    def _at_once(self, block: Planned, sides: Sequence[tuple[Expr, Expr]], values: Mapping[str, float]) -> list[State]:
        """A block by the first way it tears, no better one looked for; nothing where that does not settle it."""
        torn = eliminate(sides, block.names, None)
        unknown = torn.unknowns[0]
        if len(torn.remaining) > 1 or unknown not in sub(*torn.remaining[0]).names:
            return []
        domain = self.domain(unknown)
        low = -float("inf") if domain.low is None else float(domain.low)
        high = float("inf") if domain.high is None else float(domain.high)
        turned = turn(*torn.remaining[0], unknown, low, high, self.signed)
        return self._torn(replace(block, unknown=unknown, torn=torn, turned=turned), values)[0]

    def _checked(
        self, block: Planned, found: dict[str, float], values: Mapping[str, float]
    ) -> tuple[list[State], Failure | None]:
        """The one value of a definition, where it is admissible."""
        unknown, value = block.unknown, found[block.unknown]
        if admits(self.domain(unknown), value):
            return [State(found, {})], None
        rejected = (value,) if math.isfinite(value) else ()
        return [], Failure(block.names, block.rows, unknown, values, None, rejected, unknown if rejected else "")

    def _torn(self, known: Planned, values: Mapping[str, float]) -> tuple[list[State], Failure | None]:
        unknown, roots = known.unknown, None
        if known.closed is not None:
            found = [to_float(known.closed.number) if known.closed.number is not None else _value(known.closed, values)]
        else:
            from tmath.algebra.roots import find_roots

            domain = self.domain(unknown)
            low = -float("inf") if domain.low is None else float(domain.low)
            high = float("inf") if domain.high is None else float(domain.high)
            assert known.turned is not None
            roots = find_roots(known.turned, {}, low, high, domain.low_open, certify=False)
            found = list(roots.values)
        solutions, rejected, outside = [], [], ""
        for x in found:
            here = {unknown: x}
            for name, expr in known.torn.follow:
                here[name] = _value(expr, {**values, **here})
            bad = next((name for name in known.names if not admits(self.domain(name), here[name])), "")
            if bad:
                rejected.append(x)
                outside = outside or bad
            elif all(mismatch(row, {**values, **here}) <= AGREES for row in known.rows):
                solutions.append(State(here, {} if roots is None else {unknown: roots}))
        if solutions:
            return solutions, None
        return [], Failure(known.names, known.rows, unknown, values, roots, tuple(rejected), outside)


def definition(block: Planned) -> Expr | None:
    """What a block of one equation says its quantity is, as it is printed; None where it must be turned round."""
    if len(block.rows) != 1:
        return None
    row, unknown = block.rows[0], block.unknown
    for own, other in ((row.left, row.right), (row.right, row.left)):
        if own.op == "name" and own.value == unknown and unknown not in other.names:
            return other
    return None


def _value(expr: Expr, values: Mapping[str, float]) -> float:
    return float(value_of(expr, values))
