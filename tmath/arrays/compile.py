"""Text becomes code: the only place where anything is executed that was not written by hand.

The text is made from programs, with positional names and numbers alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np

from tmath.arrays import newton, single
from tmath.arrays.assemble import Rooted
from tmath.arrays.blocks import UFUNCS, block_text
from tmath.arrays.lower import Code, lower
from tmath.arrays.sheet import LOG
from tmath.arrays.straight import PYTHON, written

BLOCK = 32_768  # elements that stay in the cache while a block is worked on
Array = Any

_namespace: dict[str, Any] = {
    **{ufunc: getattr(np, ufunc) for ufunc in UFUNCS.values()},
    "copyto": np.copyto,
    "where": np.where,
    "nan": np.nan,
    "inf": np.inf,
}


def execute(text: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """The functions that a text defines."""
    space = dict(names)
    exec(compile(text, "<program>", "exec"), space)  # made from a program, see above
    return space


class Kernel:
    """The code of a program for given inputs that vary, ready to run on blocks."""

    def __init__(self, code: Code, varying: Collection[str], labels: Sequence[str], whole: Collection[str] = ()):
        text = block_text(code, varying, labels, whole)
        roots = {f"root{r}": Root(code.roots[r], *how) for r, how in text.parts.items()}
        space = execute(text.text, {**_namespace, **roots})
        self.arrays, self.scalars = text.arrays, text.scalars
        self.before: Callable[..., tuple[Any, ...]] = space["before"]
        self.block: Callable[..., None] = space["block"]
        self.labels = list(labels)
        self.types = {label: bool if code.is_truth(code.outputs[label]) else float for label in labels}
        self._floats, self._truths = text.floats, text.truths

    def work(self, size: int) -> list[Array]:
        """The buffers one block needs."""
        return [*np.empty((self._floats, size)), *np.empty((self._truths, size), bool)]

    def prepare(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Everything that rests on scalars alone."""
        return self.before(*(values[n] for n in self.scalars))

    def run(self, values: Mapping[str, Any], outs: Sequence[Array], start: int, stop: int) -> None:
        """Fill the outputs from one element to another, block after block.

        Shape: arrays and outputs have one axis, as long as each other.
        """
        with np.errstate(all="ignore"):
            scalars = self.prepare(values)
            arrays = [values[n] for n in self.arrays]
            work = self.work(min(BLOCK, stop - start))
            for first in range(start, stop, BLOCK):
                last = min(first + BLOCK, stop)
                part = work if last - first == BLOCK else [w[: last - first] for w in work]
                self.block(*(a[first:last] for a in arrays), *scalars, *(o[first:last] for o in outs), *part)


class Root:
    """A root of a program: called with its parts, it writes x to an array, or gives it back where nothing varies."""

    def __init__(self, rooted: Rooted, varies: bool, parts: Sequence[bool]):
        self.rooted, self.varies = rooted, varies
        code = lower(rooted.kernel)
        varying = {LOG, *(label for label, moves in zip(rooted.parts, parts, strict=True) if moves)}
        self.kernel = Kernel(code, varying, ("value", "slope"))
        self.has_start = rooted.way.start is not None

    def __call__(self, *args: Any) -> Any:
        if not self.varies:
            out = np.empty(1)
            self._solve(out, args)
            return out[0]
        self._solve(args[0], args[1:])
        return None

    def _solve(self, out: Array, args: tuple[Any, ...]) -> None:
        rooted, method = self.rooted, self.rooted.method
        parts = dict(zip(rooted.parts, args, strict=True))
        evaluate = self._evaluator(parts, out.size)
        start = args[0] if self.has_start else 0.0
        if method.kind == "log":
            work = list(np.empty((2, out.size)))
            newton.newton(evaluate, start, out, work, method.low, method.high, method.rising or 2 * rooted.way.number)
        elif method.kind == "plain":
            newton.plain(evaluate, start, out, method.low, method.high, method.rising)
        else:
            newton.scan(evaluate, out, *scanned(rooted), rooted.way.number)

    def _evaluator(self, parts: Mapping[str, Any], size: int) -> Callable[..., None]:
        kernel = self.kernel
        scalars = kernel.prepare(parts)
        arrays = {n: parts[n] for n in kernel.arrays if n != LOG}
        work = kernel.work(size)

        def evaluate(s: Array, value: Array, slope: Array, chosen: Array | None = None) -> None:
            if chosen is None:
                args, room = [s if n == LOG else arrays[n] for n in kernel.arrays], work
            else:
                args = [s if n == LOG else arrays[n][chosen] for n in kernel.arrays]
                room = [w[: s.size] for w in work]
            kernel.block(*args, *scalars, value, slope, *room)

        return evaluate


