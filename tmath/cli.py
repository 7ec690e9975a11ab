"""The command line: which command runs, and what its outcome is called."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # what is asked before is answered without most imports
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tmath.errors import TmathError

BUG = 70
INTERRUPTED = 130
BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; no traceback ever reaches a user."""
    try:
        _prepare_streams()
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader has gone: nothing to say, and Python must not complain when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the outermost frame: whatever arrives here and is no error of ours is a bug
        from tmath.errors import TmathError

        return _refuse(error) if isinstance(error, TmathError) else _report(error)


def _run(argv: list[str]) -> int:
    from tmath.recall.lookup import recalled

    text = recalled(argv)
    if text is not None:
        print(text)
        return 0
    return _run_command(argv)


def _run_command(argv: list[str]) -> int:
    from importlib import import_module

    from tmath.commands.help import command_help, short_help
    from tmath.commands.options import read_arguments
    from tmath.commands.table import COMMANDS
    from tmath.errors import InputError

    name, *rest = argv or ["--help"]
    if name in ("--version", "version"):
        from tmath import __version__

        print(f"tmath {__version__}")
        return 0
    if name in ("--help", "-h", "help"):
        named = [COMMANDS[word] for word in rest if word in COMMANDS]
        print("\n\n".join(map(command_help, named)) if named else short_help())
        return 0
    if name not in COMMANDS:
        raise InputError(_unknown_command(name, rest), name)
    command = COMMANDS[name]
    arguments = read_arguments(rest, command)
    if "--help" in arguments:
        print(command_help(command))
        return 0
    run = import_module(command.module).run
    return int(run(arguments))


def _unknown_command(name: str, rest: Sequence[str]) -> str:
    from tmath.commands.table import COMMANDS
    from tmath.errors import nearest

    near = nearest(name, COMMANDS)
    if near is None and any(text.startswith("--for") for text in rest):
        return f"unknown command {name!r}: did you mean tmath solve {name} ...?"
    hint = f"did you mean {near}?" if near else f"the commands are {', '.join(COMMANDS)}"
    return f"unknown command {name!r}: {hint}"


def _prepare_streams() -> None:
    """Characters that a stream cannot hold are replaced, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _refuse(error: TmathError) -> int:
    """Say on stderr what is wrong: in one line where the command line is, else as the error tells it."""
    from tmath.errors import InputError, SolveError
    from tmath.render.page import clean, hang, style_of

    style = style_of(sys.stderr)
    text = clean(str(error))
    if isinstance(error, InputError):
        text = "; ".join(part.strip() for part in text.splitlines() if part.strip())
    elif isinstance(error, SolveError):
        text = "\n".join(hang(line, style.width) for line in text.splitlines())
    if error.exit_code in (2, 4, 5):
        text = f"{style.loud('tmath:')} {text}"
    sys.stdout.flush()
    print(text, file=sys.stderr)
    return error.exit_code


def _report(bug: Exception) -> int:
    """One line for a mistake of ours, the whole of it where TMATH_DEBUG is set."""
    if os.environ.get("TMATH_DEBUG", "0") not in ("", "0"):
        import traceback

        traceback.print_exception(bug)
    what = " ".join(f"{type(bug).__name__}: {bug}".split())[:300]
    print(
        f"tmath: a bug in tmath, not a mistake of yours ({what}): please report it with this command line "
        "and what TMATH_DEBUG=1 shows",
        file=sys.stderr,
    )
    return BUG
