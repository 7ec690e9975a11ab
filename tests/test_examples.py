"""Every script of examples/ runs, prints something and warns of nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))

# What must be printed: the published answers, and for those without one what a hand calculation gives.
SAID = {
    "gpt3_compute": ["174.7 billion parameters", "3637 PF-days, 3.14e+23 FLOP"],
    "chinchilla": ["32.2 billion", "40.4 billion", "39.6 trillion", "none: 7 billion stay above 1.999"],
    "llama_65b": ["20.8 days", "1_023_392 GPU-hours", "173 t of carbon dioxide"],
    "korthikanti_table_5": ["MFU 51.4%", "MFU 56.0%", "MFU 56.3%", "HFU 43.8%", "HFU 52.8%", "back: 13.75 s"],
    # (640e9 - 2 * 68.98e9) / (2 * 2 * 80 * 8 * 128 * 8192) = 187.03; 137.95e9 / 327680 = 421000
    "serving": ["hold 187 sequences", "421_000 tokens", "243 sequences", "156 sequences", "295 sequences"],
    "qlora": ["L40S, A6000 with 48 GB", "up to rank 242"],
    # 30 d * 512 * 0.4 * 989e12 / (6 * 2e12) = 43.75e9; 0.5e6 / 2.5 h of the same = 23.7e9
    "plan": ["43.8 billion, in_time binds", "23.7 billion, in_budget binds", "fits binds"],
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_runs(script: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", str(script)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    assert ran.stdout.strip()
    assert [said for said in SAID.get(script.stem, ()) if said not in ran.stdout] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_is_short_and_says_what_it_does(script: Path) -> None:
    text = script.read_text("utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) <= 60
