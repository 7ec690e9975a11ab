"""What `tmath check` found: published numbers against computed ones, and inputs asked backwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tmath.language.system import System
from tmath.records import dataclass
from tmath.render.figures import percent
from tmath.render.page import PLAIN, Page, Style
from tmath.solving.evidence import Compared, TurnedRound, problem

WAYS = {"unique": "found again", "flat": "in a flat stretch", "unused": "without influence", "wrong": "LOST"}


@dataclass(frozen=True, slots=True)
class Report:
    """The evidence of one system."""

    system: System
    compared: Sequence[Compared]
    turned: Sequence[TurnedRound]

    @property
    def failures(self) -> list[Compared]:
        """Published numbers that were not reproduced."""
        return [one for one in self.compared if one.verdict != "right"]

    @property
    def lost(self) -> list[TurnedRound]:
        """Inputs that did not come back."""
        return [one for one in self.turned if one.way == "wrong"]


def report_text(report: Report, style: Style = PLAIN, *, quiet: bool = False) -> str:
    """A line for each check, and what failed; the latter alone where quiet."""
    page = Page(style)
    if not quiet:
        own = [relation for relation in report.system.equations if relation.system == report.system.name]
        page.titled(report.system.name, f"{_plural(len(own), 'equation')}, {_counts(report)}")
        titles = list(dict.fromkeys(one.title for one in report.compared))
        groups = [[one for one in report.compared if one.title == title] for title in titles]
        if groups:
            page.columns([[f"{len(group):4d}" for group in groups], [_within(group) for group in groups]], titles)
    for failure in report.failures:
        first, *more = str(problem(failure)).splitlines()
        page.line(style.loud(first))
        for line in more:
            page.line(line)
    for text in dict.fromkeys(f"{one.title}: {one.unknown} from {one.output}: {one.message}" for one in report.lost):
        page.entry("LOST", text, loud=True)
    return page.text()


def total_text(reports: Sequence[Report], style: Style = PLAIN) -> str:
    """How many numbers were reproduced in all, and how many inputs came back."""
    page = Page(style)
    every = Report(reports[0].system, [c for r in reports for c in r.compared], [t for r in reports for t in r.turned])
    equations = {(r.system, r.label) for report in reports for r in report.system.equations}
    page.titled(f"{len(reports)} systems", f"{len(equations)} equations, {_counts(every)}")
    return page.text()


def _counts(report: Report) -> str:
    failed = len(report.failures)
    numbers = f"{_plural(len(report.compared), 'published number')}"
    numbers += f", {failed} FAILED" if failed else ", all reproduced" if report.compared else ""
    ways = Counter(one.way for one in report.turned)
    back = ", ".join(f"{ways[way]} {word}" for way, word in WAYS.items() if ways[way])  # type: ignore[index]
    return f"{numbers}; {_plural(len(report.turned), 'input')} asked backwards: {back}" if report.turned else numbers


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _within(group: Sequence[Compared]) -> str:
    """The largest error of a check, and what is allowed."""
    worst = max(abs(one.error) for one in group)
    if worst <= 1e-12:
        return "exact"
    return f"{percent(worst)} of {percent(group[0].tolerance)}"
