"""What is printed when help is asked for."""

from __future__ import annotations

from tmath.commands.options import Command
from tmath.commands.table import COMMANDS


def short_help() -> str:
    """What `tmath` alone prints."""
    commands = "\n".join(line for command in COMMANDS.values() for line in _columns(command.name, command.help, 13))
    return f"""\
tmath: transformer arithmetic, any quantity from the others

   tmath solve memory --for P vram=80GB gpus=64
   tmath solve cost --for D budget=1MUSD price=2USD/h gpu=H100_SXM P=7B
   tmath show memory

{commands}

tmath COMMAND --help says more."""


def command_help(command: Command) -> str:
    """What `tmath COMMAND --help` prints."""
    lines = [command.usage, "", *_columns("", command.help, 0)]
    if command.options:
        names = [f"{option.name} {option.value}".rstrip() for option in command.options]
        width = max(map(len, names)) + 3
        lines += [""]
        for name, option in zip(names, command.options, strict=True):
            lines += _columns(name, option.help, width)
    lines += ["", *(f"   {example}" for example in command.examples)]
    return "\n".join(lines)


def _columns(name: str, text: str, width: int) -> list[str]:
    """A name with its text beside it, in 80 columns."""
    from tmath.render.page import wrap

    first, *more = wrap(text, 77 - width)
    return [f"   {name:<{width}}{first}", *(" " * (width + 3) + line for line in more)]
