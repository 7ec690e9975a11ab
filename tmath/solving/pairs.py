"""Two whole numbers free at once, such as gpus with tp and dp: the first number with a pair of factors that holds."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from tmath.records import replace
from tmath.solving.bounds import Slope
from tmath.solving.decide import Decision
from tmath.solving.evaluate import Evaluator
from tmath.solving.resolve import Limit, Rank, Row
from tmath.solving.structure import Structure
from tmath.solving.whole import Whole, divisors, holds, is_product, is_whole, whole_row

PAIRS = 3_000  # pairs looked at before the search is given up


def freed(decision: Decision, limits: list[Limit], evaluate: Evaluator, most: int) -> Decision | None:
    """The decision with the further free number given its least value for the least unknown up to `most` that holds.

    The unknown ascends, its factor pairs are enumerated, ties go to the smaller first factor. None where only one
    number is free, or no smaller one holds.
    """
    found = _pair(decision)
    if found is None:
        return None
    first, fallback = found
    rows = [row for row in decision.structure.rows if row is not fallback]
    tries = ((n, t) for n in range(1, most + 1) for t in divisors(n))
    for n, t in islice(tries, PAIRS):
        known = {**decision.known, first: Fraction(t)}
        trial = replace(decision, structure=Structure(rows, known), known=known)
        if _holds(trial, limits, evaluate, n):
            free = f"{first} and {fallback.default_of} are free too; {first} = {t} is the smallest that goes with it"
            return replace(trial, hints=(*decision.hints, free))
    return None


def _pair(decision: Decision) -> tuple[str, Row] | None:
    """A decision without its default that follows from the unknown, and the fallback that fixes its partner."""
    question, unknown = decision.question, decision.question.unknown
    slope = Structure(decision.structure.rows, {*decision.structure.known, unknown})
    kept = {row.default_of: row for row in slope.used if row.rank is Rank.FALLBACK}
    for rows, names in slope.blocks(slope.names):
        row, first = rows[0], names[0]
        product = len(rows) == 1 and whole_row(question, row) and is_product(row.left) and is_product(row.right)
        if not product or unknown not in row.names or first in kept:
            continue
        decided = question.system.quantities[first].default is not None
        free = decided and all(other.default_of != first for other in slope.rows)
        partners = [name for name in row.names - {first, unknown} if name in kept]
        if free and len(partners) == 1:
            return first, kept[partners[0]]
    return None


def _holds(decision: Decision, limits: list[Limit], evaluate: Evaluator, n: int) -> bool:
    whole = Whole(decision, limits, evaluate)
    if not whole.compatible(n):
        return False
    names = sorted({decision.question.unknown}.union(*(limit.names for limit in limits)))
    values = Slope(decision, evaluate).at(Fraction(n), names)
    if values is None or not is_whole(values[decision.question.unknown]):
        return False
    return all(holds(limit, values) for limit in limits)
