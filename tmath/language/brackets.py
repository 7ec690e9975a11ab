"""What stands between brackets: a unit, and the flags of a quantity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Literal

from tmath.errors import Span, nearest
from tmath.language.constants import REACH, within_reach
from tmath.language.page import Page
from tmath.language.syntax import Flags, UnitText
from tmath.records import replace

if TYPE_CHECKING:
    from lark import Token

_NUMBER = r"-?[0-9](?:_?[0-9])*(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9]+)?"
_LITERAL = re.compile(_NUMBER)
_BOUNDS = re.compile(rf"({_NUMBER})?\s*\.\.\s*({_NUMBER})?")
_MULTIPLE = re.compile(r"multiple\s+of\s+([0-9][0-9_]*)")
_MEMBERS = re.compile(rf"in((?:\s+{_NUMBER})+)")
_WORDS = ("integer", "signed", "nonnegative")
_ROLES = ("prefixed", "binary", "count")
_KNOWN = (*_WORDS, "multiple of", "in")

MAX_DIGITS = 400
"""Digits of a literal, and of what a power of literals may come to: beyond any quantity, within any float's range."""


@lru_cache(4096)
def exact(text: str) -> Fraction | None:
    """The exact value of a literal, or None where it has more digits than anything has."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MAX_DIGITS or len(exponent) > 5 or abs(int(exponent or 0)) > MAX_DIGITS:
        return None
    return Fraction(text.replace("_", ""))


class _Part:
    """One of the parts between commas, with its place."""

    def __init__(self, page: Page, token: Token, start: int, end: int):
        raw = token.value[start:end]
        left = start + len(raw) - len(raw.lstrip())
        self.text = raw.strip()
        column = (token.column or 1) + left
        self.span = Span(page.path, token.line or 1, column, column + max(1, len(self.text)))


def _parts(page: Page, token: Token) -> list[_Part]:
    """The parts of `[...]` between its commas."""
    parts, start = [], 1
    for end in [m.start() for m in re.finditer(",", token.value)] + [len(token.value) - 1]:
        parts.append(_Part(page, token, start, end))
        start = end + 1
    return parts


def unit_only(page: Page, token: Token, where: str) -> UnitText:
    """The unit of a literal or of a check's column, where no flag can stand."""
    first, *rest = _parts(page, token)
    if not first.text or _is_flag(first.text):
        page.problem(
            "no unit between the brackets", first.span, lines=("expected  a unit, such as [byte], or [1] for none",)
        )
    for part in rest:
        page.problem(f"{_quote(part.text)} cannot stand here", part.span, lines=(f"expected  the unit alone {where}",))
    return UnitText(first.text or "1", first.span)


def unit_and_flags(page: Page, token: Token) -> tuple[UnitText, Flags]:
    """The unit and the flags of a quantity."""
    first, *rest = _parts(page, token)
    if not first.text or _is_flag(first.text):
        fix = f"[1{', ' if first.text else ''}{token.value[1:-1].strip()}] if it has no unit"
        page.problem(
            "no unit between the brackets",
            first.span,
            lines=(f"found     {first.text or 'nothing'}", f"expected  {fix}"),
        )
    return UnitText(first.text or "1", first.span), _flags(page, rest)


def unit_roles(page: Page, token: Token, derived: bool) -> tuple[UnitText | None, bool, Literal["", "binary", "count"]]:
    """The unit a derived unit comes from, whether either kind takes prefixes, and its role."""
    parts = _parts(page, token)
    unit = None
    if derived:
        first = parts.pop(0)
        unit = UnitText(first.text or "1", first.span)
        if not first.text or first.text in _ROLES:
            page.problem("no unit between the brackets", first.span, lines=("expected  the unit it is derived from",))
    for part in parts:
        if part.text not in _ROLES:
            page.problem(
                f"unknown flag {_quote(part.text)} of a unit", part.span, lines=(f"expected  {', '.join(_ROLES)}",)
            )
    flags = {part.text for part in parts}
    if {"binary", "count"} <= flags:
        page.problem(
            "'binary' and 'count' exclude each other", *(part.span for part in parts if part.text != "prefixed")
        )
    return unit, "prefixed" in flags, "binary" if "binary" in flags else "count" if "count" in flags else ""


def _flags(page: Page, parts: list[_Part]) -> Flags:
    """The flags in the parts after the unit, each at most once."""
    found: dict[str, Any] = {}
    for part in parts:
        flag = _flag(page, part)
        if found.keys() & flag.keys():
            page.problem(f"{_quote(part.text)} says twice what values are allowed", part.span)
        found |= flag
    _agree(page, parts, found)
    return Flags(**found)


