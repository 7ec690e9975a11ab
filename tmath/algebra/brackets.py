"""One root between two signs, one minimum between two slopes, one border between two answers."""

from __future__ import annotations

import math
from collections.abc import Callable

Function = Callable[[float], float]


def chandrupatla(f: Function, a: float, b: float, fa: float, fb: float, limit: int = 120) -> tuple[float, float]:
    """The ends of a bracket shrunk to neighbouring floats, or nearly so; f(a) and f(b) have opposite signs.

    Source: Chandrupatla 1997, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
    function without using derivatives", Advances in Engineering Software 28(3).
    """
    c, fc, t = a, fa, 0.5
    for _ in range(limit):
        x = a + t * (b - a)
        fx = f(x)
        if fx != fx:  # a hole inside the bracket: halve away from it
            return a, b
        if (fx > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, b, fc, fb = b, a, fb, fa
        a, fa = x, fx
        best = a if abs(fa) < abs(fb) else b
        if fa == 0.0:
            return a, a
        width = abs(b - a)
        tolerance = 2.3e-16 * abs(best) + 5e-324
        if width <= 2 * tolerance:
            break
        t = _interpolated(a, b, c, fa, fb, fc)
        least = tolerance / width
        t = min(max(t, least), 1 - least)
    return a, b


def _interpolated(a: float, b: float, c: float, fa: float, fb: float, fc: float) -> float:
    """Where the inverse parabola through three points crosses zero, or the middle where it is no good."""
    if fb == fc or c == b:
        return 0.5
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if not (phi * phi < xi and (1 - phi) * (1 - phi) < 1 - xi):
        return 0.5
    if fa in (fb, fc):
        return 0.5
    return fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)


GOLDEN = (3 - math.sqrt(5)) / 2


def minimum(
    f: Function, a: float, b: float, c: float, limit: int = 80, stop: Callable[[float], bool] | None = None
) -> float:
    """Where f is least, given a < b < c with f(b) no larger than at the ends; `stop` ends the search early.

    Source: Brent 1973, Algorithms for Minimization without Derivatives, chapter 5.
    """
    x = w = v = b
    fx = fw = fv = f(b)
    d = e = 0.0
    for _ in range(limit):
        if stop is not None and stop(fx):
            return x
        middle, tolerance = (a + c) / 2, 1.5e-8 * abs(x) * 1e-3 + 1e-300
        if abs(x - middle) <= 2 * tolerance - (c - a) / 2:
            break
        step, parabolic = d, False
        if abs(e) > tolerance:
            r, q = (x - w) * (fx - fv), (x - v) * (fx - fw)
            p, q = (x - v) * q - (x - w) * r, 2 * (q - r)
            p = -p if q > 0 else p
            q = abs(q)
            parabolic = q > 0 and abs(p) < abs(q * e / 2) and q * (a - x) < p < q * (c - x)
            if parabolic:
                e, step = d, p / q
        if not parabolic:
            e = (c if x < middle else a) - x
            step = GOLDEN * e
        d = step
        u = x + (d if abs(d) >= tolerance else math.copysign(tolerance, d))
        fu = f(u)
        if fu != fu:
            break
        if fu <= fx:
            a, c = (x, c) if u >= x else (a, x)
            v, w, x, fv, fw, fx = w, x, u, fw, fx, fu
        else:
            a, c = (u, c) if u < x else (a, u)
            if fu <= fw or w == x:
                v, w, fv, fw = w, u, fw, fu
            elif fu <= fv or v in (x, w):
                v, fv = u, fu
    return x


def border(holds: Callable[[float], bool], inside: float, outside: float, limit: int = 1100) -> tuple[float, float]:
    """Neighbouring floats between which an answer changes: the last that holds and the first that does not.

    Source: bisection, here halving the bits between two floats of one sign and not only the distance.
    """
    for _ in range(limit):
        middle = between(inside, outside)
        if middle in (inside, outside):
            break
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside, outside


def between(a: float, b: float) -> float:
    """A float in the middle: geometrically where both have one sign and are far apart."""
    low, high = min(a, b), max(a, b)
    if low > 0 and high > 4 * low:
        return math.exp((math.log(low) + math.log(min(high, 1.7e308))) / 2)
    if high < 0 and low < 4 * high:
        return -math.exp((math.log(-high) + math.log(min(-low, 1.7e308))) / 2)
    return low / 2 + high / 2
