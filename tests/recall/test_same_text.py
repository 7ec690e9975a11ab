"""Answered from the cache or by the solver: the same text, byte for byte, whatever the numbers."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tmath.recall.question import Question

Prompt = Callable[..., str]
Recalled = Callable[[str], str | None]

# How often of twelve other sets of numbers the tape must do; where whole numbers decide, the solver is asked again.
QUESTIONS = {
    "memory --for P vram=80GB gpus=64": 8,
    "memory --for P vram=80GB gpus=64 --explain": 0,
    "memory --for M_total P=7B layers=32 hidden=4096 gpus=64": 0,
    "memory --for M_total P=20.6B gpus=96 tp=2 pp=4 --quiet": 0,
    "memory --for gpus P=70B gpu=H100_SXM tp=8": 0,
    "memory --for seq P=7B gpu=H100_SXM gpus=8": 0,
    "memory --for layers M_total=70GB hidden=6144": 0,
    "memory --for zero P=20B gpus=64 vram=80GB": 0,
    "memory --for P zero=3 precision=fp32 vram=24GB gpus=8": 4,
    "compute --for T P=70B D=1.4T gpus=1024 gpu=H100_SXM": 10,
    "compute --for D P=7B gpu=H100_SXM gpus=64 deadline=30d": 0,
    "compute --for C P=70B D=1.4T --json": 8,
    "compute --for mfu P=7B D=1T gpu=H100_SXM gpus=64 T=30d": 0,
    "architecture --for P layers=32 hidden=4096 heads=32": 0,
    "architecture --for hidden P=7B layers=32": 0,
    "architecture --for vocab P=7B layers=32 hidden=4096": 0,
    "loss --for loss P=70B D=1.4T": 8,
    "loss --for P loss=2.0 D=1.4T": 0,
    "scaling --for D P=7B": 0,
    "cost --for cost P=7B D=1T gpu=H100_SXM price=2USD/h": 0,
    "plan --for T P=70B D=1.4T gpus=1024 gpu=H100_SXM": 0,
    "plan --for P gpu=H100_SXM gpus=512 deadline=30d budget=2MUSD price=2.5USD/h D=2T": 0,
    "memory --for P": 0,
}
FACTORS = (0.5, 0.8, 0.9, 1.01, 1.1, 1.25, 2, 3, 4)


def varied(words: str, source: random.Random) -> str:
    """The question with other numbers, some as long and some longer than they were."""
    said = words.split()
    for number in Question(["solve", *said]).numbers:
        place = number.place - 1
        name, _, value = said[place].partition("=")
        grown = float(number.text.replace("_", "")) * source.choice(FACTORS)
        plain = "." not in number.text and source.random() < 0.8
        text = str(max(1, round(grown))) if plain else f"{grown:.{source.choice((2, 3, 4))}g}"
        if "e" not in text and source.random() < 0.8:
            said[place] = f"{name}={text}{value[len(number.text) :]}"
    return " ".join(said)


@pytest.mark.parametrize(("words", "least"), QUESTIONS.items(), ids=list(QUESTIONS))
def test_other_numbers(words: str, least: int, prompt: Prompt, recalled: Recalled) -> None:
    words = f"solve {words}"
    assert recalled(words) is None
    first = prompt(words)
    assert recalled(words) in (first, None)
    source, found = random.Random(words), 0
    for _ in range(12):
        other = varied(words, source)
        told = recalled(other)
        if told is not None:
            found += 1
            assert told == prompt(other, cached=False), other
    assert found >= least


@pytest.mark.parametrize("setting", [{"COLUMNS": "44"}, {"COLUMNS": "60"}, {"COLUMNS": "200"}])
def test_any_width(
    setting: dict[str, str], prompt: Prompt, recalled: Recalled, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt("solve memory --for P vram=80GB gpus=64")
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    other = "solve memory --for P vram=70GB gpus=64"
    assert recalled(other) == prompt(other, cached=False)


def test_numbers_of_another_structure_are_told_apart(prompt: Prompt, recalled: Recalled) -> None:
    prompt("solve memory --for P vram=80GB gpus=64 zero=1")
    for other in (
        "solve memory --for P vram=80GB gpus=64 zero=3",  # the key of a choice, not a number
        "solve memory --for P vram=80GiB gpus=64 zero=1",
        "solve memory --for P gpus=64 vram=80GB zero=1",
        "solve memory --for P vram=0GB gpus=64 zero=1",
        "solve memory --for P vram=80GB..90GB gpus=64 zero=1",
        "solve memory --for P vram=80GB gpus=64,128 zero=1",
        "solve memory --for P vram=-80GB gpus=64 zero=1",
        "solve memory --for P vram=80GB gpus=64 zero=1 --quiet",
        "solve memory --for P vram=80GB gpus=64 zero=1 --in TB",
        "solve architecture --for P vram=80GB gpus=64 zero=1",
    ):
        assert recalled(other) is None, other
    again = "solve memory --for P vram=8e1GB gpus=6_4 zero=1"
    assert recalled(again) == prompt(again, cached=False)


def test_a_choice_has_a_tape_for_each_key(prompt: Prompt, recalled: Recalled) -> None:
    for key in (1, 3):
        prompt(f"solve memory --for P vram=80GB gpus=64 zero={key}")
    for key in (1, 3):
        other = f"solve memory --for P vram=81GB gpus=64 zero={key}"
        assert recalled(other) == prompt(other, cached=False)


def test_questions_of_one_structure_may_go_several_ways(prompt: Prompt, recalled: Recalled) -> None:
    for vram in ("80GB", "2TB", "1GB", "40GB"):
        prompt(f"solve memory --for P vram={vram} gpus=64")
    for vram in ("81GB", "2.1TB", "1.1GB", "41GB"):
        other = f"solve memory --for P vram={vram} gpus=64"
        told = recalled(other)
        assert told in (None, prompt(other, cached=False))


def test_refusals_and_errors_are_left_to_the_solver(prompt: Prompt, recalled: Recalled) -> None:
    prompt("solve compute --for T P=70B D=1.4T gpus=1024 gpu=H100_SXM mfu=0.4")
    for other in (
        "solve compute --for T P=70B D=1.4T gpus=1024 gpu=H100_SXM mfu=1.4",
        "solve compute --for T P=70B D=1.4T gpus=10.5 gpu=H100_SXM mfu=0.4",
        "solve compute --for T P=70B D=1.4T gpus=1e400 gpu=H100_SXM mfu=0.4",
        "solve compute --for T P=70B D=1.4T gpus=1024 gpu=H100_SXM mfu=0.4 mfu=0.4",
    ):
        assert recalled(other) is None, other
