"""README's commands are run and what they print is compared; `python tests/test_readme.py` writes it anew."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tmath.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
PYCON = re.compile(r"(?<=```pycon\n)(.*?)(?=```)", re.DOTALL)
ROUNDING = re.compile(r"\b1e-1[0-9]\b")  # the last digits of a residual differ between machines


def run(command: str) -> str:
    """What a command of README prints, errors included."""
    words = shlex.split(command)
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        if words[0] == "cat":
            return Path(words[1]).read_text("utf-8")
        assert words[0] == "tmath", command
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            main(words[1:])
        return printed.getvalue()
    finally:
        os.chdir(here)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with what stands below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.rstrip("\n")


def refreshed(text: str) -> str:
    """README with every output printed anew."""

    def anew(block: re.Match[str]) -> str:
        return "\n".join(f"$ {command}\n{run(command)}" for command, _ in commands(block[0]))

    return CONSOLE.sub(anew, text)


SHOWN = [found for block in CONSOLE.findall(README.read_text("utf-8")) for found in commands(block)]


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_commands_print_what_is_shown(command: str, shown: str) -> None:
    printed = run(command).rstrip("\n")
    assert ROUNDING.sub("1e-1x", printed) == ROUNDING.sub("1e-1x", shown), "python tests/test_readme.py writes it anew"


@pytest.mark.parametrize("block", PYCON.findall(README.read_text("utf-8")))
def test_python_prints_what_is_shown(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(block, {}, "README", str(README), 0)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append)
    assert not said, "".join(said)


def test_the_two_commands_are_there() -> None:
    text = README.read_text("utf-8")
    marked = re.search(r"<!-- set-up -->(.*?)<!-- end -->", text, re.DOTALL)
    assert marked
    first, second = re.findall(r"^pip install .*$", marked[1], re.MULTILINE)
    assert first.endswith("&& tmath solve memory --for P vram=80GB gpus=64")
    assert second.endswith("&& pytest")


def test_output_fits_80_columns() -> None:
    for _, shown in SHOWN:
        assert all(len(line) <= 80 for line in shown.splitlines())


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", README.read_text("utf-8")):
        assert (ROOT / target).exists(), target


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text("utf-8")), "utf-8")
