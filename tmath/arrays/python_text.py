"""Functions as Python text, for single numbers and for NumPy arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tmath.arrays.frames import STEPS, Bound, Search, indented
from tmath.arrays.sheet import Column
from tmath.arrays.straight import python_constant

MATH = "ceil, cos, exp, floor, inf, log, log2, log10, nan, pow, sin, sqrt, tan"


class PythonFrame:
    """Plain Python with the math module."""

    def part(self, number: int) -> str:
        """The name of a part of a root."""
        return f"p{number}"

    def answer(self, value: str, ok: str | None) -> str:
        """The last line of a function."""
        return f"return {value}" if ok is None else f"return {value} if {ok} else nan"

    def function(self, name: str, parameters: Sequence[str], body: Sequence[str], doc: str) -> str:
        """A whole function; arithmetic that fails has no value."""
        lines = [f"def {name}({', '.join(parameters)}):", f'    """{doc}"""', "    try:", *indented(body, 8)]
        return "\n".join([*lines, "    except (ArithmeticError, ValueError):", "        return nan"])

    def merged(self, parts: Sequence[str], pick: str | None) -> list[str]:
        """The one value of several branches."""
        calls = ", ".join(f"{part}({{args}})" for part in parts)
        chosen = {"min": "return found[0] if found else nan", "max": "return found[-1] if found else nan"}.get(
            pick or "", "return found[0] if found and found[-1] - found[0] <= 1e-11 * abs(found[-1]) else nan"
        )
        return [f"found = sorted(x for x in ({calls},) if x == x)", chosen]

    def bounded(self, bound: Bound) -> list[str]:
        """The end of what constraints allow."""
        choose = "min" if bound.side < 0 else "max"
        roots = ", ".join(f"{root}({{args}})" for root in bound.roots)
        args = "{args}, " if bound.roots is not None else ""
        lines = [f"if {bound.inputs}({{args}}) != 1.0:", "    return nan", f"roots = [{roots}]"]
        lines.append(f"x = {choose}(roots) if all(root == root for root in roots) else nan")
        low, high = python_constant(bound.low), python_constant(bound.high)
        lines.append(f"if not {low} < x < {high}:")
        if bound.end is None:
            lines.append("    return nan")
        else:
            end = python_constant(bound.end)
            lines += [f"    if {bound.holds}({args}{end}) == 1.0:", f"        return {end}", f"    {self._low(bound)}"]
        return lines + (self._whole(bound, args) if bound.unit else ["return x"])

    def _low(self, bound: Bound) -> str:
        """What is left to do where the roots lie outside: nothing, save that whole numbers are tried from the start."""
        return "return nan" if not bound.unit or bound.side < 0 else f"x = {python_constant(bound.low)}"

    def _whole(self, bound: Bound, args: str) -> list[str]:
        unit, low, high = (python_constant(v) for v in (bound.unit, bound.low, bound.high))
        step = f"+ {unit}" if bound.side > 0 else f"- {unit}"
        back = f"- {unit}" if bound.side > 0 else f"+ {unit}"
        start = f"ceil((x - 1e-9 * abs(x)) / {unit})" if bound.side > 0 else f"floor((x + 1e-9 * abs(x)) / {unit})"
        return [
            f"x = max({start} * {unit}, {low})" if bound.side > 0 else f"x = {start} * {unit}",
            f"while {low} <= x {back} <= {high} and {bound.holds}({args}x {back}) == 1.0:",
            f"    x = x {back}",
            f"for _ in range({STEPS}):",
            f"    if not {low} <= x <= {high}:",
            "        break",
            f"    if {bound.holds}({args}x) == 1.0:",
            "        return float(x)",
            f"    x = x {step}",
            "return nan",
        ]

    def root(
        self, name: str, kernel: str, parts: int, lines: Sequence[str], value: str, slope: str, search: Search
    ) -> str:
        """A kernel and the function that finds its root."""
        taken = ", ".join(f"p{i}" for i in range(parts))
        text = [f"def {kernel}({', '.join(['s', *(f'p{i}' for i in range(parts))])}):", *indented(lines)]
        text += [f"    return {value}, {slope}", "", "", f"def {name}({taken}):"]
        packed = f"({taken},)" if parts else "()"
        low, high = python_constant(search.low), python_constant(search.high)
        start = "p0" if search.has_start else "0.0"
        if search.kind == "scan":
            text.append(f"    return scan({kernel}, {packed}, {low}, {high}, {search.number})")
        else:
            how = "newton" if search.kind == "log" else "bracketed"
            text.append(f"    return {how}({kernel}, {packed}, {start}, {low}, {high}, {search.way})")
        return "\n".join(text)

    def module(
        self,
        about: Sequence[str],
        helper: str,
        functions: Sequence[str],
        public: Sequence[tuple[str, tuple[Column, ...]]],
    ) -> str:
        """The whole text; run as a script it takes the inputs as arguments."""
        head = ['"""' + about[0], "", *about[1:], '"""', ""]
        imports = ["import sys", f"from math import {MATH}"]
        main = ['if __name__ == "__main__":', *(f"    print({name}(*map(float, sys.argv[1:])))" for name, _ in public)]
        return "\n".join([*head, *imports, "", helper, *(f"\n{text}\n" for text in functions), "", *main, ""])


class NumpyFrame(PythonFrame):
    """Arrays of one shape, worked on flat."""

    def answer(self, value: str, ok: str | None) -> str:
        """The last line of a function."""
        return f"return {value}" if ok is None else f"return where({ok}, {value}, nan)"

    def function(self, name: str, parameters: Sequence[str], body: Sequence[str], doc: str) -> str:
        """A whole function, whose decorator broadcasts."""
        return "\n".join(["@flat", f"def {name}({', '.join(parameters)}):", f'    """{doc}"""', *indented(body)])

    def merged(self, parts: Sequence[str], pick: str | None) -> list[str]:
        """The one value of several branches."""
        calls = ", ".join(f"{part}({{args}})" for part in parts)
        ends = "least, greatest = np.fmin.reduce(found), np.fmax.reduce(found)"
        chosen = {"min": "return least", "max": "return greatest"}.get(
            pick or "", "return where(greatest - least <= 1e-11 * absolute(greatest), least, nan)"
        )
        return [f"found = np.array([{calls}])", ends, chosen]

    def bounded(self, bound: Bound) -> list[str]:
        """The end of what constraints allow."""
        choose = "minimum" if bound.side < 0 else "maximum"
        roots = ", ".join(f"{root}({{args}})" for root in bound.roots)
        low, high = python_constant(bound.low), python_constant(bound.high)
        lines = [f"x = {choose}.reduce([{roots}])"]
        if bound.end is not None:
            end = python_constant(bound.end)
            lines.append(f"here = {bound.holds}({{args}}, {end} + 0 * x) == 1")
            lines.append(f"x = where((x > {low}) & (x < {high}), x, where(here, {end}, {self._otherwise(bound)}))")
        else:
            lines.append(f"x = where((x > {low}) & (x < {high}), x, nan)")
        if bound.unit:
            unit = python_constant(bound.unit)
            lines.append(f"x = settled(lambda n: {bound.holds}({{args}}, n), x, {bound.side}, {unit}, {low}, {high})")
        return [*lines, f"return where({bound.inputs}({{args}}) == 1, x, nan)"]

    def _otherwise(self, bound: Bound) -> str:
        return python_constant(bound.low) if bound.unit and bound.side > 0 else "nan"

    def root(
        self, name: str, kernel: str, parts: int, lines: Sequence[str], value: str, slope: str, search: Search
    ) -> str:
        """A function that finds the roots of many equations at once."""
        taken = [f"p{i}" for i in range(parts)]
        words = set(re.findall(r"\w+", " ".join((*lines, value, slope))))
        used = [p for p in taken if p in words]
        shapes = f"    shape = np.broadcast_shapes((1,), *map(np.shape, ({', '.join(taken)},)))"
        text = [f"def {name}({', '.join(taken)}):", shapes]
        text += [f"    {p} = np.broadcast_to({p}, shape)" for p in taken]
        text.append("    def evaluate(s, value, slope, chosen=slice(None)):")
        if used:
            text.append(f"        {', '.join(used)} = {', '.join(f'{p}_[chosen]' for p in used)}")
        text += [*indented(lines, 8), f"        value[...] = {value}", f"        slope[...] = {slope}", ""]
        text.append("    out = np.empty(shape)")
        low, high = python_constant(search.low), python_constant(search.high)
        start = "p0" if search.has_start else "0.0"
        if search.kind == "scan":
            text.append(f"    scan(evaluate, out, {low}, {high}, {search.number})")
        elif search.kind == "plain":
            text.append(f"    plain(evaluate, {start}, out, {low}, {high}, {search.way})")
        else:
            text.append("    work = np.empty((2, *shape))")
            text.append(f"    newton(evaluate, {start}, out, work, {low}, {high}, {search.way})")
        text.append("    return out")
        if used:
            place = next(i for i, line in enumerate(text) if line.startswith("    def evaluate"))
            text.insert(place, f"    {', '.join(f'{p}_' for p in used)} = {', '.join(used)}")
        return "\n".join(text)

    def module(
        self,
        about: Sequence[str],
        helper: str,
        functions: Sequence[str],
        public: Sequence[tuple[str, tuple[Column, ...]]],
    ) -> str:
        """The whole text; run as a script it takes the inputs as arguments."""
        head = ['"""' + about[0], "", *about[1:], '"""', ""]
        numpy = "absolute, logical_not, maximum, minimum, power, where"
        imports = ["import sys", "from functools import wraps", "", "import numpy as np"]
        imports += [f"from numpy import {MATH.replace(', pow', '')}", f"from numpy import {numpy}"]
        main = ['if __name__ == "__main__":', *(f"    print({name}(*map(float, sys.argv[1:])))" for name, _ in public)]
        return "\n".join(
            [*head, *imports, "", helper, "", NUMPY_HELP, *(f"\n{text}\n" for text in functions), "", *main, ""]
        )


NUMPY_HELP = '''def flat(function):
    """Arrays of any shapes, broadcast, worked on flat, and given back in their common shape."""

    @wraps(function)
    def called(*arrays):
        arrays = np.broadcast_arrays(*(np.asarray(array, float) for array in arrays))
        shape = arrays[0].shape if arrays else ()
        with np.errstate(all="ignore"):
            found = function(*(array.reshape(-1) for array in arrays))
        return np.broadcast_to(found, (int(np.prod(shape)),)).reshape(shape).copy()

    return called


def settled(holds, x, side, unit, low, high):
    """The whole number nearest to x at which all holds, from x inwards, and that does not hold one further."""
    n = np.ceil((x - 1e-9 * abs(x)) / unit) if side > 0 else np.floor((x + 1e-9 * abs(x)) / unit)
    n = n * unit if side < 0 else np.maximum(n * unit, low)
    for _ in range(1_000_000):
        further = n - side * unit
        more = (further >= low) & (further <= high) & (holds(further) == 1)
        if not more.any():
            break
        n = np.where(more, further, n)
    for _ in range(1_000_000):
        wrong = (n >= low) & (n <= high) & (holds(n) != 1)
        if not wrong.any():
            break
        n = np.where(wrong, n + side * unit, n)
    return np.where((n >= low) & (n <= high), n, np.nan)

'''
