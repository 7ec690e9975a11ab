"""Matching, over- and under-determined parts, and solving order of a bipartite graph of rows and columns.

Rows (equations) and columns (unknowns) are whole numbers from 0; nothing here knows what they stand for.
Every walk is iterative, so a chain of any length may be given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_NONE = -1
_DEAD = 1 << 62  # above every stamp: such a column is skipped by all searches


class Matching:
    """Rows matched to distinct columns, grown one row or one tier at a time.

    The sets of rows that can be matched are the independent sets of a transversal matroid. A matched row stays
    matched while others are augmented, so offering rows in the order of their rank and keeping each that can still
    be matched is the matroid's greedy algorithm: the set kept is the best one, rank by rank.
    Among free columns a row takes the first it lists, so list the cheap inversions first.

    Source: Edmonds & Fulkerson 1965, Transversals and matroid partition (the matroid); Edmonds 1971 (greedy);
        Berge 1957 (augmenting paths); Hopcroft & Karp 1973 (shortest paths first, which keeps their sum near-linear).
    """

    def __init__(self, n_columns: int) -> None:
        self.row_of: list[int] = [_NONE] * n_columns
        self.column_of: list[int] = []
        self.adjacency: list[tuple[int, ...]] = []
        self.removed: set[int] = set()
        self._seen: list[int] = [0] * n_columns  # stamp of the last search that met the column
        self._from: list[int] = [_NONE] * n_columns  # the row from which that search met it
        self._stamp = 0
        self._dead: list[int] = []

    def add(self, columns: Iterable[int]) -> int:
        """Register a row with the columns it holds, not matched yet, and return its number.

        Raises: ValueError for a column that does not exist.
        """
        row_columns = tuple(dict.fromkeys(columns))
        if row_columns and not 0 <= min(row_columns) <= max(row_columns) < len(self.row_of):
            raise ValueError(f"columns {row_columns} are not all within 0..{len(self.row_of) - 1}")
        self.adjacency.append(row_columns)
        self.column_of.append(_NONE)
        return len(self.adjacency) - 1

    def copy(self) -> Matching:
        """Return an independent matching in the same state; the rows' own tuples are shared."""
        other = Matching(0)
        other.row_of, other.column_of = self.row_of[:], self.column_of[:]
        other.adjacency, other.removed = self.adjacency[:], self.removed.copy()
        other._seen, other._from = self._seen[:], self._from[:]
        other._stamp, other._dead = self._stamp, self._dead[:]
        return other

    def remove(self, row: int) -> None:
        """Take a row out, freeing its column; it keeps its number and takes no part until restored."""
        self.removed.add(row)
        column = self.column_of[row]
        if column == _NONE:
            return
        self.row_of[column] = self.column_of[row] = _NONE
        for dead in self._dead:  # what led nowhere may lead to the freed column
            self._seen[dead] = 0
        self._dead.clear()

    def restore(self, row: int) -> None:
        """Take a removed row back, unmatched."""
        self.removed.discard(row)

    def augment(self, row: int) -> bool:
        """Match the row if that is possible with every matched row staying matched; tell whether it is matched."""
        return self.column_of[row] != _NONE or self._augment(row) != _NONE

    def extend_tier(self, rows: Iterable[int]) -> list[int]:
        """Match as many as possible of equally ranked rows and return, in order, those left over.

        A row with one free column takes it, which may leave others with one: a chain falls like dominoes from
        either end. Where none has exactly one, the next row in order is augmented.

        Source: Karp & Sipser 1981, Maximum matchings in sparse random graphs (rows of degree one first).
        """
        waiting = [row for row in dict.fromkeys(rows) if self.column_of[row] == _NONE]
        rows_at: dict[int, list[int]] = {}
        free = dict.fromkeys(waiting, 0)
        for row in waiting:
            for column in self.adjacency[row]:
                if self.row_of[column] == _NONE:
                    free[row] += 1
                    rows_at.setdefault(column, []).append(row)
        forced = [row for row in waiting if free[row] == 1]
        left_over: list[int] = []
        for row in waiting:
            self._peel(forced, free, rows_at)
            if self.column_of[row] != _NONE:
                continue
            column = self._augment(row)
            if column == _NONE:
                left_over.append(row)
            else:
                _take(column, forced, free, rows_at)
        return left_over

    def circuit(self, row: int) -> set[int]:
        """Return the fundamental circuit of a row that cannot be matched: itself and every row it could replace.

        Empty for a row that is matched or still could be.

        Source: Oxley 2011, Matroid Theory, section 1.2; in a transversal matroid it is what alternating paths reach.
        """
        if self.column_of[row] != _NONE:
            return set()
        reached, free = _replaceable(self, [row])
        return set() if free else reached

    def _peel(self, forced: list[int], free: dict[int, int], rows_at: dict[int, list[int]]) -> None:
        """Match rows with one free column until there is none, emptying the work list `forced`."""
        for row in forced:  # grows while it is walked
            if free[row] != 1 or self.column_of[row] != _NONE:
                continue
            column = next(column for column in self.adjacency[row] if self.row_of[column] == _NONE)
            self.row_of[column], self.column_of[row] = row, column
            _take(column, forced, free, rows_at)
        forced.clear()

    def _augment(self, row: int) -> int:
        """Match an unmatched row along a shortest augmenting path; return the free column at its end, or -1."""
        if row in self.removed:
            raise ValueError(f"row {row} was removed: restore it first")
        self._stamp += 1
        stamp, seen, source, row_of, adjacency = self._stamp, self._seen, self._from, self.row_of, self.adjacency
        queue = [row]
        met: list[int] = []
        for current in queue:
            for column in adjacency[current]:
                if seen[column] >= stamp:
                    continue
                seen[column] = stamp
                source[column] = current
                owner = row_of[column]
                if owner == _NONE:
                    self._flip(column)
                    return column
                met.append(column)
                queue.append(owner)
        # No free column can be reached from here, and none will be until a row is removed: later augmentations
        # cannot enter this part and leave it again. Skipping it makes all failures together linear.
        for column in met:
            seen[column] = _DEAD
        self._dead += met
        return _NONE

    def _flip(self, column: int) -> None:
        """Give each row of the path that ends at a free column the column it was met from."""
        while column != _NONE:
            row = self._from[column]
            released = self.column_of[row]
            self.row_of[column], self.column_of[row] = row, column
            column = released