def _flag(page: Page, part: _Part) -> dict[str, Any]:
    """One flag as fields of Flags, or nothing after reporting it."""
    text = part.text
    if text in _WORDS:
        return {text: True}
    if match := _MULTIPLE.fullmatch(text):
        step = exact(match[1])
        if step == 0:
            page.problem("a multiple of zero", part.span)
        elif _read(page, part, [step]) and step is not None:
            return {"multiple_of": int(step)}
        return {}
    if match := _MEMBERS.fullmatch(text):
        members = [exact(number) for number in match[1].split()]
        if _read(page, part, members):
            return {"members": tuple(members)}
    elif (match := _BOUNDS.fullmatch(text)) and (match[1] or match[2]):
        ends = {"low": match[1], "high": match[2]}
        bounds = {end: exact(number) for end, number in ends.items() if number}
        if _read(page, part, bounds.values()):
            return bounds
    else:
        return _unknown(page, part)
    return {}


def _read(page: Page, part: _Part, numbers: Iterable[Fraction | None]) -> bool:
    """Whether all numbers of a flag are numbers; those that are none are reported."""
    if None in numbers:
        page.problem("too many digits", part.span)
    elif not all(within_reach(number) for number in numbers if number is not None):
        page.problem("a number beyond every quantity", part.span, lines=(REACH,))
    else:
        return True
    return False


def _unknown(page: Page, part: _Part) -> dict[str, Any]:
    """Report what is no flag."""
    kinds = "integer, multiple of 128, in 1 2 4 8, signed, nonnegative, or bounds such as 0..1"
    near = nearest(part.text, _KNOWN) if part.text else None
    lines = [f"expected  {kinds}"]
    if _LITERAL.fullmatch(part.text):
        lines.append("values of 'in' are separated by spaces")
    elif near and not part.text.startswith(near):
        lines.append(f"did you mean {near}?")
    page.problem(f"unknown flag {_quote(part.text)}" if part.text else "an empty flag", part.span, lines=lines)
    return {}


def _agree(page: Page, parts: list[_Part], found: dict[str, Any]) -> None:
    """Report flags that leave no value or contradict each other."""
    low, high = found.get("low"), found.get("high")
    if low is not None and high is not None and low > high:
        bounds = next(part for part in parts if ".." in part.text)
        page.problem("the lower bound is above the upper one", bounds.span)
    elif "members" in found:
        _hold_members(page, parts, found)
    elif high is not None and (found.get("integer") or found.get("multiple_of")):
        step = found.get("multiple_of", 1)
        if low is None and not found.get("signed") and high > 0:
            low = 0 if found.get("nonnegative") else 1
        if low is not None and ceil(low / Fraction(step)) > floor(high / step):
            bounds = next(part for part in parts if ".." in part.text)
            number = "whole number" if step == 1 else f"multiple of {step}"
            page.problem(f"no {number} lies between the bounds", bounds.span)
    if found.get("signed") and found.get("nonnegative"):
        page.problem("'signed' and 'nonnegative' exclude each other", *(p.span for p in parts if p.text in _WORDS[1:]))
    elif found.get("nonnegative") and high is not None and high < 0:
        spans = (part.span for part in parts if part.text == "nonnegative" or ".." in part.text)
        page.problem("'nonnegative' and bounds below zero exclude each other", *spans)


def _hold_members(page: Page, parts: list[_Part], found: dict[str, Any]) -> None:
    """Report members of a set that another flag excludes."""
    low, high, step = found.get("low"), found.get("high"), found.get("multiple_of", 1 if found.get("integer") else 0)
    low = 0 if low is None and found.get("nonnegative") else low
    part = next(part for part in parts if _MEMBERS.fullmatch(part.text))
    spans = []
    for match in re.finditer(_NUMBER, part.text):
        member = exact(match[0])
        if member is None:
            continue  # of a set that was refused
        if (low is not None and member < low) or (high is not None and member > high) or (step and member % step):
            column = part.span.column + match.start()
            spans.append(replace(part.span, column=column, end_column=column + len(match[0])))
    if spans:
        page.problem("a member that another flag excludes", *spans)


def _is_flag(text: str) -> bool:
    return text in _WORDS or any(p.fullmatch(text) for p in (_MULTIPLE, _MEMBERS)) or ".." in text


def _quote(text: str) -> str:
    return f"'{text}'" if text else "nothing"
