"""The same code through Numba, where it is installed and pays: one loop over the elements, compiled for the machine.

Compiling costs a second or two, so it is done when a kernel has run for that long already, or when it is asked for.
What has no value stays nan: no arithmetic is assumed to be finite.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from tmath.arrays.compile import execute
from tmath.arrays.given import Array
from tmath.arrays.languages import NUMBA
from tmath.arrays.lower import Code
from tmath.arrays.straight import written

SPENT = 1.5  # seconds after which compiling would have paid
SIMPLE, HARD, SCALAR = 0.2, 1.0, 8.0  # ns: NumPy's simple and hard operations, and a hard one without vectors
HARDS = frozenset(("pow", "exp", "log", "log2", "log10", "sin", "cos", "tan"))


@cache
def available() -> bool:
    """Whether Numba can be imported."""
    return importlib.util.find_spec("numba") is not None


def pays(code: Code) -> bool:
    """Whether a loop would be faster: roots and functions that NumPy does in vectors stay with NumPy."""
    if code.roots:
        return False
    hard = sum(op.name in HARDS for op in code.ops)
    return hard * SCALAR < hard * HARD + len(code.ops) * SIMPLE


class Loop:
    """A compiled loop over elements for a code, in the place of its blocks."""

    def __init__(self, code: Code, varying: Sequence[str], labels: Sequence[str]):
        import numba
        import numpy as np

        self.inputs = code.inputs
        names = {}
        loads = []
        for register, op in enumerate(code.ops):
            if op.name == "input":
                names[register] = f"x{register}"
                if op.value in varying:
                    names[register] = f"a{register}"
                    loads.append(f"        a{register} = x{register}[i]")
        lines, outputs = written(code, NUMBA, names)
        registers = [register for register, op in enumerate(code.ops) if op.name == "input"]
        order = [labels.index(label) for label in code.outputs]
        parameters = [f"x{r}" for r in registers] + [f"o{i}" for i in range(len(labels))] + ["start", "stop"]
        stores = [f"        o{place}[i] = {text}" for place, text in zip(order, outputs, strict=True)]
        text = [f"def loop({', '.join(parameters)}):", "    for i in range(start, stop):", *loads]
        text += [*(f"        {line}" for line in lines), *stores, ""]
        functions = {name: getattr(math, name) for name in ("sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan")}
        space = {**functions, "pow": math.pow, "floor": np.floor, "ceil": np.ceil, "nan": math.nan, "inf": math.inf}
        made = execute("\n".join(text), space)["loop"]
        self._loop: Callable[..., None] = numba.njit(nogil=True, error_model="numpy")(made)

    def run(self, values: Mapping[str, Any], outs: Sequence[Array], start: int, stop: int) -> None:
        """Fill the outputs from one element to another."""
        self._loop(*(values[name] for name in self.inputs), *outs, start, stop)
