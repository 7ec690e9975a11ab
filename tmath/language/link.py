"""Parsed files to one linked System: names, units, dimensions, defaults, labels; all mistakes at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from tmath.errors import DimensionError, DuplicateNameError, ParseError, SourceError, Span, UnknownNameError
from tmath.language.checks import link_check
from tmath.language.choices import link_choice
from tmath.language.linking import Context
from tmath.language.printing import node_text
from tmath.language.reporter import Reporter
from tmath.language.syntax import ConstraintDecl, FileDecl, Name, Node, QuantityDecl, RelationDecl, UnitDecl
from tmath.language.system import Choice, Constraint, Quantity, Relation, System
from tmath.records import dataclass
from tmath.unit_declarations import UnitFault, build_table
from tmath.units import UnitTable

__all__ = ["link", "link_units"]


def link(
    files: Sequence[FileDecl],
    units: FileDecl | None = None,
    table: UnitTable | None = None,
    elsewhere: Callable[[str], str | None] | None = None,
) -> System:
    """The system of the last file, joined with the files before it.

    `units` is the file that every other knows without `use`, `table` what was made of it;
    `elsewhere` tells which other file declares a name.
    Raises: SourceError, with every mistake of the files.
    """
    base = [units] if units is not None and all(file.name != units.name for file in files) else []
    report = Reporter([*base, *files])
    if table is None or any(file.units for file in files):
        table = link_units([*base, *files], report)
    if any(_lost_use(file) for file in files):
        report.finish()
    context = Context(files, table, report)
    if elsewhere is not None:
        context.space.elsewhere = elsewhere
    system = _Linker(context).system()
    report.finish()
    return system


def _lost_use(file: FileDecl) -> bool:
    """Whether a `use` could not be read, so that no name can be called unknown."""
    return any(problem.text.split()[:1] == ["use"] for problem in file.problems)


def link_units(files: Iterable[FileDecl], report: Reporter) -> UnitTable:
    """The units that files declare; mistakes are noted."""
    table, faults = build_table(declared for file in files for declared in file.units)
    for fault in faults:
        _note(fault, report)
    return table


def _note(fault: UnitFault, report: Reporter) -> None:
    declared: UnitDecl = fault.declaration
    span, lines = declared.span, [f"did you mean {fault.suggestion}?"] if fault.suggestion else []
    error: type[SourceError] = ParseError
    if fault.other is not None:
        error, lines = DuplicateNameError, [report.first(fault.other.span, span)]
    elif fault.offset is not None and declared.unit is not None:
        start = declared.unit.span.column + fault.offset
        span = Span(span.file, declared.unit.span.line, start, start + fault.length)
        error = UnknownNameError if fault.unknown else ParseError
    report(error, fault.message, span, lines=lines)


@dataclass(slots=True)
class _Linker:
    """Turns what each file declares into the parts of the system, file by file."""

    context: Context

    def system(self) -> System:
        """The linked system; it is only right where nothing was noted."""
        context = self.context
        own = context.files[-1]
        choices: dict[str, Choice] = {}
        for file in context.files:
            for declared in file.choices:
                choices.setdefault(declared.name, link_choice(context, file, declared))
        relations = [relation for file in context.files for relation in self._relations(file)]
        constraints = [self._constraint(file, each) for file in context.files for each in file.constraints]
        self._labels([r for r in relations if r.kind == "equation"], "equations")
        self._labels([*(r for r in relations if r.kind != "equation"), *constraints], "assumptions or constraints")
        assumptions = tuple(r for r in relations if r.kind == "assumption")
        fallbacks = tuple(r for r in relations if r.kind == "fallback")
        return System(
            name=own.name,
            doc=own.doc,
            files=tuple(file.name for file in context.files),
            units=context.table,
            quantities=self._quantities((*assumptions, *fallbacks)),
            choices=choices,
            equations=tuple(r for r in relations if r.kind == "equation"),
            assumptions=assumptions,
            fallbacks=fallbacks,
            constraints=tuple(constraints),
            checks=tuple(link_check(context, own, check) for check in own.checks),
            sources=context.all_sources(),
            aliases=context.space.aliases(),
        )

    def _quantities(self, defaults: Iterable[Relation]) -> dict[str, Quantity]:
        labels: dict[str, str] = {}
        for relation in defaults:
            if relation.default_of is not None:
                labels.setdefault(relation.default_of, relation.label)
        found = {}
        for name, declared in self.context.space.quantities.items():
            if name in self.context.units:
                unit, domain = self.context.units[name], self.context.domains[name]
                system, default = declared.file.name, labels.get(name)
                found[name] = Quantity(
                    name, declared.aliases, unit, domain, declared.doc, system, declared.span, default, declared.choice
                )
        return found

    # -- relations ---------------------------------------------------------------------------------

    def _relations(self, file: FileDecl) -> Iterator[Relation]:
        """The relations of a file, defaults among them at the place where they stand."""
        defaults = [quantity for quantity in file.quantities if quantity.default is not None]
        every: list[RelationDecl | QuantityDecl] = [*defaults, *file.relations]
        for declared in sorted(every, key=lambda d: (d.span.line, d.span.column)):
            yield (
                self._relation(file, declared) if isinstance(declared, RelationDecl) else self._default(file, declared)
            )

    def _relation(self, file: FileDecl, declared: RelationDecl) -> Relation:
        resolve = self.context.resolvers[file.name]
        left, left_names = resolve(declared.left)
        right, right_names = resolve(declared.right)
        names = left_names | right_names
        self._hold_saying(left, right, names, declared.kind, declared.span)
        self.context.dimensions.sides(left, right, "the two sides have unlike dimensions")
        label = declared.label
        alone = left.id if isinstance(left, Name) and left.id in self.context.space.quantities else None
        if isinstance(declared.left, Name) and label == declared.left.id and alone is not None:
            label = alone  # the label of an equation that has none is the full name on its left
        return Relation(
            declared.kind,
            label,
            left,
            right,
            declared.approximate,
            declared.doc,
            self.context.cited(declared.citations, file),
            file.name,
            declared.span,
            names,
            alone if declared.kind != "equation" else None,
        )

    def _default(self, file: FileDecl, declared: QuantityDecl) -> Relation:
        assert declared.default is not None
        name = declared.name
        right = self.context.value(name, declared.default, declared.unit, file, "a default")
        self.context.hold_other(name, right, "a default")
        _, names = self.context.resolvers[file.name](right)
        left = Name(name, declared.span)
        names |= {name}
        return Relation(
            "assumption", name, left, right, False, declared.doc, (), file.name, declared.span, names, default_of=name
        )

    def _hold_saying(self, left: Node, right: Node, names: Collection[str], what: str, span: Span) -> None:
        """Report an equation or a constraint that says nothing of any quantity."""
        if not names:
            self.context.report(ParseError, f"no quantity in this {what}", span)
        elif type(left) is type(right) and node_text(left) == node_text(right):
            lines = ("both sides are the same",)
            self.context.report(ParseError, f"this {what} says nothing", span, lines=lines)

    # -- constraints -------------------------------------------------------------------------------

    def _constraint(self, file: FileDecl, declared: ConstraintDecl) -> Constraint:
        resolve = self.context.resolvers[file.name]
        left, left_names = resolve(declared.left)
        right, right_names = resolve(declared.right)
        if declared.op == "divides":
            self._whole(left)
            self._whole(right)
        else:
            self.context.dimensions.sides(left, right, "the two sides have unlike dimensions")
        names = left_names | right_names
        self._hold_saying(left, right, names, "constraint", declared.span)
        return Constraint(declared.label, declared.op, left, right, declared.doc, file.name, declared.span, names)

    def _whole(self, node: Node) -> None:
        """A side of `divides` is a whole number: no unit, and a quantity alone is an integer."""
        kind = self.context.dimensions.number(node)
        report = self.context.report
        if kind is not None and not kind.none:
            report(DimensionError, "divides stands between integers", node.span, lines=(f"found     {kind}",))
        elif isinstance(node, Name) and (domain := self.context.domains.get(node.id)) and not domain.integer:
            fix = f"flag {node.id} as integer where it is declared"
            report(DimensionError, "divides stands between integers", node.span, fix=fix)

    # -- labels ------------------------------------------------------------------------------------

    def _labels(self, labelled: Sequence[Relation | Constraint], what: str) -> None:
        """Labels name one statement each, so that --without and --tight know which is meant."""
        first: dict[str, Relation | Constraint] = {}
        for each in labelled:
            other = first.setdefault(each.label, each)
            if other is not each:
                lines = [self.context.report.first(other.span, each.span)]
                lines.append(f"expected  another label, as in {each.label}_1: ...")
                self.context.report(DuplicateNameError, f"two {what} are called {each.label!r}", each.span, lines=lines)
