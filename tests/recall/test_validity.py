"""When an answer may be recalled: only while all it rests on is as it was, and only if what is kept is well-formed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tmath import cache
from tmath.recall import lookup, tape
from tmath.recall.question import Question

Prompt = Callable[..., str]
Recalled = Callable[[str], str | None]

OWN = '''"""Falling."""

quantities:
    t [s] "time"
    h [m] "height"
    g = 9.81 [m/s^2]

equations:
    h = g*t^2/2
'''
HEAVY = {"sympy", "lark", "numpy", "scipy", "flint", "dataclasses", "typing", "re", "json", "fractions", "hashlib"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "falling.eq").write_text(OWN)
    return folder


def test_an_equation_file_that_changes(own: Path, prompt: Prompt, recalled: Recalled) -> None:
    words = f"solve falling --for t h=20m --equations {own}"
    prompt(words)
    assert recalled(words) == prompt(words, cached=False)
    (own / "falling.eq").write_text(OWN.replace("9.81", "1.62"))
    assert recalled(words) is None
    assert prompt(words) == prompt(words, cached=False) == recalled(words)
    (own / "falling.eq").write_text(OWN)
    assert recalled(words) is None or recalled(words) == prompt(words, cached=False)


def test_a_file_that_comes_or_goes(own: Path, prompt: Prompt, recalled: Recalled) -> None:
    words = f"solve falling --for t h=20m --equations {own}"
    prompt(words)
    (own / "other.eq").write_text('"""Another."""\n')
    assert recalled(words) is None
    (own / "other.eq").unlink()
    assert recalled(words) is not None
    (own / "falling.eq").unlink()
    assert recalled(words) is None


def test_a_folder_of_the_environment(own: Path, prompt: Prompt, recalled: Recalled, monkeypatch: Any) -> None:
    monkeypatch.setenv("TMATH_EQUATIONS", str(own))
    prompt("solve falling --for t h=20m")
    assert recalled("solve falling --for t h=21m") is not None
    monkeypatch.chdir(own)  # where a relative path would lead elsewhere
    assert recalled("solve falling --for t h=21m") is None
    monkeypatch.delenv("TMATH_EQUATIONS")
    assert recalled("solve falling --for t h=21m") is None


def test_a_tmath_that_changes(prompt: Prompt, recalled: Recalled, monkeypatch: Any) -> None:
    words = "solve compute --for C P=70B D=1.4T"
    prompt(words)
    assert recalled(words) is not None
    monkeypatch.setattr(lookup, "program_version", lambda: "another")
    assert recalled(words) is None


def test_every_module_is_part_of_the_version(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("a.py", "inner/b.py"):
        (tmp_path / name).write_text("x = 1\n")
    monkeypatch.setattr(lookup, "PACKAGE", str(tmp_path))
    found = [lookup.program_version()]
    (tmp_path / "inner" / "b.py").write_text("x = 10\n")
    found.append(lookup.program_version())
    os.utime(tmp_path / "a.py", (1, 1))
    found.append(lookup.program_version())
    (tmp_path / "c.py").write_text("")
    found.append(lookup.program_version())
    assert len(set(found)) == 4


def test_an_installed_package_is_told_by_its_folders(tmp_path: Path, monkeypatch: Any) -> None:
    for folder in ("equations", "inner"):
        (tmp_path / folder).mkdir()
    (tmp_path / "inner" / "b.py").write_text("x = 1\n")
    monkeypatch.setattr(lookup, "PACKAGE", str(tmp_path))
    found = [lookup.program_version()]
    os.utime(tmp_path / "inner", (1, 1))
    found.append(lookup.program_version())
    os.utime(tmp_path, (2, 2))
    found.append(lookup.program_version())
    assert len(set(found)) == 3


def test_off_keeps_and_recalls_nothing(tmp_path: Path, prompt: Prompt, recalled: Recalled) -> None:
    prompt("solve compute --for C P=70B D=1.4T", cached=False)
    assert not (tmp_path / "cache").exists()
    assert recalled("solve compute --for C P=70B D=1.4T") is None


# -- what is kept -----------------------------------------------------------------------------------

WORDS = "solve compute --for C P=70B D=1.4T"


def kept() -> tuple[str, str, Any, Any]:
    question = Question(WORDS.split())
    key = lookup.structure_key(question)
    head = lookup.parsed(cache.load(f"head-{key}"))
    name = f"tape-{lookup.tape_key(key, question, head)}"
    return f"head-{key}", name, head, lookup.parsed(cache.load(name))


Damage = Callable[[Any, Any], None]


def negative_slot(_: Any, tape: Any) -> None:
    tape["steps"][-1][-1] = -1


def slot_to_come(_: Any, tape: Any) -> None:
    tape["steps"][0][-1] = 10_000


def no_slot(_: Any, tape: Any) -> None:
    tape["steps"][0][-1] = "1"


def unknown_operation(_: Any, tape: Any) -> None:
    tape["steps"][0][0] = "__import__"


def too_few_operands(_: Any, tape: Any) -> None:
    tape["steps"][0] = tape["steps"][0][:1]


def no_constants(_: Any, tape: Any) -> None:
    tape["constants"] = None


def unknown_entry(_: Any, tape: Any) -> None:
    tape["page"][0][0] = "__init__"


def a_slot_of_a_number(_: Any, tape: Any) -> None:
    tape["page"][0][1][0] = "\x020\x03"


def no_page(_: Any, tape: Any) -> None:
    del tape["page"]


def no_place(_: Any, tape: Any) -> None:
    tape["inputs"][0][0] = 99


def zero_factor(_: Any, tape: Any) -> None:
    tape["inputs"][0][1] = [1, 0]


def no_files(head: Any, _: Any) -> None:
    del head["files"]


def missing_file(head: Any, _: Any) -> None:
    head["files"][0][0] += ".not"


def missing_part(head: Any, _: Any) -> None:
    head["parts"].append(["/no/such/file", 1, 1])


@pytest.mark.parametrize(
    "damage",
    [
        negative_slot, slot_to_come, no_slot, unknown_operation, too_few_operands, no_constants,
        unknown_entry, a_slot_of_a_number, no_page, no_place, zero_factor, no_files, missing_file, missing_part,
    ],
)  # fmt: skip
def test_ill_formed_tapes_are_not_played(damage: Damage, prompt: Prompt, recalled: Recalled) -> None:
    first = prompt(WORDS)
    head_name, tape_name, head, tapes = kept()
    assert recalled(WORDS) == first and len(tapes) == 1
    damage(head, tapes[0])
    cache.store(tape_name, json.dumps(tapes).encode())
    cache.store(head_name, json.dumps(head).encode())
    assert recalled(WORDS) is None
    assert prompt(WORDS) == first


def test_tapes_too_long_are_not_played(prompt: Prompt, recalled: Recalled, monkeypatch: Any) -> None:
    prompt(WORDS)
    monkeypatch.setattr(tape, "STEPS", 3)
    assert recalled(WORDS) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b"null", b'"x"', b"\xff", b"[" * 10**5, b'{"kept": 1}'])
@pytest.mark.parametrize("part", [0, 1])
def test_what_is_no_tape_is_not_played(content: bytes, part: int, prompt: Prompt, recalled: Recalled) -> None:
    first = prompt(WORDS)
    cache.store(kept()[part], content)
    assert recalled(WORDS) is None
    assert prompt(WORDS) == first


def test_a_structure_keeps_few_ways(prompt: Prompt) -> None:
    for gpus in (32, 64, 128, 256, 512, 1024, 2048, 4096):
        prompt(f"solve memory --for tp P=70B gpu=H100_SXM gpus={gpus}")
    places = list(Path(os.environ["XDG_CACHE_HOME"], "tmath").glob("tape-*"))
    assert len(places) == 1
    assert len(lookup.parsed(cache.load(places[0].name))) <= 6


# -- whole processes ---------------------------------------------------------------------------------


def process(words: str, extra: str = "") -> subprocess.Popen[str]:
    code = (
        "from tmath.recall import lookup; lookup.program_version = lambda: 'under test'; "
        f"from tmath.cli import main; main({words.split()!r}); {extra}"
    )
    return subprocess.Popen([sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
                            stdout=subprocess.PIPE, text=True)  # fmt: skip


def test_little_is_imported(prompt: Prompt) -> None:
    for words in (
        "solve compute --for T P=70B D=1.4T gpus=1024 gpu=H100_SXM",
        "solve memory --for P vram=80GB gpus=64",
    ):
        prompt(words)
        out, _ = process(words.replace("70B", "71B").replace("80GB", "81GB"), "print(*sys.modules)").communicate()
        assert "param" in out or "day" in out
        modules = out.splitlines()[-1].split()
        assert not HEAVY & set(modules)
        ours = {name for name in modules if name.startswith("tmath.")}
        assert ours <= {
            "tmath.cli", "tmath.cache", "tmath.digits", "tmath.render", "tmath.render.page", "tmath.recall",
            "tmath.recall.lookup", "tmath.recall.question", "tmath.recall.ratio", "tmath.recall.roots",
            "tmath.recall.tape",
        }  # fmt: skip


def test_many_processes_at_once(prompt: Prompt) -> None:
    words = ["solve compute --for C P=70B D=1.4T", "solve compute --for C P=7B D=2T"]
    expected = [prompt(word, cached=False) for word in words]
    os.environ["TMATH_CACHE"] = "on"
    running = [process(words[n % 2]) for n in range(6)]
    for n, one in enumerate(running):
        assert one.communicate()[0] == expected[n % 2]
