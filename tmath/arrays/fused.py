"""A bounded unknown as one program: where constraints become active, the end of that, both checks of whole numbers.

It gives a value and whether that is settled; the few elements that are not are looked at apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from tmath.algebra.nodes import (
    FALSE,
    TRUE,
    Expr,
    add,
    both,
    call,
    compare,
    div,
    either,
    mul,
    name,
    negate,
    number,
    select,
    sub,
)  # fmt: skip
from tmath.algebra.turn import Turned
from tmath.algebra.walking import substitute
from tmath.arrays.conditions import NOTHING, SLACK, every
from tmath.arrays.machine import demanded
from tmath.arrays.sheet import Bounds, Definition, Method, Sheet, Way
from tmath.language.system import Domain
from tmath.records import replace

NUMBER, NEXT = "n#", "next#"


def fused(bounds: Bounds, side: int, ok: Expr, holds: Expr, plain: bool) -> tuple[Sheet, dict[str, Expr]] | None:
    """A sheet with "value", in the declared unit, and "settled"; None for whole numbers that do more than round.

    `side` is -1 where the constraints hold below their roots, 1 above; `ok` is said of the inputs, `holds` of the
    unknown in `forward`.
    """
    output = bounds.output
    if output.domain.integer and not plain:
        return None
    roots = []
    for limit in bounds.limits:
        assert limit.at is not None
        sound = every(check.holds for check in demanded(limit.checks, True))
        roots.append(select(sound, limit.at, NOTHING))
    end = call("min" if side < 0 else "max", *roots)
    sheet, low, high = bounds.edges, output.domain.low, output.domain.high
    if not output.domain.integer:
        inside = TRUE if low is None else compare("gt", end, number(low))
        inside = inside if high is None else both(inside, compare("lt", end, number(high)))
        finite = compare("lt", call("abs", end), number(10**300))  # false for nan
        value, settled = div(end, number(output.factor)), both(inside, finite)
    else:
        sheet, value, settled = _whole(bounds, side, holds, end)
    return sheet, {"value": select(ok, value, NOTHING), "settled": either(negate(ok), settled)}


def _whole(bounds: Bounds, side: int, holds: Expr, end: Expr) -> tuple[Sheet, Expr, Expr]:
    """The whole number next to an end, settled where the constraints hold at it and not at the one beyond."""
    domain = bounds.output.domain
    unit, low = number(Fraction(domain.multiple_of or 1)), number(first_multiple(domain))
    slack = mul(number(SLACK), call("abs", end))
    shifted = add(end, slack) if side < 0 else sub(end, slack)
    rounded = mul(call("floor" if side < 0 else "ceil", div(shifted, unit)), unit)
    definitions = dict(bounds.edges.definitions)
    definitions[NUMBER] = Definition(NUMBER, call("max", rounded, low))
    n = name(NUMBER)
    definitions[NEXT] = Definition(NEXT, add(n, unit) if side < 0 else sub(n, unit))
    here = _placed(bounds, holds, NUMBER, definitions)
    beyond = _placed(bounds, holds, NEXT, definitions)
    at_low = compare("eq", n, low)
    top = TRUE if domain.high is None else compare("le", n, number(domain.high))
    found = both(here, negate(beyond)) if side < 0 else both(here, either(negate(beyond), at_low))
    nothing = both(negate(here), at_low) if side < 0 else FALSE
    known = compare("le", call("abs", n), number(2**53))  # false for nan
    settled = both(both(known, top), either(found, nothing))
    return replace(bounds.edges, definitions=definitions), select(here, n, NOTHING), settled


def first_multiple(domain: Domain) -> Fraction:
    """The least whole number (or multiple) within bounds."""
    unit = Fraction(domain.multiple_of or 1)
    return Fraction(-(10**15)) if domain.low is None else math.ceil(domain.low / unit) * unit


def _placed(bounds: Bounds, expr: Expr, at: str, definitions: dict[str, Definition]) -> Expr:
    """What an expression of the unknown becomes at a value that is defined already, with all it rests on."""
    unknown = bounds.output.name
    renamed: dict[str, Expr] = {unknown: name(at)}
    for definition in bounds.forward.needed(expr.names):
        if definition.names.isdisjoint(renamed):
            definitions.setdefault(definition.name, definition)
            continue
        own = f"{definition.name} {at}"
        renamed[definition.name] = name(own)
        definitions[own] = _renamed(definition, own, renamed)
    return substitute(expr, renamed)


def _renamed(definition: Definition, own: str, names: Mapping[str, Expr]) -> Definition:
    if definition.expr is not None:
        return replace(definition, name=own, expr=substitute(definition.expr, names))
    turned, method = definition.turned, definition.method
    assert turned is not None and method is not None
    left, right = substitute(turned.left, names), substitute(turned.right, names)
    again = Turned(left, right, own, turned.signed, turned.both_sides)
    return replace(definition, name=own, turned=again, method=_method(method, names))


def _method(method: Method, names: Mapping[str, Expr]) -> Method:
    def moved(expr: Expr | None) -> Expr | None:
        return None if expr is None else substitute(expr, names)

    ways = tuple(Way(moved(way.formula), moved(way.start), way.number, way.mirrored) for way in method.ways)
    value, slope = substitute(method.value, names), substitute(method.slope, names)
    return replace(method, value=value, slope=slope, ways=ways, mirror=moved(method.mirror))
