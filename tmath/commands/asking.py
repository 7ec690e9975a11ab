"""One question as the options of the command line put it, and its answer in the units asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from tmath.commands.options import Arguments
from tmath.errors import InputError

if TYPE_CHECKING:
    from tmath.language.system import System
    from tmath.solving.answer import Answer
    from tmath.units import Unit


def read_pairs(system: System, arguments: Arguments) -> dict[str, object]:
    """The pairs of the command line by full name.

    Raises: InputError for an unknown name and for one given twice.
    """
    from tmath.solving.givens import canonical

    written: dict[str, str] = {}
    given: dict[str, object] = {}
    for name, value in arguments.pairs:
        full = canonical(system, name)
        if full in given:
            first = f"{written[full]}={given[full]}"
            raise InputError(f"{full} is given twice: {first} and {name}={value}; a sweep is {name}=8,16,32", name)
        written[full], given[full] = name, value
    return given


def ask(system: System, asked: Sequence[str], given: dict[str, object], arguments: Arguments) -> Answer:
    """One question as the options put it."""
    unknown = asked[0] if len(asked) == 1 else list(asked)
    return system.solve(
        unknown,
        given,
        tight=arguments.several("--tight"),
        without=arguments.several("--without"),
        pick=_pick(arguments),
    )


def _pick(arguments: Arguments) -> Literal["min", "max"] | None:
    match arguments.one("--pick"):
        case None:
            return None
        case "min":
            return "min"
        case "max":
            return "max"
        case other:
            raise InputError(f"--pick {other}: min or max?", other)


def in_asked_units(answer: Answer, system: System, arguments: Arguments) -> Answer:
    """The answer in the units of --in, one for each unknown."""
    texts = arguments.several("--in")
    if not texts:
        return answer
    from tmath.records import replace
    from tmath.render.convert import in_unit

    asked = [answer, *answer.others.values()]
    if len(texts) != len(asked):
        raise InputError(f"--in has {len(texts)} units for {len(asked)} unknowns", "--in")
    first, *others = [
        in_unit(one, asked_unit(system, one.unknown, text)) for one, text in zip(asked, texts, strict=True)
    ]
    return replace(first, others={one.unknown: one for one in others})


def asked_unit(system: System, name: str, text: str) -> Unit:
    """The unit of --in, which must measure the unknown.

    Raises: InputError.
    """
    from tmath.units import UnitReadError

    if name not in system.quantities:
        raise InputError(f"--in {text}: {name} is a choice and has no unit", "--in")
    declared = system.quantities[name].unit
    try:
        unit = system.units.read(text)
    except UnitReadError as error:
        hint = f": did you mean {error.suggestion}?" if error.suggestion else ""
        raise InputError(f"--in {text}: {error.message}{hint}", "--in") from None
    if unit.dimension != declared.dimension:
        alike = ", ".join(dict.fromkeys([declared.text, *(s.name for s in system.units.alike(declared.dimension))]))
        raise InputError(f"--in {text}: {name} is in {declared.dimension}, not {unit.dimension}; try {alike}", "--in")
    return unit
