"""Inverse problems with known answers: python -m benchmarks.inverse FILE [--signed] [--text ID]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import tmath
from benchmarks.problems import read_problems
from benchmarks.verdicts import Outcome, run

DEFAULT = Path(__file__).resolve().parent.parent / "tests" / "data" / "inverse_problems.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every problem of a file and print what came of it; 1 where one is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inverse", description=__doc__)
    parser.add_argument("file", nargs="?", default=DEFAULT, help="problems as JSON")
    parser.add_argument("--signed", action="store_true", help="leave the sign of derived quantities open")
    parser.add_argument("--text", metavar="ID", help="print the equation file of one problem and stop")
    options = parser.parse_args(arguments)
    problems = read_problems(options.file)
    if options.text:
        for problem in problems:
            if problem.id == options.text:
                print(problem.text(signed=options.signed), end="")
        return 0
    warm_up()
    outcomes = []
    for problem in problems:
        outcomes.append(run(problem, signed=options.signed))
        print(line(outcomes[-1]), flush=True)
    print(summary(outcomes))
    return int(any(outcome.fault and not outcome.skipped for outcome in outcomes))


def warm_up() -> None:
    """One question of another kind, so that no figure holds the imports."""
    text = "quantities:\n  y [1] 'y'\n  x [1] 'x'\nequations:\n  y = x + exp(x) + ceil(x) / 2\n".replace("'", '"')
    tmath.loads(text).solve("x", y=40)


def line(outcome: Outcome) -> str:
    """One row of the table."""
    problem = outcome.problem
    renamed = " ".join(f"{old} is called {new}" for old, new in problem.names.renamed.items())
    verdict = "skipped" if outcome.skipped else "WRONG" if outcome.fault else "right"
    notes = "; ".join(note for note in (outcome.fault, renamed) if note)
    times = f"{outcome.first:9.1f} {outcome.again:9.1f}"
    return f"{problem.id:26} {problem.kind:16} {verdict:8} {outcome.proof:11} {times}  {notes}".rstrip()


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many were right, and how fast."""
    asked = [outcome for outcome in outcomes if not outcome.skipped]
    right = [outcome for outcome in asked if not outcome.fault]
    proven = [outcome for outcome in right if outcome.proof == "proven"]
    timed = [outcome for outcome in asked if outcome.first == outcome.first]
    lines = [f"{len(right)} of {len(asked)} right, {len(proven)} proven, {len(outcomes) - len(asked)} skipped"]
    for name, times in (("first", [o.first for o in timed]), ("again", [o.again for o in timed])):
        if times:
            lines.append(f"{name}: median {median(times):.1f} ms, worst {max(times):.1f} ms")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
