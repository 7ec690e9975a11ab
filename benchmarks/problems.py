"""Inverse problems: read from a file, and written as equation files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.notation import (
    KEYWORDS,
    Names,
    constraint_lines,
    divided_names,
    equation_text,
    names_in,
    sides,
)
from tmath.language.words import RESERVED

__all__ = ["Problem", "read_problems"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")


@dataclass(frozen=True)
class Problem:
    """One problem as the file has it; numbers are decimals, exactly as written."""

    id: str
    kind: str
    equations: tuple[str, ...]
    given: Mapping[str, Decimal | int]
    unknowns: tuple[str, ...]
    domain: Mapping[str, Any]
    answers: tuple[Any, ...]
    rtol: float
    more: Mapping[str, Any]  # constraints, goal, objective, also, interval, missing

    @property
    def constraints(self) -> tuple[str, ...]:
        return tuple(self.more.get("constraints", ()))

    @property
    def names(self) -> Names:
        """What each quantity is called in the equation file: itself, unless the language keeps the word."""
        known = self._known()
        renamed: dict[str, str] = {}
        for name in known:
            if name in RESERVED | KEYWORDS or not _NAME.match(name):
                plain = re.sub(r"[^A-Za-z0-9_]", "", name).lstrip("_0123456789") or "x"
                place = 1
                while f"{plain}_{place}" in known or f"{plain}_{place}" in renamed.values():
                    place += 1
                renamed[name] = f"{plain}_{place}"
        return Names(renamed, frozenset(known))

    def _known(self) -> dict[str, None]:
        """Every quantity, in the order in which it occurs; pi and e are constants unless they are given."""
        named = {*self.given, *self.unknowns}
        pairs = [sides(equation) for equation in self.equations]
        lefts = {left for left, _ in pairs}
        texts = [text for pair in pairs for text in pair]
        found = [name for text in (*texts, *self.constraints) for name in names_in(text)]
        return dict.fromkeys(
            name for name in (*found, *self.given, *self.unknowns) if name not in ("pi", "e") or name in named | lefts
        )

    def text(self, *, signed: bool = False) -> str:
        """The problem as an equation file; `signed` leaves the sign of derived quantities open."""
        names = self.names
        whole = frozenset().union(*map(divided_names, self.constraints)) if self.constraints else frozenset()
        lines = [f'"""{self.id}"""', "", "quantities:"]
        for name in names.known:
            lines.append(f'    {names[name]} [{self._flags(name, name in whole, signed)}] "{name} of the problem"')
        lines += ["", "equations:"]
        for place, equation in enumerate(self.equations, 1):
            left, right = equation_text(equation, names)
            lines.append(f"    equation_{place}: {left} = {right}")
        if self.constraints:
            lines += ["", "constraints:"]
        for place, constraint in enumerate(self.constraints, 1):
            lines += [f'    {line} "{constraint}"' for line in constraint_lines(constraint, f"limit_{place}", names)]
        return "\n".join(lines) + "\n"

    def _flags(self, name: str, whole: bool, signed: bool) -> str:
        if name in self.unknowns:
            flags = domain_flags(self.domain_of(name), whole)
        elif name in self.given:
            flags = ["signed"] if self.given[name] <= 0 else []
            flags = ["integer", *flags] if whole else flags
        else:
            flags = ["signed"] if signed and not whole else ["integer"] if whole else []
        return ", ".join(["1", *flags])

    def domain_of(self, name: str) -> Any:
        """The domain of one unknown; a file gives one for all or one for each."""
        return self.domain.get(name, self.domain)

    def without_open_ends(self, name: str, values: Iterable[float]) -> list[float]:
        """The values inside the domain, whose ends are open in the problems and closed in the language."""
        domain = self.domain_of(name)
        if not isinstance(domain, Mapping) or domain.get("integer") or "choices" in domain:
            return list(values)
        ends = [float(domain[end]) for end in ("min", "max") if domain.get(end) is not None]
        return [value for value in values if not any(abs(value - end) <= 1e-13 * abs(end) for end in ends)]


def domain_flags(domain: Any, whole: bool = False) -> list[str]:
    """The flags of a quantity with a domain: bounds, a set, whole."""
    if isinstance(domain, Sequence):
        return [f"in {' '.join(map(str, domain))}"]
    if "choices" in domain:
        return [f"in {' '.join(map(str, domain['choices']))}"]
    flags = ["integer"] if whole or domain.get("integer") else []
    low, high = domain.get("min"), domain.get("max")
    if low is None and high is None:
        return [*flags, "signed"]
    if low == 0 and high is None:
        return flags
    return [*flags, f"{'' if low is None else plain(low)}..{'' if high is None else plain(high)}"]


def plain(value: Decimal | int) -> str:
    """A number without an exponent."""
    return format(Decimal(value).normalize(), "f")


def read_problems(path: str | Path) -> list[Problem]:
    """The problems of a file.

    Raises: KeyError for a problem without its usual keys.
    """
    rows = json.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal)
    if isinstance(rows, Mapping):
        rows = next(value for value in rows.values() if isinstance(value, list))
    return [_problem(row) for row in rows]


def _problem(row: Mapping[str, Any]) -> Problem:
    unknown = row["unknown"]
    unknowns = (unknown,) if isinstance(unknown, str) else tuple(unknown)
    main = {"id", "kind", "equations", "given", "unknown", "domain", "answers", "rtol"}
    more = {key: value for key, value in row.items() if key not in main}
    return Problem(
        row["id"],
        row["kind"],
        tuple(row["equations"]),
        row.get("given", {}),
        unknowns,
        row.get("domain", {}),
        tuple(row.get("answers", ())),
        float(row.get("rtol") or 1e-9),
        more,
    )
