"""tmath show: equations typeset, and what a config says."""

from __future__ import annotations

import pytest

from tmath.cli import main


def test_latex_of_a_system_and_of_a_quantity(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "cost", "--latex"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(r"\begin{align}") and shown.count("&=") == 3
    assert main(["show", "compute", "C_hardware", "--latex"]) == 0
    assert r"C_{\mathrm{hardware}} &= C \, \mathrm{recomputation}" in capsys.readouterr().out
