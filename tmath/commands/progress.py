"""A progress bar for long sweeps, on a terminal alone."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")

PATIENCE = 1.0  # seconds before a bar is worth drawing


def shown_progress(items: Iterable[_T], total: int) -> Iterator[_T]:
    """The items as they come; a bar on stderr once it is clear that they take long."""
    if not sys.stderr.isatty() or total < 3:
        yield from items
        return
    begun, rest, done = time.monotonic(), iter(items), 0
    for item in rest:
        done += 1
        yield item
        spent = time.monotonic() - begun
        if spent > PATIENCE and spent / done * (total - done) > PATIENCE:
            break
    if done < total:
        yield from _with_bar(rest, done, total)


def _with_bar(rest: Iterator[_T], done: int, total: int) -> Iterator[_T]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    # On one terminal what is printed meanwhile goes above the bar; a pipe must get its lines untouched.
    together = sys.stdout.isatty()
    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=together) as progress:
        task = progress.add_task("", total=total, completed=done)
        for item in rest:
            yield item
            progress.advance(task)
