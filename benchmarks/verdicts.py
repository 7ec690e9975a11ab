"""An inverse problem put to the solver, and what came back held against what is known."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import tmath
from benchmarks.problems import Problem
from tmath import (
    Answer,
    GapError,
    InadmissibleRootError,
    MissingInputsError,
    NotProvenError,
    OutOfRangeError,
    SolveError,
    System,
    TmathError,
)

__all__ = ["Outcome", "Unsupported", "ask", "judge", "run"]


class Unsupported(Exception):
    """A kind of problem for which the package has no method yet."""


@dataclass(frozen=True)
class Outcome:
    """One problem's result: `fault` is empty where it is right, `skipped` where it could not be asked."""

    problem: Problem
    fault: str
    proof: str = ""  # "proven", "certified", "not proven"
    first: float = math.nan  # milliseconds of the first question
    again: float = math.nan  # milliseconds of the same question later
    skipped: bool = False


def run(problem: Problem, *, signed: bool = False, repeats: int = 3) -> Outcome:
    """Write, load, ask and judge one problem."""
    try:
        system = tmath.loads(problem.text(signed=signed), problem.id)
    except (TmathError, ValueError, SyntaxError) as error:
        return Outcome(problem, f"cannot be written: {error}")
    try:
        start = time.perf_counter()
        result = ask(system, problem)
        first = 1e3 * (time.perf_counter() - start)
    except Unsupported as reason:
        return Outcome(problem, str(reason), skipped=True)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        ask(system, problem)
        times.append(1e3 * (time.perf_counter() - start))
    return Outcome(problem, judge(problem, result), proof(result), first, median(times) if times else math.nan)


def ask(system: System, problem: Problem) -> Answer | SolveError:
    """The answer, or why there is none.

    Raises: Unsupported where System has no method for the kind.
    """
    names = problem.names
    given = {names[name]: value for name, value in problem.given.items()}
    unknowns = [names[name] for name in problem.unknowns]
    try:
        if "objective" in problem.more and problem.kind != "integer_opt":
            return best(system, problem, unknowns, given)
        return system.solve(unknowns[0] if len(unknowns) == 1 else unknowns, given)
    except SolveError as error:
        return error


def best(system: System, problem: Problem, unknowns: list[str], given: Mapping[str, Any]) -> Answer:
    """The least or greatest value of the objective over the unknowns."""
    goal = problem.more.get("goal") or ("max" if "max" in problem.kind else "min")
    method = getattr(system, "minimize" if goal == "min" else "maximize", None)
    if method is None:
        raise Unsupported("System has no minimize yet")
    answer: Answer = method(problem.names[problem.more["objective"]], over=unknowns, **given)
    return answer


def proof(result: Answer | SolveError) -> str:
    """How sure the answer is of itself."""
    if isinstance(result, SolveError):
        return "not proven" if isinstance(result, NotProvenError) else "proven"
    if not result.complete:
        return "not proven"
    return "proven" if result.error_bound is not None or not result.roots else "complete"


def judge(problem: Problem, result: Answer | SolveError) -> str:
    """What is wrong with a result; empty where nothing is."""
    test = _JUDGES.get(problem.kind)
    if test is None:
        return f"unknown kind {problem.kind!r}"
    return test(problem, result)


def _told(error: SolveError) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0]}"


def _close(found: float, known: Any, rtol: float) -> bool:
    return math.isclose(found, float(known), rel_tol=rtol, abs_tol=rtol if float(known) == 0 else 0.0)


def _same(found: Iterable[float], known: Iterable[Any], rtol: float) -> str:
    """Whether two sets of numbers are the same, each once."""
    have, want = sorted(found), sorted(map(float, known))
    if len(have) != len(want) or not all(_close(a, b, rtol) for a, b in zip(have, want, strict=True)):
        return f"{have} instead of {want}"
    return ""


def _roots(problem: Problem, result: Answer | SolveError) -> str:
    if isinstance(result, SolveError):
        return _told(result)
    name = problem.unknowns[0]
    if result.kind != "equal":
        return f"kind {result.kind}"
    return _same(problem.without_open_ends(name, result.values), problem.answers, problem.rtol) or _also(
        problem, result
    )


def _also(problem: Problem, result: Answer) -> str:
    """Other quantities whose values are known too."""
    for name, known in problem.more.get("also", {}).items():
        if name not in problem.names.known or len(result.roots) != 1:
            continue
        try:
            found = result[problem.names[name]]
        except KeyError:
            return f"{name} was not determined"
        if not _close(found, known, max(problem.rtol, 1e-9)):
            return f"{name} = {found} instead of {known}"
    return ""


