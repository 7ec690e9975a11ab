"""Small dense linear systems in floats: elimination with complete pivoting, and rank by scaled pivots."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence

Vector = list[float]
Matrix = list[list[float]]

PIVOT = 1e-13  # relative to the largest entry: smaller pivots are rounding errors


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float], pivot: float = PIVOT) -> tuple[Vector, int]:
    """A solution of a square system and the rank of its matrix; where the rank is short, free unknowns are zero.

    Source: Gaussian elimination with complete pivoting, Wilkinson 1961, J. ACM 8(3).
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    columns = list(range(len(right)))
    rank = _eliminate(rows, columns, len(right), pivot)
    return _substituted(rows, columns, rank, len(right)), rank


def inverse(matrix: Sequence[Sequence[float]]) -> Matrix | None:
    """The inverse, None where the matrix is singular to rounding."""
    n = len(matrix)
    rows = [[*row, *(1.0 if i == k else 0.0 for k in range(n))] for i, row in enumerate(matrix)]
    columns = list(range(n))
    if _eliminate(rows, columns, n, PIVOT) < n:
        return None
    found = [_substituted(rows, columns, n, n + k) for k in range(n)]
    return [[column[i] for column in found] for i in range(n)]


def times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> Vector:
    """Matrix times vector."""
    return [sum(map(operator.mul, row, vector)) for row in matrix]


def _substituted(rows: Matrix, columns: Sequence[int], rank: int, right: int) -> Vector:
    """Back substitution for the right side in one column of the rows."""
    solution = [0.0] * len(columns)
    for k in range(rank - 1, -1, -1):
        row = rows[k]
        known = sum(row[columns[j]] * solution[columns[j]] for j in range(k + 1, rank))
        solution[columns[k]] = (row[right] - known) / row[columns[k]]
    return solution


def _eliminate(rows: Matrix, columns: list[int], width: int, threshold: float) -> int:
    """Bring rows to echelon form in place, largest pivots first; the order of columns is left in `columns`."""
    largest = 0.0
    for k in range(min(len(rows), width)):
        best, at, across = 0.0, k, k
        for i in range(k, len(rows)):
            row = rows[i]
            for j in range(k, width):
                size = abs(row[columns[j]])
                if size > best:
                    best, at, across = size, i, j
        largest = max(largest, best)
        if best <= threshold * largest or not math.isfinite(best):
            return k
        rows[k], rows[at] = rows[at], rows[k]
        columns[k], columns[across] = columns[across], columns[k]
        top, column = rows[k], columns[k]
        for i in range(k + 1, len(rows)):
            row = rows[i]
            if row[column]:
                factor = row[column] / top[column]
                rows[i] = [a - factor * b for a, b in zip(row, top, strict=True)]
                rows[i][column] = 0.0
    return min(len(rows), width)


def damped(matrix: Sequence[Sequence[float]], right: Sequence[float], damping: float) -> Vector:
    """The step that makes |A d - b|^2 + m |d|^2 least, m being the damping relative to the largest |row|^2.

    With little damping and more unknowns than equations it is the shortest solution.
    Source: Levenberg 1944, Quarterly of Applied Mathematics 2(2), in the form of Tikhonov's identity
    A' (A A' + m I)^-1 = (A' A + m I)^-1 A'.
    """
    rows = len(matrix)
    products = [[0.0] * rows for _ in range(rows)]
    for i, row in enumerate(matrix):
        entries = [(j, a) for j, a in enumerate(row) if a]
        for k in range(i, rows):
            other = matrix[k]
            products[i][k] = products[k][i] = sum(a * other[j] for j, a in entries)
    added = damping * max((products[i][i] for i in range(rows)), default=0.0) or damping
    for i in range(rows):
        products[i][i] += added
    weights, _ = solve(products, right, 0.0)
    return [sum(w * row[j] for w, row in zip(weights, matrix, strict=True)) for j in range(len(matrix[0]))]


def rank(matrix: Sequence[Sequence[float]], threshold: float) -> int:
    """The number of pivots above the threshold after rows and columns are scaled to largest entries of one.

    Source: equilibration, Ruiz 2001, report RAL-TR-2001-034.
    """
    if not matrix:
        return 0
    rows = [list(row) for row in matrix]
    width = len(rows[0])
    for _ in range(3):
        for row in rows:
            size = max(map(abs, row), default=0.0)
            if size:
                row[:] = [a / size for a in row]
        for j in range(width):
            size = max(abs(row[j]) for row in rows)
            if size:
                for row in rows:
                    row[j] /= size
    return _eliminate(rows, list(range(width)), width, threshold)
