"""Large sweeps on the command line: reduced, to files, refused where options do not go together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tmath.cli import main
from tmath.commands import stream

SWEEP = [
    *("solve", "memory", "--for", "M_total", "tp=1,2,4,8", "pp=1..8:8", "zero=all", "gpus=64", "gpu=H100_SXM"),
    *("layers=40", "hidden=5120", "heads=40"),
]


def run(capsys: pytest.CaptureFixture[str], argv: list[str]) -> tuple[int, str, str]:
    code = main(argv)
    streams = capsys.readouterr()
    return code, streams.out, streams.err


def test_reduced(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, [*SWEEP, "--best", "2"])
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "M_total over 128 combinations of tp, pp, zero"
    assert lines[1].endswith("hold all constraints")
    assert lines[3].startswith("   best       ") and lines[3].endswith("tp=8 pp=2 zero=3")
    assert len(lines) == 5 and max(map(len, lines)) <= 80


def test_reduced_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, [*SWEEP, "--best", "3", "--pick", "max", "--json"])
    told = json.loads(out)
    assert code == 0
    assert (told["count"], told["over"], told["goal"]) == (128, ["tp", "pp", "zero"], "max")
    assert told["holding"] < told["answered"] < told["count"]
    values = [row["M_total"] for row in told["best"]]
    assert values == sorted(values, reverse=True) and values[0] <= 80 < told["greatest"]


def test_large_files_are_compiled(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.csv"
    argv = [*(text.replace("zero=all", "zero=1,3").replace("1..8:8", "1,2,3") for text in SWEEP), "--csv", str(path)]
    assert run(capsys, [*argv, "--quiet"])[0] == 0
    slowly = path.read_text("utf-8").splitlines()
    monkeypatch.setattr(stream, "LARGE", 20)
    code, out, err = run(capsys, argv)
    assert (code, out) == (0, "")
    assert "24 combinations are compiled" in err and f"24 rows to {path}" in err
    quickly = path.read_text("utf-8").splitlines()
    assert quickly[0] == slowly[0] and len(quickly) == len(slowly)
    for one, other in zip(slowly[1:], quickly[1:], strict=True):
        a, b = one.split(","), other.split(",")
        assert a[:3] == b[:3] and a[4:6] == b[4:6]
        assert float(a[3] or "nan") == pytest.approx(float(b[3] or "nan"), rel=1e-12, nan_ok=True)


def test_parquet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: tmath[scale]")
    path = tmp_path / "all.parquet"
    assert run(capsys, [*SWEEP, "--parquet", str(path)])[0] == 0
    assert parquet.read_table(path).num_rows == 128


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--best", "few"], "how many of the best"),
        (["--on", "local:2"], "--on needs --csv, --parquet or --best"),
        (["--best", "2", "--plot", "x.png"], "--plot does not go with --best"),
        (["--best", "2", "--pick", "least"], "min or max?"),
    ],
)
def test_mistakes(capsys: pytest.CaptureFixture[str], more: list[str], words: str) -> None:
    code, out, err = run(capsys, [*SWEEP, *more])
    assert (code, out) == (2, "")
    assert words in err
