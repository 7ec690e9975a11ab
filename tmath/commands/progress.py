"""A progress bar for long sweeps, with rate and time left, on a terminal alone."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

_T = TypeVar("_T")

PATIENCE = 1.0  # seconds before a bar is worth drawing


def shown_progress(items: Iterable[_T], total: int) -> Iterator[_T]:
    """The items as they come; a bar on stderr once it is clear that they take long."""
    with progress(total) as told:
        for done, item in enumerate(items, 1):
            yield item
            told(done)


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """What hears how much is done, and draws a bar on stderr once it is clear that the rest takes long."""
    bar = _Bar(total)
    try:
        yield bar.told if sys.stderr.isatty() and total > 2 else _unheard
    finally:
        bar.close()


def _unheard(done: int) -> None:
    pass


class _Bar:
    def __init__(self, total: int):
        self.total, self.begun = total, time.monotonic()
        self._drawn: Any = None

    def told(self, done: int) -> None:
        spent = time.monotonic() - self.begun
        if self._drawn is None and done and spent > PATIENCE and spent / done * (self.total - done) > PATIENCE:
            self._drawn = _drawn(self.total)
        if self._drawn is not None:
            self._drawn.update(self._drawn.task_ids[0], completed=done, rate=f"{_rate(done / spent)}/s")

    def close(self) -> None:
        if self._drawn is not None:
            self._drawn.stop()


def _drawn(total: int) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    # On one terminal what is printed meanwhile goes above the bar; a pipe must get its lines untouched.
    together = sys.stdout.isatty()
    columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=together)
    bar.add_task("", total=total, rate="")
    bar.start()
    return bar


def _rate(rate: float) -> str:
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if rate >= size:
            return f"{rate / size:.3g}{letter}"
    return f"{rate:.3g}"
