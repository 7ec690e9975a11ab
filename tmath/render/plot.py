"""A sweep as a plot: a line for every combination of what is not on the axis."""

from __future__ import annotations

from typing import Any

from tmath.errors import InputError
from tmath.render.table import Head, SweepOutcome

ENDINGS = (".png", ".svg", ".pdf")


class Plot:
    """Points kept until the end, then drawn into a file; needs matplotlib."""

    def __init__(self, head: Head, path: str):
        if not path.lower().endswith(ENDINGS):
            raise InputError(f"--plot {path}: a file ending in {', '.join(ENDINGS)} is needed", path)
        if len(head.asked) != 1 or head.asked[0] not in head.system.quantities:
            raise InputError("--plot draws one quantity: --for takes one name", "--plot")
        self.axis = next((n for n, name in enumerate(head.over) if name in head.system.quantities), None)
        if self.axis is None:
            raise InputError("--plot needs a sweep over numbers, such as gpus=8..1024:x2", "--plot")
        self.figure, self.axes = _figure()
        self.head, self.path = head, path
        self.lines: dict[tuple[str, ...], list[tuple[float, float]]] = {}

    def add(self, outcome: SweepOutcome) -> None:
        """Keep one point; a combination without exactly one value is a gap."""
        assert self.axis is not None
        x = outcome.at[self.axis].number
        rest = tuple(point.text for n, point in enumerate(outcome.at) if n != self.axis)
        roots = outcome.answer.roots if outcome.answer is not None else ()
        y = roots[0].figure.value if len(roots) == 1 else float("nan")
        if x is not None:
            self.lines.setdefault(rest, []).append((x, y))

    def close(self) -> None:
        """Draw and save.

        Raises: InputError where the file cannot be written.
        """
        assert self.axis is not None
        units = self.head.system.quantities
        across, asked = self.head.over[self.axis], self.head.asked[0]
        others = [name for n, name in enumerate(self.head.over) if n != self.axis]
        for rest, points in self.lines.items():
            label = " ".join(f"{name}={text}" for name, text in zip(others, rest, strict=True))
            self.axes.plot(*zip(*points, strict=True), marker="o", label=label or None)
        self.axes.set_xlabel(f"{across} [{units[across].unit.text}]", parse_math=False)
        self.axes.set_ylabel(f"{asked} [{units[asked].unit.text}]", parse_math=False)
        if others:
            self.axes.legend()
        try:
            self.figure.savefig(self.path)
        except OSError as error:
            raise InputError(f"{self.path} cannot be written: {error.strerror}", self.path) from None


def _figure() -> tuple[Any, Any]:
    """An empty figure, drawn without a display.

    Raises: InputError where matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError("--plot needs matplotlib: pip install 'tmath[plot]'", "--plot") from None
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.add_subplot()
    axes.grid(visible=True, alpha=0.3)
    return figure, axes
