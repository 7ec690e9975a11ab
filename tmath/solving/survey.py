"""A question without an unknown: everything the givens determine, and every constraint held against it."""

from __future__ import annotations

from collections.abc import Mapping

from tmath.solving import told
from tmath.solving.answer import Figure, Verdict
from tmath.solving.decide import Decision
from tmath.solving.evaluate import Evaluator
from tmath.solving.verdicts import check_left_over, check_whole, judge


def judged(decision: Decision, evaluate: Evaluator) -> tuple[tuple[Verdict, ...], Mapping[str, Figure]]:
    """Verdicts and quantities under what was decided.

    Raises: ContradictionError.
    """
    question, structure = decision.question, decision.structure
    values = evaluate.everything(structure, decision.known)
    check_whole(question, evaluate, structure, values, values)
    check_left_over(question, evaluate, structure, values)
    verdicts = judge(decision, evaluate, structure, values, structure.used)
    return verdicts, told.figures(question.system, values)
