"""What is known of a configuration class: the table of its `model_type`, with those it is like."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tmath.errors import InputError, nearest
from tmath.records import dataclass

Part = str | int

_LISTS = ("harmless", "rules")
_TABLES = ("keys", "defaults", "set", "where", "unless", "must", "also", "notes")


@dataclass(frozen=True, slots=True)
class Kind:
    """A configuration class; classes.toml says what each field is."""

    classes: tuple[str, ...]
    family: str
    keys: Mapping[str, tuple[str, ...]]
    defaults: Mapping[str, Any]
    set: Mapping[str, Part]
    where: Mapping[str, Mapping[str, Part]]
    unless: Mapping[str, Mapping[str, Part]]
    must: Mapping[str, tuple[Any, ...]]
    also: Mapping[str, str]
    notes: Mapping[str, Mapping[str, Any]]
    harmless: frozenset[str]
    rules: tuple[str, ...]


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "classes.toml").read_text("utf-8"))


def known() -> list[str]:
    """Every `model_type` that can be read."""
    return [name for name, table in _tables().items() if "classes" in _merged(name) and name != "shared" and table]


def kind_of(model_type: str, where: str) -> Kind:
    """The class of a `model_type`.

    Raises: InputError for one that nobody has described.
    """
    if model_type not in known():
        near = nearest(model_type, known())
        hint = f"did you mean {near}?" if near else f"those that can be read are {', '.join(sorted(known()))}"
        raise InputError(f"{where}: model_type {model_type!r} is none that tmath knows: {hint}", "--config")
    found = _laid_over(_merged("shared"), _merged(model_type))
    return Kind(
        classes=tuple(found["classes"]),
        family=found["family"],
        keys={name: tuple(places) for name, places in found["keys"].items()},
        must={key: tuple(values) for key, values in found["must"].items()},
        harmless=frozenset(found["harmless"]),
        rules=tuple(dict.fromkeys(found["rules"])),
        **{name: found[name] for name in ("defaults", "set", "where", "unless", "also", "notes")},
    )


def _merged(name: str) -> dict[str, Any]:
    """A table laid over those it is like, to any depth."""
    table = _tables()[name]
    like = table.get("like", ())
    found: dict[str, Any] = {}
    for other in [like] if isinstance(like, str) else like:
        found = _laid_over(found, _merged(other))
    return _laid_over(found, table)


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    found = {**below, **above}
    for name in _LISTS:
        found[name] = [*below.get(name, ()), *above.get(name, ())]
    for name in _TABLES:
        found[name] = {**below.get(name, {}), **above.get(name, {})}
    return found
