"""What the prompt costs: CPU of whole processes, each run beside its peer, as the ratio of the two.

    python -m benchmarks.startup [PAIRS]

A question asked before is asked again with other numbers; a first question finds an empty cache, or none at all.
Modules are compiled once before anything is measured, as installing them would do.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

PAIRS = 21
PYTHON = (sys.executable, "-c", "pass")
SYMPY = (sys.executable, "-c", "import sympy")
CLOSED = "compute --for T P={}B D=1.4T gpus={} gpu=H100_SXM"
POWERS = "loss --for loss P={}B D={}.5T"
IMPLICIT = "memory --for P vram={}GB gpus={}"
NUMBERS = ((70, 1024), (71, 512), (13, 256), (34, 2048), (65, 128), (40, 64), (80, 96))


@dataclass(frozen=True)
class Figure:
    """A command and the peer it is measured against; `aim` and `bar` are ratios."""

    what: str
    words: str
    peer: Sequence[str]
    cache: str  # kept, empty, off
    aim: float
    bar: float


FIGURES = (
    Figure("asked before, closed form, against python -c pass", CLOSED, PYTHON, "kept", 2, 3),
    Figure("asked before, closed form with powers, against python -c pass", POWERS, PYTHON, "kept", 2, 3),
    Figure("asked before, implicit, against python -c pass", IMPLICIT, PYTHON, "kept", 4, 6),
    Figure("first question, implicit, against import sympy", IMPLICIT, SYMPY, "empty", 1.5, 2),
    Figure("first question, closed form, against import sympy", CLOSED, SYMPY, "empty", 1.5, 2),
    Figure("any question without a cache, implicit, against import sympy", IMPLICIT, SYMPY, "off", 1.5, 2),
)


def cpu(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds of CPU, user and system, of a process and those it waited for."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    process = os.posix_spawn(command[0], list(command), environment, file_actions=silent)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: failed, status {status}")
    return used.ru_utime + used.ru_stime


def script() -> tuple[str, ...]:
    """The installed command."""
    found = shutil.which("tmath", path=os.pathsep.join((os.path.dirname(sys.executable), os.environ.get("PATH", ""))))
    return (found,) if found else (sys.executable, "-m", "tmath")


def measured(figure: Figure, pairs: int, folder: str) -> Iterator[tuple[float, float]]:
    """CPU of the command and of its peer, one after the other."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "TMATH_EQUATIONS")}
    environment |= {"XDG_CACHE_HOME": folder, "TMATH_CACHE": "off" if figure.cache == "off" else "on"}
    numbers = cycle(NUMBERS)

    def ask() -> float:
        if figure.cache == "empty":
            shutil.rmtree(os.path.join(folder, "tmath"), ignore_errors=True)
        return cpu([*script(), "solve", *figure.words.format(*next(numbers)).split()], environment)

    for _ in NUMBERS:  # each of them once, so that modules are compiled and the ways such questions go are known
        ask()
        cpu(figure.peer, environment)
    for _ in range(pairs):
        yield ask(), cpu(figure.peer, environment)


def main() -> int:
    """Print every figure; 1 where one misses its bar."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    missed = False
    print(f"median of {pairs} pairs, CPU of whole processes, by the installed command")
    for figure in FIGURES:
        with tempfile.TemporaryDirectory() as folder:
            runs = list(measured(figure, pairs, folder))
        ratios = sorted(ours / peer for ours, peer in runs)
        ours, peer = (statistics.median(side) for side in zip(*runs, strict=True))
        ratio = statistics.median(ratios)
        low, high = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
        missed = missed or ratio > figure.bar
        print(
            f"{ratio:5.2f}  ({low:.2f} to {high:.2f})  aim {figure.aim:g}, bar {figure.bar:g}   "
            f"{ours * 1e3:5.0f} ms beside {peer * 1e3:3.0f} ms   {figure.what}",
            flush=True,
        )
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
