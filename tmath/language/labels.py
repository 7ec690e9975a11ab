"""Labels within one file: what is told apart by name must differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tmath.errors import DuplicateNameError
from tmath.language.page import Page
from tmath.language.syntax import ConstraintDecl, RelationDecl


def check(page: Page, found: Iterable[Any]) -> None:
    """Report two equations, two assumptions, two fallbacks or two constraints of one label."""
    first: dict[tuple[str, str], RelationDecl | ConstraintDecl] = {}
    for each in found:
        if not isinstance(each, RelationDecl | ConstraintDecl):
            continue
        kind = each.kind if isinstance(each, RelationDecl) else "constraint"
        other = first.setdefault((kind, each.label), each)
        if other is not each:
            line = other.span.line
            named = f"other: {page.words(each.span)}"
            lines = (f"first     line {line}: {page.line(line).strip()}", f"expected  another label, as in {named}")
            page.problem(f"two {kind}s are called '{each.label}'", each.span, lines=lines, error=DuplicateNameError)
