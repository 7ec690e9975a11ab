"""The tables that Lark makes of the grammar, kept as plain data, for making them takes longer than most answers.

They are shipped with the package where it was built, else kept in the cache; they hold for one version of Lark and one
text of the grammar. Lark's own cache unpickles what it finds and is not used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tmath import cache

if TYPE_CHECKING:
    from lark import Lark

SHIPPED = Path(__file__).with_name("grammar.json")  # in a package that was built


def key(grammar: str, starts: Iterable[str], version: str) -> str:
    """What the tables depend on."""
    return cache.digest(version.encode(), grammar.encode(), *(start.encode() for start in starts))


def written(parser: Lark, key: str) -> bytes:
    """The tables of a parser."""
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    data, memo = parser.memo_serialize([TerminalDef, Rule])
    # How a parser is used is said anew whenever one is made.
    plain = {name: value for name, value in data["options"].items() if name not in ("transformer", "postlex")}
    data["options"] = plain
    return json.dumps({"key": key, "data": data, "memo": memo}, separators=(",", ":")).encode()


def kept(key: str) -> dict[str, Any] | None:
    """The tables shipped or kept, None where there are none for this key or they are not what they should be."""
    texts = (SHIPPED.read_bytes() if SHIPPED.is_file() else None, cache.load(f"grammar-{key}"))
    for text in texts:
        found = _read(text, key) if text is not None else None
        if found is not None:
            return found
    return None


def keep(parser: Lark, key: str) -> None:
    """Keep the tables of a parser in the cache."""
    cache.store(f"grammar-{key}", written(parser, key))


def _read(text: bytes, key: str) -> dict[str, Any] | None:
    try:
        held = json.loads(text)
        if held["key"] != key:
            return None
        table = held["data"]["parser"]["parser"]
        table["tokens"] = _numbered(table["tokens"])
        table["states"] = {state: _numbered(actions) for state, actions in _numbered(table["states"]).items()}
        held["memo"] = _numbered(held["memo"])
        _check(table, held["memo"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return {"data": held["data"], "memo": held["memo"]}


def _numbered(mapping: dict[str, Any]) -> dict[int, Any]:
    """The mapping of numbers that JSON made one of texts."""
    return {int(number): value for number, value in mapping.items()}


def _check(table: dict[str, Any], memo: dict[int, Any]) -> None:
    """Hold every action of the table to be a shift to one of its states or a reduction by one of its rules."""
    states, tokens = table["states"], table["tokens"]
    rules = {number for number, held in memo.items() if held["__type__"] == "Rule"}
    for actions in states.values():
        for token, (kind, target) in actions.items():
            known = target in states if kind == 0 else kind == 1 and target["@"] in rules
            if token not in tokens or not known:
                raise ValueError("no table of a parser")
    for ends in (table["start_states"], table["end_states"]):
        if not set(ends.values()) <= states.keys():
            raise ValueError("no table of a parser")