def _points(problem: Problem, result: Answer | SolveError) -> str:
    """Several unknowns: each answer is one point."""
    if isinstance(result, SolveError):
        return _told(result)
    names = problem.names
    for name in problem.unknowns:
        part = {result.unknown: result, **result.others}[names[name]]
        if fault := _same(part.values, [point[name] for point in problem.answers], problem.rtol):
            return f"{name}: {fault}"
    for root in result.roots:
        if not any(
            all(_close(root.quantities[names[name]].value, point[name], problem.rtol) for name in problem.unknowns)
            for point in problem.answers
        ):
            return f"a point that is no answer: {root.figure.value}"
    return ""


def _none(problem: Problem, result: Answer | SolveError) -> str:
    """No root: the right kind of no, with fields that say why."""
    if isinstance(result, Answer):
        return f"an answer where there is none: {result.values or result.interval}"
    targets = [float(value) for value in problem.given.values()]
    if isinstance(result, OutOfRangeError):
        ends = (result.low, result.high)
        if ends == (None, None):
            return "out of range, without a range"
        low, high = -math.inf if ends[0] is None else ends[0], math.inf if ends[1] is None else ends[1]
        return "" if any(not low <= target <= high for target in targets) else f"no given lies outside {low} to {high}"
    if isinstance(result, GapError):
        low, high = (math.nan if end is None else end for end in (result.below, result.above))
        return "" if any(low < target < high for target in targets) else f"no given lies between {low} and {high}"
    if isinstance(result, InadmissibleRootError):
        return "" if result.roots else "inadmissible roots, none told"
    return _told(result)


def _interval(problem: Problem, result: Answer | SolveError) -> str:
    if isinstance(result, SolveError):
        return _told(result)
    if result.interval is None:
        return f"no interval: {result.kind} {result.values}"
    low, high, low_closed, high_closed = result.interval
    known = problem.more["interval"]
    for end, found, closed in (("lo", low, low_closed), ("hi", high, high_closed)):
        want = known.get(end)
        if want is None:
            bound = problem.domain_of(problem.unknowns[0]).get("min" if end == "lo" else "max")
            bound = (-math.inf if end == "lo" else math.inf) if bound is None else float(bound)
            if found != bound:
                return f"{end} = {found} instead of {bound}"
        elif not _close(found, want, problem.rtol):
            return f"{end} = {found} instead of {want}"
        elif f"{end}_closed" in known and closed != known[f"{end}_closed"]:
            return f"{end} closed: {closed}"
    return ""


def _whole(problem: Problem, result: Answer | SolveError) -> str:
    """The least or greatest whole number under the constraints."""
    if not problem.answers:
        return "" if isinstance(result, SolveError) else f"an answer where there is none: {result.values}"
    if isinstance(result, SolveError):
        return _told(result)
    least = problem.more.get("goal") == "min"
    if result.interval is not None:  # bounded from both sides: the goal says which end is meant
        return _same([result.interval[0 if least else 1]], problem.answers, 0.0)
    want = "at_least" if least else "at_most"
    if result.kind not in (want, "equal"):
        return f"kind {result.kind}"
    return _same(result.values, problem.answers, 0.0) or _also(problem, result)


def _best(problem: Problem, result: Answer | SolveError) -> str:
    """The best point: the unknowns there, and the objective."""
    if isinstance(result, SolveError):
        return _told(result)
    point = problem.answers[0]
    values = point if isinstance(point, list) else [point]
    for name, known in zip(problem.unknowns, values, strict=True):
        found = result[problem.names[name]]
        if not _close(found, known, max(problem.rtol, 1e-6)):
            return f"{name} = {found} instead of {known}"
    best = problem.more.get("also", {}).get("objective")
    if best is not None and not _close(result[problem.names[problem.more["objective"]]], best, 1e-9):
        return f"objective {result[problem.names[problem.more['objective']]]} instead of {best}"
    count = problem.more.get("also", {}).get("feasible_count")
    if count is not None and (result.best is None or result.best.feasible != count):
        return f"{result.best and result.best.feasible} points hold instead of {count}"
    return _also(problem, result)


def _missing(problem: Problem, result: Answer | SolveError) -> str:
    if not isinstance(result, MissingInputsError):
        return (
            _told(result) if isinstance(result, SolveError) else f"an answer where inputs are missing: {result.values}"
        )
    names = problem.names
    want = {frozenset(names[name] for name in names_) for names_ in problem.more["missing"]}
    have = {frozenset(names_) for names_ in result.sets}
    return "" if have == want else f"{sorted(map(sorted, have))} instead of {sorted(map(sorted, want))}"


_JUDGES: Mapping[str, Callable[[Problem, Answer | SolveError], str]] = {
    "root": _roots,
    "system": _points,
    "infeasible": _none,
    "interval": _interval,
    "integer_opt": _whole,
    "argmin": _best,
    "argmax": _best,
    "integer_argmax": _best,
    "integer_argmin": _best,
    "enumerate": _best,
    "underdetermined": _missing,
}
