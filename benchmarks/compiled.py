"""Compiled questions beside what they are measured against: hand-written C and Python, in pairs of one run.

Each figure is the median ratio of paired runs; C is left out where there is no gcc, Numba where it is not installed.
"""

from __future__ import annotations

import ctypes
import importlib.util
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

import tmath

POINTS = 1_000_000
PAIRS = 15

# The memory of a GPU from the shape of a model: what the default rows of `memory` come to, written by hand.
CLOSED = """
void closed(size_t n, const double *layers, const double *hidden, const double *batch, const double *gpus, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double L = layers[i], h = hidden[i], a = h / 128, f = 4 * h, tokens = 2048 * batch[i];
        double attention = 2 * h * 128 * (a + a) + h + 128 * (a + 2 * a), mlp = 2 * h * f + f + h;
        double P = L * (attention + mlp) + 2 * h * (2 * L + 1) + 100608 * h;
        double states = 4 * P + 12 * P / gpus[i];
        double kept = 10 * h + 2 * (256 * (a + a) + 2 * f);
        out[i] = (states + tokens * (L * kept + 4 * h + 201216)) / 1e9;
    }
}
"""

# Parameters from a loss by the Chinchilla law at 20 tokens a parameter: Newton's method in logarithms, in blocks that
# a compiler makes vectors of (libmvec), to the same accuracy.
INVERSE = """
void inverse(size_t n, const double *loss, double *out)
{
    double s[1024], target[1024];
    const double a = 406.4, b = 410.7 * pow(20, -0.28);
    for (size_t first = 0; first < n; first += 1024) {
        size_t m = n - first < 1024 ? n - first : 1024;
        for (size_t i = 0; i < m; i++) {
            double rest = loss[first + i] - 1.69;
            target[i] = log(rest);
            s[i] = fmax(log(rest / a) / -0.34, log(rest / b) / -0.28);
        }
        for (int step = 0; step < 12; step++) {
            double worst = 0;
            for (size_t i = 0; i < m; i++) {
                double p = a * exp(-0.34 * s[i]), q = b * exp(-0.28 * s[i]);
                double move = (log(p + q) - target[i]) * (p + q) / (-0.34 * p - 0.28 * q);
                s[i] -= move;
                worst = fmax(worst, fabs(move));
            }
            if (worst < 1e-8) break;
        }
        for (size_t i = 0; i < m; i++) out[first + i] = exp(s[i]);
    }
}
"""

LAW = '''"""The Chinchilla law."""
quantities:
    loss [1]
    P [param]
    D [token]
equations:
    loss = 1.69 + 406.4 / (P / 1 [param]) ^ 0.34 + 410.7 / (D / 1 [token]) ^ 0.28
assumptions:
    D = 20 [token/param] * P
'''

PAGES = '''"""Sequences that a paged cache holds."""
quantities:
    vram    [GB]
    context [1]
    layers  [1]
    width   [1]
    pages   [1]
    cache   [GB]
    batch   [1, integer]
equations:
    pages = ceil(batch * context / 16)
    cache = 64 [byte] * layers * width * pages
constraints:
    fits: cache <= vram
'''


@dataclass(frozen=True)
class Measured:
    """A figure: what is measured against what, the median ratio, and how much it may be."""

    what: str
    against: str
    ratio: float
    most: float
    note: str = ""

    def __str__(self) -> str:
        held = "" if self.ratio <= self.most else "   over"
        return f"{self.what:58} {self.ratio:8.2f}  at most {self.most:4.1f}{held}   {self.against}{self.note}"


def paired(ours: Callable[[], object], theirs: Callable[[], object], pairs: int = PAIRS) -> tuple[float, float]:
    """The median ratio of paired runs, and the median time of ours."""
    ratios, times = [], []
    ours(), theirs()
    for _ in range(pairs):
        a = timed(ours)
        b = timed(theirs)
        ratios.append(a / b)
        times.append(a)
    return statistics.median(ratios), statistics.median(times)


