"""Long chains of equations, asked from both ends: python -m benchmarks.chains [LENGTH ...]."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Sequence

import tmath

__all__ = ["chain", "main"]

# Two laws in turn, the second undoing the first, so that neither end is lost to rounding.
LAWS = {
    "power": ("x{i} = 1.1 * x{j}^0.77", "x{i} = 0.9 * x{j}^1.3"),
    "sum": ("x{i} = 0.5 * x{j}^0.7 + 0.5 * x{j}", "x{j} = 0.5 * x{i}^0.7 + 0.5 * x{i}"),
    "ratio": ("x{i} / x{j} = 1 + 1 / (1 + x{j})", "x{i} * (1 + x{i} / 100) = x{j}"),
}


def chain(law: str, length: int) -> str:
    """An equation file in which each quantity follows from the one before."""
    quantities = [f'    x{i} [1] "link {i}"' for i in range(length + 1)]
    equations = [f"    link{i}: {LAWS[law][i % 2].format(i=i, j=i - 1)}" for i in range(1, length + 1)]
    return "\n".join(['"""A chain."""', "quantities:", *quantities, "equations:", *equations, ""])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how long it takes to read a chain, and to ask for each end from the other."""
    lengths = [int(text) for text in (sys.argv[1:] if arguments is None else arguments)] or [10, 100, 300]
    tmath.loads(chain("sum", 3)).solve("x3", x0=2)  # imports
    for law in LAWS:
        for length in lengths:
            times = [time.process_time()]
            system = tmath.loads(chain(law, length))
            times.append(time.process_time())
            last = system.solve(f"x{length}", x0=3.0)
            times.append(time.process_time())
            first = system.solve("x0", {f"x{length}": last.value})
            times.append(time.process_time())
            spent = [f"{after - before:7.3f} s" for before, after in itertools.pairwise(times)]
            assert isinstance(first.value, float)
            error = abs(first.value - 3.0) / 3.0
            print(
                f"{law:6} {length:5}   read {spent[0]}   forward {spent[1]}   backward {spent[2]}   error {error:.1e}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
