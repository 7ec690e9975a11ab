"""Where equation files are found, and the systems made of them when they are asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tmath.bursts import burst
from tmath.errors import InputError, ParseError, Problem, SourceError, Span, nearest, raise_problems
from tmath.language.syntax import FileDecl
from tmath.language.system import System
from tmath.units import UnitTable

__all__ = ["Library", "load", "loads", "standard_folder"]

SUFFIX = ".eq"
LARGEST = 64 * 2**20  # bytes of a file that is read at all
UNITS = "units"  # the file that every system knows without `use`

_TITLE = re.compile(r'\s*(?:#[^\n]*\n\s*)*"""\s*([^\n]*)')


class Library:
    """Systems by name; a file is read when its system, or one that uses it, is asked for.

    `replaced` names the shipped systems that a file of the user stands in for, with that file.
    """

    def __init__(self, paths: Mapping[str, Path], replaced: Iterable[tuple[str, Path]] = ()):
        self._paths = dict(paths)
        self.replaced = tuple(replaced)
        self._files: dict[str, FileDecl] = {}
        self._systems: dict[str, System] = {}
        self._table: UnitTable | None = None

    def __getitem__(self, name: str) -> System:
        """The system of a name.

        Raises: InputError where there is none; SourceError where its files are wrong.
        """
        if name not in self._systems:
            if name not in self._paths:
                raise InputError(self._unknown(name), name)
            self._systems.setdefault(name, self.link(self.file(name)))
        return self._systems[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def path(self, name: str) -> Path:
        """The file of a system.

        Raises: InputError where there is none.
        """
        if name not in self._paths:
            raise InputError(self._unknown(name), name)
        return self._paths[name]

    def title(self, name: str) -> str:
        """The first line of a file's docstring, read without parsing the file."""
        if name in self._files:
            text = self._files[name].doc.strip().partition("\n")[0]
        else:
            with self.path(name).open(encoding="utf-8", errors="replace") as file:
                match = _TITLE.match(file.read(4096))
            text = match[1].partition('"""')[0] if match else ""
        return "".join(character for character in text if character.isprintable()).strip()

    def _unknown(self, name: str) -> str:
        near = nearest(name, self._paths)
        hint = f"did you mean {near}?" if near else f"systems are {', '.join(self._paths)}"
        return f"unknown system {name!r}: {hint}"

    # -- from a name to a linked system ------------------------------------------------------------

    def file(self, name: str) -> FileDecl:
        """The declarations of a file, parsed once, with the mistakes of what could not be read.

        Raises: SourceError where the file is no text; InputError where there is none.
        """
        if name not in self._files:
            self._files[name] = _read(name, self.path(name))
        return self._files[name]

    @burst()
    def link(self, file: FileDecl) -> System:
        """The system of a file, joined with the files it uses.

        Raises: SourceError, with the mistakes of all of them.
        """
        from tmath.language.joining import join_files
        from tmath.language.link import link

        files, problems = join_files(file, self._used, self._paths)
        if problems:  # what a missing file declares is unknown: names are not worth checking
            raise_problems([*(problem for each in files for problem in each.problems), *problems])
        units = self.file(UNITS) if UNITS in self._paths and file.name != UNITS else None
        return link(files, units, self._units(units), self._declaring(files))

    def _units(self, units: FileDecl | None) -> UnitTable | None:
        """The table of the units file alone, made once; None while that file itself is wrong."""
        if units is None:
            return None
        if self._table is None:
            from tmath.unit_declarations import build_table

            table, faults = build_table(units.units)
            if not faults and not units.problems:
                self._table = table
        return self._table

    def _used(self, name: str, user: FileDecl) -> FileDecl | None:
        """The file that a `use` stands for: one of the library, else one beside the file that uses it."""
        if name not in self._paths and name not in self._files:
            beside = Path(user.path).with_name(name + SUFFIX)
            if not beside.is_file():
                return None
            self._files[name] = _read(name, beside)
        return self.file(name)

    def _declaring(self, files: list[FileDecl]) -> _Elsewhere:
        return _Elsewhere(self, {file.name for file in files})


class _Elsewhere:
    """Tells which file outside a system declares a name; reads them only when a name is missing."""

    def __init__(self, library: Library, joined: set[str]):
        self._library, self._joined = library, joined
        self._known: dict[str, str] | None = None

    def __call__(self, name: str) -> str | None:
        if self._known is None:
            self._known = {}
            for other in self._library:
                if other not in self._joined:
                    self._note(other)
        return self._known.get(name)

    def _note(self, other: str) -> None:
        assert self._known is not None
        try:
            file = self._library.file(other)
        except SourceError:
            return  # its own mistakes are told when it is asked for
        for quantity in file.quantities:
            self._known.setdefault(quantity.name, other)
        for choice in file.choices:
            for name in (choice.name, *(column.name for column in choice.columns if column.unit is not None)):
                self._known.setdefault(name, other)


def _read(name: str, path: Path) -> FileDecl:
    from tmath.language.parser import parse_what_can_be

    shown = _shown(path)
    try:
        if path.stat().st_size > LARGEST:
            lines = (f"expected  at most {LARGEST} bytes",)
            raise ParseError([Problem(ParseError, "the file is too large", (Span(shown, 1, 1, 2),), "", lines)])
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{shown} cannot be read: {error.strerror}", shown) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError([_not_utf8(data, error, shown)]) from None
    return parse_what_can_be(text, name, shown)


def _not_utf8(data: bytes, error: UnicodeDecodeError, shown: str) -> Problem:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    start = before.rfind(b"\n") + 1
    column = len(before[start:].decode("utf-8", "replace")) + 1
    text = data[start : start + 400].split(b"\n")[0].decode("utf-8", "replace")
    lines = (
        f"found     byte 0x{data[error.start]:02x}",
        "expected  text in UTF-8; save the file again in that encoding",
    )
    return Problem(ParseError, "the file is not UTF-8", (Span(shown, line, column, column + 1),), text, lines)


def _shown(path: Path) -> str:
    """A path from the current folder where it is inside it."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def standard_folder() -> Path:
    """Where the standard equations are: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "equations"
    return inside if inside.is_dir() else package.parent / "equations"


def load(*paths: str | os.PathLike[str]) -> Library:
    """The standard equations, and the files and folders of a user, which come first where names are equal.

    Raises: InputError where a path leads to no equation file.
    """
    shipped = {path.stem: path for path in _in_folder(standard_folder())}
    found: dict[str, Path] = dict(shipped)
    replaced: dict[str, Path] = {}
    for given in paths:
        path = Path(given)
        if not path.exists():
            raise InputError(f"there is no file or folder {str(given)!r}", str(given))
        files = _in_folder(path) if path.is_dir() else [path]
        if not files:
            raise InputError(f"there is no {SUFFIX} file in {str(given)!r}", str(given))
        for file in files:
            if file.suffix != SUFFIX:
                raise InputError(f"{str(given)!r} is no equation file: its name does not end in {SUFFIX}", str(given))
            if file.stem in shipped and file.resolve() != shipped[file.stem].resolve():
                replaced[file.stem] = file
            found[file.stem] = file
    return Library(found, replaced.items())


def _in_folder(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file())
    except OSError as error:
        raise InputError(f"{str(folder)!r} cannot be read: {error.strerror}", str(folder)) from None


def loads(text: str, name: str = "mine", library: Library | None = None) -> System:
    """A system from the text of an equation file.

    Raises: SourceError, with every mistake of the text; InputError for what is no text.
    """
    if not isinstance(text, str):
        raise InputError(f"an equation file is read from a text, not from {type(text).__name__}", "text")
    from tmath.language.parser import parse_what_can_be

    text = text.removeprefix("\ufeff")  # the mark that some editors begin a file with, as files may have it
    return (library or load()).link(parse_what_can_be(text, name, f"{name}{SUFFIX}"))
