"""A prompt with a cache of its own, and the same one without any."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tmath import cli
from tmath.commands import common, solve
from tmath.commands.options import Arguments
from tmath.language.library import Library, load
from tmath.recall import lookup


@cache
def library(*paths: str) -> Library:
    """Equation files parsed once for all tests."""
    return load(*paths)


Prompt = Callable[..., str]


@pytest.fixture
def prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prompt:
    """What a command line prints, with the cache on or off; its exit code is 0."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(lookup, "program_version", lambda: "under test")

    def opened(arguments: Arguments) -> Library:
        own = common.own_paths(arguments)
        return common.open_library(arguments) if own else library()

    monkeypatch.setattr(solve, "open_library", opened)

    def ask(words: str, cached: bool = True) -> str:
        monkeypatch.setenv("TMATH_CACHE", "on" if cached else "off")
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            assert cli.main(words.split()) == 0, words
        return out.getvalue()

    return ask


@pytest.fixture
def recalled(prompt: Prompt, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str | None]:
    """What the cache alone says to a command line."""

    def look(words: str) -> str | None:
        monkeypatch.setenv("TMATH_CACHE", "on")
        found = lookup.recalled(words.split())
        return None if found is None else found + "\n"

    return look
