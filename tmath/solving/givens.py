"""What the user said, read: names resolved, keys normalised, values with units made exact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tmath.errors import ContradictionError, InputError, nearest
from tmath.language.system import Quantity, System
from tmath.solving.whole import fits_domain
from tmath.values import Typed, from_python


def read_givens(system: System, unknown: str, given: Mapping[str, Any]) -> tuple[dict[str, Typed], dict[str, str]]:
    """Typed values of quantities and keys of choices.

    Raises: InputError for a name, key or value that cannot be read; ContradictionError for one outside its bounds.
    """
    typed: dict[str, Typed] = {}
    keys: dict[str, str] = {}
    for written, value in given.items():
        name = canonical(system, written)
        if name == unknown:
            raise InputError(
                f"{name} is both asked for and given\n   drop {written}={value}, or ask for another", written
            )
        if name in typed or name in keys:
            raise InputError(f"{name} is given twice, the second time as {written}={value}", written)
        if name in system.choices:
            keys[name] = read_key(system, name, value)
        else:
            typed[name] = from_python(value, system.quantities[name], system.units)
    for name, value in typed.items():
        hold_domain(system, system.quantities[name], value)
    return typed, keys


def canonical(system: System, written: str) -> str:
    """The full name of a quantity or choice, from its name or an alias.

    Raises: InputError for an unknown or ambiguous one.
    """
    if written in system.quantities or written in system.choices:
        return written
    full = system.aliases.get(written, ())
    if len(full) == 1:
        return full[0]
    if full:
        raise InputError(f"{written} is ambiguous in {system.name}: {' or '.join(full)}?", written)
    known = [*system.quantities, *system.choices, *system.aliases]
    guess = nearest(written, known)
    hint = f"did you mean {guess}?" if guess else f"see them with: tmath list {system.name}"
    raise InputError(f"unknown quantity {written!r} in {system.name}\n   {hint}", written)


def read_key(system: System, name: str, value: Any) -> str:
    """The key of a row, in any case, with - . and spaces read as _.

    Raises: InputError for an unknown key.
    """
    choice = system.choices[name]
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    plain = {_plain(key): key for key in choice.rows}
    if text in choice.rows:
        return text
    if _plain(text) in plain:
        return plain[_plain(text)]
    guess = nearest(_plain(text), plain)
    rows = (
        ", ".join(choice.rows)
        if len(choice.rows) <= 12
        else f"{len(choice.rows)} rows, see: tmath show {system.name} {name}"
    )
    hint = f"did you mean {plain[guess]}?  " if guess else ""
    raise InputError(f"{name} has no row {text!r}\n   {hint}{name} is one of {rows}", f"{name}={value}")


def _plain(text: str) -> str:
    return text.lower().replace("-", "_").replace(".", "_").replace(" ", "_")


def hold_domain(system: System, quantity: Quantity, value: Typed) -> None:
    """Refuse a given outside the bounds of its quantity, with the nearest admissible values.

    Raises: ContradictionError.
    """
    from tmath.solving.wording import domain_text, nearest_admissible, shown

    if fits_domain(quantity.domain, value.value):
        return
    near = nearest_admissible(quantity, value.value)
    or_else = " or ".join(f"{quantity.name}={shown(system, quantity.name, v)}" for v in near)
    raise ContradictionError(
        f"{quantity.name} = {value.text or value.value} is not {domain_text(system, quantity)}"
        + (f"\n   change it: {or_else}" if or_else else ""),
        equation=quantity.name,
        repairs={quantity.name: tuple(float(v / quantity.unit.factor) for v in near)},
    )
