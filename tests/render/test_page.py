"""Pages fit their width, carry colour only where asked, and let nothing through that moves a cursor."""

from __future__ import annotations

import io

import pytest

from tmath.render.page import PLAIN, Page, Style, clean, fill, style_of, wrap, wrap_formula


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80])
def test_entries_fit_the_width(width: int) -> None:
    page = Page(Style(width))
    page.pieces("assumed", [f"name_{n}={n}" for n in range(30)])
    page.entry("note", "the quick brown fox jumps over the lazy dog " * 5)
    assert all(len(line) <= width for line in page.text().splitlines())


def test_pieces_are_not_broken_where_they_fit() -> None:
    page = Page(PLAIN)
    page.pieces("holds", ["a <= b (3 % left)"] * 9, ",")
    assert all("a <= b (3 % left)" in line for line in page.text().splitlines())


def test_marks_stand_between_pieces_and_not_between_words() -> None:
    page = Page(Style(50))
    page.pieces("with", ["one two", "three " * 10 + "four", "five"], ";")
    assert page.text().count(";") == 2
    assert page.text().splitlines()[-1].endswith("four; five")


def test_fill() -> None:
    assert fill(["one", "two", "three"], 7) == ["one two", "three"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = b * (c + d) + e", ["a = b * (c + d) + e"]),
        ("t = first * (second + third) + fourth * fifth", ["t = first * (second + third)", "+ fourth * fifth"]),
        (
            "P = (vram - buffers - overhead) / (weight / shards + more)",
            ["P = (vram - buffers - overhead)", "/ (weight / shards + more)"],
        ),
        ("x" * 50, ["x" * 50]),
    ],
)
def test_formulas_break_before_the_loosest_operator(text: str, lines: list[str]) -> None:
    assert wrap_formula(text, 36) == lines


def test_a_long_word_has_its_own_line() -> None:
    assert wrap("a " + "x" * 30 + " b", 10) == ["a", "x" * 30, "b"]


def test_no_colour_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not style_of(io.StringIO()).colour
    monkeypatch.setenv("TERM", "xterm")
    assert style_of(Terminal()).colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not style_of(Terminal()).colour
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not style_of(Terminal()).colour


def test_width_is_that_of_the_terminal_and_80_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert style_of(io.StringIO()).width == 80
    monkeypatch.setenv("COLUMNS", "46")
    assert style_of(io.StringIO()).width == 46
    monkeypatch.setenv("COLUMNS", "many")
    assert style_of(Terminal()).width == 80


def test_text_of_files_cannot_steer_a_terminal() -> None:
    assert clean("\x1b[2J\x1b]0;title\x07 \u202egnp.exe\u202c") == "?[2J?]0;title? ?gnp.exe?"
    assert clean("µ × ≤ é") == "µ × ≤ é"


def test_our_own_colours_stay() -> None:
    page = Page(Style(80, colour=True))
    page.entry("BROKEN", "a\x1b[31m b", loud=True)
    assert page.text() == "   \x1b[1;31mBROKEN\x1b[0m     \x1b[1;31ma?[31m b\x1b[0m"
