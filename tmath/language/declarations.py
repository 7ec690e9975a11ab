"""Declarations from the parser: one small method a statement, called while it parses."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from tmath.language import tables
from tmath.language.brackets import unit_and_flags, unit_roles
from tmath.language.nodes import Children, Expressions
from tmath.language.page import Page, join
from tmath.language.syntax import (
    Cell,
    CheckDecl,
    ChoiceDecl,
    Citation,
    Column,
    ConstraintDecl,
    Flags,
    Name,
    Number,
    QuantityDecl,
    RelationDecl,
    Row,
    SourceDecl,
    UnitDecl,
    UnitText,
    Use,
)
from tmath.language.words import RESERVED, not_a_name


def unquoted(token: Any) -> str:
    """The text of a string, or none where there is no string."""
    return token.value[1:-1] if token is not None else ""


class Declarations(Expressions):
    """Callbacks of all rules. Sections and files become flat lists of declarations."""

    def __init__(self) -> None:
        self.page = Page("", "", "")

    # -- sections ----------------------------------------------------------------------------

    def file(self, c: Children) -> tuple[str, list[Any]]:
        doc, *blocks = c
        found: list[Any] = []
        for block in blocks:
            found += block
        return (doc.value[3:-3] if doc is not None else ""), found

    def block(self, c: Children) -> list[Any]:
        return c

    def use(self, c: Children) -> list[Use]:
        return [Use(token.value, self.page.span(token)) for token in c]

    def equations(self, c: Children) -> list[RelationDecl]:
        return [RelationDecl("equation", *parts) for parts in c]

    def assumptions(self, c: Children) -> list[RelationDecl]:
        return [RelationDecl("assumption", *parts) for parts in c]

    def fallbacks(self, c: Children) -> list[RelationDecl]:
        return [RelationDecl("fallback", *parts) for parts in c]

    # -- statements ----------------------------------------------------------------------------

    def source(self, c: Children) -> SourceDecl:
        key, _, citation, url = c
        return SourceDecl(key.value, unquoted(citation), url.value if url is not None else "", self.page.span(key))

    def unit(self, c: Children) -> UnitDecl:
        (name, *aliases), equals, factor, bracket, doc = c
        unit: UnitText | None = None
        prefixed = False
        role: Literal["", "binary", "count"] = ""
        here = self.page.span(name)
        if bracket is not None:
            unit, prefixed, role = unit_roles(self.page, bracket, equals is not None)
        elif equals is not None:
            self.page.problem(
                f"no unit after the factor of '{name}'",
                factor.span,
                lines=(f"expected  the unit it is derived from, as in {name} = {factor.text} [s]",),
            )
        value = factor.value if factor is not None else None
        if value == 0:
            self.page.problem("a unit of factor zero", factor.span)
        return UnitDecl(name.value, tuple(a.value for a in aliases), value, unit, prefixed, unquoted(doc), here, role)

    def unit_names(self, c: Children) -> Children:
        return c

    def quantity(self, c: Children) -> QuantityDecl:
        (name, *aliases), _, default, bracket, doc = c
        unit, flags = unit_and_flags(self.page, bracket)
        return QuantityDecl(
            name.value,
            tuple(alias.value for alias in aliases),
            default,
            unit,
            flags,
            unquoted(doc),
            self.page.span(name),
            tuple(self.page.span(alias) for alias in aliases),
        )

    def quantity_names(self, c: Children) -> Children:
        for token in c:
            if token.value in RESERVED:
                not_a_name(self.page, token)
        return c

    def equation(self, c: Children) -> tuple[Any, ...]:
        label, left, sign, right, doc, citations = c
        span = join(left.span, right.span)
        if label is not None:
            span = join(self.page.span(label), span)
        name = label.value if label is not None else self._label(left)
        return name, left, right, sign.type == "ABOUT", unquoted(doc), citations, span

    def _label(self, left: Any) -> str:
        """The left-hand name, or what is written there."""
        return left.id if isinstance(left, Name) else self.page.words(left.span)

    def constraint(self, c: Children) -> ConstraintDecl:
        label, left, op, right, doc = c
        span = join(self.page.span(label), right.span)
        return ConstraintDecl(label.value, op.value, left, right, unquoted(doc), span)

    # -- sources -------------------------------------------------------------------------------

    def citations(self, c: Children) -> tuple[Citation, ...]:
        return tuple(citation for group in c for citation in group)

    def citation(self, c: Children) -> list[Citation]:
        pairs = zip(c[::2], c[1::2], strict=True)
        return [Citation(key.value, unquoted(where), self.page.span(key)) for key, where in pairs]

    # -- tables --------------------------------------------------------------------------------

    def choice_head(self, c: Children) -> tuple[Any, ...]:
        _, name, _, key, doc, citations = c
        if name.value in RESERVED:
            not_a_name(self.page, name)
        default_span = None
        if key is not None:
            default_span = key.span if isinstance(key, Number) else self.page.span(key)
        default = None if key is None else str(key.value)
        return name, default, unquoted(doc), citations, default_span

    def choice(self, c: Children, complete: bool = True) -> list[ChoiceDecl]:
        (name, default, doc, citations, default_span), heading, *rows = c
        columns, keyed = tables.choice(self.page, name, heading, rows)
        span = self.page.span(name)
        declared = ChoiceDecl(name.value, default, doc, citations, columns, keyed, span, default_span)
        if complete:
            tables.check_default(self.page, declared)
        return [declared]

    def check_head(self, c: Children) -> tuple[Any, ...]:
        _, title, citations, tolerance = c
        return unquoted(title), citations, tolerance, self.page.span(title)

    def within(self, c: Children) -> Fraction:
        percent: Fraction = c[0].value / 100
        return percent

    def exactly(self, _: Children) -> Fraction:
        return Fraction(0)

    def check(self, c: Children) -> list[CheckDecl]:
        (title, citations, tolerance, span), heading, *rows = c
        inputs, outputs = tables.check(self.page, heading, rows)
        made = tuple(Row("", row.cells, row.span) for row in rows)
        return [CheckDecl(title, citations, tolerance, inputs, outputs, made, span)]

    def heading(self, c: Children) -> list[tables.Heading]:
        return c

    def column(self, c: Children) -> tables.Heading:
        arrow, name, bracket = c
        unit, flags = (None, Flags()) if bracket is None else unit_and_flags(self.page, bracket)
        return tables.Heading(Column(name.value, unit, flags, self.page.span(name)), name, arrow, bracket)

    def row(self, c: Children) -> Row:
        cells = tuple(cell if isinstance(cell, Cell) else Cell(cell, cell.span) for cell in c[1::2])
        return Row("", cells, join(self.page.span(c[0]), self.page.span(c[-1])))

    def open_cell(self, c: Children) -> Cell:
        return Cell(None, self.page.span(c[0]))
