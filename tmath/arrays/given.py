"""Numbers for the inputs of a call: broadcast against each other, what varies laid out flat."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tmath.arrays.assemble import given
from tmath.errors import InputError, nearest
from tmath.records import dataclass

Array = Any


@dataclass(frozen=True)
class Given:
    """The inputs of a call by name: flat arrays of one length for those that vary, floats for the others.

    `relaxed`: whole-number flags are not held, since optimisers step between.
    """

    shape: tuple[int, ...]
    values: Mapping[str, Any]
    varying: frozenset[str]
    relaxed: bool = False

    @property
    def whole(self) -> frozenset[str]:
        """The names of inputs that vary over whole numbers by their type."""
        return frozenset(name for name in self.varying if self.values[name].dtype.kind in "iu")

    @property
    def size(self) -> int:
        """How many elements there are."""
        return math.prod(self.shape)

    def take(self, chosen: Array) -> Given:
        """The elements chosen alone."""
        values = {n: v[chosen] if n in self.varying else v for n, v in self.values.items()}
        return Given((int(chosen.size),), values, self.varying, self.relaxed)

    def without(self, names: Sequence[str]) -> tuple[Given, dict[str, Any]]:
        """The inputs without some, and what those are."""
        dropped = {n: self.values[given(n)] for n in names}
        left = {n: v for n, v in self.values.items() if n not in {given(name) for name in names}}
        return Given(self.shape, left, frozenset(self.varying & left.keys()), self.relaxed), dropped

    def part(self, start: int, stop: int) -> Given:
        """The elements from one to another alone."""
        values = {n: v[start:stop] if n in self.varying else v for n, v in self.values.items()}
        return Given((stop - start,), values, self.varying, self.relaxed)


def hold_names(inputs: Sequence[str], values: Mapping[str, Any]) -> None:
    """Refuse a call whose names are not those of the inputs.

    Raises: InputError.
    """
    for name in values:
        if name not in inputs:
            guess = nearest(name, inputs)
            hint = f"did you mean {guess}?" if guess else f"the inputs are {', '.join(inputs) or 'none'}"
            raise InputError(f"{name} is no input of this function\n   {hint}", name)
    missing = [name for name in inputs if name not in values]
    if missing:
        raise InputError(f"give {', '.join(missing)}: the inputs are {', '.join(inputs)}", missing[0])


def of_arrays(inputs: Sequence[str], arrays: Sequence[Array], relaxed: bool = False) -> Given:
    """Arrays of floats, one an input, broadcast against each other.

    Raises: InputError where their shapes do not agree.
    """
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in zip(inputs, arrays, strict=True))
        raise InputError(f"the inputs cannot be broadcast together: {shapes}") from None
    values: dict[str, Any] = {}
    varying = set()
    single = math.prod(shape) == 1
    for name, array in zip(inputs, arrays, strict=True):
        if array.size == 1 and not single:
            values[given(name)] = float(array.reshape(-1)[0])
            continue
        varying.add(given(name))
        values[given(name)] = (array if array.shape == shape else np.broadcast_to(array, shape)).reshape(-1)
    return Given(shape, values, frozenset(varying), relaxed)


def numbers(name: str, value: Any) -> Array:
    """The numbers of one input.

    Raises: InputError for what is no number.
    """
    try:
        array = np.asarray(value)
        if array.dtype.kind in "iu" and array.ndim:
            return array  # made floats block by block
        if array.dtype.kind in "biuf":
            return array.astype(float, copy=False)
        if array.dtype.kind == "O":
            return array.astype(float)
    except (TypeError, ValueError, OverflowError):
        pass
    raise InputError(f"{name} takes numbers in its declared unit, not {value!r}", name)
