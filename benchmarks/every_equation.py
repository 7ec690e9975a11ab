"""Every shipped equation for every quantity in it: python -m benchmarks.every_equation [--points N] [--only TEXT]."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence

import tmath
from benchmarks.pairs import draw, equations, recover


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the number of pairs, the share in closed form, and every point that did not come back."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.every_equation", description=__doc__)
    parser.add_argument("--points", type=int, default=100, help="random points for each pair")
    parser.add_argument("--only", default="", help="equations whose label holds this text")
    options = parser.parse_args(arguments)
    pairs = closed = asked = flat = wrong = 0
    slowest, undrawn = (0.0, ""), []
    start = time.perf_counter()
    for equation in equations(tmath.load()):
        if options.only not in equation.label:
            continue
        chance = random.Random(equation.label)
        points = [point for _ in range(options.points) if (point := draw(equation, chance)) is not None]
        if not points:
            undrawn.append(equation.label)
            continue
        for unknown in equation.names:
            pairs += 1
            formulas, faults = 0, []
            for point in points:
                before = time.perf_counter()
                result = recover(equation, point, unknown)
                slowest = max(slowest, (time.perf_counter() - before, f"{equation.label} for {unknown}"))
                asked += 1
                formulas += result.closed
                flat += result.flat
                if result.fault:
                    faults.append((result.fault, point))
            closed += formulas > 0
            wrong += len(faults)
            if faults:
                given = {name: float(value) for name, value in faults[0][1].values.items()}
                print(f"{equation.label} for {unknown}: {len(faults)} of {len(points)}: {faults[0][0]}\n   {given}")
    for label in undrawn:
        print(f"{label}: no admissible numbers found")
    spent = time.perf_counter() - start
    print(f"{pairs} pairs, {asked} questions in {spent:.0f} s, {asked - wrong} recovered, {wrong} not; {flat} flat")
    print(f"closed form: {closed} of {pairs} pairs, {100 * closed / max(pairs, 1):.1f} %")
    print(f"slowest: {1e3 * slowest[0]:.0f} ms, {slowest[1]}")
    return int(wrong > 0 or bool(undrawn))


if __name__ == "__main__":
    sys.exit(main())
