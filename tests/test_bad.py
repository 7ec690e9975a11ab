"""One wrong file for each mistake: tests/bad/ holds it, with what must be said about it in the comment it begins with.

    # expect: TableError
    #
    # short_row.eq:12:15: a short row
    # ...

What follows `expect` is the whole text of the error. A case of several files is a folder: the file named like it is the
one that is loaded. Where a mistake cannot be written readably, `# put <mark>: ...` before `expect` says what stands for
a mark in the file that is loaded: `U+202E`, `byte E9`, or `( 10000 times`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import tmath
from tmath.errors import SourceError
from tmath.language.library import load
from tmath.solving.evidence import hold

BAD = Path(__file__).with_name("bad")
CASES = sorted(path for path in BAD.iterdir() if path.suffix == ".eq" or path.is_dir())

_PUT = re.compile(rb"# put (<\w+>): (?:U\+([0-9A-F]+)|byte ([0-9A-F]{2})|(\S+) (\d+) times)")


def expected(source: bytes) -> tuple[str, str]:
    """The class and the text of the error that a file asks for in its first comment."""
    lines = source.decode("utf-8", "replace").split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("# expect: "))
    said = []
    for line in lines[start + 2 :]:
        if not line.startswith("#"):
            break
        said.append(line[2:].rstrip())
    return lines[start].removeprefix("# expect: "), "\n".join(said)


def made(source: bytes) -> bytes:
    """The file to be loaded: marks replaced by what stands for them, in the lines after the first comment."""
    head, gap, body = source.partition(b"\n\n")
    for mark, point, byte, text, times in _PUT.findall(head):
        put = chr(int(point, 16)).encode() if point else bytes.fromhex(byte.decode()) if byte else text * int(times)
        body = body.replace(mark, put)
    return head + gap + body


def said(folder: Path, name: str) -> tuple[str, str]:
    """The class and the text of the error on loading a file, or on holding its published numbers against it."""
    try:
        hold(load(folder)[name])
    except SourceError as error:
        return type(error).__name__, _bare(str(error), folder)
    return "", ""


def _bare(text: str, folder: Path) -> str:
    """A text with files by their names alone, and no white space at the end of a line."""
    for path in (folder.as_posix(), folder.resolve().as_posix()):
        text = text.replace(path + "/", "")
    return "\n".join(line.rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_a_wrong_file_is_told_what_is_wrong(case: Path, tmp_path: Path) -> None:
    name = case.stem
    source = (case / f"{name}.eq" if case.is_dir() else case).read_bytes()
    if case.is_dir():
        shutil.copytree(case, tmp_path, dirs_exist_ok=True)
    (tmp_path / f"{name}.eq").write_bytes(made(source))
    assert said(tmp_path, name) == expected(source)


def test_an_error_is_a_public_class() -> None:
    for case in CASES:
        source = (case / f"{case.stem}.eq" if case.is_dir() else case).read_bytes()
        assert expected(source)[0] in tmath.__all__


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 35
