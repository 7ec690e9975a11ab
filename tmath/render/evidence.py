"""What `tmath check` found: published numbers against computed ones, and inputs asked backwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tmath.language.system import System
from tmath.render.figures import percent
from tmath.render.page import PLAIN, Page, Style
from tmath.solving.evidence import Compared, TurnedRound


def evidence_text(
    system: System,
    compared: Sequence[Compared],
    turned: Sequence[TurnedRound],
    style: Style = PLAIN,
    *,
    quiet: bool = False,
) -> tuple[str, int]:
    """A line for each check and one for each input that is lost when asked backwards; and how many those are."""
    page = Page(style)
    lost = [t for t in turned if t.way == "wrong"]
    if not quiet:
        page.line(f"{style.bold(system.name)}: {_summary(system, compared, turned)}")
        for title in dict.fromkeys(c.title for c in compared):
            rows = [c for c in compared if c.title == title]
            worst = max(abs(c.error) for c in rows)
            page.entry("", f"{title}: {_numbers(len(rows))}, {_within(worst, rows[0].tolerance)}")
    for one in lost:
        page.entry("FAILED", f"{one.title}: {one.unknown} from {one.output}: {one.message}", loud=True)
    return page.text(), len(lost)


def _summary(system: System, compared: Sequence[Compared], turned: Sequence[TurnedRound]) -> str:
    counts = f"{len(system.equations)} equations, {_numbers(len(compared))}"
    ways = Counter(t.way for t in turned)
    words = {"unique": "found again", "flat": "inside a flat stretch", "unused": "without influence", "wrong": "LOST"}
    back = ", ".join(f"{ways[way]} {word}" for way, word in words.items() if ways[way])  # type: ignore[index]
    return f"{counts}; {len(turned)} inputs asked backwards: {back}" if turned else counts


def _numbers(count: int) -> str:
    return f"{count} published number{'' if count == 1 else 's'}"


def _within(worst: float, tolerance: float) -> str:
    if tolerance == 0:
        return "exact"
    return f"off by {percent(worst)} at most ({percent(tolerance)} allowed)" if worst > 1e-12 else "exact"
