"""The kernels of a sheet, each made when first asked for, and blocks spread over threads."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from tmath.algebra.nodes import Expr
from tmath.arrays.assemble import GIVEN, program
from tmath.arrays.compile import BLOCK, Kernel
from tmath.arrays.given import Array, Given
from tmath.arrays.hot import SPENT, Loop, available, pays
from tmath.arrays.lower import Code, lower
from tmath.arrays.sheet import MOST_BRANCHES, Check, Definition, Sheet, Status
from tmath.errors import NotProvenError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

PAYS = 2  # blocks a thread must have to be worth starting

Ways = tuple[int, ...]
Result = TypeVar("Result")


class Machine:
    """Evaluates expressions of one sheet over arrays; immutable but for kernels it remembers."""

    def __init__(self, sheet: Sheet, hot: bool = False):
        self.sheet, self.hot = sheet, hot
        self._kernels: dict[Any, Kernel] = {}
        self._codes: dict[Any, Code] = {}
        self._loops: dict[Any, Loop] = {}
        self._spent: dict[Any, float] = {}

    def code(self, what: str, exprs: Mapping[str, Expr], ways: Mapping[str, int] | None = None) -> Code:
        """The operations for some expressions; `what` names them among all that are asked of this sheet."""
        key = (what, tuple(sorted((ways or {}).items())))
        if key not in self._codes:
            whole = {column.name for column in self.sheet.outputs if column.domain.integer}
            exact = {label for label in exprs if label in whole or (label == "value" and whole)}
            self._codes[key] = lower(program(self.sheet, exprs, ways), exact=exact)
        return self._codes[key]

    def kernel(self, what: str, exprs: Mapping[str, Expr], at: Given, ways: Mapping[str, int] | None = None) -> Kernel:
        """The kernel for some expressions and for what varies."""
        key = (what, tuple(sorted((ways or {}).items())), at.varying, at.whole)
        if key not in self._kernels:
            self._kernels[key] = Kernel(self.code(what, exprs, ways), at.varying, list(exprs), at.whole)
        return self._kernels[key]

    def run(
        self, what: str, exprs: Mapping[str, Expr], at: Given, ways: Mapping[str, int] | None = None
    ) -> dict[str, Array]:
        """The values of some expressions, flat; "ok" may be left out where "value" is nan without it."""
        kernel = self.kernel(what, exprs, at, ways)
        key = (what, tuple(sorted((ways or {}).items())), at.varying, at.whole)
        loop = self._loops.get(key)
        if loop is None and available() and (self.hot or self._spent.get(key, 0.0) > SPENT):
            code = self.code(what, exprs, ways)
            if pays(code):
                loop = self._loops[key] = Loop(code, sorted(at.varying), list(exprs))
            self._spent[key] = -np.inf  # asked and answered
        runner: Kernel | Loop = kernel if loop is None else loop
        outs = {label: np.empty(at.size, kernel.types[label]) for label in runner.labels}
        arrays = list(outs.values())
        before = perf_counter()
        spread(lambda start, stop: runner.run(at.values, arrays, start, stop), at.size)
        self._spent[key] = self._spent.get(key, 0.0) + perf_counter() - before
        return outs


def spread(work: Callable[[int, int], None], size: int) -> None:
    """Do work on ranges of elements, in as many threads as there are processors where that pays.

    Raises: what the work raises.
    """
    blocks = -(-size // BLOCK)
    threads = min(processors(), blocks // PAYS)
    if threads < 2 or getattr(_here, "works", False):  # a thread that works never waits for another
        work(0, size)
        return
    first, *others = itertools.pairwise([min(size, BLOCK * (blocks * i // threads)) for i in range(threads + 1)])
    try:
        handed = [_workers().submit(work, *bounds) for bounds in others]
    except RuntimeError:  # Python is ending, and takes no more work
        work(0, size)
        return
    try:
        work(*first)
    finally:
        errors = [task.exception() for task in handed]
    for error in errors:
        if error is not None:
            raise error


def each(work: Callable[[int], Result], numbers: Sequence[int]) -> list[Result]:
    """The results of a few tasks, in as many threads.

    Raises: what the work raises.
    """
    if len(numbers) < 2 or getattr(_here, "works", False):
        return [work(number) for number in numbers]
    try:
        handed = [_workers().submit(work, number) for number in numbers[1:]]
    except RuntimeError:  # Python is ending, and takes no more work
        return [work(number) for number in numbers]
    _here.works = True  # the tasks do not spread further
    try:
        first = work(numbers[0])
    finally:
        _here.works = False
        errors = [task.exception() for task in handed]
    for error in errors:
        if error is not None:
            raise error
    return [first, *(task.result() for task in handed)]


_here = threading.local()


@cache
def _workers() -> ThreadPoolExecutor:
    """The other threads, which stay: starting one costs as long as computing a hundred thousand numbers."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(processors() - 1, "tmath", lambda: setattr(_here, "works", True))


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_workers.cache_clear)  # threads do not follow into another process


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def branches(several: Sequence[Definition]) -> list[dict[str, int]]:
    """Every choice of ways where definitions have several.

    Raises: NotProvenError where there are too many.
    """
    counts = [range(definition.ways) for definition in several]
    names = [definition.name for definition in several]
    found = list(itertools.islice(itertools.product(*counts), MOST_BRANCHES + 1))
    if len(found) > MOST_BRANCHES:
        raise NotProvenError(f"{', '.join(names)} have too many roots between them to be compiled")
    return [dict(zip(names, ways, strict=True)) for ways in found]


def demanded(checks: Sequence[Check], relaxed: bool, whole: Collection[str] = ()) -> list[Check]:
    """The checks that are held; `whole` are inputs that are whole numbers by their type."""
    sure = {key.removesuffix(GIVEN) for key in whole}
    held = [check for check in checks if not (relaxed and check.flag)]
    return [check for check in held if not (check.flag and check.value is not None and check.value.value in sure)]


def statuses(checks: Sequence[Check], values: Mapping[str, Array], size: int) -> Array:
    """The status of each element by the first check that does not hold."""
    status = np.full(size, Status.OK, np.uint8)
    for number in range(len(checks) - 1, -1, -1):
        check, broken = checks[number], ~values[f"check {number}"]
        if broken.any():
            status[broken] = check.status
            of = values.get(f"of {number}")
            if of is not None:
                status[broken & np.isnan(of)] = Status.NO_ROOT
    return status


def status_exprs(checks: Sequence[Check]) -> dict[str, Expr]:
    """What `statuses` needs."""
    exprs = {f"check {i}": check.holds for i, check in enumerate(checks)}
    return exprs | {f"of {i}": check.value for i, check in enumerate(checks) if check.value is not None}
