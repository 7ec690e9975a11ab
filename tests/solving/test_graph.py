"""The graph against brute force on small graphs, scipy on larger ones, and chains too long for recursion."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching

from tmath.solving.graph import Block, Matching, ancestors, blocks, overdetermined, undetermined

LONG = 100_000
Rows = list[list[int]]
untimed = settings(deadline=None)


def rank(rows: Sequence[Iterable[int]], n_columns: int) -> int:
    """Return the size of a maximum matching by scipy."""
    pairs = [(i, j) for i, row in enumerate(rows) for j in set(row)]
    if not pairs:
        return 0
    at = np.array(pairs).T
    graph = csr_matrix((np.ones(len(pairs)), (at[0], at[1])), shape=(len(rows), n_columns))
    return int(np.sum(maximum_bipartite_matching(graph, perm_type="column") >= 0))


def build(rows: Rows, n_columns: int) -> Matching:
    matching = Matching(n_columns)
    for number, row in enumerate(rows):
        assert matching.add(row) == number
    return matching


def grown(rows: Rows, n_columns: int) -> Matching:
    matching = build(rows, n_columns)
    for row in range(len(rows)):
        matching.augment(row)
    return matching


def assert_consistent(matching: Matching) -> None:
    for row, column in enumerate(matching.column_of):
        assert column == -1 or (matching.row_of[column] == row and column in matching.adjacency[row])
    matched_rows = [row for row in matching.row_of if row != -1]
    assert len(matched_rows) == len(set(matched_rows)) == sum(column != -1 for column in matching.column_of)


def kept(matching: Matching) -> list[int]:
    return [row for row, column in enumerate(matching.column_of) if column != -1]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Rows, int]:
    n_columns = draw(st.integers(1, 8))
    row = st.lists(st.integers(0, n_columns - 1), max_size=4)
    return draw(st.lists(row, max_size=10)), n_columns


def random_rows(n_rows: int, n_columns: int, seed: int) -> Rows:
    source = random.Random(seed)
    return [[source.randrange(n_columns) for _ in range(source.randint(1, 4))] for _ in range(n_rows)]


@untimed
@given(graphs())
def test_greedy_keeps_each_row_independent_of_the_earlier_ones(graph: tuple[Rows, int]) -> None:
    rows, n_columns = graph
    matching = build(rows, n_columns)
    best: list[int] = []
    for row in range(len(rows)):
        independent = rank([rows[i] for i in [*best, row]], n_columns) == len(best) + 1
        assert matching.augment(row) == independent
        best += [row] * independent
        assert kept(matching) == best
        assert_consistent(matching)


@untimed
@given(graphs(), st.integers(0, 10))
def test_a_tier_is_matched_as_far_as_possible_without_losing_higher_rows(graph: tuple[Rows, int], cut: int) -> None:
    rows, n_columns = graph
    matching = build(rows, n_columns)
    first, second = range(len(rows))[:cut], range(len(rows))[cut:]
    left_first = matching.extend_tier(first)
    assert len(first) - len(left_first) == rank(rows[:cut], n_columns)
    kept_first = kept(matching)
    left_second = matching.extend_tier(second)
    assert set(kept_first) <= set(kept(matching))
    assert len(kept(matching)) == rank(rows, n_columns)
    assert left_first + left_second == [row for row in range(len(rows)) if matching.column_of[row] == -1]
    assert_consistent(matching)


@untimed
@given(graphs())
def test_the_circuit_is_what_could_be_exchanged(graph: tuple[Rows, int]) -> None:
    rows, n_columns = graph
    matching = grown(rows, n_columns)
    basis = kept(matching)
    for row in range(len(rows)):
        swaps = {
            other
            for other in basis
            if row not in basis and rank([rows[i] for i in [*basis, row] if i != other], n_columns) == len(basis)
        }
        assert matching.circuit(row) == (set() if row in basis else swaps | {row})


@untimed
@given(graphs())
def test_both_parts_of_dulmage_and_mendelsohn(graph: tuple[Rows, int]) -> None:
    rows, n_columns = graph
    matching = grown(rows, n_columns)
    size = rank(rows, n_columns)
    spared_columns = {
        column for column in range(n_columns) if rank([set(row) - {column} for row in rows], n_columns) == size
    }
    spared_rows = {row for row in range(len(rows)) if rank(rows[:row] + rows[row + 1 :], n_columns) == size}
    assert undetermined(matching) == spared_columns
    assert overdetermined(matching) == spared_rows


@untimed
@given(graphs(), st.data())
def test_removed_rows_leave_their_place_to_others(graph: tuple[Rows, int], data: st.DataObject) -> None:
    rows, n_columns = graph
    matching = grown(rows, n_columns)
    before = matching.copy()
    state = before.row_of[:], before.column_of[:]
    out = data.draw(st.sets(st.integers(0, max(0, len(rows) - 1)), max_size=len(rows)))
    for row in out:
        matching.remove(row)
    rest = [row for row in range(len(rows)) if row not in out]
    for row in rest:
        matching.augment(row)
    assert len(kept(matching)) == rank([rows[row] for row in rest], n_columns)
    for row in out:
        matching.restore(row)
        matching.augment(row)
    assert len(kept(matching)) == rank(rows, n_columns)
    assert_consistent(matching)
    assert (before.row_of, before.column_of) == state


def assert_blocks(matching: Matching, targets: list[int]) -> list[Block]:
    """Check the blocks of targets against scipy's strong components, and their order."""
    found = blocks(matching, targets)
    needed = set().union(*(ancestors(matching, target) for target in targets)) if targets else set()
    rows = {matching.row_of[column] for column in needed} - {-1}
    assert sorted(row for block in found for row in block.rows) == sorted(rows)
    known = {column for column, row in enumerate(matching.row_of) if row == -1}
    for block in found:
        assert block.columns == tuple(matching.column_of[row] for row in block.rows)
        known.update(block.columns)
        assert all(known.issuperset(matching.adjacency[row]) for row in block.rows)
    n = len(matching.column_of)
    edges = [(r, matching.row_of[c]) for r in rows for c in matching.adjacency[r] if matching.row_of[c] != -1]
    if edges:
        at = np.array(edges).T
        graph = csr_matrix((np.ones(len(edges)), (at[0], at[1])), shape=(n, n))
        _, labels = connected_components(graph, directed=True, connection="strong")
        groups: dict[int, list[int]] = {}
        for row in sorted(rows):
            groups.setdefault(int(labels[row]), []).append(row)
        assert sorted(groups.values()) == sorted(list(block.rows) for block in found)
    return found


