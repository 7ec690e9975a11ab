"""How constraints, checks and proofs are put into words, and the rows of a choice with them."""

from __future__ import annotations

from collections.abc import Iterator

from tmath.digits import within
from tmath.render.figures import percent, power, reading, side
from tmath.render.page import Page
from tmath.solving.answer import Answer, Check, ChoiceRowAnswer, Verdict


def refusal(verdict: Verdict, answer: Answer) -> str:
    """A constraint that is broken: by how much, and what that means."""
    doc = f". {verdict.doc}" if verdict.doc else ""
    return f"`{verdict.label}` {verdict.text} is broken{_sides(verdict, answer)}{_over(verdict)}{doc}"


def held(verdict: Verdict) -> str:
    """A constraint that holds, with what is left."""
    margin = _margin(verdict)
    if margin is None:
        return f"`{verdict.label}` {verdict.text}"
    left = f"{percent(margin)} left" if margin > 1e-9 else "just"
    return f"`{verdict.label}` {verdict.text} ({left})"


def _margin(verdict: Verdict) -> float | None:
    """How far a constraint is from its limit, as a share of the limit; negative where it is broken."""
    if " divides " in verdict.text:
        return None
    if verdict.left is None or verdict.right is None or not verdict.right.base:
        return verdict.margin
    share = abs(verdict.right.base - verdict.left.base) / abs(verdict.right.base)
    return -share if verdict.holds is False else share


def _over(verdict: Verdict) -> str:
    margin = _margin(verdict)
    return f", {percent(-margin)} over" if margin is not None and margin < 0 else ""


def _sides(verdict: Verdict, answer: Answer) -> str:
    """: 48.21 GB against 80.00 GB"""
    sides = [reading(figure, answer.system.units) for figure in (verdict.left, verdict.right) if figure is not None]
    return f": {' against '.join(sides)}" if len(sides) == 2 else ""


# -- rows of a choice ----------------------------------------------------------------------------


def choice_rows(page: Page, answer: Answer) -> None:
    """The rows that hold, then what each row has to say: its margins, or the constraint that broke."""
    fitting = [row.key for row in answer.rows if row.feasible]
    name = answer.unknown
    silent = all(row.feasible is None for row in answer.rows)
    none = "no constraint speaks of" if silent else "no row without a broken constraint:"
    if any(row.aside for row in answer.rows):
        none = "no row agrees under what is assumed:"
    page.strong(f"{name} = {', '.join(fitting)}" if fitting else f"{none} {name}")
    page.columns([[row.key for row in answer.rows]], [_row(row, answer) for row in answer.rows])


def _row(row: ChoiceRowAnswer, answer: Answer) -> str:
    judged = [verdict for verdict in row.verdicts if verdict.holds is not None]
    if row.feasible is False:
        broken = [v for v in judged if v.holds is False]
        return "; ".join(f"`{v.label}` broken{_sides(v, answer)}{_over(v)}" for v in broken) or row.failure
    telling = [verdict for verdict in judged if any(_differs(verdict, other) for other in answer.rows)]
    otherwise = "agrees with what is given" if row.feasible else "nothing to judge it by"
    kept = [_kept(verdict, answer) for verdict in telling or judged]
    return "; ".join([*kept, *([row.aside] if row.aside else [])]) or otherwise


def _kept(verdict: Verdict, answer: Answer) -> str:
    margin = _margin(verdict)
    left = f", {percent(margin)} left" if margin is not None else ""
    return f"`{verdict.label}`{_sides(verdict, answer)}{left}"


def _differs(verdict: Verdict, other: ChoiceRowAnswer) -> bool:
    """Whether a constraint stands otherwise in another row."""
    return any(
        (one.holds, one.margin) != (verdict.holds, verdict.margin)
        for one in other.verdicts
        if one.label == verdict.label
    )


# -- checks and proofs -----------------------------------------------------------------------------


def checked(answer: Answer) -> Iterator[str]:
    """What was put back: the binding constraint at the value, residual, proof, equations left over."""
    if answer.kind == "formula":
        return
    binding = next((v for v in answer.verdicts if v.label == answer.binding and v.left is not None), None)
    residual = f"residual {power(answer.residual)}" if answer.residual is not None else ""
    if binding is not None and binding.left is not None:
        at = f"{side(binding.left, answer.system.units)} at this {answer.unknown}"
        yield f"{at}, {residual}" if residual else at
    elif residual:
        yield residual
    if answer.roots:
        yield proof(answer)
    for check in answer.checks:
        if not check.loud:
            yield deviation(check)


def proof(answer: Answer) -> str:
    """What is proven of the roots: that they exist, how near, and whether they are all."""
    bound, many = answer.error_bound, len(answer.roots) > 1
    if bound is None:
        return f"{len(answer.roots)} roots found, not proven complete" if many else "not certified"
    if many:
        return f"{len(answer.roots)} roots {within(bound)}, {'proven' if answer.complete else 'not proven'} complete"
    return f"{answer.unknown} proven {'unique ' if answer.complete else ''}{within(bound)}" + (
        "" if answer.complete else ", other roots not excluded"
    )


def deviation(check: Check) -> str:
    """How far the two sides of an equation that was left over are apart."""
    how = f"is off by {percent(abs(check.deviation))}" if check.approximate else f"holds to {power(check.deviation)}"
    return f"`{check.label}`: {check.text} {how}"
