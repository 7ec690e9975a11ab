"""What reading costs beside Lark's own parse of the same text, and laying out a long chain beside reading it.

    python -m benchmarks.reading [PAIRS]

CPU of one process, median of paired runs, garbage collection off as timeit has it. Reading is parsing, linking and the
check of dimensions, the file of units included; Lark's part is a parse of the same two texts to trees by the same
grammar. Laying out is all before the first number: rows, the choice of what decides the unknown, blocks in order.
"""

from __future__ import annotations

import gc
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from time import process_time

import tmath
from benchmarks.chains import LAWS, chain
from tmath.language.lexing import make
from tmath.solving.decide import decide
from tmath.solving.evaluate import Evaluator
from tmath.solving.givens import read_givens
from tmath.solving.resolve import ask

__all__ = ["library_text", "main"]

PAIRS = 5
SIZES = (30, 300, 3_000, 10_000)
READ_BAR, LAID_OUT_BAR = 2.0, 0.2


def library_text(equations: int) -> str:
    """An equation file of three kinds of equations in turn, with units, documentation and a source each."""
    quantities = ['    P [param] "parameters"', '    D [token] "tokens"', '    share [1] "a share"']
    lines = []
    for i in range(equations):
        unit, formula = (
            ("FLOP", "6 [FLOP/param/token] * P * D * share^0.5"),
            ("GB", f"2 [byte/param] * P * (1 + share / {i + 1}) + 34 [byte/token] * D"),
            ("1", f"max(1, share + {i}) / (1 + share) - 0.5 * share"),
        )[i % 3]
        quantities.append(f'    q{i} [{unit}] "quantity {i}"')
        lines.append(f'    part{i}: q{i} = {formula} "part {i}" from article')
    head = ['"""A library."""', "sources:", '    article = "An article, 2024"']
    return "\n".join([*head, "quantities:", *quantities, "equations:", *lines, ""])


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU, after what was left before is cleared away."""
    gc.collect()
    gc.disable()
    start = process_time()
    work()
    spent = process_time() - start
    gc.enable()
    return spent


def laid_out(system: tmath.System, unknown: str) -> int:
    """The number of blocks in which an unknown follows from x0."""
    typed, keys = read_givens(system, unknown, {"x0": 3.0})
    decision = decide(ask(system, unknown, typed, keys), Evaluator(system))
    return len(decision.structure.blocks([unknown]))


def readings(size: int, pairs: int) -> Iterator[tuple[float, float]]:
    """CPU of reading a library, and of Lark's parse of the same texts."""
    lark, text, units = make(), library_text(size), tmath.load().path("units").read_text("utf-8")
    for _ in range(pairs):
        ours = cpu(lambda: tmath.loads(text))
        yield ours, cpu(lambda: [lark.parse(each + "\n", start="file") for each in (text, units)])


def layings_out(law: str, size: int, pairs: int) -> Iterator[tuple[float, float]]:
    """CPU of laying out a chain, and of reading it."""
    text = chain(law, size)
    for _ in range(pairs):
        systems: list[tmath.System] = []
        read = cpu(lambda found=systems: found.append(tmath.loads(text)))  # type: ignore[misc]
        yield cpu(lambda found=systems: laid_out(found[0], f"x{size}")), read  # type: ignore[misc]


def told(runs: Iterable[tuple[float, float]], what: str, bar: float) -> bool:
    """Print a figure; whether it misses its bar."""
    found = list(runs)
    ratio = statistics.median(ours / peer for ours, peer in found)
    ours, peer = (statistics.median(side) for side in zip(*found, strict=True))
    print(f"{ratio:5.2f}   bar {bar:g}   {ours:7.4f} s beside {peer:7.4f} s   {what}", flush=True)
    return ratio > bar


def main() -> int:
    """Print both tables; 1 where a figure misses its bar."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    laid_out(tmath.loads(chain("sum", 3)), "x3")  # imports
    print(f"median of {pairs} pairs")
    missed = [told(readings(size, pairs), f"reading {size:,} equations", READ_BAR) for size in SIZES]
    for law in LAWS:
        for size in (1_000, 10_000):
            missed.append(told(layings_out(law, size, pairs), f"a chain of {size:,}, {law}", LAID_OUT_BAR))
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