@untimed
@given(graphs(), st.data())
def test_blocks_of_small_graphs(graph: tuple[Rows, int], data: st.DataObject) -> None:
    rows, n_columns = graph
    assert_blocks(grown(rows, n_columns), data.draw(st.lists(st.integers(0, n_columns - 1), max_size=3)))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3000), st.integers(1, 3000))
def test_larger_graphs_against_scipy(seed: int, n_rows: int, n_columns: int) -> None:
    rows = random_rows(n_rows, n_columns, seed)
    one_by_one, tier = grown(rows, n_columns), build(rows, n_columns)
    left = tier.extend_tier(range(n_rows))
    assert len(kept(one_by_one)) == len(kept(tier)) == n_rows - len(left) == rank(rows, n_columns)
    assert undetermined(one_by_one) == undetermined(tier)  # the decomposition is that of the graph, not the matching
    assert overdetermined(one_by_one) == overdetermined(tier)
    assert_blocks(tier, list(range(0, n_columns, 7)))


def chain(length: int, order: str) -> Rows:
    """Return rows that each tie a column to the next one, in the given order."""
    rows = [[i, i + 1] for i in range(length)]
    if order == "backward":
        rows.reverse()
    elif order == "random":
        random.Random(7).shuffle(rows)
    return rows


@pytest.mark.parametrize("order", ["forward", "backward", "random"])
@pytest.mark.parametrize(("start", "given_first"), [(0, True), (LONG, True), (LONG, False)])
def test_a_long_chain_from_a_given(order: str, start: int, given_first: bool) -> None:
    matching = build(chain(LONG, order), LONG + 1)
    known = matching.add([start])
    if given_first:
        assert matching.augment(known)
    else:
        assert matching.extend_tier(range(LONG)) == []
        assert len(undetermined(matching)) == LONG + 1
        assert matching.augment(known)
    assert matching.extend_tier(range(LONG)) == []
    assert undetermined(matching) == overdetermined(matching) == set()
    for target, other in ((0, LONG), (LONG, 0)):
        found = blocks(matching, [target])
        assert len(found) == len(ancestors(matching, target)) == abs(target - start) + 1
        assert found[0] == Block((known,), (start,))
        assert found[-1].columns == (target,)
        assert start == other or other not in ancestors(matching, target)


