"""How far a float may be from what a closed form means, proven in intervals of whole numbers and without imports.

A bound is a pair (m, e) for m * 2^e, an interval its lower and upper bound; both are rounded outwards.
Source: Moore 1966, Interval Analysis; the series of exp and log with the error of every truncation counted.
"""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tmath.digits import Number

    Bound = tuple[int, int]
    Interval = tuple[Bound, Bound]

BITS = 192  # of a bound
PLACES = 288  # binary places in which series are summed
SLACK = 1 << 12  # units in the last of them that no series is off by
FARTHEST = 20_000  # powers of two beyond which no number is followed


class OutsideError(ArithmeticError):
    """A number that has no narrow interval here."""


def error_of(steps: Sequence[Sequence[object]], output: int, value: float, numbers: Sequence[Number]) -> float:
    """The relative error of a value as what steps compute from numbers.

    A step is the name of an operation and the places of its operands; `input` has the place of a number, `number` a
    numerator and a denominator.
    """
    slots: list[Interval] = []
    for name, *args in steps:
        if name == "input":
            slots.append(_of(numbers[args[0]]))  # type: ignore[call-overload]
        elif name == "number":
            slots.append(_quotient(int(args[0]), int(args[1])))  # type: ignore[call-overload]
        else:
            slots.append(OPERATIONS[name](*(slots[i] for i in args)))  # type: ignore[call-overload,index]
    low, high = slots[output]
    if low[0] <= 0 <= high[0]:
        raise OutsideError
    exact = _of(value)[0]
    apart = [_size(_added(end, _negative(exact))) for end in (low, high)]
    nearest = min(_size(low), _size(high), key=_value)
    return _value(_times(max(apart, key=_value), _inverse(nearest, True))) * (1 + 1e-15)


def _of(number: Number) -> Interval:
    if isinstance(number, float):
        n, d = number.as_integer_ratio()
        return (n, 1 - d.bit_length()), (n, 1 - d.bit_length())
    return _quotient(number.numerator, number.denominator)


def _quotient(n: int, d: int) -> Interval:
    if d == 1 and n.bit_length() <= BITS:
        return (n, 0), (n, 0)
    shift = max(0, BITS + d.bit_length() - n.bit_length())
    scaled = n << shift
    return _rounded((scaled // d, -shift), (-(-scaled // d), -shift))


# -- bounds ------------------------------------------------------------------------------------------


def _down(bound: Bound) -> Bound:
    m, e = bound
    extra = m.bit_length() - BITS
    return (m >> extra, e + extra) if extra > 0 else bound


def _up(bound: Bound) -> Bound:
    m, e = _down((-bound[0], bound[1]))
    return -m, e


def _rounded(low: Bound, high: Bound) -> Interval:
    if max(abs(low[1]), abs(high[1])) > FARTHEST:
        raise OutsideError
    return _down(low), _up(high)


def _negative(bound: Bound) -> Bound:
    return -bound[0], bound[1]


def _size(bound: Bound) -> Bound:
    return abs(bound[0]), bound[1]


def _added(a: Bound, b: Bound) -> Bound:
    e = min(a[1], b[1])
    return (a[0] << (a[1] - e)) + (b[0] << (b[1] - e)), e


def _times(a: Bound, b: Bound) -> Bound:
    return a[0] * b[0], a[1] + b[1]


def _inverse(bound: Bound, up: bool) -> Bound:
    m, e = bound
    shift = BITS + m.bit_length()
    return (-(-(1 << shift) // m) if up else (1 << shift) // m), -e - shift


def _less(a: Bound, b: Bound) -> bool:
    return _added(a, _negative(b))[0] < 0


def _value(bound: Bound) -> float:
    m, e = bound
    extra = max(0, m.bit_length() - 64)
    return math.ldexp(m >> extra, e + extra)


# -- intervals -----------------------------------------------------------------------------------------


def add(a: Interval, b: Interval) -> Interval:
    """a + b"""
    return _rounded(_added(a[0], b[0]), _added(a[1], b[1]))


def neg(a: Interval) -> Interval:
    """-a"""
    return _negative(a[1]), _negative(a[0])


def sub(a: Interval, b: Interval) -> Interval:
    """a - b"""
    return add(a, neg(b))


def mul(a: Interval, b: Interval) -> Interval:
    """a * b"""
    products = [_times(x, y) for x in a for y in b]
    low = high = products[0]
    for product in products[1:]:
        low = product if _less(product, low) else low
        high = product if _less(high, product) else high
    return _rounded(low, high)


def div(a: Interval, b: Interval) -> Interval:
    """a / b"""
    if b[0][0] <= 0 <= b[1][0]:
        raise OutsideError
    return mul(a, (_inverse(b[1], False), _inverse(b[0], True)))


def sqrt(a: Interval) -> Interval:
    """The root of a"""
    if a[0][0] < 0:
        raise OutsideError
    ends = []
    for m, e in a:
        shift = 2 * BITS + (e % 2)
        ends.append((math.isqrt(m << shift), (e - shift) // 2))
    return _rounded(ends[0], (ends[1][0] + 1, ends[1][1]))


def _atanh(top: int, bottom: int) -> int:
    """2 atanh(top/bottom) in places, at most SLACK/4 below what it is."""
    z = (top << PLACES) // bottom
    square, power, total, n = z * z >> PLACES, z, 0, 1
    while power:
        total += power // n
        power = power * square >> PLACES
        n += 2
    return 2 * total


LOG_2 = _atanh(1, 3)


def _log(bound: Bound, up: bool) -> Bound:
    m, e = bound
    if m <= 0:
        raise OutsideError
    length = m.bit_length()
    half = 1 << (length - 1)
    places = _atanh(m - half, m + half) + (e + length - 1) * LOG_2
    slack = SLACK * (abs(e + length) + 2)
    return places + (slack if up else -slack), -PLACES


def log(a: Interval) -> Interval:
    """The natural logarithm"""
    return _rounded(_log(a[0], False), _log(a[1], True))


def _exp(bound: Bound, up: bool) -> Bound:
    m, e = bound
    if m.bit_length() + e > 12:
        raise OutsideError
    x = m << (e + PLACES) if e >= -PLACES else m >> -(e + PLACES)
    k = x // LOG_2
    rest = x - k * LOG_2
    term = total = 1 << PLACES
    n = 1
    while term:
        term = (term * rest >> PLACES) // n
        total += term
        n += 1
    slack = SLACK * (abs(k) + 2)
    return total + (slack if up else -slack), k - PLACES


def exp(a: Interval) -> Interval:
    """e to the a"""
    return _rounded(_exp(a[0], False), _exp(a[1], True))


def power(a: Interval, b: Interval) -> Interval:
    """a to the b, for a positive base, or any base and a small whole exponent"""
    if b[0] == b[1] and b[0][1] >= 0 and abs(b[0][0] << min(b[0][1], 64)) <= 64:
        n = b[0][0] << b[0][1]
        result = _of(1.0)
        for _ in range(abs(n)):
            result = mul(result, a)
        return div(_of(1.0), result) if n < 0 else result
    return exp(mul(b, log(a)))


OPERATIONS: dict[str, Callable[..., Interval]] = {
    "add": add, "sub": sub, "mul": mul, "div": div, "neg": neg, "pow": power, "sqrt": sqrt, "exp": exp, "log": log,
    "log2": lambda a: div(log(a), ((LOG_2, -PLACES), (LOG_2 + SLACK, -PLACES))),
    "log10": lambda a: div(log(a), log(_of(10.0))),
}  # fmt: skip
