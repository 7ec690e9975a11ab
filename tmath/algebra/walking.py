"""Walks over expressions: substituting, counting, and writing them as plain data.

Nothing here recurses, so depth is no danger; shared parts are visited once and stay shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tmath.algebra.nodes import ARITY, Expr, intern, make, name, number


def postorder(roots: Iterable[Expr], enter: Callable[[Expr], bool] | None = None) -> Iterator[Expr]:
    """Every node once, operands before what uses them; operands of nodes refused by `enter` are left out."""
    seen: set[Expr] = set()
    for root in roots:
        stack = [root]
        while stack:
            node = stack[-1]
            if node in seen:
                stack.pop()
                continue
            pending = [a for a in node.args if a not in seen] if enter is None or enter(node) else []
            if pending:
                stack.extend(reversed(pending))
            else:
                seen.add(node)
                stack.pop()
                yield node


def rebuild(expr: Expr, leaf: Callable[[Expr], Expr | None], enter: Callable[[Expr], bool] | None = None) -> Expr:
    """The expression with every node for which `leaf` gives something replaced by it, from the leaves up."""
    done: dict[Expr, Expr] = {}
    for node in postorder([expr], enter):
        new = leaf(node)
        if new is None:
            args = tuple(done.get(a, a) for a in node.args)
            new = node if args == node.args else make(node.op, args)
        done[node] = new
    return done[expr]


def substitute(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """The expression with names replaced, all at once; shared parts are done once and stay shared."""
    wanted = values.keys()
    if wanted.isdisjoint(expr.names):
        return expr
    return rebuild(
        expr,
        lambda node: values.get(str(node.value)) if node.op == "name" else None,
        lambda node: not wanted.isdisjoint(node.names),
    )


def count(expr: Expr, x: str) -> int:
    """How often a name is written, shared parts counted each time (a large number beyond a million)."""
    times: dict[Expr, int] = {}
    for node in postorder([expr], lambda node: x in node.names):
        own = 1 if node.op == "name" and node.value == x else 0
        times[node] = min(own + sum(times.get(a, 0) for a in node.args), 1_000_000)
    return times[expr]


def flatten(exprs: Sequence[Expr]) -> list[list[Any]]:
    """Expressions as plain lists: one node a row, operands by row, and a last row ["roots", rows...]."""
    rows: list[list[Any]] = []
    index: dict[Expr, int] = {}
    for node in postorder(exprs):
        index[node] = len(rows)
        leaf = [str(node.value)] if node.value is not None else []
        rows.append([node.op, *leaf, *(index[a] for a in node.args)])
    rows.append(["roots", *(index[e] for e in exprs)])
    return rows


def unflatten(rows: Sequence[Sequence[Any]]) -> list[Expr]:
    """Read back what `flatten` wrote, checking every row.

    Raises: ValueError when a row is not of the closed table.
    """
    nodes: list[Expr] = []
    for row in rows[:-1]:
        op, *rest = row
        if op not in ARITY:
            raise ValueError(f"unknown operation {op!r}")
        if op in ("number", "name"):
            if len(rest) != 1 or not isinstance(rest[0], str):
                raise ValueError(f"ill-formed {op} {rest!r}")
            nodes.append(number(rest[0]) if op == "number" else name(rest[0]))
        else:
            nodes.append(intern(op, tuple(nodes[i] for i in _operands(op, rest, len(nodes)))))
    if not rows or rows[-1][0] != "roots":
        raise ValueError("no roots")
    return [nodes[i] for i in _rows(rows[-1][1:], len(nodes))]


def _operands(op: str, rest: Sequence[Any], known: int) -> list[int]:
    if len(rest) != ARITY[op]:
        raise ValueError(f"{op} takes {ARITY[op]} operands")
    return _rows(rest, known)


def _rows(rest: Sequence[Any], known: int) -> list[int]:
    if not all(type(i) is int and 0 <= i < known for i in rest):
        raise ValueError(f"no such rows {rest!r}")
    return list(rest)


def unpickle(rows: list[list[Any]]) -> Expr:
    """The single expression of `rows`."""
    return unflatten(rows)[0]
