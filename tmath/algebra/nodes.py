"""Expressions of the algebra: interned, immutable nodes that share their common parts.

Two expressions are equal when they are the same object. Constructors fold constants exactly and drop neutral
elements; they never reorder what the author wrote. Nothing here recurses, so depth is no danger.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tmath.algebra.exact import exact_log, exact_power, small

COMPARISONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "=": "eq", "!=": "ne"}
FUNCTIONS = (
    "sqrt", "exp", "log", "log2", "log10", "min", "max", "abs", "ceil", "floor", "sin", "cos", "tan",
)  # fmt: skip
BINARY = {"+": "add", "-": "sub", "*": "mul", "/": "div", "^": "pow"}
ARITY = {
    "number": 0, "name": 0, "pi": 0, "neg": 1, "add": 2, "sub": 2, "mul": 2, "div": 2, "pow": 2,
    **dict.fromkeys(FUNCTIONS, 1), "min": 2, "max": 2,
    **dict.fromkeys(COMPARISONS.values(), 2), "and": 2, "or": 2, "not": 1, "select": 3,
}  # fmt: skip


class Expr:
    """One node: an operation of the closed table `ARITY`, its operands, and a number or a name at the leaves."""

    __slots__ = ("__weakref__", "args", "names", "op", "value")

    op: str
    args: tuple[Expr, ...]
    value: Fraction | str | None
    names: frozenset[str]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"expressions are immutable: {name}")

    def __add__(self, other: Expr) -> Expr:
        return add(self, other)

    def __sub__(self, other: Expr) -> Expr:
        return sub(self, other)

    def __mul__(self, other: Expr) -> Expr:
        return mul(self, other)

    def __truediv__(self, other: Expr) -> Expr:
        return div(self, other)

    def __pow__(self, other: Expr) -> Expr:
        return power(self, other)

    def __neg__(self) -> Expr:
        return neg(self)

    def __str__(self) -> str:
        from tmath.algebra.printing import to_text

        return to_text(self)

    def __repr__(self) -> str:
        return f"Expr({self})"

    def __reduce__(self) -> tuple[Any, ...]:
        from tmath.algebra import walking

        return walking.unpickle, (walking.flatten([self]),)

    def __copy__(self) -> Expr:
        return self

    def __deepcopy__(self, memo: object) -> Expr:
        return self

    @property
    def number(self) -> Fraction | None:
        """The value of a constant, None for any other node."""
        return self.value if self.op == "number" and isinstance(self.value, Fraction) else None


class _Entry(weakref.ref[Expr]):
    """A node of the table, which forgets it when nothing else holds it."""

    __slots__ = ("key",)

    key: tuple[Any, ...]


# What the weak dictionary of the library does, at a third of its cost: most of what the engine does comes through here.
_table: dict[tuple[Any, ...], _Entry] = {}
_lock = threading.RLock()  # a node may die, and be forgotten, while another is entered


def _forget(entry: Any, table: dict[tuple[Any, ...], _Entry] = _table, lock: Any = _lock) -> None:
    # Both are arguments because nodes die after the names of this module, when Python ends.
    key = entry.key
    with lock:
        if table.get(key) is entry:
            del table[key]


_no_names: frozenset[str] = frozenset()
_writers = tuple(vars(Expr)[field].__set__ for field in ("op", "args", "value", "names"))


def intern(op: str, args: tuple[Expr, ...] = (), value: Fraction | str | None = None) -> Expr:
    """The one node with these parts.

    Source: hash-consing, Ershov 1958, "On programming of arithmetic operations", CACM 1(8).
    """
    # Fractions are slow to hash, their parts are not.
    key = (op, value.numerator, value.denominator) if type(value) is Fraction else (op, args, value)
    entry = _table.get(key)
    if entry is not None and (found := entry()) is not None:
        return found
    made = object.__new__(Expr)
    names = frozenset((str(value),)) if op == "name" else _no_names
    for arg in args:
        names = names if arg.names <= names else arg.names if names <= arg.names else names | arg.names
    for write, part in zip(_writers, (op, args, value, names)):  # noqa: B905 -- equally long, and often run
        write(made, part)
    new = _Entry(made, _forget)
    new.key = key
    with _lock:
        entry = _table.get(key)
        if entry is not None and (found := entry()) is not None:  # another thread was first
            return found
        _table[key] = new
    return made


# -- leaves ------------------------------------------------------------------------------------


def number(value: Fraction | int | str) -> Expr:
    """An exact constant."""
    return intern("number", (), value if type(value) is Fraction else Fraction(value))


@lru_cache(maxsize=4096)
def name(text: str) -> Expr:
    """A quantity."""
    return intern("name", (), text)


PI = intern("pi")
ZERO, ONE, TWO = number(0), number(1), number(2)
TRUE, FALSE = ONE, ZERO


# -- smart constructors ------------------------------------------------------------------------


def add(a: Expr, b: Expr) -> Expr:
    """a + b"""
    p, q = a.number, b.number
    if p is not None and q is not None and small(p, q):
        return number(p + q)
    return b if p == 0 else a if q == 0 else intern("add", (a, b))


def sub(a: Expr, b: Expr) -> Expr:
    """a - b"""
    p, q = a.number, b.number
    if p is not None and q is not None and small(p, q):
        return number(p - q)
    if a is b:
        return ZERO
    return neg(b) if p == 0 else a if q == 0 else intern("sub", (a, b))


def mul(a: Expr, b: Expr) -> Expr:
    """a * b"""
    p, q = a.number, b.number
    if p is not None and q is not None and small(p, q):
        return number(p * q)
    if p == 0 or q == 0:
        return ZERO
    return b if p == 1 else a if q == 1 else intern("mul", (a, b))


def div(a: Expr, b: Expr) -> Expr:
    """a / b; a division by the constant zero stays as it is."""
    p, q = a.number, b.number
    if q == 0:
        return intern("div", (a, b))
    if p is not None and q is not None and small(p, q):
        return number(p / q)
    if p == 0 or q == 1:
        return a
    return ONE if a is b else intern("div", (a, b))


def neg(a: Expr) -> Expr:
    """-a"""
    p = a.number
    if p is not None:
        return number(-p)
    return a.args[0] if a.op == "neg" else intern("neg", (a,))


def power(a: Expr, b: Expr) -> Expr:
    """a ^ b; folded only where the result is rational and of moderate size."""
    p, q = a.number, b.number
    if q == 1:
        return a
    if q == 0 and p != 0:
        return ONE
    if p == 1:
        return ONE
    if p is not None and q is not None:
        exact = exact_power(p, q)
        if exact is not None:
            return number(exact)
    return intern("pow", (a, b))


_one_argument: dict[str, Callable[[Fraction], Fraction | None]] = {
    "sqrt": lambda x: exact_power(x, Fraction(1, 2)),
    "exp": lambda x: Fraction(1) if x == 0 else None,
    "log": lambda x: Fraction(0) if x == 1 else None,
    "log2": lambda x: exact_log(x, 2),
    "log10": lambda x: exact_log(x, 10),
    "abs": abs,
    "ceil": lambda x: Fraction(-(-x.numerator // x.denominator)),
    "floor": lambda x: Fraction(x.numerator // x.denominator),
    "sin": lambda x: Fraction(0) if x == 0 else None,
    "cos": lambda x: Fraction(1) if x == 0 else None,
    "tan": lambda x: Fraction(0) if x == 0 else None,
}


def call(function: str, *args: Expr) -> Expr:
    """A function of the table; min and max take any number of operands."""
    if function in ("min", "max"):
        first, *others = dict.fromkeys(args)
        result = first
        for arg in others:
            p, q = result.number, arg.number
            if p is not None and q is not None:
                result = number(min(p, q) if function == "min" else max(p, q))
            else:
                result = intern(function, (result, arg))
        return result
    value = args[0].number
    exact = None if value is None else _one_argument[function](value)
    return intern(function, args) if exact is None else number(exact)


def compare(op: str, a: Expr, b: Expr) -> Expr:
    """a < b and the like, `op` from the values of `COMPARISONS`; decided where both are constants."""
    p, q = a.number, b.number
    if p is not None and q is not None:
        holds = {"lt": p < q, "le": p <= q, "gt": p > q, "ge": p >= q, "eq": p == q, "ne": p != q}[op]
        return TRUE if holds else FALSE
    if a is b:
        return TRUE if op in ("le", "ge", "eq") else FALSE
    return intern(op, (a, b))


def both(a: Expr, b: Expr) -> Expr:
    """a and b"""
    p, q = a.number, b.number
    if p == 0 or q == 0:
        return FALSE
    return b if p is not None else a if q is not None else intern("and", (a, b))


def either(a: Expr, b: Expr) -> Expr:
    """a or b"""
    p, q = a.number, b.number
    if (p is not None and p != 0) or (q is not None and q != 0):
        return TRUE
    return b if p is not None else a if q is not None else intern("or", (a, b))


_opposite = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}


def negate(a: Expr) -> Expr:
    """not a"""
    p = a.number
    if p is not None:
        return TRUE if p == 0 else FALSE
    if a.op in _opposite:
        return intern(_opposite[a.op], a.args)
    return a.args[0] if a.op == "not" else intern("not", (a,))


def select(condition: Expr, then: Expr, otherwise: Expr) -> Expr:
    """then if condition else otherwise"""
    p = condition.number
    if p is not None:
        return then if p != 0 else otherwise
    return then if then is otherwise else intern("select", (condition, then, otherwise))


_makers: dict[str, Callable[..., Expr]] = {
    "neg": neg, "add": add, "sub": sub, "mul": mul, "div": div, "pow": power,
    "and": both, "or": either, "not": negate, "select": select,
}  # fmt: skip


def make(op: str, args: Sequence[Expr]) -> Expr:
    """The smart constructor of any operation with operands."""
    maker = _makers.get(op)
    if maker is not None:
        return maker(*args)
    return call(op, *args) if op in FUNCTIONS else compare(op, args[0], args[1])


def total(terms: Iterable[Expr]) -> Expr:
    """The sum of the terms, written with a minus where a term is negated."""
    result = ZERO
    for term in terms:
        if result is not ZERO and term.op == "neg":
            result = sub(result, term.args[0])
        elif result is not ZERO and term.number is not None and term.number < 0:
            result = sub(result, number(-term.number))
        else:
            result = add(result, term)
    return result


def product(factors: Iterable[Expr]) -> Expr:
    """The product of the factors, in order."""
    result = ONE
    for factor in factors:
        result = mul(result, factor)
    return result
