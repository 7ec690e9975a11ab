"""Which way an expression moves while the names it holds move, as far as its form tells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from tmath.algebra.nodes import Expr
from tmath.algebra.signs import Sign, sign_of
from tmath.algebra.walking import postorder

UNTOLD = 2  # 0: it stays; 1: it never falls; -1: it never rises


def _together(ways: Sequence[int]) -> int:
    told = {way for way in ways if way}
    return 0 if not told else told.pop() if len(told) == 1 else UNTOLD


def _back(way: int) -> int:
    return way if way == UNTOLD else -way


def _product(first: int, second: int, signs: Sequence[Sign], factors: Sequence[Expr]) -> int:
    """Of two factors: a constant one turns the other round by its sign, two that are not negative move together."""
    for way, factor, other in ((first, factors[0], second), (second, factors[1], first)):
        value = factor.number
        if way == 0 and value is not None:
            return other if value > 0 else _back(other) if value < 0 else 0
    if "any" not in signs:
        return _together([first, second])
    steady = [sign for way, sign in zip((first, second), signs, strict=True) if way == 0]
    return _together([first, second]) if steady and steady[0] != "any" else UNTOLD


def _power(way: int, exponent: Expr, base: Sign) -> int:
    number = exponent.number
    if number is None or base == "any":
        return UNTOLD
    return way if number > 0 else _back(way)


_one_way = ("sqrt", "exp", "log", "log2", "log10", "ceil", "floor")
_sums: dict[str, Callable[[Sequence[int]], int]] = {
    "neg": lambda ways: _back(ways[0]),
    "sub": lambda ways: _together([ways[0], _back(ways[1])]),
    "add": _together,
    "min": _together,
    "max": _together,
}


def way_of(expr: Expr, ways: Mapping[str, int], signed: Collection[str] = ()) -> int:
    """The way of an expression from those of its names, which are positive save `signed`; other names stay."""
    found: dict[Expr, int] = {}
    for node in postorder([expr]):
        args = [found[arg] for arg in node.args]
        if node.op == "name":
            found[node] = ways.get(str(node.value), 0)
        elif not any(args):
            found[node] = 0
        elif node.op in _sums:
            found[node] = _sums[node.op](args)
        elif node.op in _one_way:
            found[node] = args[0]
        elif node.op in ("mul", "div"):
            signs = [sign_of(arg, signed) for arg in node.args]
            if node.op == "div":
                args[1] = _back(args[1])
                if signs[1] == "any" and args[1]:
                    args[1] = UNTOLD
            found[node] = _product(args[0], args[1], signs, node.args)
        elif node.op == "pow" and not args[1]:
            found[node] = _power(args[0], node.args[1], sign_of(node.args[0], signed))
        elif node.op == "abs" and sign_of(node.args[0], signed) != "any":
            found[node] = args[0]
        elif node.op == "select" and not args[0]:
            found[node] = _together(args[1:])
        else:
            found[node] = UNTOLD
    return found[expr]
