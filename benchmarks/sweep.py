"""Sweeps reduced on the way, against the compiled function alone: python -m benchmarks.sweep [POINTS].

The function alone is called on arrays that hold all points of a part, made before the clock starts; the sweep makes
its points, calls the function, and keeps counts, ends and the best rows. A hundred million points, unless told.
"""

from __future__ import annotations

import importlib.util
import resource
import statistics
import sys
from time import perf_counter
from typing import Any

import numpy as np

import tmath
from benchmarks.compiled import Measured, timed
from tmath.arrays.held import held
from tmath.arrays.stream import Strips, reduced
from tmath.arrays.sweep import Sweep, sweep

POINTS = 100_000_000
PAIRS = 3
MEGABYTES = 500


def question(points: int) -> Sweep:
    """The memory of a layout over shapes, batches, layouts and sequences, so many points or a few more."""
    seq = -(-points // (8 * 8 * 32 * 50))
    axes: dict[str, Any] = {
        "layers": range(10, 110, 2),
        "tp": [1, 2, 3, 4, 5, 6, 7, 8],
        "pp": [1, 2, 3, 4, 5, 6, 7, 8],
        "micro_batch": range(1, 33),
        "seq": range(128, 128 * (seq + 1), 128),
    }
    given = {"gpus": 840, "gpu": "H100_SXM", "hidden": 8192, "heads": 64}
    return sweep(tmath.load()["memory"], "M_total", {**axes, **given})


def alone(asked: Sweep, judged: bool) -> tuple[Any, int]:
    """The compiled function over all points of a part, and how many calls make up the sweep."""
    strips = Strips(asked)
    start, stop = strips.bounds(0)
    at = {n: np.array(np.broadcast_to(c, stop - start)) for n, c in asked.part(start, stop).items() if n != "M_total"}
    function = asked.function
    return (lambda: held(function, at, stop - start, judged)), -(-asked.size // (stop - start))


def figures(points: int) -> list[Measured]:
    """The sweep against the function alone, values only and with constraints."""
    asked = question(points)
    found = []
    for what, judged in (("the function alone", False), ("the same, constraints judged on both sides", True)):
        call, calls = alone(asked, judged)
        call()
        ratios, seconds = [], []
        for _ in range(PAIRS if points <= POINTS else 1):
            ours = timed(lambda judged=judged: reduced(asked, "M_total", 5, judged=judged))
            theirs = sum(timed(call) for _ in range(calls))
            ratios.append(ours / theirs)
            seconds.append(ours)
        note = f", {statistics.median(seconds) / asked.size * 1e9:.1f} ns a point"
        ratio = statistics.median(ratios)
        found.append(Measured(f"{asked.size / 1e6:.0f} million points reduced on the way", what, ratio, 1.5, note))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    found.append(Measured("peak memory, as a share of 500 MB", f"{peak:.0f} MB", peak / MEGABYTES, 1.0))
    return found


def spread_out(points: int) -> None:
    """The same on two processes of Dask, identical."""
    asked = question(points)
    start = perf_counter()
    here = reduced(asked, "M_total", 5)
    middle = perf_counter()
    there = reduced(asked, "M_total", 5, on="local:2")
    end = perf_counter()
    assert here == there
    print(
        f"one process, its threads {middle - start:.1f} s; two of Dask, started for it {end - middle:.1f} s; identical"
    )


def main() -> int:
    """Print every figure; the exit code says whether all are held."""
    points = int(float(sys.argv[1])) if len(sys.argv) > 1 else POINTS
    measured = figures(points)
    for one in measured:
        print(one, flush=True)
    if importlib.util.find_spec("distributed") is not None:
        spread_out(points)
    return 0 if all(one.ratio <= one.most for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
