"""A config.json read as givens: the shape of a model in the names of the equations."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from tmath.config.classes import Kind, Part, kind_of
from tmath.config.keys import Keys
from tmath.config.rules import RULES
from tmath.errors import InputError
from tmath.language.system import System
from tmath.records import dataclass

SHAPE = "architecture"  # the choice that a system must know for a shape to mean anything to it


@dataclass(frozen=True, slots=True)
class Config:
    """What a config.json says, in the names of the equations, and remarks on what it leaves open."""

    path: str
    values: Mapping[str, Part]
    notes: tuple[str, ...] = ()

    def givens(
        self, system: System, said: Mapping[str, Iterable[str]] | None = None, asked: Iterable[str] = ()
    ) -> dict[str, Part]:
        """The values that a system knows, less those that what is said or asked for decides.

        `said` has the names of what is given, each choice with the keys of its rows.
        Raises: InputError for a system that knows no shapes, and for rows that do not all decide the same of the file.
        """
        if SHAPE not in system.choices:
            raise InputError(f"{system.name} knows no shape of a model: --config has nothing to tell it", "--config")
        said = {name: tuple(keys) for name, keys in (said or {}).items()}
        asked = set(asked)
        known = (system.quantities.keys() | system.choices.keys()) - said.keys() - asked
        left = {name: value for name, value in self.values.items() if name in known}
        for choice in (said.keys() | asked) & system.choices.keys():
            rows = said.get(choice) or system.choices[choice].rows
            decided = [_decided(system, choice, key, said.keys() | asked) for key in rows]
            every = set.intersection(*decided)
            some = [name for name in left if name not in every and any(name in row for row in decided)]
            if some and choice in said:
                raise InputError(
                    f"{some[0]} = {left[some[0]]} of the file is decided by some rows of {choice} and not by others: "
                    f"ask for them apart, or give {some[0]}",
                    "--config",
                )
            left = {name: value for name, value in left.items() if name not in every}
        return left


def _decided(system: System, choice: str, key: str, said: Collection[str]) -> set[str]:
    """What a row decides: its cells that are not open, and those of the rows they choose unless another is said."""
    decided: set[str] = set()
    rest = [(choice, key)]
    while rest:
        of, row = rest.pop()
        for name, cell in system.choices[of].rows[row].cells.items():
            if name not in decided and name not in said:
                decided.add(name)
                if isinstance(cell, str):
                    rest.append((name, cell))
    return decided


def read_config(path: str | Path) -> Config:
    """Read the config.json of a Hugging Face model, or the folder it is in.

    Raises: InputError for a file that cannot be read, a class that nobody has described, and a key that matters and
    cannot be honoured.
    """
    file = Path(path)
    file = file / "config.json" if file.is_dir() else file
    try:
        values = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"--config {path}: {error.strerror}", "--config") from None
    except (ValueError, RecursionError) as error:  # of its bytes, its signs, or a number of thousands of digits
        why = str(error).partition(";")[0] or "nested too deep"
        raise InputError(f"--config {path}: no JSON, {why}", "--config") from None
    if not isinstance(values, dict):
        raise InputError(f"--config {path}: no JSON object", "--config")
    return config_of(values, str(path))


def config_of(values: Mapping[str, Any], where: str = "config") -> Config:
    """The givens of a config that is read already.

    Raises: InputError as read_config does.
    """
    model_type = values.get("model_type")
    if not isinstance(model_type, str) or not model_type:
        raise InputError(f"{where}: it does not say its model_type", "--config")
    kind = kind_of(model_type, where)
    keys = Keys(where, values, kind)
    _refuse(keys, kind)
    found = _shape(keys, kind)
    for name in kind.rules:
        found |= RULES[name](keys, found)
    return Config(where, found, _notes(keys, kind))


def _refuse(keys: Keys, kind: Kind) -> None:
    named = keys["architectures"]
    if named and not (isinstance(named, list) and set(map(str, named)) <= set(kind.classes)):
        raise keys.refusal(f"architectures = {named} is not {' or '.join(kind.classes)}, which alone can be counted")
    for key, allowed in kind.must.items():
        value = keys[key]
        if value is not None and value not in ([], {}) and value not in allowed:
            shown = json.dumps(value) if not isinstance(value, dict) else "{...}"
            hint = f", only {' or '.join(map(json.dumps, allowed))}" if allowed else ""
            raise keys.refusal(f"{key} = {shown} changes the count in a way that cannot be honoured{hint}")
    sized, _ = keys.strangers()
    if sized:
        listed = ", ".join(f"{key} = {json.dumps(keys.own[key])[:40]}" for key in sized)
        kinds = keys["model_type"]
        raise keys.refusal(
            f"{listed}: not known of model_type {kinds}, and could change the count; "
            "take it out of the file where it does not"
        )


def _shape(keys: Keys, kind: Kind) -> dict[str, Part]:
    found: dict[str, Part] = {SHAPE: kind.family}
    for name, places in kind.keys.items():
        value = None
        for place in places:
            value = keys.at(place) if place != "none" else None
            if value is not None or place == "none":
                break
        else:
            if places:
                raise keys.refusal(f"it does not say {' or '.join(places)}, which {name} needs")
        if value is not None:
            found[name] = value
    found |= kind.set
    for table, wanted in ((kind.unless, False), (kind.where, True)):
        for key, parts in table.items():
            if bool(keys.flag(key)) is wanted:
                found |= parts
    return found


def _notes(keys: Keys, kind: Kind) -> tuple[str, ...]:
    said = [
        f"{key} = {json.dumps(keys.own[key])[:40]}: {note['text']}"
        for key, note in kind.notes.items()
        if keys.own.get(key) is not None and keys.own[key] not in note["usual"]
    ]
    _, others = keys.strangers()
    if others:
        said.append(f"not read: {', '.join(others)}")
    return tuple(said)