def timed(work: Callable[[], object]) -> float:
    """The seconds a call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def shared(text: str, *flags: str) -> ctypes.CDLL | None:
    """C text as a library, None without gcc."""
    if shutil.which("gcc") is None:
        return None
    folder = Path(tempfile.mkdtemp())
    source, library = folder / "written.c", folder / "written.so"
    source.write_text(f"#include <math.h>\n#include <stddef.h>\n{text}", "utf-8")
    command = ["gcc", "-O3", "-march=native", *flags, "-shared", "-fPIC", "-o", str(library), str(source), "-lm"]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(library))


def called(function: Any, *arrays: Any) -> Callable[[], None]:
    """A C function bound to arrays."""
    pointers = [array.ctypes.data_as(ctypes.POINTER(ctypes.c_double)) for array in arrays]
    size = ctypes.c_size_t(arrays[0].size)
    return lambda: function(size, *pointers)


# -- figures -------------------------------------------------------------------------------------


def scalar() -> Iterator[Measured]:
    """A compiled scalar against the same formula by hand."""
    f = tmath.load()["compute"].compile("T", inputs=["P", "D", "gpus", "flops"]).scalar

    def by_hand(P: float, D: float, gpus: float, flops: float) -> float:
        C = 6 * P * D
        hours = C / (flops * 1e12)
        return hours / gpus / 86400

    assert math.isclose(f(7e9, 1e12, 64.0, 400.0), by_hand(7e9, 1e12, 64.0, 400.0), rel_tol=1e-13)
    yield _scalar("a scalar of few operations", f, by_hand, (7e9, 1e12, 64.0, 400.0), 1.5)
    g = tmath.load()["memory"].compile("M_total", inputs=["layers", "hidden", "micro_batch", "gpus"], zero=1).scalar

    def memory(L: float, h: float, batch: float, gpus: float) -> float:
        a, f, tokens = h / 128, 4 * h, 2048 * batch
        attention, mlp = 2 * h * 128 * (a + a) + h + 128 * (a + 2 * a), 2 * h * f + f + h
        P = L * (attention + mlp) + 2 * h * (2 * L + 1) + 100608 * h
        states = 4 * P + 12 * P / gpus
        kept = 10 * h + 2 * (256 * (a + a) + 2 * f)
        return (states + tokens * (L * kept + 4 * h + 201216)) / 1e9

    assert math.isclose(g(40.0, 5120.0, 1.0, 8.0), memory(40.0, 5120.0, 1.0, 8.0), rel_tol=1e-12)
    yield _scalar("a scalar of 25 quantities", g, memory, (40.0, 5120.0, 1.0, 8.0), 1.5)


def _scalar(
    what: str, f: Callable[..., float], by_hand: Callable[..., float], at: tuple[float, ...], most: float
) -> Measured:
    def repeated(function: Callable[..., float]) -> Callable[[], None]:
        def run() -> None:
            for _ in range(20_000):
                function(*at)

        return run

    ratio, seconds = paired(repeated(f), repeated(by_hand))
    return Measured(what, "the formula by hand, math", ratio, most, f", {seconds / 20_000 * 1e9:.0f} ns")


def shapes() -> dict[str, Any]:
    """A million shapes of models, layouts and batches."""
    rng = np.random.default_rng(1)
    drawn = {
        "layers": rng.integers(10, 120, POINTS),
        "hidden": 128 * rng.integers(8, 130, POINTS),
        "micro_batch": rng.integers(1, 17, POINTS),
        "gpus": rng.integers(1, 1025, POINTS),
    }
    return {name: column.astype(float) for name, column in drawn.items()}


def closed() -> Iterator[Measured]:
    """A million points in closed form."""
    library, at, out = shared(CLOSED), shapes(), np.empty(POINTS)
    whole = {name: column.astype(np.int64) for name, column in at.items()}
    if library is None:
        return
    f = tmath.load()["memory"].compile("M_total", inputs=list(at), zero=1)
    c = called(library.closed, *at.values(), out)
    c()
    assert np.allclose(f(**at), out, rtol=1e-12)
    yield _points("1e6 points, closed form, NumPy", lambda: f(**whole), c, "C on one thread", 7)
    yield _points("the same, whole numbers given as floats", lambda: f(**at), c, "C on one thread", 7)
    if importlib.util.find_spec("numba") is not None:
        fast = f.fast()
        assert np.allclose(fast(**at), out, rtol=1e-13)
        yield _points("the same with Numba", lambda: fast(**at), c, "C on one thread", 1)


def _points(what: str, ours: Callable[[], object], theirs: Callable[[], object], against: str, most: float) -> Measured:
    ratio, seconds = paired(ours, theirs)
    return Measured(what, against, ratio, most, f", {seconds / POINTS * 1e9:.1f} ns a point")


def inverse() -> Iterator[Measured]:
    """A million implicit inverses."""
    library = shared(INVERSE, "-ffast-math")
    loss, out = np.random.default_rng(2).uniform(1.75, 3.5, POINTS), np.empty(POINTS)
    if library is None:
        return
    f = tmath.loads(LAW).compile("P", inputs=["loss"])
    c = called(library.inverse, loss, out)
    c()
    assert np.allclose(f(loss=loss), out, rtol=1e-11)
    yield _points("1e6 implicit inverses, NumPy", lambda: f(loss=loss), c, "C with vector libm", 5)


def whole() -> Iterator[Measured]:
    """A million largest whole numbers under a constraint with steps."""
    at = shapes()
    closed_form = tmath.load()["memory"].compile("M_total", inputs=list(at), zero=1)
    rng = np.random.default_rng(3)
    points = {
        "vram": rng.uniform(10, 200, POINTS),
        "context": rng.integers(100, 30_000, POINTS).astype(float),
        "layers": at["layers"],
        "width": at["hidden"],
    }
    f = tmath.loads(PAGES).compile("batch", inputs=list(points))
    found = f(**points)
    for i in np.flatnonzero(~np.isnan(found))[:2000:100]:
        pages = math.floor(points["vram"][i] * 1e9 / (64 * points["layers"][i] * points["width"][i]))
        assert [math.ceil((found[i] + k) * points["context"][i] / 16) <= pages for k in (0, 1)] == [True, False]
    yield _points(
        "1e6 largest whole numbers under a constraint with ceil",
        lambda: f(**points),
        lambda: closed_form(**at),
        "the closed-form points above",
        3,
    )


def compiling() -> Iterator[Measured]:
    """Compiling an implicit question against importing SymPy, CPU seconds, each in a process of its own."""
    ours = (
        "import time, tmath; memory = tmath.load()['memory']; start = time.process_time();"
        "f = memory.compile('P', inputs=['vram', 'gpus'], zero=3); f(vram=[40, 80], gpus=64);"
        "print(time.process_time() - start)"
    )
    theirs = "import time; start = time.process_time(); import sympy; print(time.process_time() - start)"

    folder = tempfile.mkdtemp()  # both from bytecode, as when they are installed
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = folder

    def printed(code: str) -> float:
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return float(done.stdout)

    printed(ours), printed(theirs)
    pairs = [(printed(ours), printed(theirs)) for _ in range(9)]
    seconds = statistics.median(a for a, _ in pairs)
    yield Measured(
        "compile memory's P and use it once",
        "import sympy",
        statistics.median(a / b for a, b in pairs),
        1,
        f", {seconds:.2f} s CPU",
    )


FIGURES = (scalar, closed, inverse, whole, compiling)


def main() -> int:
    """Print every figure; the exit code says whether all are held."""
    held = True
    for figure in FIGURES:
        for measured in figure():
            print(measured, flush=True)
            held = held and measured.ratio <= measured.most
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
