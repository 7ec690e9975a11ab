"""What the user said, read: names resolved, keys normalised, values with units made exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from tmath.errors import ContradictionError, InputError, nearest
from tmath.language.system import Domain, Quantity, System
from tmath.records import replace
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
            typed[name] = centred(system.quantities[name], from_python(value, system.quantities[name], system.units))
    for name, value in typed.items():
        hold_domain(system, system.quantities[name], value)
    return typed, keys


def canonical(system: System, written: str) -> str:
    """The full name of a quantity or choice, from its name or an alias.

    Raises: InputError for an unknown or ambiguous one.
    """
    if not isinstance(written, str):  # from Python anything may come
        raise InputError(f"{written!r} is no name; give the name of a quantity as a text", repr(written))
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


def names_asked(unknown: str | Iterable[str]) -> list[str]:
    """The names of what is asked for, one or several.

    Raises: InputError for what is neither a name nor a list of names.
    """
    if isinstance(unknown, str):
        return [unknown]
    names = list(unknown) if isinstance(unknown, Iterable) and not isinstance(unknown, bytes) else [unknown]
    for name in names:
        if not isinstance(name, str):
            raise InputError(f"{name!r} is no name of what is asked for; give a text, or a list of texts", repr(name))
    return names


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


def centred(quantity: Quantity, value: Typed) -> Typed:
    """An interval whose middle the quantity may not take, with the nearest value that it may take instead."""
    from tmath.solving.wording import nearest_admissible

    if value.spread is None or value.spread[0] != "interval" or fits_domain(quantity.domain, value.value):
        return value
    _, low, high = value.spread
    inside = [near for near in nearest_admissible(quantity, value.value) if low <= near <= high]
    return replace(value, value=inside[0], low=inside[0], high=inside[0]) if inside else value


def hold_domain(system: System, quantity: Quantity, value: Typed) -> None:
    """Refuse a given outside the bounds of its quantity, with the nearest admissible values.

    Raises: ContradictionError.
    """
    from tmath.solving.wording import domain_text, nearest_admissible, shown

    ends = [end for end in _ends(value) if not within_bounds(quantity.domain, end)]
    if fits_domain(quantity.domain, value.value) and not ends:
        return
    near = nearest_admissible(quantity, ends[0] if ends else value.value)
    before = "" if ends else f"{quantity.name}="
    or_else = " or ".join(f"{before}{shown(system, quantity.name, v)}" for v in near)
    raise ContradictionError(
        f"{quantity.name} = {value.text or value.value} is not {domain_text(system, quantity)}"
        + (f"\n   change {'its end to' if ends else 'it:'} {or_else}" if or_else else ""),
        equation=quantity.name,
        repairs={quantity.name: tuple(float(v / quantity.unit.factor) for v in near)},
    )


def _ends(value: Typed) -> tuple[Fraction, ...]:
    return value.spread[1:] if value.spread is not None and value.spread[0] == "interval" else ()


def within_bounds(domain: Domain, value: Fraction) -> bool:
    """Whether a value lies between the bounds of a quantity, whole or not."""
    if domain.low is not None and (value < domain.low or (value == domain.low and domain.low_open)):
        return False
    return domain.high is None or value <= domain.high
