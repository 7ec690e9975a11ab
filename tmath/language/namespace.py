"""Every name of a system: where it is declared, how files may call it, and what a wrong one might have meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from tmath.errors import DuplicateNameError, ParseError, Span, UnknownNameError, nearest
from tmath.language.reporter import Reporter
from tmath.language.syntax import ChoiceDecl, FileDecl, Flags, Node, UnitText
from tmath.records import dataclass, field
from tmath.units import UnitTable

__all__ = ["PI", "Declared", "Namespace", "Scope"]

PI = "pi"
# Parameters of System.solve, compile and minimize: a quantity so called could not be given by keyword.
KEYWORDS = frozenset({"unknown", "given", "tight", "without", "pick", "over", "inputs"})
_SUGGESTED = 40  # misspelled names for which the nearest one is sought


@dataclass(frozen=True, slots=True)
class Declared:
    """One quantity or choice, as its file declares it."""

    name: str
    file: FileDecl
    span: Span
    aliases: tuple[str, ...] = ()
    unit: UnitText | None = None  # None for a choice
    flags: Flags = field(default_factory=Flags)
    default: Node | None = None
    doc: str = ""
    choice: str | None = None  # the choice whose column this is

    def where(self, file: FileDecl) -> str:
        """How to find it from a file: "choice precision, line 19"."""
        line = f"line {self.span.line}" if self.file is file else f"{self.file.path}:{self.span.line}"
        if self.choice:
            return f"choice {self.choice}, {line}"
        return line if self.unit else f"choice, {line}"


class Scope:
    """What one file may call things: the names of all files joined, and its own aliases."""

    def __init__(self, file: FileDecl):
        self.file = file
        self.aliases: dict[str, str] = {}


class Namespace:
    """The one namespace of a system, built from its files in order."""

    def __init__(self, files: Sequence[FileDecl], report: Reporter):
        self.report = report
        self.quantities: dict[str, Declared] = {}
        self.choices: dict[str, Declared] = {}
        self.tables: dict[str, ChoiceDecl] = {}
        self.scopes = {file.name: Scope(file) for file in files}
        self.elsewhere: Callable[[str], str | None] = lambda name: None
        self._missed = 0
        for file in files:
            for declared in sorted(_declared(file), key=lambda d: (d.span.line, d.span.column)):
                self._declare(declared)
            for choice in file.choices:
                self.tables.setdefault(choice.name, choice)
        for file in files:
            self._alias(file)

    def __getitem__(self, name: str) -> Declared:
        return self.quantities.get(name) or self.choices[name]

    def __contains__(self, name: str) -> bool:
        return name in self.quantities or name in self.choices

    def _declare(self, declared: Declared) -> None:
        name = declared.name
        if name in KEYWORDS:
            self.report(
                ParseError,
                f"{name!r} is reserved, not a name",
                declared.span,
                lines=(f"{name!r} is a parameter of the Python calls; choose another name, such as {name}_1",),
            )
        if name in self:
            self._twice(f"name {name!r} declared twice", declared, self[name])
            return
        (self.quantities if declared.unit else self.choices)[name] = declared

    def _twice(self, message: str, second: Declared, first: Declared) -> None:
        lines = [self.report.first(first.span, second.span)]
        if second.choice and second.unit and not first.choice:
            lines.append("expected  no [unit] on a column that gives values to a quantity declared elsewhere")
        self.report(DuplicateNameError, message, second.span, lines=lines)

    def _alias(self, file: FileDecl) -> None:
        """Note the aliases of a file; each stands for one name alone, wherever that file is used."""
        scope = self.scopes[file.name]
        own = {d.name: d.span for d in _declared(file)}
        spans: dict[str, Span] = {}
        for quantity in file.quantities:
            for index, alias in enumerate(quantity.aliases):
                span = quantity.alias_spans[index] if index < len(quantity.alias_spans) else quantity.span
                other = own.get(alias) or spans.get(alias)
                if other is not None:
                    lines = (self.report.first(other, span),)
                    self.report(DuplicateNameError, f"alias {alias!r} is another name of its file", span, lines=lines)
                elif alias in self and self._uses(file, self[alias].file):
                    lines = (self.report.first(self[alias].span, span),)
                    message = f"alias {alias!r} is a name of a file that this one uses"
                    self.report(DuplicateNameError, message, span, lines=lines)
                elif alias in KEYWORDS or alias == PI:
                    self.report(ParseError, f"{alias!r} is reserved, not a name", span)
                else:
                    spans[alias] = span
                    scope.aliases[alias] = quantity.name

    def _uses(self, file: FileDecl, other: FileDecl) -> bool:
        """Whether a file uses another, directly or through those between."""
        seen: set[str] = set()
        waiting = [use.name for use in file.uses]
        while waiting:
            name = waiting.pop()
            if name == other.name:
                return True
            if name not in seen and name in self.scopes:
                seen.add(name)
                waiting += [use.name for use in self.scopes[name].file.uses]
        return False

    # -- what a name stands for ----------------------------------------------------------------

    def canonical(self, name: str, scope: Scope) -> str:
        """The full name behind a name as a file uses it; its own aliases come first."""
        return scope.aliases.get(name, name)

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """What each alias stands for, in every file, without those that are full names too."""
        found: dict[str, list[str]] = {}
        for scope in self.scopes.values():
            for alias, name in scope.aliases.items():
                if alias not in self and name not in found.setdefault(alias, []):
                    found[alias].append(name)
        return {alias: tuple(names) for alias, names in found.items() if names}

    # -- what a wrong name might have meant -----------------------------------------------------

    def unknown(self, name: str, span: Span, scope: Scope, units: UnitTable) -> None:
        """Note a name that nothing declares."""
        self.report(UnknownNameError, f"unknown name {name!r}", span, lines=self.hints(name, scope, units))

    def hints(self, name: str, scope: Scope, units: UnitTable) -> tuple[str, ...]:
        """Where the name is known after all, or what is spelled like it."""
        self._missed += 1
        if self._missed > _SUGGESTED:
            return ()
        for other in self.scopes.values():
            if name in other.aliases:
                return (
                    f"{name} stands for {other.aliases[name]} in {other.file.path} only: write {other.aliases[name]}",
                )
        for choice in self.tables.values():
            if any(row.key == name for row in choice.rows):
                return (f"{name} is a key of choice {choice.name}: compare it, {choice.name} = {name}",)
        found = self.elsewhere(name)
        if found is not None:
            return (f"it is declared in {found}: add  use {found}",)
        near = nearest(name, (*self.quantities, *self.choices, *scope.aliases))
        if name in units and (near is None or near.lower() != name.lower()):
            return (f"{name} is a unit: a number with a unit is written 1 [{name}]",)
        if near is None:
            return ("nothing declares it: a quantity needs a line under quantities:",)
        declared = self[self.canonical(near, scope)]
        also = f", {declared.name}" if declared.name != near else ""
        return (f"did you mean {near} ({declared.where(scope.file)}{also})?",)


def _declared(file: FileDecl) -> Iterator[Declared]:
    """What a file declares: quantities, choices, and the columns that have a unit."""
    for q in file.quantities:
        yield Declared(q.name, file, q.span, q.aliases, q.unit, q.flags, q.default, q.doc)
    for choice in file.choices:
        yield Declared(choice.name, file, choice.span, doc=choice.doc)
        for column in choice.columns:
            if column.unit is not None:
                yield Declared(
                    column.name,
                    file,
                    column.span,
                    unit=column.unit,
                    flags=column.flags,
                    doc=choice.doc,
                    choice=choice.name,
                )


def suggest(word: str, known: Mapping[str, object] | Sequence[str]) -> tuple[str, ...]:
    """A line that names the nearest known word, if there is one."""
    near = nearest(word, known)
    return (f"did you mean {near}?",) if near else ()
