"""The best point found, put to the solver and told as an answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tmath.arrays.found import KEEP, Found, Hit, graded
from tmath.arrays.free import Wanted
from tmath.arrays.neighbours import exactly, neighbours_are_worse
from tmath.arrays.search import Search
from tmath.arrays.settle import Settled, settle
from tmath.errors import NotProvenError, OutOfRangeError, SolveError
from tmath.records import dataclass, replace
from tmath.solving.answer import Answer, Best, Candidate, Figure, Root, Verdict
from tmath.solving.solver import solve
from tmath.solving.wording import figure, shown

AGREE = 1e-9  # relative, between the compiled objective and the solver's
NEAR = 1e-6  # relative, within which grids may have two points in the wrong order
TOUCHES = 1e-9  # margin below which a constraint is reached

Searches = Callable[[Mapping[str, str]], Search]


def answer_of(wanted: Wanted, searches: Searches, found: Found, left_out: Sequence[str]) -> Answer:
    """The answer for the best point.

    Raises: OutOfRangeError where nothing holds or the objective has no end; NotProvenError where the solver sees it
        otherwise.
    """
    if not found.hits:
        from tmath.arrays.nothing import nothing_holds

        nothing = nothing_holds(wanted, searches, found, left_out)
        if found.open:
            raise NotProvenError(f"{nothing}\n   cut          {'; '.join(found.open)}: others may hold")
        raise nothing
    placed = _settled(searches, found.hits)
    first = placed[0]
    if first.hit.endless:
        raise _endless(wanted, first.hit)
    answer = _asked(wanted, first)
    free = {one.name for one in wanted.free}
    best = Best(
        wanted.goal,
        _at(wanted, first.hit, answer),
        found.covered,
        found.feasible,
        first.hit.ties,
        tuple(_candidate(wanted, hit) for hit in found.alike),
        tuple(_candidate(wanted, one.hit) for one in placed[1:]),
        _prices(wanted, found, first.hit),
        found.open,
        tuple(left_out),
    )
    labels = [one.label for one in first.settled.binding if one.label] or [price.broken for price in best.prices]
    checked = neighbours_are_worse(wanted, searches, first.hit)
    slides = bool(searches(first.hit.keys).slides)
    proven = first.settled.proven and not found.open and checked
    return replace(
        answer,
        best=best,
        given=tuple(one for one in answer.given if _name(one) not in free),
        binding=answer.binding or (labels[0] if labels else ""),
        verdicts=tuple(_bound(verdict) if slides else verdict for verdict in answer.verdicts),
        roots=(_certified(answer.roots[0], first.settled, slides),),
        complete=answer.complete and proven,
    )


def along(exact: Answer, searched: Answer, names: Sequence[str], label: str) -> Answer:
    """What a search found, with the numbers of one along a constraint that binds."""
    assert searched.best is not None and exact.best is not None
    figures = exact.roots[0].quantities
    at = tuple(figures.get(_name(item), item) if not isinstance(item, tuple) else item for item in searched.best.at)
    return replace(
        exact,
        best=replace(searched.best, at=at),
        given=tuple(item for item in exact.given if _name(item) not in names),
        binding=label,
        verdicts=tuple(_bound(verdict) for verdict in exact.verdicts),
        complete=exact.complete and searched.complete,
    )


# -- reals made exact --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Placed:
    hit: Hit
    settled: Settled


def _settled(searches: Searches, hits: Sequence[Hit]) -> list[_Placed]:
    """The hits with their reals made exact, in order; those far behind as they are."""
    near = hits[0].grade + NEAR * abs(hits[0].grade)
    placed = []
    for hit in hits:
        search = searches(hit.keys)
        if not search.slides or hit.endless or hit.grade > near:
            placed.append(_Placed(hit, Settled(hit.numbers, 0.0, True)))
            continue
        settled = settle(search, hit)
        seen = search.ground.look({n: np.array([v]) for n, v in settled.numbers.items()}, search.wanted.goal)
        grade = graded(seen.values, search.wanted.goal)
        moved = replace(hit, value=float(seen.values[0]), grade=float(grade[0]), numbers=settled.numbers)
        better = seen.holds[0] and grade[0] <= hit.grade + NEAR * abs(hit.grade)
        placed.append(_Placed(moved, settled) if better else _Placed(hit, Settled(hit.numbers, None, False)))
    return sorted(placed, key=lambda one: one.hit.rank)[:KEEP]


def _endless(wanted: Wanted, hit: Hit) -> OutOfRangeError:
    system = wanted.system
    loose = [one for one in wanted.free if one.name in hit.numbers and (one.endless or one in wanted.reals)]
    last = max(loose, key=lambda one: abs(math.log(abs(hit.numbers[one.name]) or 1.0)))
    way = "grows" if hit.numbers[last.name] > 1 else "shrinks"
    towards = (
        ""
        if last.endless
        else ", towards "
        + shown(system, wanted.objective, hit.value * float(system.quantities[wanted.objective].unit.factor))
    )
    word = {"min": "least", "max": "greatest"}[wanted.goal]
    return OutOfRangeError(
        f"{wanted.objective} has no {word} value: it improves without end as {last.name} {way}{towards}\n"
        f"   give {last.name} bounds: {last.name}=1..2 in its unit, or a constraint that holds it",
        *((hit.value, None) if wanted.goal == "min" else (None, hit.value)),
    )


# -- put to the solver -------------------------------------------------------------------------------


def point(wanted: Wanted, hit: Hit) -> dict[str, Any]:
    """A hit as givens; the objective is asked for, wherever it is free itself."""
    given: dict[str, Any] = {}
    for one in wanted.free:
        if one.kind == "choice":
            given[one.name] = hit.keys[one.name]
        elif one.name in hit.numbers:
            given[one.name] = exactly(one, hit.numbers[one.name])
    return given


def _asked(wanted: Wanted, placed: _Placed) -> Answer:
    """The ordinary answer at a point, which puts it back into every equation.

    Raises: NotProvenError where it differs from what was compiled.
    """
    given = {**wanted.given, **point(wanted, placed.hit)}
    try:
        answer = solve(
            wanted.system, wanted.objective, given, tight=wanted.tight, without=wanted.without, pick=wanted.goal
        )
    except SolveError as error:
        raise _differs(wanted, placed.hit, str(error).partition("\n")[0]) from error
    if answer.kind == {"min": "at_most", "max": "at_least"}[wanted.goal]:
        raise _unbounded(wanted, placed, answer)
    value = answer.roots[0].figure.value if len(answer.roots) == 1 else math.nan
    if not math.isclose(value, placed.hit.value, rel_tol=AGREE if placed.settled.error is not None else NEAR):
        raise _differs(wanted, placed.hit, f"the solver has {wanted.objective} = {value:.12g}")
    return answer


def _unbounded(wanted: Wanted, placed: _Placed, answer: Answer) -> OutOfRangeError:
    """Constraints hold the objective on the other side alone."""
    word, side = {"min": ("least", "above"), "max": ("greatest", "below")}[wanted.goal]
    value = _objective(wanted, placed.hit)
    stops = "; ".join(dict.fromkeys(one.says or f"`{one.label}`" for one in placed.settled.binding))
    told = [f"no constraint decides the {word} {wanted.objective}: `{answer.binding}` bounds it from {side}"]
    told += [f"   it ends at {shown(wanted.system, value.name, value.base)}, where {stops}"] if stops else []
    low, high = (value.value, None) if wanted.goal == "min" else (None, value.value)
    return OutOfRangeError("\n".join(told), low, high, answer.binding)


class DiffersError(NotProvenError):
    """What was compiled is not what the solver answers: a rounded given, say, that gives way at some points alone."""


def _differs(wanted: Wanted, hit: Hit, told: str) -> DiffersError:
    at = " ".join(f"{n}={v:.12g}" for n, v in hit.numbers.items())
    return DiffersError(f"at {at}, where the search has {wanted.objective} = {hit.value:.12g}, {told}")


def _certified(root: Root, settled: Settled, slides: bool) -> Root:
    """The root with the error that the reals have."""
    if not slides:
        return root
    if settled.error is None or root.error_bound is None:
        return replace(root, error_bound=None)
    return replace(root, error_bound=max(root.error_bound, settled.error))


def _bound(verdict: Verdict) -> Verdict:
    """A constraint that the reals reach binds."""
    reached = verdict.holds and verdict.margin is not None and abs(verdict.margin) <= TOUCHES
    return replace(verdict, binding=True) if reached else verdict


# -- what is told of points --------------------------------------------------------------------------


def _name(item: Figure | tuple[str, str]) -> str:
    return item[0] if isinstance(item, tuple) else item.name


def _at(wanted: Wanted, hit: Hit, answer: Answer | None = None) -> tuple[Figure | tuple[str, str], ...]:
    """What was free, as it is at a point; what an equation tied to the rest as the answer has it."""
    given = point(wanted, hit)
    found: list[Figure | tuple[str, str]] = []
    for one in wanted.free:
        quantity = wanted.system.quantities.get(one.name)
        if one.kind == "choice":
            found.append((one.name, hit.keys[one.name]))
        elif quantity is not None and one.name in given:
            base = given[one.name] * quantity.unit.factor
            found.append(figure(wanted.system, one.name, base if one.discrete else float(base)))
        elif answer is not None and one.name in answer.roots[0].quantities:
            found.append(answer.roots[0].quantities[one.name])
    return tuple(found)


def _candidate(wanted: Wanted, hit: Hit, broken: str = "") -> Candidate:
    return Candidate(_at(wanted, hit), _objective(wanted, hit), hit.ties, broken)


def _objective(wanted: Wanted, hit: Hit) -> Figure:
    factor = wanted.system.quantities[wanted.objective].unit.factor
    return figure(wanted.system, wanted.objective, hit.value * float(factor))


def _prices(wanted: Wanted, found: Found, best: Hit) -> tuple[Candidate, ...]:
    """The constraints that cost something, and what would be possible without each, the dearest first."""
    dear = [(hit.grade, label, hit) for label, hit in found.dropped.items() if hit.grade < best.grade]
    dear.sort(key=lambda one: one[:2])
    return tuple(_candidate(wanted, hit, label) for _, label, hit in dear[:KEEP])
