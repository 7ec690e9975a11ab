"""Random systems with a known solution: python -m benchmarks.random_systems [--count N] [--equations N] [--seed N]."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import mpmath

import tmath
from benchmarks.oracle import DIGITS, evaluate
from tmath import SolveError, System

__all__ = ["FORMS", "Known", "build", "question", "verdict"]

# Forms of an equation over distinct quantities; k is the constant that makes the known values solve it.
FORMS = (
    "{a} = k * {b} * {c}",
    "{a} * {b} = k * {c}",
    "{a} + k * {b} = 2 * {a} + {c}",
    "{a} = k * {b}^0.34",
    "{a} = k / {b}^1.5 * {c}",
    "k = {a} * {b} + {c} / 3",
    "{a} * ({b} + {c}) = k * {d}",
    "k * {a} = {b}^2 + {c} * {d}",
    "{a} = k + {b} / 0.7 + {c}^0.5",
    "k * {a} = min({b}, {c}) + {d} / 10",
    "k * {a} = {b} * exp(-{c} / 40)",
    "{a} = k * sqrt({b}) / (1 + {c})",
    "{a} / {b} = k * log(1 + {c})",
)


@dataclass(frozen=True)
class Known:
    """A system, and values that solve it."""

    text: str
    values: Mapping[str, Fraction]

    @cached_property
    def system(self) -> System:
        """The system, linked."""
        return tmath.loads(self.text, "random")

    @cached_property
    def slopes(self) -> list[list[float]]:
        """d log(left / right) / d log x of every equation by every quantity, at the known values."""
        step = mpmath.mpf(10) ** -20
        with mpmath.workdps(DIGITS):
            base = {name: mpmath.mpf(value.numerator) / value.denominator for name, value in self.values.items()}
            rows = range(len(self.system.equations))
            here = [self._balance(row, base) for row in rows]
            return [
                [
                    float((self._balance(row, {**base, name: base[name] * (1 + step)}) - here[row]) / step)
                    for name in self.values
                ]
                for row in rows
            ]

    def _balance(self, row: int, values: Mapping[str, Any]) -> Any:
        equation, units = self.system.equations[row], self.system.units
        return mpmath.log(evaluate(equation.left, values, units) / evaluate(equation.right, values, units))


def build(forms: Sequence[int], places: Sequence[Sequence[int]], values: Sequence[Fraction]) -> Known:
    """A system of the forms, over the quantities whose places are named, constants made to fit the values."""
    names = [f"x{i}" for i in range(len(values))]
    known = dict(zip(names, values, strict=True))
    lines = ['"""A system with a known solution."""', "quantities:", *(f'    {name} [1] "{name}"' for name in names)]
    lines.append("equations:")
    for number, (form, chosen) in enumerate(zip(forms, places, strict=True)):
        pattern = FORMS[form]
        equation = pattern.format(**{letter: names[place] for letter, place in zip("abcd", chosen, strict=False)})
        lines.append(f"    e{number}: {equation.replace('k', constant(equation, known))}")
    return Known("\n".join([*lines, ""]), known)


def constant(equation: str, known: Mapping[str, Fraction]) -> str:
    """The constant k that makes an equation hold: both sides are linear in it."""
    quantities = "".join(f'    {name} [1] "{name}"\n' for name in known)
    system = tmath.loads(f'quantities:\n    k [1] "k"\n{quantities}equations:\n    e: {equation}\n')
    row = system.equations[0]
    with mpmath.workdps(DIGITS):
        at = {name: mpmath.mpf(value.numerator) / value.denominator for name, value in known.items()}
        sides = [
            [evaluate(side, {**at, "k": mpmath.mpf(k)}, system.units) for side in (row.left, row.right)] for k in (1, 2)
        ]
        first, second = (left - right for left, right in sides)
        k = 1 - first / (second - first)
        return f"({mpmath.nstr(k, 30, min_fixed=-40, max_fixed=40)})"


def question(known: Known, chance: random.Random, loose: bool = True) -> tuple[str, list[str]]:
    """An unknown and as many givens as leave a square system; where `loose`, sometimes one fewer or more."""
    names = list(known.values)
    count = len(names) - len(known.system.equations) + chance.choice([0, 0, 0, 0, 1, -1] if loose else [0])
    unknown, *rest = chance.sample(names, len(names))
    return unknown, rest[: max(count, 0)]


def verdict(known: Known, unknown: str, given: Sequence[str]) -> tuple[str, str]:
    """ "found", "undetermined", "touchy" (not to be judged by floats) or "lost", with what was answered."""
    import numpy as np

    names = list(known.values)
    free = [place for place, name in enumerate(names) if name not in given]
    matrix = np.array(known.slopes)[:, free]
    axis = np.zeros(len(free))
    axis[free.index(names.index(unknown))] = 1.0
    rank = int(np.linalg.matrix_rank(matrix, tol=1e-9))
    determined = int(np.linalg.matrix_rank(np.vstack([matrix, axis]), tol=1e-9)) == rank
    determined = determined and matched(known, names, given, unknown)
    amplified = float(np.linalg.norm(np.linalg.pinv(matrix, rcond=1e-9)[free.index(names.index(unknown))]))
    if amplified > 1e4:
        return "touchy", ""
    expected = float(known.values[unknown])
    try:
        answer = known.system.solve(unknown, {name: known.values[name] for name in given})
    except SolveError as error:
        return ("lost" if determined else "undetermined"), f"{type(error).__name__}: {error}"
    if not determined:
        held = answer.interval is not None and answer.interval[0] <= expected <= answer.interval[1]
        return ("undetermined" if held else "invented"), f"{answer.values} {answer.interval}"
    close = 1e-9 * (1 + amplified) * expected
    if any(abs(value - expected) <= close for value in answer.values):
        return "found", ""
    wide = answer.interval is not None and answer.interval[0] <= expected <= answer.interval[1]
    return ("wide" if wide else "lost"), f"{answer.values} {answer.interval} instead of {expected}"


def matched(known: Known, names: Sequence[str], given: Sequence[str], unknown: str) -> bool:
    """Whether the equations determine the unknown by their structure alone: every maximum matching covers it."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    def size(columns: Sequence[str]) -> int:
        rows = [[int(name in equation.names) for name in columns] for equation in known.system.equations]
        if not columns:
            return 0
        return int((maximum_bipartite_matching(csr_matrix(rows), perm_type="column") >= 0).sum())

    free = [name for name in names if name not in given]
    return size([name for name in free if name != unknown]) < size(free)


