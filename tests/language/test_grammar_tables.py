"""Tables of the grammar kept as data: the same parser as the one made of the grammar, or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tmath import cache
from tmath.language import grammar_tables, lexing
from tmath.language.declarations import Declarations

EQUATIONS = Path(__file__).parents[2] / "equations"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(grammar_tables, "SHIPPED", tmp_path / "none")


def read(parser: Any, values: Declarations, text: str) -> Any:
    values.page.text = text
    return parser.parse(text, start="file")


def test_a_kept_parser_reads_as_one_just_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made, kept = Declarations(), Declarations()
    first = lexing.build(made)  # fills the cache
    monkeypatch.setattr(lexing, "make", None)
    second = lexing.build(kept)
    for path in sorted(EQUATIONS.glob("*.eq")):
        text = path.read_text("utf-8")
        assert read(first, made, text) == read(second, kept, text), path.name


def test_shipped_tables_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "grammar.json"
    shipped.write_bytes(lexing.tables())
    monkeypatch.setattr(grammar_tables, "SHIPPED", shipped)
    monkeypatch.setattr(lexing, "make", None)
    assert lexing.build(Declarations()) is not None


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"null", b"\xff", b'{"key": 1}'])
def test_what_is_no_table_is_made_anew(text: bytes) -> None:
    cache.store(f"grammar-{lexing._key()}", text)
    assert lexing.build(Declarations()) is not None
    assert grammar_tables.kept(lexing._key()) is not None


def shift(held: Any) -> None:
    next(iter(held["data"]["parser"]["parser"]["states"].values()))["0"] = [0, 99_999]


def reduce(held: Any) -> None:
    next(iter(held["data"]["parser"]["parser"]["states"].values()))["0"] = [1, {"@": 0}]


def token(held: Any) -> None:
    next(iter(held["data"]["parser"]["parser"]["states"].values()))["99999"] = [0, 0]


def start(held: Any) -> None:
    held["data"]["parser"]["parser"]["start_states"]["file"] = 99_999


def other_key(held: Any) -> None:
    held["key"] = "another"


@pytest.mark.parametrize("damage", [shift, reduce, token, start, other_key])
def test_ill_formed_tables_are_not_used(damage: Callable[[Any], None]) -> None:
    held = json.loads(lexing.tables())
    damage(held)
    cache.store(f"grammar-{lexing._key()}", json.dumps(held).encode())
    assert grammar_tables.kept(lexing._key()) is None


def test_the_key_is_of_the_grammar_its_starts_and_the_version() -> None:
    keys = {
        grammar_tables.key("a", ("file",), "1.3"),
        grammar_tables.key("b", ("file",), "1.3"),
        grammar_tables.key("a", ("file", "use"), "1.3"),
        grammar_tables.key("a", ("file",), "1.4"),
    }
    assert len(keys) == 4
