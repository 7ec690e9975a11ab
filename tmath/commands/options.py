"""Reading a command line: `name=value` pairs may stand anywhere, so they are split off before the options."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tmath.errors import InputError, nearest
from tmath.records import dataclass, field

_PAIR = re.compile(r"[A-Za-z][A-Za-z0-9_]*=", re.ASCII)


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command; `value` names what it takes, empty for a switch."""

    name: str
    help: str
    value: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command: how it is called, what it does, its options, and the module that runs it."""

    name: str
    usage: str
    help: str
    module: str
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Arguments:
    """A command line taken apart: bare words, pairs in order, options by name."""

    words: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    said: tuple[str, ...] = ()  # as it was typed

    def __contains__(self, option: str) -> bool:
        return option in self.options

    def one(self, option: str) -> str | None:
        """The value of an option that may be given once."""
        values = self.options.get(option)
        return values[-1] if values else None

    def several(self, option: str) -> list[str]:
        """The values of an option that may be repeated or hold a list."""
        return [part.strip() for value in self.options.get(option, []) for part in value.split(",") if part.strip()]


def read_arguments(texts: Sequence[str], command: Command) -> Arguments:
    """Take the arguments of a command apart.

    Raises: InputError for an option nobody knows, one without its value and one given twice.
    """
    known = {option.name: option for option in command.options} | {"--help": HELP, "-h": HELP}
    found = Arguments(said=tuple(texts))
    rest = iter(texts)
    for text in rest:
        if text == "--":
            for last in rest:
                _place(last, found)
        elif text.startswith("-") and len(text) > 1 and not text[1].isdigit():
            _option(text, rest, known, found, command)
        else:
            _place(text, found)
    return found


HELP = Option("--help", "this text")


def _place(text: str, found: Arguments) -> None:
    if _PAIR.match(text):
        name, _, value = text.partition("=")
        found.pairs.append((name, value))
    else:
        found.words.append(text)


def _option(text: str, rest: Iterator[str], known: dict[str, Option], found: Arguments, command: Command) -> None:
    name, equals, value = text.partition("=")
    option = known.get(name)
    if option is None:
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else f"see tmath {command.name} --help"
        raise InputError(f"unknown option {name}: {hint}", name)
    if not option.value:
        if equals:
            raise InputError(f"{name} takes no value, found {value!r}", name)
    elif not equals:
        value = next(rest, "")
    if option.value and (not value or value.startswith("--")):
        raise InputError(f"{name} needs a value: {name} {option.value}", name)
    if option.name in found.options and option.value and not option.many:
        raise InputError(f"{name} is given twice", name)
    found.options.setdefault(option.name, []).append(value)


def one_word(arguments: Arguments, command: Command, what: str = "SYSTEM") -> str:
    """The one bare word of a command line.

    Raises: InputError where there is none, or more than one, which is mostly a value with a space in it.
    """
    if not arguments.words:
        raise InputError(f"{command.name} needs a {what}: {command.usage}", command.name)
    first, *more = arguments.words
    if more:
        raise InputError(f"unexpected {more[0]!r}{_stray(more[0], arguments)}", more[0])
    return first


def _stray(word: str, arguments: Arguments) -> str:
    if word == "=" or word.startswith("=") or word.endswith("="):
        return ": write name=value without spaces"
    if arguments.pairs:
        name, value = arguments.pairs[-1]
        return f": a value with a space needs quotes ('{name}={value} {word}'), or no space"
    return ": quantities are given as name=value"