def drawn(chance: random.Random, most: int) -> Known:
    """A random system of up to `most` equations."""
    size = chance.randint(1, most)
    total = max(size + chance.randint(1, 3), 4)
    values = [Fraction(number, chance.choice([10, 100])) for number in chance.sample(range(1, 1000), total)]
    near = chance.random() < 0.6  # mostly a chain with loops, else anything with anything
    forms: list[int] = []
    places: list[list[int]] = []
    for row in range(size):
        around = range(max(0, row - 3), min(total, row + 4)) if near else range(total)
        forms.append(chance.randrange(len(FORMS)))
        places.append(chance.sample(around if len(around) >= 4 else range(total), 4))
        if not independent(build(forms, places, values)):
            del forms[-1], places[-1]
    return build(forms, places, values)


def independent(known: Known) -> bool:
    """Whether no equation follows from the others, at the known values and all about them."""
    import numpy as np

    return int(np.linalg.matrix_rank(np.array(known.slopes), tol=1e-6)) == len(known.slopes)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how many questions were answered with the known values among the roots."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.random_systems", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--equations", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--square", action="store_true", help="never one given too many or too few")
    options = parser.parse_args(arguments)
    seen: Counter[str] = Counter()
    slowest = 0.0
    for number in range(options.seed, options.seed + options.count):
        chance = random.Random(number)
        known = drawn(chance, options.equations)
        for _ in range(4):
            unknown, given = question(known, chance, not options.square)
            start = time.process_time()
            what, said = verdict(known, unknown, given)
            spent = time.process_time() - start
            slowest = max(slowest, spent)
            seen[what] += 1
            if what in ("lost", "invented", "wide") or spent > 2:
                print(f"seed {number}: {unknown} given {' '.join(given)}: {what} in {spent:.2f} s: {said}")
    print(dict(seen), f"slowest {slowest:.2f} s")
    return int(seen["lost"] + seen["invented"] + seen["wide"] > 0)


if __name__ == "__main__":
    sys.exit(main())
