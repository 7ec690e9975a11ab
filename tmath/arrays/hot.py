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
    """A compiled loop over elements for a code, in the place of its blocks.

    Of a "value" and whether it is "ok" it writes one array, nan where it is not.
    """

    def __init__(self, code: Code, varying: Sequence[str], labels: Sequence[str]):
        import numba
        import numpy as np

        self.arrays = [name for name in code.inputs if name in varying]
        self.scalars = [name for name in code.inputs if name not in varying]
        places = {name: f"a{i}" for i, name in enumerate(self.arrays)} | {
            n: f"s{i}" for i, n in enumerate(self.scalars)
        }
        names = {register: places[op.value] for register, op in enumerate(code.ops) if op.name == "input"}
        lines, texts = written(code, NUMBA, names)
        told = dict(zip(code.outputs, texts, strict=True))
        if set(labels) == {"value", "ok"}:
            told = {"value": f"{told['value']} if {told['ok']} else nan"}
        self.labels = list(told)
        arrays = [f"x{i}" for i in range(len(self.arrays))]
        parameters = [*arrays, *(f"s{i}" for i in range(len(self.scalars))), *(f"o{i}" for i in range(len(told)))]
        # Over a shape, not from one number to another, or every index is looked at twice and nothing is made a vector.
        text = [f"def loop({', '.join(parameters)}):", "    for i in range(o0.shape[0]):"]
        text += [f"        a{i} = x{i}[i]" for i in range(len(arrays))]
        text += [f"        {line}" for line in lines]
        text += [*(f"        o{place}[i] = {output}" for place, output in enumerate(told.values())), ""]
        functions = {name: getattr(math, name) for name in ("sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan")}
        space = {**functions, "pow": math.pow, "floor": np.floor, "ceil": np.ceil, "nan": math.nan, "inf": math.inf}
        made = execute("\n".join(text), space)["loop"]
        self._loop: Callable[..., None] = numba.njit(nogil=True, error_model="numpy")(made)

    def run(self, values: Mapping[str, Any], outs: Sequence[Array], start: int, stop: int) -> None:
        """Fill the outputs from one element to another."""
        arrays = (values[name][start:stop] for name in self.arrays)
        scalars = (float(values[name]) for name in self.scalars)
        self._loop(*arrays, *scalars, *(out[start:stop] for out in outs))
