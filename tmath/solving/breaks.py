"""Where what a constraint compares may jump, be infinite, or begin to have a value while the unknown moves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from tmath.algebra.expressions import ZERO, Expr, call, postorder, sub
from tmath.algebra.signs import sign_of
from tmath.algebra.ways import UNTOLD, way_of
from tmath.records import dataclass, replace
from tmath.solving.decide import Decision
from tmath.solving.evaluate import Evaluator, Outcome
from tmath.solving.resolve import Limit
from tmath.solving.structure import Structure

COMPARED = ("lt", "le", "gt", "ge", "eq", "ne")


@dataclass(frozen=True, slots=True)
class Breaks:
    """The values of the unknown at which a margin breaks, and what is known of it between them."""

    poles: tuple[float, ...] = ()  # where it has no value
    borders: tuple[float, ...] = ()  # where it may begin, end or jump
    complete: bool = True  # whether these are all, steps left out
    steps: bool = False  # whether it has steps
    way: int = UNTOLD  # the way it moves, where it has steps


def breaks(decision: Decision, limit: Limit, evaluate: Evaluator, structure: Structure) -> Breaks:
    """Where the margin of a constraint breaks; `structure` has the unknown as an input."""
    moving = {decision.question.unknown: 1}
    suspects: dict[Expr, bool] = {}
    steps = False
    for part, name in _parts(limit, evaluate, structure, moving):
        way = UNTOLD
        if part is not None and moving.keys() & part.names:
            suspects.update(_suspects(part, moving, evaluate.signed))
            steps = steps or _steps(part, moving)
            way = way_of(part, moving, evaluate.signed)
        if name:
            moving[name] = way
        elif part is None:
            steps = True
    found: dict[bool, list[float]] = {True: [], False: []}
    complete = True
    for part, pole in suspects.items():
        places, proven = _zeros(decision, limit, evaluate, part)
        found[pole] += places
        complete = complete and proven
    way = way_of(sub(limit.right, limit.left), moving, evaluate.signed) if steps else UNTOLD
    return Breaks(tuple(found[True]), tuple(found[False]), complete, steps, way)


def _parts(
    limit: Limit, evaluate: Evaluator, structure: Structure, moving: Mapping[str, int]
) -> Iterator[tuple[Expr | None, str]]:
    """Every expression on the way from the unknown to a constraint, and the name it gives a value to.

    What is solved for along the way has none; equations with steps that are solved so come without a name as well.
    """
    for rows, names in structure.blocks(sorted(limit.names)):
        if not any(row.names & moving.keys() for row in rows):
            continue
        planned = evaluate.plan(rows, names)
        if planned.closed is not None:
            yield planned.closed, planned.unknown
        else:
            for name in planned.torn.unknowns:
                yield None, name
            if any(_steps(side, moving) for sides in planned.torn.remaining for side in sides):
                yield None, ""
        for name, part in planned.torn.follow:
            if part.names & moving.keys():
                yield part, name
    yield limit.left, ""
    yield limit.right, ""


def _steps(expr: Expr, moving: Collection[str]) -> bool:
    return any(node.op in ("ceil", "floor") and not node.names.isdisjoint(moving) for node in postorder([expr]))


def _suspects(expr: Expr, moving: Collection[str], signed: Collection[str]) -> dict[Expr, bool]:
    """The parts of an expression that may vanish where it breaks, each with whether it has no value there."""
    found: dict[Expr, bool] = {}
    for node in postorder([expr]):
        if node.names.isdisjoint(moving):
            continue
        if node.op == "div":
            found[node.args[1]] = True
        elif node.op == "tan":
            found[call("cos", node.args[0])] = True
        elif node.op in ("log", "log2", "log10"):
            found[node.args[0]] = True
        elif node.op == "sqrt":
            found.setdefault(node.args[0], False)
        elif node.op == "pow":
            exponent = node.args[1].number
            if exponent is None or exponent < 0:
                found[node.args[0]] = True
            elif exponent.denominator != 1:
                found.setdefault(node.args[0], False)
        elif node.op in COMPARED:
            found.setdefault(sub(*node.args), False)
    return {
        part: pole
        for part, pole in found.items()
        if not part.names.isdisjoint(moving) and sign_of(part, signed) != "positive"
    }


def _zeros(decision: Decision, limit: Limit, evaluate: Evaluator, part: Expr) -> tuple[list[float], bool]:
    """The values of the unknown at which a part vanishes, and whether these are all."""
    unknown, structure = decision.question.unknown, decision.structure
    row = replace(limit.active, left=part, right=ZERO, names=part.names)
    active = Structure([*structure.used, row, *structure.left], structure.known)
    if not active.determines(unknown):
        return [], False
    outcome = evaluate(active, decision.known, [unknown])
    found = [state.values[unknown] for state in outcome.states]
    return found + [end for ends in flats(outcome, unknown) for end in ends], whole_outcome(outcome)


def flats(outcome: Outcome, unknown: str) -> list[tuple[float, float]]:
    """The stretches of the unknown on which an equation holds throughout."""
    met = [state.roots[unknown] for state in outcome.states if unknown in state.roots]
    failure = outcome.failure
    if failure is not None and failure.unknown == unknown and failure.roots is not None:
        met.append(failure.roots)
    return [(low, high) for roots in met for low, high, *_ in roots.intervals]


def whole_outcome(outcome: Outcome) -> bool:
    """Whether no further value of the unknown is possible."""
    if outcome.states:
        return not outcome.cut and all(found.complete for state in outcome.states for found in state.roots.values())
    return outcome.failure is None or outcome.failure.roots is None or outcome.failure.roots.complete
