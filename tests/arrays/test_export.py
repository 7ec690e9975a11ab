"""Functions written out, each text run by itself: Python, NumPy, and C where gcc is present."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import tmath
from tmath.arrays.function import Function
from tmath.arrays.languages import RESERVED, identifier
from tmath.errors import InputError
from tmath.language.library import Library
from tmath.language.system import System

GCC = shutil.which("gcc")
SUFFIX = {"python": ".py", "numpy": ".py", "c": ".c"}


def run(f: Function, language: str, points: Sequence[Sequence[float]], folder: Path) -> list[float]:
    """What the text of a function prints for each point, the text having nothing of this package."""
    path = folder / f"exported{SUFFIX[language]}"
    path.write_text(f.source(language), "utf-8")
    command = [sys.executable, "-I", "-W", "error", str(path)]
    if language == "c":
        program = folder / "exported"
        flags = ["-O2", "-std=c99", "-Wall", "-Wextra", "-Werror"]
        subprocess.run(["gcc", *flags, "-o", str(program), str(path), "-lm"], check=True)
        command = [str(program)]
    texts = [[repr(float(x)) for x in point] for point in points]
    done = [subprocess.run([*command, *text], capture_output=True, text=True, check=True).stdout for text in texts]
    return [float(text) for text in done]


CASES = {
    "closed": ("M_total", ["P", "gpus"], {"zero": 3}, [(7e9, 8), (70e9, 64), (7e9, 8.5)]),
    "root": ("P", ["vram", "gpus"], {"zero": 3}, [(80, 64), (0.001, 8)]),
    "largest whole number": ("micro_batch", ["vram", "P"], {"zero": 3, "gpus": 64}, [(80, 1e9), (40, 2e9)]),
    "least whole number": ("gpus", ["P", "tp"], {"zero": 3, "gpu": "H100_SXM"}, [(70e9, 8), (7e9, 1)]),
}


@pytest.mark.parametrize(
    "language", ["python", "numpy", pytest.param("c", marks=pytest.mark.skipif(not GCC, reason="no gcc"))]
)
@pytest.mark.parametrize("case", CASES)
def test_memory_written_out(library: Library, case: str, language: str, tmp_path: Path) -> None:
    unknown, inputs, given, points = CASES[case]
    f = library["memory"].compile(unknown, given, inputs=inputs)
    wanted = [float(f(**dict(zip(inputs, point, strict=True)))) for point in points]
    assert run(f, language, points, tmp_path) == pytest.approx(wanted, rel=1e-13, nan_ok=True)


@pytest.mark.parametrize(
    "language", ["python", "numpy", pytest.param("c", marks=pytest.mark.skipif(not GCC, reason="no gcc"))]
)
def test_roots_written_out(shapes: System, law: System, language: str, tmp_path: Path) -> None:
    for f, points in (
        (law.compile("P", inputs=["loss", "C"], pick="max"), [(2.0, 1e24), (1.7, 1e24)]),
        (shapes.compile("t", inputs=["lr"]), [(4e-4,)]),
        (shapes.compile("angle", inputs=["wave"], pick="min"), [(2.5,), (3.5,)]),
    ):
        wanted = [f.scalar(*map(float, point)) for point in points]
        assert run(f, language, points, tmp_path) == pytest.approx(wanted, rel=1e-12, nan_ok=True)


def test_numpy_text_takes_arrays(law: System) -> None:
    f = law.compile("P", inputs=["loss", "ratio"])
    space: dict[str, object] = {"__name__": "exported"}
    exec(f.source("numpy"), space)
    loss, ratio = np.array([[1.9], [2.2]]), np.array([1.0, 20.0, 300.0])
    assert space["P"](loss, ratio) == pytest.approx(f(loss=loss, ratio=ratio), rel=1e-13)  # type: ignore[operator]


WORDS = '''"""Awkward names."""
quantities:
    lambda [1]
    double [1]
    exp [1]
    E [1]
    newton [1]
    j0 [1]
equations:
    lambda = double * j0 + newton ^ 2 * E
'''.replace("    exp [1]\n", "")


@pytest.mark.parametrize(
    "language", ["python", "numpy", pytest.param("c", marks=pytest.mark.skipif(not GCC, reason="no gcc"))]
)
def test_reserved_words_are_suffixed(language: str, tmp_path: Path) -> None:
    system = tmath.loads(WORDS, name="words")
    f = system.compile("lambda", inputs=["double", "j0", "newton", "E"])
    assert run(f, language, [(2, 3, 4, 5)], tmp_path) == [86.0]
    g = system.compile("newton", inputs=["double", "j0", "lambda", "E"])
    assert run(g, language, [(2, 3, 86, 5)], tmp_path) == [4.0]


def test_identifiers() -> None:
    taken: set[str] = set()
    assert identifier("lambda", "python", taken) == "lambda_"
    assert identifier("double", "c", taken) == "double_"
    assert identifier("P fits", "c", taken) == "P_fits"
    assert identifier("P_fits", "c", taken) == "P_fits_"
    assert "auto" in RESERVED["c"]


def test_what_cannot_be_written_out(library: Library) -> None:
    f = library["memory"].compile("M_total", inputs=["zero"], P=7e9, gpus=8)
    with pytest.raises(InputError, match="zero cannot be written out"):
        f.source()
