"""Pages fit their width, carry colour only where asked, and let nothing through that moves a cursor."""

from __future__ import annotations

import io

import pytest

from tmath.render.page import PLAIN, Page, Style, clean, fill, style_of, wrap


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


def test_separators_end_lines() -> None:
    assert fill(["one", "two", "three"], 9, ", ") == ["one, two,", "three"]


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
