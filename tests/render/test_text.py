"""How answers read: every kind, in full, narrow and in colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tmath.algebra.expressions import name
from tmath.render.page import Style
from tmath.render.text import answer_text
from tmath.solving.answer import Answer, Figure, Root, Verdict

FULL = """\
P <= 15.3 B param          15_312_345_678         `fits` binds: M_total = vram
   formula    P <= vram * gpus / 16
   bounds     `in_time` would allow 41.0 B param
   shape      hidden 5_460, layers 42.70   (along aspect=128)
   given      vram=80GB gpus=64 zero=3
   assumed    per_param=16byte/param
   set aside  ffn = 4 * hidden: ffn = 3.5 hidden instead
   checked    M_total 80.00 GB at this P, residual 1e-16;
              P proven unique to 1e-12; `C`: C ~= 6 * P * D is off by 2%
   not judged `pp_layers`: layers = 42.7 is not whole
   note       no allowance for fragmentation
   hint       with --without dp more fits
   sources    Rajbhandari et al. 2020 (figure 1)"""


def test_full(answer: Answer) -> None:
    assert answer_text(answer) == FULL
    assert str(answer) == FULL


@pytest.mark.parametrize("width", [24, 40, 49, 60, 80])
def test_fits_every_width(answer: Answer, width: int) -> None:
    text = answer_text(answer, Style(width), explained=True)
    words = max(len(word) for word in text.split())
    assert all(len(line) <= max(width, words + 9) for line in text.splitlines())


def test_colour_adds_nothing_but_colour(answer: Answer) -> None:
    import re

    coloured = answer_text(answer, Style(80, colour=True))
    assert "\x1b[1mP <= 15.3 B param\x1b[0m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == FULL


def test_explained(answer: Answer) -> None:
    text = answer_text(answer, explained=True)
    assert "   1  M_total = per_param * P / gpus\n      so P = vram * gpus / 16\n" in text
    assert "   +1% vram gives +1.3% P" in text
    assert (
        "   set aside: everything in it is already decided\n      ffn = 4 * hidden (ffn = 3.5 hidden instead)" in text
    )
    assert "https://arxiv.org/abs/1910.02054" in text


def test_broken_constraints_come_first_and_are_loud(answer: Answer, figure: Callable[..., Figure]) -> None:
    broken = Verdict(
        "fits", "M_total <= vram", False, False, figure("M_total", 83.1e9), figure("vram", 80e9), -0.04, "Out of memory"
    )
    text = answer_text(replace(answer, kind="equal", binding="", verdicts=(broken,)))
    first, second, third = text.splitlines()[:3]
    assert first.startswith("P = 15.3 B param")
    assert second == "   BROKEN     `fits` M_total <= vram is broken: 83.10 GB against 80.00 GB, 3.88%"
    assert third == "              over. Out of memory"
    assert "\x1b[1;31mBROKEN" in answer_text(replace(answer, verdicts=(broken,)), Style(80, colour=True))


def test_several_roots_are_told_apart(answer: Answer, figure: Callable[..., Figure]) -> None:
    roots = tuple(Root(figure("P", p), {}, 1e-12, (figure("M_total", m),)) for p, m in ((2.66e9, 1e9), (7.45e11, 9e9)))
    lines = answer_text(replace(answer, kind="equal", binding="", verdicts=(), roots=roots, checks=())).splitlines()
    assert lines[0].split() == ["P", "=", "2.66", "B", "param", "2_660_000_000", "M_total", "1.000", "GB"]
    assert lines[1].split() == ["P", "=", "745", "B", "param", "745_000_000_000", "M_total", "9.000", "GB"]
    assert any("2 roots to 1e-12, proven complete" in line for line in lines)


@pytest.mark.parametrize(
    ("bounds", "complete", "said"),
    [
        (1e-12, True, "P proven unique to 1e-12"),
        (0.0, True, "P proven unique exactly"),
        (1e-12, False, "P proven to 1e-12, other roots not excluded"),
        (None, True, "not certified"),
    ],
)
def test_what_is_proven(answer: Answer, bounds: float | None, complete: bool, said: str) -> None:
    root = replace(answer.roots[0], error_bound=bounds)
    text = " ".join(answer_text(replace(answer, roots=(root,), complete=complete)).split())
    assert said in text


@pytest.mark.parametrize(
    ("interval", "line"),
    [
        ((1.0, 8.0, True, False), "1 <= gpus < 8"),
        ((0.0, 8.0, False, True), "gpus <= 8"),
        ((1.0, float("inf"), True, False), "1 <= gpus"),
        ((0.0, float("inf"), False, False), "gpus: any value"),
    ],
)
def test_intervals(answer: Answer, interval: tuple[float, float, bool, bool], line: str) -> None:
    unit = answer.system.quantities["gpus"].unit
    one = replace(answer, unknown="gpus", unit=unit, kind="interval", roots=(), interval=interval, binding="")
    assert answer_text(one).splitlines()[0] == line


def test_a_formula_says_what_is_missing(formula: Answer) -> None:
    lines = answer_text(formula).splitlines()
    assert lines[0] == "P <= vram * gpus / 16                                 `fits` binds"
    assert "   to get a number, give: vram" in lines
    assert "                      or: gpu and gpus" in lines


def test_an_implicit_relation_is_shown_as_what_it_is(formula: Answer) -> None:
    notes = ("M_activations, through hidden, depends on P too", "at given M_activations: P = vram / 16")
    implicit = replace(formula, expression=None, relation=(name("M_total"), name("vram")), relation_notes=notes)
    lines = answer_text(implicit).splitlines()
    assert lines[0] == "P <= the root of  M_total = vram                      `fits` binds"
    assert lines[1] == "   with       M_activations, through hidden, depends on P too"
    assert lines[2:4] == ["   at given M_activations:", "              P = vram / 16"]


def test_rows_of_a_choice(rows: Answer) -> None:
    lines = answer_text(rows).splitlines()
    assert lines[0] == "zero = 3"
    assert lines[1] == "   3  `fits`: 40.00 GB against 80.00 GB, 50% left"
    assert lines[2] == "   0  `fits` broken: 120.0 GB against 80.00 GB, 50% over"


def test_a_typed_count_is_given_as_it_was_typed(answer: Answer, figure: Callable[..., Figure]) -> None:
    given = (figure("P", 6_856_253_440.0, "7B"),)
    assert "   given      P=7B\n" in answer_text(replace(answer, given=given))