def _take(column: int, forced: list[int], free: dict[int, int], rows_at: dict[int, list[int]]) -> None:
    """Count a column as taken; rows left with one free column join the work list."""
    for row in rows_at.get(column, ()):
        free[row] -= 1
        if free[row] == 1:
            forced.append(row)


def undetermined(matching: Matching) -> set[int]:
    """Return the columns that the matched rows leave open; all others are determined.

    They are the free columns and all that alternating paths reach from them. Rows not matched play no part.

    Source: Dulmage & Mendelsohn 1958, Coverings of bipartite graphs (the horizontal part).
    """
    open_columns = {column for column, row in enumerate(matching.row_of) if row == _NONE}
    if not open_columns:
        return open_columns
    columns_at: list[list[int]] = [[] for _ in matching.row_of]  # column -> columns of the matched rows that hold it
    for row, matched in enumerate(matching.column_of):
        if matched != _NONE:
            for column in matching.adjacency[row]:
                columns_at[column].append(matched)
    queue = list(open_columns)
    for column in queue:
        for matched in columns_at[column]:
            if matched not in open_columns:
                open_columns.add(matched)
                queue.append(matched)
    return open_columns


def overdetermined(matching: Matching, rows: Iterable[int] | None = None) -> set[int]:
    """Return the rows of which some could be spared: the given unmatched rows and all that they could replace.

    Without `rows`, every row neither matched nor removed is meant. None of them may be matchable any more.

    Source: Dulmage & Mendelsohn 1958, Coverings of bipartite graphs (the vertical part).
    """
    meant = range(len(matching.column_of)) if rows is None else rows
    spare = [row for row in meant if matching.column_of[row] == _NONE and row not in matching.removed]
    return _replaceable(matching, spare)[0]


def _replaceable(matching: Matching, rows: Iterable[int]) -> tuple[set[int], bool]:
    """Return the rows reached by alternating paths from some rows, those included, and whether a free column is."""
    reached = set(rows)
    queue = list(reached)
    free = False
    for row in queue:
        for column in matching.adjacency[row]:
            owner = matching.row_of[column]
            if owner == _NONE:
                free = True
            elif owner not in reached:
                reached.add(owner)
                queue.append(owner)
    return reached, free


def ancestors(matching: Matching, column: int) -> set[int]:
    """Return the columns that a column rests on along the matched rows, itself and free ones included."""
    reached = {column}
    queue = [column]
    for current in queue:
        row = matching.row_of[current]
        for other in matching.adjacency[row] if row != _NONE else ():
            if other not in reached:
                reached.add(other)
                queue.append(other)
    return reached


class Block(NamedTuple):
    """Rows to be solved together for their columns; `columns[i]` is matched to `rows[i]`, rows ascending."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


_Frame = tuple[int, Iterator[int]]  # a row on the search's path and its columns still to be looked at


def blocks(matching: Matching, targets: Iterable[int]) -> list[Block]:
    """Return the blocks that the target columns rest on, in solving order (block lower triangular form).

    A block holds its own columns, those of earlier blocks, and free ones. A free target has no block.

    Source: Tarjan 1972, Depth-first search and linear graph algorithms (strong components come out in this order).
    """
    order: dict[int, int] = {}  # row -> number in order of discovery
    low: dict[int, int] = {}  # row -> earliest open row known to be reached from it; absent once its block is closed
    open_rows: list[int] = []
    found: list[Block] = []
    for target in targets:
        root = matching.row_of[target]
        if root == _NONE or root in order:
            continue
        path = [_enter(root, matching, order, low, open_rows)]
        while path:
            row, columns = path[-1]
            for column in columns:
                other = matching.row_of[column]
                if other == _NONE:
                    continue
                if other not in order:
                    path.append(_enter(other, matching, order, low, open_rows))
                    break
                if other in low and order[other] < low[row]:
                    low[row] = order[other]
            else:
                path.pop()
                reach = low[row]
                if reach == order[row]:
                    found.append(_close(row, open_rows, low, matching.column_of))
                else:  # then it is not the root, and the row before it reaches as far
                    before = path[-1][0]
                    low[before] = min(low[before], reach)
    return found


def _enter(row: int, matching: Matching, order: dict[int, int], low: dict[int, int], open_rows: list[int]) -> _Frame:
    """Open a row that the search meets for the first time."""
    order[row] = low[row] = len(order)
    open_rows.append(row)
    return row, iter(matching.adjacency[row])


def _close(first: int, open_rows: list[int], low: dict[int, int], column_of: Sequence[int]) -> Block:
    """Take the rows opened since the first row of a block off the open ones and make them a block."""
    members: list[int] = []
    while not members or members[-1] != first:
        members.append(open_rows.pop())
        del low[members[-1]]
    members.sort()
    return Block(tuple(members), tuple(column_of[row] for row in members))
