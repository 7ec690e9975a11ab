"""tmath minimize and maximize as scripts and people meet them."""

from __future__ import annotations

import json

import pytest

from tmath.cli import main

BEST = ["minimize", "loss", "loss", "--over", "P", "C=1e23FLOP"]
LAYOUT = [
    *("minimize", "plan", "cost", "--over", "tp,pp,zero", "P=70B", "D=1.4T", "gpus=64", "gpu=H100_SXM"),
    *("price=2.5USD/h", "overheads=on", "layers=80", "hidden=8192", "heads=64", "global_batch=1024"),
]


def run(capsys: pytest.CaptureFixture[str], argv: list[str]) -> tuple[int, str, str]:
    code = main(argv)
    streams = capsys.readouterr()
    return code, streams.out, streams.err


def test_a_real(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, BEST)
    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == [
        "loss = 2.005               2.005010128",
        "   at         P = 14.6 B param   (14_598_306_275)",
        "   searched   proven to be the least",
    ]
    assert max(map(len, out.splitlines())) <= 80


def test_a_layout(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, LAYOUT)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("cost = ")
    assert lines[1].startswith("   at         tp=")
    assert any(line.startswith("   next       ") for line in lines)
    assert "combinations hold; proven to be the least" in out
    assert "given      P=70B" in out and "given      tp" not in out
    assert max(map(len, lines)) <= 80


def test_restricted(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["maximize", "memory", "P", "--over", "tp,zero", "gpus=16", "gpu=H100_SXM", "tp=2,4", "zero=all", "--json"]
    code, out, _ = run(capsys, argv)
    told = json.loads(out)
    assert code == 0
    assert told["best"]["at"]["tp"]["value"] == 4 and told["best"]["searched"] == 8
    assert told["kind"] == "at_most" and told["binding"] == "fits"
    assert [one["value"] for one in told["best"]["runners_up"]] == sorted(
        (one["value"] for one in told["best"]["runners_up"]), reverse=True
    )


def test_bare_number_and_units(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, [*BEST, "--quiet"])[:2] == (0, "2.005010128092831\n")
    argv = ["minimize", "cost", "cost", "--over", "gpu", "gpu=h100_sxm", "P=7B", "D=1T", "price=2USD/h"]
    assert run(capsys, [*argv, "--quiet", "--in", "kUSD"])[0] == 0


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["minimize", "loss"], 2, "needs a SYSTEM and a NAME"),
        (["minimize", "loss", "loss", "more", "--over", "P"], 2, "found 'more' too"),
        (["maximize", "loss", "loss"], 2, "maximize needs --over"),
        (["minimize", "loss", "loss", "--over", "P", "C=1e22,1e23"], 2, "several values"),
        (["minimize", "loss", "loss", "--over", "P"], 4, "not enough is given"),
        (["minimize", "loss", "loss", "--over", "D", "P=1B"], 1, "no least value"),
        (["minimize", "memory", "M_total", "--over", "tp", "P=7B", "gpus=8", "vram=1GB"], 1, "against 1.000 GB"),
    ],
)
def test_no_answer(capsys: pytest.CaptureFixture[str], argv: list[str], code: int, words: str) -> None:
    found, out, err = run(capsys, argv)
    assert found == code
    assert words in err
    assert out == ""


def test_words_are_completed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "loss" in run(capsys, ["completion", "words", "tmath minimize loss l"])[1].split()
    assert "P_opt" in run(capsys, ["completion", "words", "tmath minimize loss loss --over P_o"])[1].split()
    assert "C=" in run(capsys, ["completion", "words", "tmath minimize loss loss --over P C"])[1].split()
