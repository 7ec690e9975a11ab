"""What `System.compile` gives: one question as a function of numbers that come later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from tmath.arrays.family import Family, Recipe
from tmath.arrays.given import Array, Given, hold_names, numbers, of_arrays
from tmath.arrays.hot import available
from tmath.errors import InputError
from tmath.language.system import System
from tmath.records import dataclass
from tmath.solving.givens import canonical, names_asked, read_givens
from tmath.solving.solver import check_labels


def compile_function(
    system: System,
    unknown: str | Sequence[str],
    inputs: Sequence[str],
    given: Mapping[str, Any],
    *,
    tight: Sequence[str] = (),
    without: Sequence[str] = (),
    pick: str | None = None,
) -> Function:
    """One question as a function of its inputs, whose numbers come later.

    An input may be given too: it then stands at that value where a decision needs a number (see `generic`).
    Raises: InputError for names, keys and labels that are unknown; SolveError where the question has no answer
        whatever the numbers, or inputs are missing.
    """
    unknowns = [canonical(system, name) for name in names_asked(unknown)]
    full = [canonical(system, name) for name in inputs]
    _hold_asked(system, unknowns, full, pick)
    choices = {name: tuple(system.choices[name].rows) for name in full if name in system.choices}
    numbers = tuple(name for name in full if name not in choices)
    typed, keys = read_givens(system, unknowns[0], given)
    for name in unknowns[1:]:
        if name in typed:
            raise InputError(f"{name} is both asked for and given\n   drop {name}, or ask for another", name)
    labels = check_labels(system, list(tight), constraints_only=True), check_labels(system, list(without))
    recipe = Recipe(system, tuple(unknowns), numbers, typed, keys, *labels, pick)
    first = tuple(keys.get(name) or system.choices[name].default or rows[0] for name, rows in choices.items())
    made = {first: recipe.sheets(dict(zip(choices, first, strict=True)))}
    units = {name: system.quantities[name].unit.text for name in (*numbers, *unknowns)}
    aliases = dict(zip(inputs, full, strict=True))
    several = not isinstance(unknown, str)
    return Function(Family(unknowns, several, full, aliases, units, choices, pick, made, recipe if choices else None))


def _hold_asked(system: System, unknowns: Sequence[str], inputs: Sequence[str], pick: str | None) -> None:
    """Refuse names that cannot be asked for or come later.

    Raises: InputError.
    """
    if not unknowns or len(set(unknowns)) != len(unknowns):
        raise InputError("several unknowns: name each once", ",".join(unknowns))
    for name in unknowns:
        if name in system.choices:
            raise InputError(f"{name} is a choice: ask for it with solve, or make it an input", name)
        if name in inputs:
            raise InputError(f"{name} is both asked for and an input\n   drop it from one of them", name)
    for name in inputs:
        if inputs.count(name) > 1:
            raise InputError(f"{name} is an input twice", name)
    if pick not in (None, "min", "max"):
        raise InputError(f"pick is min or max, not {pick!r}", str(pick))


@dataclass(frozen=True, eq=False)
class Result:
    """Values in declared units, a `Status` each, and by constraint how far it is from breaking (negative: broken).

    Shape: that of the inputs together; with several unknowns each part is a dict by unknown.
    """

    values: Any
    status: Any
    margins: Any


class Function:
    """Unknowns of one question from its inputs, plain numbers in declared units; immutable, for any number of threads.

    Whole numbers are held where values are asked by name or by `scalar`; `vector`, `jacobian` and `gradient` are for
    optimisers, which step between them.
    """

    def __init__(self, family: Family):
        object.__setattr__(self, "_family", family)

    _family: Family

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"functions are immutable: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return Function, (self._family,)

    def __repr__(self) -> str:
        unknown = self.unknown if isinstance(self.unknown, str) else ", ".join(self.unknown)
        return f"<Function {unknown} of {', '.join(self.inputs) or 'nothing'}>"

    # -- what it is --------------------------------------------------------------------------------

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order of `scalar` and `vector`."""
        return self._family.inputs

    @property
    def unknown(self) -> str | tuple[str, ...]:
        """What is asked: a name, or several."""
        return self._family.unknowns if self._family.several else self._family.unknowns[0]

    @property
    def units(self) -> dict[str, str]:
        """The declared unit of every input and unknown."""
        return dict(self._family.units)

    @property
    def kind(self) -> str | tuple[str, ...]:
        """What the values are: equal, at_most or at_least; one an unknown."""
        kinds = tuple(answer.kind for answer in self._family.any())
        return kinds if self._family.several else kinds[0]

    @property
    def constraints(self) -> tuple[str, ...]:
        """The labels of the constraints in `margins(x)`, in order."""
        return tuple(label for answer in self._family.any() for label in answer.smooth)

    # -- by name -----------------------------------------------------------------------------------

    @np.errstate(all="ignore")
    def __call__(self, /, **values: Any) -> Any:
        """The unknown for every element of the inputs, broadcast; nan where there is no answer.

        Raises: InputError for an input that is missing, unknown or no number.
        """
        if not self._family.choices and all(isinstance(value, float | int) for value in values.values()):
            return self._at_point(values)
        at, keys = self._read(values)
        return self._shaped(at, [self._family.values(i, at, keys) for i in self._each])

    @np.errstate(all="ignore")
    def evaluate(self, /, **values: Any) -> Result:
        """Values with a status each, and the margins of the constraints.

        Raises: InputError for an input that is missing, unknown or no number.
        """
        at, keys = self._read(values)
        found = [self._family.judged(i, at, keys) for i in self._each]
        margins = [{label: margin.reshape(at.shape) for label, margin in part.margins.items()} for part in found]
        return Result(
            self._shaped(at, [part.values for part in found]),
            self._shaped(at, [part.status for part in found]),
            dict(zip(self._family.unknowns, margins, strict=True)) if self._family.several else margins[0],
        )

    @np.errstate(all="ignore")
    def gradient(self, /, **values: Any) -> dict[str, Any]:
        """d unknown / d input at a point (or at every element), by the name of the input.

        Raises: InputError for an input that is missing, unknown or no number.
        """
        at, keys = self._read(values, relaxed=True)
        found = []
        for i in self._each:
            slopes = self._family.slopes(i, at, keys)
            shaped = [row.reshape(at.shape) if at.shape else float(row[0]) for row in slopes]
            found.append(dict(zip(self._family.numbers, shaped, strict=True)))
        return dict(zip(self._family.unknowns, found, strict=True)) if self._family.several else found[0]

    # -- by position -------------------------------------------------------------------------------

    @cached_property
    def scalar(self) -> Callable[..., Any]:
        """The unknown of plain floats in the order of `inputs`; a tuple of several unknowns."""
        functions = self._singly
        if not self._family.several:
            return functions[0]
        return lambda *x: tuple([function(*x) for function in functions])

    @np.errstate(all="ignore")
    def vector(self, x: Any) -> Any:
        """The unknown at a point, or at many.

        Shape: x is (n,) or (n, S), in the order of `inputs`; the result a float or (S,), of m unknowns (m,) or (m, S).
        """
        point = self._point(x)
        if point is not None:
            single = [function(*point) for function in self._relaxed]
            return np.array(single) if self._family.several else single[0]
        at = self._at(x)
        found = [self._family.values(i, at, {}) for i in self._each]
        return np.array(found) if self._family.several else found[0]

    @np.errstate(all="ignore")
    def jacobian(self, x: Any) -> Array:
        """The exact derivative of `vector`.

        Shape: (n,) or (n, S), with several unknowns (m, n) or (m, n, S).
        """
        point = self._point(x)
        if point is not None:
            found = np.array([function(*point) for function in self._slopes])
        else:
            at = self._at(x)
            found = np.array([self._family.slopes(i, at, {}) for i in self._each])
        return found if self._family.several else found[0]

    @np.errstate(all="ignore")
    def margins(self, x: Any) -> Array:
        """How far the constraints in `constraints` are from breaking, negative where broken: for NonlinearConstraint.

        Shape: (c,) or (c, S) for x of (n,) or (n, S).
        """
        at = self._at(x)
        found = [answer.margins(at) for answer in self._family.any()]
        joined = np.concatenate(found) if found else np.empty((0, at.size))
        return joined if at.shape else joined[:, 0]

    @np.errstate(all="ignore")
    def margins_jacobian(self, x: Any) -> Array:
        """The exact derivative of `margins`.

        Shape: (c, n) or (c, n, S).
        """
        at = self._at(x)
        joined = np.concatenate([answer.margin_slopes(at) for answer in self._family.any()])
        return joined if at.shape else joined[..., 0]

    def fast(self) -> Function:
        """The same function through Numba from its first call on; any other comes to it when it has run for a while.

        Raises: InputError where Numba is not installed.
        """
        if not available():
            raise InputError("Numba is not installed: pip install 'tmath[fast]'")
        return Function(self._family.heated())

    def source(self, language: str = "python") -> str:
        """The function as text that needs nothing of this package: "python", "numpy" or "c".

        Raises: InputError for any other language, and for a function with choices among its inputs.
        """
        from tmath.arrays.export import source

        return source(self._family, language)

    # -- common ------------------------------------------------------------------------------------

    @property
    def _each(self) -> range:
        return range(len(self._family.unknowns))

    def _read(self, values: Mapping[str, Any], relaxed: bool = False) -> tuple[Given, dict[str, Any]]:
        family = self._family
        named = family.canonical(values)
        hold_names(family.inputs, named)
        return family.read(named, relaxed)

    @cached_property
    def _relaxed(self) -> list[Callable[..., float]]:
        return [answer.scalar(relaxed=True) for answer in self._family.any()]

    @cached_property
    def _slopes(self) -> list[Callable[..., tuple[float, ...]]]:
        return [answer.scalar_slopes() for answer in self._family.any()]

    def _point(self, x: Any) -> list[float] | None:
        """The one point that x is, None where it is another shape or choices are among the inputs."""
        array = np.asarray(x, float)
        alone = array.shape == (len(self.inputs),) and not self._family.choices
        return array.tolist() if alone else None

    def _at_point(self, values: Mapping[str, Any]) -> Any:
        """The unknown where every input is one number."""
        named = self._family.canonical(values)
        hold_names(self._family.inputs, named)
        point = [float(numbers(name, named[name])) for name in self._family.inputs]
        functions = [self.scalar] if not self._family.several else self._singly
        found = [np.array(function(*point)) for function in functions]
        return dict(zip(self._family.unknowns, found, strict=True)) if self._family.several else found[0]

    @cached_property
    def _singly(self) -> list[Callable[..., float]]:
        return [self._scalar(i) for i in self._each]

    def _at(self, x: Any) -> Given:
        if self._family.choices:
            chosen = ", ".join(self._family.choices)
            raise InputError(f"choices are no numbers: give {chosen} when compiling, or call by name", chosen)
        array = np.asarray(x, float)
        if array.ndim not in (1, 2) or array.shape[0] != len(self.inputs):
            wanted = f"({len(self.inputs)},) or ({len(self.inputs)}, S)"
            raise InputError(f"x has the shape {array.shape}, not {wanted}: {', '.join(self.inputs)}")
        return of_arrays(self.inputs, list(array), relaxed=True)

    def _shaped(self, at: Given, flat: Sequence[Array]) -> Any:
        shaped = [array.reshape(at.shape) for array in flat]
        return dict(zip(self._family.unknowns, shaped, strict=True)) if self._family.several else shaped[0]

    def _scalar(self, unknown: int) -> Callable[..., float]:
        if self._family.choices:
            names = self.inputs
            return lambda *x: float(self._one(dict(zip(names, x, strict=True)))[unknown])
        return self._family.any()[unknown].scalar()

    def _one(self, values: Mapping[str, Any]) -> list[float]:
        at, keys = self._read(values)
        return [float(self._family.values(i, at, keys)[0]) for i in self._each]
