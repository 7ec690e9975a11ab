"""What all parts of a system need while they are linked: names, units, dimensions and a place for mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction

from tmath.dimension import Dimension
from tmath.errors import DimensionError, DuplicateNameError, ParseError, Span, TableError, UnknownNameError, nearest
from tmath.language.constants import REACH, within_reach
from tmath.language.dimensions import DimensionCheck
from tmath.language.domains import domain_fault, domain_of, in_domain
from tmath.language.mismatches import Mismatches
from tmath.language.namespace import Declared, Namespace, Scope
from tmath.language.reporter import Reporter
from tmath.language.resolving import Resolver, is_bare, with_unit
from tmath.language.syntax import Citation, FileDecl, Name, Negative, Node, Number, UnitText
from tmath.language.system import Domain, Source
from tmath.units import Unit, UnitReadError, UnitTable

__all__ = ["Context"]


class Context:
    """The names, units and domains of the files being linked."""

    def __init__(self, files: Sequence[FileDecl], units: UnitTable, report: Reporter):
        self.files, self.table, self.report = files, units, report
        self.space = Namespace(files, report)
        self.units: dict[str, Unit] = {}
        self.domains: dict[str, Domain] = {}
        for name, declared in self.space.quantities.items():
            self._measure(name, declared)
        dimensions = {name: unit.dimension for name, unit in self.units.items()}
        places = {name: declared.file.path for name, declared in self.space.quantities.items()}
        say = Mismatches(units, dimensions, places, report)
        self.dimensions = DimensionCheck(units, dimensions, self.space.choices, say)
        self.resolvers = {file.name: Resolver(self.space, self.space.scopes[file.name], units) for file in files}
        self.sources = self._sources(files)

    def _measure(self, name: str, declared: Declared) -> None:
        assert declared.unit is not None
        unit = self.unit(declared.unit)
        if unit is None:
            return
        self.units[name] = unit
        fault = domain_fault(declared.flags, unit)
        if fault:
            self.report(TableError if declared.choice else DimensionError, fault, declared.unit.span)
        self.domains[name] = domain_of(declared.flags, unit, column=declared.choice is not None)

    def unit(self, text: UnitText) -> Unit | None:
        """A unit read, or a mistake noted."""
        try:
            return self.table.read(text.text)
        except UnitReadError as error:
            self.report.unit(error, text.span)
            return None

    def scope(self, file: FileDecl) -> Scope:
        """What a file may call things."""
        return self.space.scopes[file.name]

    # -- values with a declared unit ---------------------------------------------------------------

    def value(self, name: str, node: Node, unit: UnitText | None, file: FileDecl, what: str) -> Node:
        """The value of a default or a cell: a bare number in the unit of its heading, else checked against it."""
        resolved, _ = self.resolvers[file.name](node)
        bare = is_bare(resolved)
        if name not in self.units:
            return resolved
        expected = self.units[name]
        if unit is not None:
            with suppress(UnitReadError):  # noted where the heading was read
                expected = self.table.read(unit.text)
        if bare:
            self.dimensions.number(resolved)  # what it has no value for is noted there
            plain = expected.dimension.none and expected.factor == 1
            made = resolved if plain else with_unit(resolved, expected.text)
        else:
            made = resolved
            self._alike(name, resolved, expected.dimension, what)
        self._admissible(name, made, expected, what)
        return made

    def _alike(self, name: str, node: Node, expected: Dimension, what: str) -> None:
        found = self.dimensions.number(node)
        if found is not None and found != expected:
            describe = self.dimensions.say.describe
            lines = (f"found     {describe(found)}", f"expected  {describe(expected)}, the dimension of {name}")
            self.report(DimensionError, f"{what} of another dimension", node.span, lines=lines)

    def _admissible(self, name: str, node: Node, unit: Unit, what: str) -> None:
        sign = -1 if isinstance(node, Negative) else 1
        number = node.operand if isinstance(node, Negative) else node
        domain = self.domains[name]
        if isinstance(number, Number) and number.unit is not None and number.unit.text != unit.text:
            return  # in a unit of its own: the solver holds it to the bounds
        if isinstance(number, Number) and not within_reach(number.value * unit.factor):
            self.report(ParseError, f"{what} beyond every quantity", node.span, lines=(REACH,))
        elif isinstance(number, Number) and not in_domain(sign * number.value * unit.factor, domain):
            lines = (f"expected  {bounds_text(domain, self.units[name])}",)
            self.report(TableError, f"{what} outside the bounds of {name}", node.span, lines=lines)

    def hold_other(self, name: str, node: Node, what: str) -> None:
        """Report a value that is the quantity itself."""
        if isinstance(node, Name) and node.id == name:
            self.report(ParseError, f"{what} that is {name} itself says nothing", node.span)

    # -- sources -----------------------------------------------------------------------------------

    def _sources(self, files: Iterable[FileDecl]) -> dict[str, dict[str, Source]]:
        """The sources of each file; one key may stand for different ones in different files."""
        found: dict[str, dict[str, Source]] = {}
        for file in files:
            own = found[file.name] = {}
            first: dict[str, Span] = {}
            for declared in file.sources:
                if declared.key in own:
                    lines = (self.report.first(first[declared.key], declared.span),)
                    self.report(
                        DuplicateNameError, f"source {declared.key!r} declared twice", declared.span, lines=lines
                    )
                    continue
                first[declared.key] = declared.span
                own[declared.key] = Source(declared.key, declared.citation, declared.url)
        return found

    def all_sources(self) -> Mapping[str, Source]:
        """Every source by its key; where a key has another meaning in a later file, by file.key there."""
        found: dict[str, Source] = {}
        for name, own in self.sources.items():
            for key, source in own.items():
                same = found.get(key, source) == source
                found[key if same else f"{name}.{key}"] = source
        return found

    def cited(self, citations: Sequence[Citation], file: FileDecl) -> tuple[Source, ...]:
        """The sources that a statement cites, those of its own file first."""
        found = []
        for citation in citations:
            source = self.sources[file.name].get(citation.key) or next(
                (own[citation.key] for own in self.sources.values() if citation.key in own), None
            )
            if source is None:
                known = [key for own in self.sources.values() for key in own]
                near = nearest(citation.key, known)
                hint = f"did you mean {near}?" if near else "declare it under sources:"
                self.report(UnknownNameError, f"unknown source {citation.key!r}", citation.span, lines=(hint,))
                continue
            found.append(Source(source.key, source.citation, source.url, citation.where))
        return tuple(found)


def bounds_text(domain: Domain, unit: Unit) -> str:
    """The values a quantity may take, in its declared unit."""

    def shown(value: Fraction) -> str:
        scaled = value / unit.factor
        return str(scaled.numerator) if scaled.denominator == 1 else f"{float(scaled):.12g}"

    of = "" if unit.text == "1" else f" {unit.text}"
    if domain.members is not None:
        return "one of " + ", ".join(map(shown, domain.members)) + of
    whole = "a whole number" if domain.integer else "a number"
    if domain.integer and domain.multiple_of:
        whole = f"a multiple of {shown(Fraction(domain.multiple_of))}"
    if domain.low is None and domain.high is None:
        return whole + of
    low = "" if domain.low is None else (" above " if domain.low_open else " from ") + shown(domain.low)
    high = "" if domain.high is None else (" up to " if low else " at most ") + shown(domain.high)
    return whole + low + high + of
