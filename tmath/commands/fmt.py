"""tmath fmt: equation files in canonical layout."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tmath.commands.common import no_pairs
from tmath.commands.options import Arguments
from tmath.commands.table import FMT
from tmath.errors import InputError

UNTIDY = 1


def run(arguments: Arguments) -> int:
    """Lay out every file that is named; a wrong one is refused before any is touched.

    Raises: InputError for a file that cannot be read, SourceError for one that cannot be parsed.
    """
    from tmath.language.layout import layout
    from tmath.language.parser import parse

    no_pairs(arguments, "fmt")
    if not arguments.words:
        raise InputError(f"fmt needs a FILE: {FMT.usage}", "fmt")
    texts = {word: read_text(word) for word in arguments.words}
    laid = {}
    for word, text in texts.items():
        parse(text, Path(word).stem, word)
        laid[word] = layout(text)
        if "".join(laid[word].split()) != "".join(text.split()):
            raise AssertionError(f"the layout of {word} would change more than white space")
        parse(laid[word], Path(word).stem, word)
    changed = [word for word in texts if laid[word] != texts[word]]
    for word in changed:
        if "--check" in arguments:
            print(f"{word} is not in canonical layout")
        else:
            write_text(word, laid[word])
            print(f"{word} laid out")
    if "--check" in arguments and changed:
        print(f"tmath fmt {' '.join(changed)} mends it", file=sys.stderr)
        return UNTIDY
    return 0


def read_text(path: str) -> str:
    """The text of a file, line ends kept.

    Raises: InputError where it cannot be read.
    """
    try:
        return Path(path).read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", path) from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte {error.start + 1})", path) from None


def write_text(path: str, text: str) -> None:
    """Replace a file at once, so that an interruption leaves the old one or the new one, links and mode kept."""
    target = Path(path).resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(name, target.stat().st_mode & 0o7777)
        os.replace(name, target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise InputError(f"{path} cannot be written: {error.strerror}", path) from None