@pytest.mark.parametrize("order", ["forward", "backward", "random"])
def test_a_long_chain_with_an_assumption_for_every_column(order: str) -> None:
    matching = build(chain(LONG, order), LONG + 1)
    for row in range(LONG):
        assert matching.augment(row)
    assumptions = [matching.add([column]) for column in range(LONG + 1)]
    assert [matching.augment(row) for row in assumptions] == [True] + [False] * LONG
    assert len(matching.circuit(assumptions[-1])) == LONG + 2
    assert len(overdetermined(matching)) == 2 * LONG + 1
    matching.remove(assumptions[0])
    assert matching.augment(assumptions[LONG // 2])
    assert overdetermined(matching, [assumptions[0], assumptions[1]]) == {assumptions[1]} | set(
        matching.circuit(assumptions[1])
    )


def test_assumptions_in_random_order_along_a_chain_with_parameters() -> None:
    rows = [[LONG + 1 + i, i, i + 1] for i in range(LONG)]
    matching = build(rows, 2 * LONG + 1)
    assert matching.extend_tier(range(LONG)) == []
    parameters = list(range(LONG + 1, 2 * LONG + 1))
    random.Random(3).shuffle(parameters)
    assert all(matching.augment(matching.add([column])) for column in [*parameters, LONG // 3])
    assert undetermined(matching) == set()


@pytest.mark.parametrize("size", [2, 16, LONG])
def test_a_cycle_is_one_block(size: int) -> None:
    rows = [[i, (i + 1) % size] for i in range(size)]
    rows.append([0, size])  # a column computed from the cycle
    matching = build(rows, size + 1)
    assert matching.extend_tier(range(size + 1)) == []
    cycle, last = blocks(matching, [size])
    assert cycle.rows == tuple(range(size))
    assert sorted(cycle.columns) == list(range(size))
    assert last == Block((size,), (size,))
    assert blocks(matching, [3 % size, size]) == [cycle, last]


def test_a_row_takes_the_first_free_column_it_lists() -> None:
    matching = build([[2, 0, 1], [2, 1]], 3)
    assert matching.augment(0) and matching.augment(1)
    assert matching.column_of == [2, 1]


def test_empty_rows_repeated_columns_and_free_targets() -> None:
    matching = build([[], [1, 1]], 3)
    assert matching.extend_tier([0, 1, 1]) == [0]
    assert matching.column_of == [-1, 1]
    assert matching.circuit(0) == {0} and matching.circuit(1) == set()
    assert undetermined(matching) == {0, 2} and overdetermined(matching) == {0}
    assert blocks(matching, [0]) == blocks(matching, []) == []
    assert ancestors(matching, 0) == {0}


@pytest.mark.parametrize("columns", [[3], [0, -1]])
def test_a_column_that_does_not_exist(columns: list[int]) -> None:
    with pytest.raises(ValueError, match=r"not all within 0\.\.2"):
        Matching(3).add(columns)


def test_a_removed_row_must_be_restored_first() -> None:
    matching = build([[0]], 1)
    matching.remove(0)
    assert overdetermined(matching) == set()
    with pytest.raises(ValueError, match="row 0 was removed"):
        matching.augment(0)
    matching.restore(0)
    assert matching.augment(0)
