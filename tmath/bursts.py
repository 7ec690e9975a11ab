"""Bursts of objects that are all kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def burst() -> Iterator[None]:
    """While a text is read or a question laid out, garbage is not looked for: there is none, and looking costs most.

    Of ten thousand equations every collection visits a million objects that stay.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
