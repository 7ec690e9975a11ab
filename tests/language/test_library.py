"""The library: files found, read when asked for, replaced, and told about when they are wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tmath
from tmath.errors import InputError, ParseError, SourceError
from tmath.language.library import load, loads, standard_folder

OHM = '''"""Ohm's law.

Voltage and current.
"""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
'''


def test_the_standard_equations_are_found() -> None:
    library = load()
    assert {"units", "hardware", "architecture", "memory"} <= set(library)
    assert len(library) == len(list(library))
    assert "memory" in library
    assert library["memory"] is library["memory"]
    assert library.replaced == ()
    assert standard_folder().is_dir()


STANDARD = load()


@pytest.mark.parametrize("name", list(STANDARD))
def test_every_standard_system_links(name: str) -> None:
    title = load().title(name)  # of a library that has not read the file
    system = STANDARD[name]
    assert system.name == name
    assert system.title == title != ""


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.eq").write_text(OHM)
    (tmp_path / "wrong.eq").write_text("quantities:\n    x [\n")
    library = load(tmp_path)
    assert library["good"].title == "Ohm's law."
    with pytest.raises(SourceError, match="a bracket that is never closed"):
        library["wrong"]


def test_an_unknown_system_gets_the_nearest() -> None:
    with pytest.raises(InputError, match="unknown system 'memmory': did you mean memory"):
        load()["memmory"]
    with pytest.raises(InputError, match=r"systems are .*architecture"):
        load()["xyzzy"]


def test_titles_are_read_without_parsing(tmp_path: Path) -> None:
    (tmp_path / "a.eq").write_text('# a note\n\n"""\nThe title, then more.\nMore."""\nnonsense')
    (tmp_path / "b.eq").write_text("nothing here")
    (tmp_path / "c.eq").write_bytes(b'"""Caf\xe9 \x1b[31mred"""')
    library = load(tmp_path)
    assert library.title("a") == "The title, then more."
    assert library.title("b") == ""
    assert library.title("c") == "Caf� [31mred"


def test_a_file_of_a_shipped_name_replaces_it(tmp_path: Path) -> None:
    (tmp_path / "hardware.eq").write_text('"""Mine."""\nquantities:\n    vram [GB] "memory"\n')
    library = load(tmp_path)
    assert library.replaced == (("hardware", tmp_path / "hardware.eq"),)
    assert library["hardware"].title == "Mine."
    assert load()["hardware"].title != "Mine."


def test_the_last_of_several_folders_wins(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.eq").write_text(f'"""{folder}"""\n')
    assert load(tmp_path / "one", tmp_path / "two").title("mine") == "two"


def test_one_file_finds_those_beside_it(tmp_path: Path) -> None:
    (tmp_path / "ohm.eq").write_text(OHM)
    (tmp_path / "lamp.eq").write_text('use ohm\nquantities:\n    P [W] "Power"\nequations:\n    P = U * I\n')
    library = load(tmp_path / "lamp.eq")
    assert "ohm" not in library
    assert library["lamp"].files == ("ohm", "lamp")


def test_a_user_may_use_the_standard_equations(tmp_path: Path) -> None:
    (tmp_path / "mine.eq").write_text('use hardware\nquantities:\n    n [1] "x"\nequations:\n    n = vram / 1 [GB]\n')
    assert load(tmp_path)["mine"].files == ("hardware", "mine")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "there is no file or folder"),
        ("empty", r"there is no \.eq file in"),
        ("text.txt", r"its name does not end in \.eq"),
    ],
)
def test_paths_that_lead_nowhere(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text(OHM)
    with pytest.raises(InputError, match=message) as error:
        load(tmp_path / name)
    assert error.value.argument == str(tmp_path / name)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "latin.eq").write_bytes(OHM.replace("Voltage", "Höhe").encode("latin-1"))
    with pytest.raises(ParseError, match="the file is not UTF-8") as error:
        load(tmp_path)["latin"]
    (problem,) = error.value.problems
    assert (problem.spans[0].line, problem.spans[0].column) == (3, 2)


def test_a_file_that_is_far_too_large(tmp_path: Path) -> None:
    with (tmp_path / "large.eq").open("wb") as file:
        file.truncate(10**10)  # a hole: nothing is written
    with pytest.raises(ParseError, match="the file is too large"):
        load(tmp_path)["large"]


def test_a_mark_of_the_encoding_and_foreign_line_ends_are_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "ohm.eq").write_bytes(b"\xef\xbb\xbf" + OHM.replace("\n", "\r\n").encode())
    assert load(tmp_path)["ohm"].title == "Ohm's law."
    assert loads("\ufeff" + OHM).title == "Ohm's law."


def test_places_are_told_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "equations").mkdir()
    (tmp_path / "equations" / "mine.eq").write_text("equations:\n    x = 1\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=r"^equations/mine\.eq:2:5: unknown name 'x'"):
        load("equations")["mine"]
    monkeypatch.chdir("/")
    with pytest.raises(SourceError, match=r"mine\.eq:2:5"):
        load(tmp_path / "equations")["mine"]


def test_a_broken_units_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "units.eq").write_text("units:\n    m\n    ell = 2 [yard]\n")
    (tmp_path / "mine.eq").write_text('quantities:\n    x [m] "x"\n')
    with pytest.raises(SourceError, match=r"units\.eq:3:14: unknown unit 'yard'"):
        load(tmp_path)["mine"]


def test_systems_from_text() -> None:
    system = loads(OHM)
    assert system.name == "mine"
    assert loads(OHM, name="ohm").name == "ohm"
    library = load()
    assert loads("use hardware\n", library=library).files == ("hardware", "mine")
    with pytest.raises(SourceError, match=r"^circuit\.eq:2:"):
        loads("equations:\n    x = 1\n", name="circuit")


@pytest.mark.parametrize("text", [b"quantities:", None, 3])
def test_what_is_no_text_is_refused(text: Any) -> None:
    with pytest.raises(InputError, match=f"not from {type(text).__name__}"):
        loads(text)


def test_a_name_from_another_file_is_told_where_it_is() -> None:
    with pytest.raises(SourceError, match="it is declared in hardware: add  use hardware"):
        loads('quantities:\n    n [1] "x"\nequations:\n    n = vram / 1 [GB]\n')


def test_systems_are_safe_to_make_from_several_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    library = load()
    with ThreadPoolExecutor(8) as pool:
        systems = list(pool.map(library.__getitem__, ["memory", "cost"] * 8))
    assert all(system == library[system.name] for system in systems)


def test_importing_and_listing_is_light() -> None:
    code = "import sys, tmath; l = tmath.load(); [l.title(n) for n in l]; print({'lark', 'sympy'} & {*sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert found.stdout.strip() == "set()"
    assert tmath.load is load
