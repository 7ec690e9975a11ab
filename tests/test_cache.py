"""The cache: private, whole or not there, bounded, and safe where many write at once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tmath import cache


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    monkeypatch.delenv("TMATH_CACHE", raising=False)
    return tmp_path / "own" / "tmath"


def test_what_is_stored_is_loaded(home: Path) -> None:
    assert cache.load("a") is None
    assert cache.store("a", b"one\ntwo")
    assert cache.load("a") == b"one\ntwo"
    assert cache.store("a", b"") and cache.load("a") == b""
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()] == [0o600]


def test_digests_tell_splits_apart() -> None:
    assert cache.digest(b"ab", b"c") != cache.digest(b"a", b"bc") != cache.digest(b"abc")
    assert cache.digest(b"ab", b"c") == cache.digest(b"ab", b"c")


@pytest.mark.parametrize("word", ["off", "OFF", "0", "no"])
def test_off(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.store("a", b"one")
    monkeypatch.setenv("TMATH_CACHE", word)
    assert cache.load("a") is None and not cache.store("b", b"two")


@pytest.mark.parametrize("base", ["relative", ""])
def test_a_base_that_is_no_whole_path_is_not_used(base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", base)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.store("a", b"one")
    assert (tmp_path / ".cache" / "tmath" / "a").is_file()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data + b" ",
        lambda data: data.replace(b"one", b"two"),
        lambda data: data.replace(b"tmath 1", b"tmath 2"),
        lambda data: b"",
        lambda data: os.urandom(100),
    ],
)
def test_damaged_files_are_not_there(damage, home: Path) -> None:  # type: ignore[no-untyped-def]
    cache.store("a", b"one" * 9)
    (home / "a").write_bytes(damage((home / "a").read_bytes()))
    assert cache.load("a") is None
    assert cache.store("a", b"new") and cache.load("a") == b"new"


def test_files_too_large_are_not_read(home: Path) -> None:
    assert not cache.store("a", bytes(cache.LARGEST))
    cache.store("b", b"one")
    os.truncate(home / "b", cache.LARGEST + 1)
    assert cache.load("b") is None


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o777, 0o701])
def test_a_folder_open_to_others_is_not_used(mode: int, home: Path) -> None:
    cache.store("a", b"one")
    home.chmod(mode)
    assert cache.load("a") is None and not cache.store("b", b"two")


def test_files_others_may_write_are_not_read(home: Path) -> None:
    cache.store("a", b"one")
    (home / "a").chmod(0o622)
    assert cache.load("a") is None


def test_a_folder_of_another_user_is_not_used(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.store("a", b"one")
    monkeypatch.setattr(os, "geteuid", lambda: home.stat().st_uid + 1)
    assert cache.load("a") is None and not cache.store("b", b"two")


def test_a_file_of_another_user_is_not_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.store("a", b"one")
    found = os.fstat

    def foreign(file: int) -> os.stat_result:
        kept = list(found(file))
        kept[stat.ST_UID] += 1
        return os.stat_result(kept)

    monkeypatch.setattr(os, "fstat", foreign)
    assert cache.load("a") is None


def test_links_are_not_followed(home: Path, tmp_path: Path) -> None:
    cache.store("a", b"one")
    (home / "a").rename(tmp_path / "elsewhere")
    (home / "a").symlink_to(tmp_path / "elsewhere")
    assert cache.load("a") is None
    home.rename(tmp_path / "moved")
    home.symlink_to(tmp_path / "moved")
    assert cache.folder(make=True) is None


@pytest.mark.parametrize("call", ["open", "replace"])
def test_a_folder_that_cannot_be_written(call: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.store("a", b"one")
    found = getattr(os, call)

    def refuse(path: str, to: object, *more: object) -> object:
        if call == "open" and not int(str(to)) & os.O_CREAT:
            return found(path, to, *more)
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        assert cache.load("a") == b"one" and not cache.store("b", b"two")
    assert [path.name for path in home.iterdir()] == ["a"]


def test_a_place_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert not cache.store("a", b"one") and cache.load("a") is None


def test_a_name_taken_by_a_folder(home: Path) -> None:
    cache.store("b", b"one")
    (home / "a").mkdir()
    assert cache.load("a") is None and not cache.store("a", b"one")
    assert sorted(path.name for path in home.iterdir()) == ["a", "b"]


def test_it_stays_small(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "FILES", 10)
    for number in range(10):
        cache.store(f"{number:02}", b"x")
        os.utime(home / f"{number:02}", (number, number))
    cache.store("last", b"x")
    assert sorted(path.name for path in home.iterdir()) == ["06", "07", "08", "09", "last"]
    monkeypatch.setattr(cache, "BYTES", 1_000)
    cache.store("large", bytes(900))
    assert len(list(home.iterdir())) < 5


def test_what_broken_processes_left_is_removed(home: Path) -> None:
    cache.store("a", b"one")
    for name, age in (("old", 10_000), ("new", 0)):
        (home / f".{name}").write_bytes(b"")
        os.utime(home / f".{name}", (os.path.getmtime(home) - age,) * 2)
    cache.store("b", b"two")
    assert sorted(path.name for path in home.iterdir()) == [".new", "a", "b"]


def test_many_processes_at_once(home: Path) -> None:
    code = (
        "import os\nfrom tmath import cache\n"
        "for n in range(200):\n"
        "    cache.store('a', str(n).encode() * 3000)\n"
        "    found = cache.load('a')\n"
        "    assert found and found == found[: len(found) // 3000] * 3000, found\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    assert [path.name for path in home.iterdir()] == ["a"]
