"""What stands around straight-line code: functions, modules, roots, searches for whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tmath.arrays.sheet import Column
from tmath.records import dataclass

STEPS = 1_000_000  # whole numbers tried one after another


@dataclass(frozen=True, slots=True)
class Search:
    """How a root is looked for."""

    kind: str
    has_start: bool
    low: float
    high: float
    way: int
    number: int


@dataclass(frozen=True, slots=True)
class Bound:
    """The functions a bounded unknown is made of, which side holds, and its bounds; `unit` is 0 for reals."""

    inputs: str
    roots: list[str]
    holds: str
    side: int
    low: float
    high: float
    low_closed: bool
    unit: float

    @property
    def end(self) -> float | None:
        """The bound at which the constraints hold first, where there is one."""
        end = self.low if self.side > 0 else self.high
        return end if abs(end) < float("inf") and (self.low_closed or end != self.low) else None


class Frame(Protocol):
    """How the parts of a text are put together in one language."""

    def part(self, number: int) -> str: ...
    def answer(self, value: str, ok: str | None) -> str: ...
    def function(self, name: str, parameters: Sequence[str], body: Sequence[str], doc: str) -> str: ...
    def merged(self, parts: Sequence[str], pick: str | None) -> list[str]: ...
    def bounded(self, bound: Bound) -> list[str]: ...
    def root(
        self, name: str, kernel: str, parts: int, lines: Sequence[str], value: str, slope: str, search: Search
    ) -> str: ...
    def module(
        self,
        about: Sequence[str],
        helper: str,
        functions: Sequence[str],
        public: Sequence[tuple[str, tuple[Column, ...]]],
    ) -> str: ...


def indented(lines: Sequence[str], by: int = 4) -> list[str]:
    """Lines further in."""
    return [" " * by + line if line else line for line in lines]
