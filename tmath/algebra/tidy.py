"""Sums and products as lists of parts, and put together again the way a person would write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from tmath.algebra.nodes import ONE, Expr, add, div, make, mul, neg, number, power, sub
from tmath.algebra.walking import postorder

Signed = tuple[int, Expr]


def summands(expr: Expr) -> list[Signed]:
    """The terms of a sum in the order written, each with its sign."""
    result: list[Signed] = []
    stack: list[Signed] = [(1, expr)]
    while stack:
        sign, node = stack.pop()
        if node.op in ("add", "sub"):
            stack.append((sign if node.op == "add" else -sign, node.args[1]))
            stack.append((sign, node.args[0]))
        elif node.op == "neg":
            stack.append((-sign, node.args[0]))
        else:
            result.append((sign, node))
    return result


def factors(expr: Expr) -> tuple[list[Expr], list[Expr], int]:
    """The factors above and below the line, in the order written, and the sign of the whole."""
    above: list[Expr] = []
    below: list[Expr] = []
    sign = 1
    stack = [(expr, True)]
    while stack:
        node, up = stack.pop()
        if node.op in ("mul", "div"):
            stack.append((node.args[1], up if node.op == "mul" else not up))
            stack.append((node.args[0], up))
        elif node.op == "neg":
            sign = -sign
            stack.append((node.args[0], up))
        else:
            (above if up else below).append(node)
    return above, below, sign


def gathered(terms: Iterable[Signed]) -> list[Signed]:
    """Terms with equal ones cancelled and constants added up, otherwise in order."""
    kept: dict[Expr, Fraction] = {}
    for sign, term in terms:
        value = term.number
        key, times = (term, Fraction(sign)) if value is None else (ONE, sign * value)
        kept[key] = kept.get(key, Fraction(0)) + times
    result: list[Signed] = []
    for term, times in kept.items():
        if times:
            whole = mul(number(abs(times)), term)
            result.append((1 if times > 0 else -1, whole))
    return result


def signed_sum(terms: Sequence[Signed]) -> Expr:
    """The sum, led by its first positive term if there is one."""
    start = next((i for i, (sign, _) in enumerate(terms) if sign > 0), None)
    if start is None:
        return neg(signed_sum([(1, term) for _, term in terms])) if terms else number(0)
    result = terms[start][1]
    for i, (sign, term) in enumerate(terms):
        if i != start:
            result = add(result, term) if sign > 0 else sub(result, term)
    return result


def quotient(above: Iterable[Expr], below: Iterable[Expr]) -> Expr:
    """One fraction line, one constant in front, powers of the same base put together."""
    constant = Fraction(1)
    powers: dict[Expr, Fraction] = {}
    for sign, parts in ((1, above), (-1, below)):
        for factor in parts:
            value = factor.number
            if value is not None and (value != 0 or sign > 0):
                constant *= value**sign
                continue
            base, exponent = _base(factor)
            powers[base] = powers.get(base, Fraction(0)) + sign * exponent
    top = [power(base, number(n)) for base, n in powers.items() if n > 0]
    bottom = [power(base, number(-n)) for base, n in powers.items() if n < 0]
    if constant == 0:
        return number(0)
    front, under = _split(abs(constant))
    result = div(_product(front, top), _product(under, bottom))
    return neg(result) if constant < 0 else result


def _base(factor: Expr) -> tuple[Expr, Fraction]:
    """A factor as a base and a constant exponent."""
    exponent = factor.args[1].number if factor.op == "pow" else None
    return (factor, Fraction(1)) if exponent is None else (factor.args[0], exponent)


def _split(constant: Fraction) -> tuple[Expr, Expr]:
    """A constant as what stands above and below the line: finite decimals stay decimals."""
    plain = constant.denominator
    for prime in (2, 5):
        while plain % prime == 0:
            plain //= prime
    short = len(str(constant.numerator * 10**6 // constant.denominator)) < 20 and constant.denominator < 10**6
    if plain == 1 and short and constant.numerator != 1:
        return number(constant), ONE
    return number(constant.numerator), number(constant.denominator)


def _product(constant: Expr, parts: Iterable[Expr]) -> Expr:
    result = constant
    for part in parts:
        result = mul(result, part)
    return result


_kinds = {"mul": "product", "div": "product", "add": "sum", "sub": "sum"}


def tidy(expr: Expr) -> Expr:
    """The expression with each product on one fraction line and each sum without empty or opposite terms."""
    nodes = list(postorder([expr]))
    heads = {expr}  # where a chain of products or of sums begins; its links need no work of their own
    for node in nodes:
        heads.update(a for a in node.args if a.op not in _kinds or _kinds[a.op] != _kinds.get(node.op))
    done: dict[Expr, Expr] = {}
    for node in nodes:
        args = tuple(done[a] for a in node.args)
        new = node if args == node.args else make(node.op, args)
        done[node] = _flat(new) if node in heads else new
    return done[expr]


def _flat(node: Expr) -> Expr:
    if node.op in ("mul", "div"):
        above, below, sign = factors(node)
        result = quotient(above, below)
        return neg(result) if sign < 0 else result
    return signed_sum(gathered(summands(node))) if node.op in ("add", "sub") else node
