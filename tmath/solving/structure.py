"""Rows matched to the quantities they decide, strongest rank first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import groupby

from tmath.solving import graph
from tmath.solving.resolve import Rank, Row

Block = tuple[tuple[Row, ...], tuple[str, ...]]


class Structure:
    """The greedy choice of rows over augmenting paths, and what it decides.

    Matchable sets of rows are the independent sets of a transversal matroid, so taking rows by rank,
    keeping each one that still admits an augmenting path, is optimal.
    Source: Edmonds and Fulkerson 1965, Transversals and matroid partition.
    """

    def __init__(self, rows: Sequence[Row], known: Collection[str]):
        self.known = frozenset(known)
        self.rows = tuple(rows)
        self.names: list[str] = []
        self._column: dict[str, int] = {}
        self._blocks: dict[tuple[int, ...], list[Block]] = {}
        adjacency: list[list[int]] = []
        for row in self.rows:
            columns = []
            for name in sorted(row.names):
                if name not in self.known:
                    column = self._column.get(name)
                    if column is None:
                        column = self._column[name] = len(self.names)
                        self.names.append(name)
                    columns.append(column)
            adjacency.append(columns)
        self._matching = graph.Matching(len(self.names))
        numbers = [self._matching.add(columns) for columns in adjacency]
        for rank, tier in groupby(numbers, key=lambda number: self.rows[number].rank):
            if rank in (Rank.ASSUMPTION, Rank.FALLBACK):
                for number in tier:
                    self._matching.augment(number)
            else:
                self._matching.extend_tier(list(tier))

    @property
    def used(self) -> list[Row]:
        """The rows that decide a quantity each."""
        return [row for number, row in enumerate(self.rows) if self._matching.column_of[number] >= 0]

    @property
    def left(self) -> list[Row]:
        """The rows left over: everything in them was already decided."""
        return [row for number, row in enumerate(self.rows) if self._matching.column_of[number] < 0]

    @cached_property
    def _number(self) -> dict[Row, int]:
        return {row: number for number, row in enumerate(self.rows)}

    @cached_property
    def undetermined(self) -> frozenset[str]:
        """The quantities that the rows leave free, or that depend on one that is."""
        return frozenset(self.names[column] for column in graph.undetermined(self._matching))

    def determines(self, name: str) -> bool:
        """Whether the name is known or follows from what is."""
        return name in self.known or (name in self._column and name not in self.undetermined)

    def circuit(self, row: Row) -> list[Row]:
        """The rows any one of which could give way to a row that was left over."""
        return [self.rows[number] for number in sorted(self._matching.circuit(self._number[row]))]

    def blocks(self, targets: Iterable[str]) -> Sequence[Block]:
        """Rows and quantities to be solved together, in order, for the targets and their ancestors alone."""
        wanted = tuple(self._column[name] for name in targets if name not in self.known and self.determines(name))
        found = self._blocks.get(wanted)
        if found is None:
            rows, names = self.rows, self.names
            found = self._blocks[wanted] = [
                (tuple([rows[r] for r in block.rows]), tuple([names[c] for c in block.columns]))
                for block in graph.blocks(self._matching, wanted)
            ]
        return found

    def ancestors(self, targets: Iterable[str]) -> tuple[list[Row], frozenset[str]]:
        """The rows that the targets rest on, and every name in them."""
        rows = [row for block, _ in self.blocks(targets) for row in block]
        return rows, frozenset().union(*(row.names for row in rows))

    def demoted(self, row: Row) -> Structure:
        """The structure with one row offered last, after all that was left over."""
        return Structure([*(other for other in self.rows if other is not row), row], self.known)

    def exchanged(self, out: Row, back: Row) -> Structure:
        """The structure with one row set aside and another taken back in its place."""
        used = [row for row in self.used if row is not out]
        rest = [row for row in self.left if row is not back]
        return Structure([*used, back, *rest, out], self.known)