# -- one element -----------------------------------------------------------------------------------

_functions = ("sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "ceil", "floor", "pow")
_scalars: dict[str, Any] = {
    **{function: getattr(math, function) for function in _functions},
    "nan": math.nan,
    "inf": math.inf,
}


def scalar_function(
    code: Code,
    inputs: Sequence[str],
    otherwise: Callable[..., Any],
    labels: Sequence[str] | None = None,
    settled: str = "",
) -> Callable[..., Any]:
    """A function of plain floats that gives the output "value" where the output "ok" holds, else nan.

    With `labels` it gives those, in a tuple. `otherwise` answers where the arithmetic fails, and where the output named
    by `settled`, in place of "ok", does not hold.
    """
    places = {name: f"x{i}" for i, name in enumerate(inputs)}
    names = {r: places[op.value] for r, op in enumerate(code.ops) if op.name == "input"}
    lines, texts = written(code, PYTHON, names)
    told = dict(zip(code.outputs, texts, strict=True))
    parameters = ", ".join(places.values())
    steps = any(op.name in ("ceil", "floor") for op in code.ops)  # of math, they give whole numbers
    values = [f"float({told[label]})" if steps else told[label] for label in labels or ("value",)]
    result = values[0] if labels is None else f"({''.join(f'{value}, ' for value in values)})"
    nothing = "nan" if labels is None else f"({'nan, ' * len(labels)})"
    last = f"otherwise({parameters})" if settled else nothing
    condition = settled or "ok"
    if code.outputs[condition] != 1.0:
        result = f"{result} if {told[condition]} else {last}"
    text = "\n".join(
        [
            f"def scalar({parameters}):",
            "    try:",
            *(f"        {line}" for line in lines),
            f"        return {result}",
            "    except (ArithmeticError, ValueError):",
            f"        return otherwise({parameters})",
            "",
        ]
    )
    roots = {f"root{r}": scalar_root(rooted) for r, rooted in code.roots.items()}
    found: Callable[..., Any] = execute(text, {**_scalars, **roots, "otherwise": otherwise})["scalar"]
    return found


def scalar_root(rooted: Rooted) -> Callable[..., float]:
    """A root of a program as a function of its parts, which are floats."""
    code, method = lower(rooted.kernel), rooted.method
    places = {LOG: "s", **{part: f"p{i}" for i, part in enumerate(rooted.parts)}}
    names = {r: places[op.value] for r, op in enumerate(code.ops) if op.name == "input"}
    lines, outputs = written(code, PYTHON, names)
    parameters = ", ".join(places.values())
    body = [*(f"    {line}" for line in lines), f"    return {outputs[0]}, {outputs[1]}", ""]
    kernel = execute("\n".join([f"def kernel({parameters}):", *body]), _scalars)["kernel"]
    low, high, number = method.low, method.high, rooted.way.number
    way = method.rising or 2 * number
    if method.kind == "log":
        return lambda *parts: single.newton(kernel, parts, parts[0], low, high, way)
    if method.kind == "plain":
        has_start = rooted.way.start is not None
        return lambda *parts: single.bracketed(kernel, parts, parts[0] if has_start else 0.0, low, high, way)
    return lambda *parts: single.scan(kernel, parts, *scanned(rooted), number)


def scanned(rooted: Rooted) -> tuple[float, float]:
    """The stretch of log x that is scanned."""
    method = rooted.method
    return (-700.0, method.depth) if rooted.way.mirrored else (method.low, method.high)
