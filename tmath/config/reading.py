"""A config.json read as givens: the shape of a model in the names of the equations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
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

    def givens(self, system: System, said: Iterable[str] = ()) -> dict[str, Part]:
        """The values that a system knows, less those that what the user says decides.

        Raises: InputError for a system that knows no shapes.
        """
        if SHAPE not in system.choices:
            raise InputError(f"{system.name} knows no shape of a model: --config has nothing to tell it", "--config")
        beaten = _decided(system, said)
        known = system.quantities.keys() | system.choices.keys()
        return {name: value for name, value in self.values.items() if name in known and name not in beaten}


def _decided(system: System, said: Iterable[str]) -> set[str]:
    """What is said, and what the rows of choices among it decide."""
    decided, rest = set(), list(said)
    while rest:
        name = rest.pop()
        if name in decided:
            continue
        decided.add(name)
        if name in system.choices:
            rest += [column.name for column in system.choices[name].columns]
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
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"--config {path}: no JSON, {str(error) or 'nested too deep'}", "--config") from None
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
            if bool(keys[key]) is wanted:
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
