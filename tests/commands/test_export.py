"""tmath export: what it prints, and what it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tmath.cli import main


def test_a_function_of_what_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["export", "memory", "--for", "P", "--to", "python", "gpus=64", "zero=3"]) == 0
    path = tmp_path / "largest.py"
    path.write_text(capsys.readouterr().out, "utf-8")
    found = subprocess.run([sys.executable, str(path), "80"], capture_output=True, text=True, check=True).stdout
    assert main(["solve", "memory", "--for", "P", "vram=80GB", "gpus=64", "zero=3", "--quiet"]) == 0
    assert float(found) == pytest.approx(float(capsys.readouterr().out), rel=1e-12)


def test_parameters_in_the_order_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "compute", "--for", "T", "--to", "numpy", "--inputs", "D,P,gpus", "gpu=H100_SXM"]) == 0
    assert "def T(D, P, gpus):" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("export compute --to c", "export needs --for NAME"),
        ("export compute --for T", "export needs --to LANGUAGE"),
        ("export memory --for P --to cc gpus=64", "no language 'cc' to export to; did you mean c?"),
        ("export compute --for T --to c P=7B D=1T gpu=H100_SXM gpus=8", "name the inputs with --inputs"),
        ("export compute --for T --to c P=7B params=8B", "P is given twice"),
    ],
)
def test_refused(capsys: pytest.CaptureFixture[str], line: str, message: str) -> None:
    assert main(line.split()) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
