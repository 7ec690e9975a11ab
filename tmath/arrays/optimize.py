"""The least or greatest value of a quantity over what is free, told as an answer: the story, top to bottom."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from tmath.arrays.found import Found
from tmath.arrays.free import MOST_REALS, Wanted, read_wanted
from tmath.arrays.ground import Ground
from tmath.arrays.grounding import ground
from tmath.arrays.optimum import NEAR, DiffersError, along, answer_of
from tmath.arrays.pointwise import Pointwise
from tmath.arrays.search import FIRST_CAP, Search, prepared, searched
from tmath.errors import MissingInputsError, NotProvenError, SolveError
from tmath.language.system import System
from tmath.records import dataclass, field, replace
from tmath.solving.answer import Answer
from tmath.solving.solver import check_labels


def optimize(
    system: System,
    objective: str,
    over: Sequence[str],
    given: Mapping[str, Any],
    goal: Literal["min", "max"],
    *,
    tight: Iterable[str] = (),
    without: Iterable[str] = (),
    on: str | None = None,
) -> Answer:
    """The best point within all constraints, with what binds there and the runners-up.

    A given that names what is free restricts it: some values, or an interval. `on` is the address of a Dask scheduler,
    or local:2 for two workers of its own.
    Raises: InputError; OutOfRangeError where nothing holds or the objective has no end; MissingInputsError.
    """
    labels = check_labels(system, tuple(tight), constraints_only=True), check_labels(system, tuple(without))
    wanted = read_wanted(system, objective, over, given, goal, *labels)
    answer = _optimum(wanted, on)
    if len(wanted.reals) < MOST_REALS or answer.error_bound is not None:
        return answer
    return _along_what_binds(wanted, answer)


def _along_what_binds(wanted: Wanted, answer: Answer) -> Answer:
    """Two reals at one constraint: the same with one real less and the constraint as an equation, which is proven."""
    labels = [verdict.label for verdict in answer.verdicts if verdict.binding]
    for one in reversed(wanted.reals) if len(labels) == 1 else ():
        free = tuple(other for other in wanted.free if other is not one)
        try:
            exact = _optimum(replace(wanted, free=free, tight=wanted.tight | {labels[0]}), None)
        except SolveError:
            continue
        if exact.best is None or answer.best is None or one.name not in exact.roots[0].quantities:
            continue
        near = abs(exact.roots[0].figure.base - answer.roots[0].figure.base) <= NEAR * abs(answer.roots[0].figure.base)
        if near and exact.error_bound is not None:
            return along(exact, answer, [other.name for other in wanted.free], labels[0])
    return answer


def _optimum(wanted: Wanted, on: str | None) -> Answer:
    grounds = Grounds(wanted)
    try:
        return _of(grounds, on)
    except DiffersError:
        few = grounds.count <= Pointwise.budget and not wanted.reals
        if not few:
            raise
    return _of(Grounds(wanted, pointwise=True), on)


def _of(grounds: Grounds, on: str | None) -> Answer:
    wanted = grounds.wanted
    if on is None:
        outcomes: Iterable[Outcome] = map(partial(work, grounds), tasks(wanted, 1))
    else:
        from tmath.arrays.scale import spread

        outcomes = spread(partial(work, grounds), tasks(wanted, _parts(grounds)), on)
    found, failures = gathered(outcomes)
    if len(failures) == len(list(_rows(wanted))):
        raise failures[0].error or SolveError(failures[0].told)
    return answer_of(wanted, grounds.search, found, [failure.told for failure in failures])


# -- the work, in parts that can be done anywhere --------------------------------------------------

POINTS = 1 << 20  # points of a part that is worth sending to another process
MOST_PARTS = 64


@dataclass(frozen=True)
class Task:
    """The search under one combination of rows, or one of several parts of it."""

    keys: Mapping[str, str]
    part: int = 0
    of: int = 1


@dataclass(frozen=True)
class Outcome:
    """What came of a task: points, or why there is no question under these rows."""

    found: Found = field(default_factory=Found)
    error: SolveError | None = None
    told: str = ""


def tasks(wanted: Wanted, parts: int) -> list[Task]:
    """All there is to do, in order."""
    return [Task(keys, part, parts) for keys in _rows(wanted) for part in range(parts)]


def _parts(grounds: Grounds) -> int:
    """In how many parts to search each combination of rows."""
    for keys in _rows(grounds.wanted):
        try:
            search = grounds.search(keys)
        except SolveError:
            continue
        widest = search.axes[0].count(FIRST_CAP) if search.axes else 1
        return max(1, min(widest, MOST_PARTS, search.count // POINTS))
    return 1


def _rows(wanted: Wanted) -> Iterator[dict[str, str]]:
    names = [one.name for one in wanted.choices]
    for keys in itertools.product(*(one.keys for one in wanted.choices)):
        yield dict(zip(names, keys, strict=True))


class Grounds:
    """The searches of a question, each planned when its rows are first met; what was planned stays at home."""

    def __init__(self, wanted: Wanted, pointwise: bool = False):
        self.wanted, self.pointwise = wanted, pointwise
        self._known: dict[tuple[str, ...], Search] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Grounds, (self.wanted, self.pointwise)

    @property
    def count(self) -> int:
        """How many points there are to search."""
        return sum(search.count for search in self._known.values())

    def search(self, keys: Mapping[str, str]) -> Search:
        """The search under some rows.

        Raises: SolveError where there is no question under them.
        """
        place = tuple(keys.values())
        if place not in self._known:
            self._known[place] = prepared(self.wanted, self._ground(keys))
        return self._known[place]

    def _ground(self, keys: Mapping[str, str]) -> Ground:
        try:
            found = ground(self.wanted, keys)
        except NotProvenError:
            return Pointwise(self.wanted, keys)
        few = not self.wanted.reals and prepared(self.wanted, found).count <= Pointwise.budget
        one_by_one = self.pointwise or (found.rounds and few)
        return Pointwise(self.wanted, keys, found.products) if one_by_one else found


def work(grounds: Grounds, task: Task) -> Outcome:
    """Do one task."""
    try:
        search = grounds.search(task.keys)
    except SolveError as error:
        rows = " ".join(f"{choice}={key}" for choice, key in task.keys.items())
        reason = str(error).partition("\n")[0]
        return Outcome(Found(), error, f"{rows}: {reason}" if rows else reason)
    return Outcome(searched(search, (task.part, task.of)))


def gathered(outcomes: Iterable[Outcome]) -> tuple[Found, list[Outcome]]:
    """All outcomes as one, and those that are failures, each once.

    Raises: MissingInputsError where nothing but inputs is missing.
    """
    found, seen = Found(), 0
    failures: list[Outcome] = []
    for outcome in outcomes:
        seen += 1
        if outcome.error is None:
            found = found.merged(outcome.found)
        elif outcome.told not in [other.told for other in failures]:
            failures.append(outcome)
    if len(failures) == seen and failures and isinstance(failures[0].error, MissingInputsError):
        raise failures[0].error
    return found, failures
