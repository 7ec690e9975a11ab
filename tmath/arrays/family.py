"""One question for every row of the choices among its inputs: each combination is planned when it is first met."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from tmath.arrays.answers import Answering, answering, planned
from tmath.arrays.determined import Judged
from tmath.arrays.given import Array, Given, numbers, of_arrays
from tmath.arrays.sheet import Bounds, Sheet, Status
from tmath.errors import InputError, MissingInputsError, SolveError
from tmath.language.system import System
from tmath.records import dataclass, replace
from tmath.solving.givens import read_key
from tmath.values import Typed


@dataclass(frozen=True)
class Recipe:
    """A question as it was asked: everything but the numbers of its inputs."""

    system: System
    unknowns: tuple[str, ...]
    numbers: tuple[str, ...]  # inputs that are quantities
    typed: Mapping[str, Typed]
    keys: Mapping[str, str]
    tight: frozenset[str]
    without: frozenset[str]
    pick: str | None

    def sheets(self, keys: Mapping[str, str]) -> tuple[Sheet | Bounds, ...]:
        """The question planned under the keys of its choices, one sheet an unknown.

        Raises: SolveError.
        """
        asked = replace(self, keys={**self.keys, **keys})
        return tuple(
            planned(asked.system, unknown, asked.numbers, asked.typed, asked.keys, asked.tight, asked.without)
            for unknown in asked.unknowns
        )


class Family:
    """The answers of a question by the keys of the choices among its inputs; one alone where there are none."""

    def __init__(
        self,
        unknowns: Sequence[str],
        several: bool,
        inputs: Sequence[str],
        names: Mapping[str, str],
        units: Mapping[str, str],
        rows: Mapping[str, tuple[str, ...]],
        pick: str | None,
        made: Mapping[tuple[str, ...], tuple[Sheet | Bounds, ...]],
        recipe: Recipe | None,
        hot: bool = False,
    ):
        self.unknowns, self.several, self.inputs = tuple(unknowns), several, tuple(inputs)
        self.names, self.units, self.rows, self.pick = dict(names), dict(units), dict(rows), pick
        self.choices = tuple(rows)
        self.numbers = tuple(name for name in inputs if name not in rows)
        self._made = dict(made)
        self._recipe, self.hot = recipe, hot
        self._answers: dict[tuple[str, ...], tuple[Answering, ...]] = {}
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        with self._lock:
            made = dict(self._made)
        asked = (self.unknowns, self.several, self.inputs, self.names, self.units, self.rows, self.pick)
        return Family, (*asked, made, self._recipe, self.hot)

    def heated(self) -> Family:
        """The same, through Numba from the first call on."""
        family, parts = self.__reduce__()
        heated: Family = family(*parts[:-1], True)
        return heated

    def answers(self, keys: tuple[str, ...]) -> tuple[Answering, ...]:
        """The answers under some keys, planned now if they have not been.

        Raises: SolveError.
        """
        found = self._answers.get(keys)
        if found is None:
            with self._lock:
                if keys not in self._made:
                    assert self._recipe is not None
                    self._made[keys] = self._recipe.sheets(dict(zip(self.choices, keys, strict=True)))
                if keys not in self._answers:
                    self._answers[keys] = tuple(answering(sheet, self.pick, self.hot) for sheet in self._made[keys])
            found = self._answers[keys]
        return found

    def any(self) -> tuple[Answering, ...]:
        """The answers, under the first keys where there are choices."""
        return self.answers(next(iter(self._made), ()))

    # -- inputs ------------------------------------------------------------------------------------

    def canonical(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a call by the names in `inputs`.

        Raises: InputError for one given twice.
        """
        found: dict[str, Any] = {}
        for name, value in values.items():
            full = self.names.get(name, name)
            if full in found:
                raise InputError(f"{full} is given twice, the second time as {name}", name)
            found[full] = value
        return found

    def read(self, values: Mapping[str, Any], relaxed: bool) -> tuple[Given, dict[str, Array]]:
        """Numbers and rows of a call, broadcast against each other; rows by their place in the choice."""
        arrays = [self._places(n, values[n]) if n in self.rows else numbers(n, values[n]) for n in self.inputs]
        at = of_arrays(self.inputs, arrays, relaxed)
        return at.without(self.choices)

    def _places(self, choice: str, keys: Any) -> Array:
        assert self._recipe is not None
        system, rows = self._recipe.system, self.rows[choice]
        written = np.asarray(keys)
        if written.dtype.kind not in "iuU":
            written = written.astype(object)
            different = np.array(list(dict.fromkeys(written.reshape(-1).tolist())), object)
            number = {key: i for i, key in enumerate(different.tolist())}
            inverse = np.array([number[key] for key in written.reshape(-1).tolist()], int)
        else:
            different, inverse = np.unique(written, return_inverse=True)
        places = np.array([rows.index(read_key(system, choice, key)) for key in different.tolist()], float)
        found: Array = places[inverse].reshape(written.shape)
        return found

    # -- answers -----------------------------------------------------------------------------------

    def values(self, unknown: int, at: Given, rows: Mapping[str, Array]) -> Array:
        """The values of one unknown, flat; nan for keys under which there is no answer at all."""
        return self._gathered(at, rows, lambda keys, part: self.answers(keys)[unknown].values(part))

    def slopes(self, unknown: int, at: Given, rows: Mapping[str, Array]) -> Array:
        """The derivatives of one unknown by the inputs that are quantities, flat in the last axis."""
        if not self.choices:
            return self.answers(())[unknown].slopes(at)
        found = self._gathered(at, rows, lambda keys, part: self.answers(keys)[unknown].slopes(part))
        return found if found.ndim == 2 else np.full((len(self.numbers), at.size), np.nan)

    def judged(self, unknown: int, at: Given, rows: Mapping[str, Array]) -> Judged:
        """The values of one unknown with statuses and margins, flat."""
        if not self.choices:
            return self.answers(())[unknown].judged(at)
        values, status = np.full(at.size, np.nan), np.full(at.size, Status.CONTRADICTION, np.uint8)
        margins: dict[str, Array] = {}
        for keys, chosen, part in self._groups(at, rows):
            with _none_for_some():
                found = self.answers(keys)[unknown].judged(part)
                values[chosen], status[chosen] = found.values, found.status
                for label, margin in found.margins.items():
                    margins.setdefault(label, np.full(at.size, np.nan))[chosen] = margin
        return Judged(values, status, margins)

    def _gathered(self, at: Given, rows: Mapping[str, Array], work: Callable[..., Array]) -> Array:
        if not self.choices:
            return work((), at)
        result: Array = np.full(at.size, np.nan)
        for keys, chosen, part in self._groups(at, rows):
            with _none_for_some():
                found = work(keys, part)
                if found.ndim != result.ndim:
                    result = np.full((*found.shape[:-1], at.size), np.nan)
                result[..., chosen] = found
        return result

    def _groups(self, at: Given, rows: Mapping[str, Array]) -> Iterator[tuple[tuple[str, ...], Array, Given]]:
        """The elements of each combination of keys."""
        places = np.broadcast_arrays(*(np.asarray(rows[n]).reshape(-1) for n in self.choices), np.empty(at.size))[:-1]
        for combination in np.unique(np.stack(places), axis=1).T:
            keys = tuple(self.rows[n][int(place)] for n, place in zip(self.choices, combination, strict=True))
            chosen = np.flatnonzero(np.all([p == place for p, place in zip(places, combination, strict=True)], axis=0))
            yield keys, chosen, at.take(chosen)


@contextmanager
def _none_for_some() -> Iterator[None]:
    """Some keys may have no answer where others have one; what is missing is missing for all.

    Raises: MissingInputsError.
    """
    try:
        yield
    except MissingInputsError:
        raise
    except SolveError:
        return
