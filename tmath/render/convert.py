"""An Answer in a unit of the reader's choice."""

from __future__ import annotations

from tmath.records import replace
from tmath.solving.answer import Answer, Figure
from tmath.units import Unit


def in_unit(answer: Answer, unit: Unit) -> Answer:
    """The same answer with the numbers of its unknown in another unit of the same dimension."""
    factor = float(answer.unit.factor / unit.factor)
    low, high, low_closed, high_closed = answer.interval or (0.0, 0.0, False, False)
    return replace(
        answer,
        unit=unit,
        roots=tuple(replace(root, figure=_figure(root.figure, unit)) for root in answer.roots),
        interval=answer.interval and (low * factor, high * factor, low_closed, high_closed),
        bounds=tuple(replace(bound, value=bound.value * factor, text="") for bound in answer.bounds),
    )


def _figure(figure: Figure, unit: Unit) -> Figure:
    exact = figure.exact
    value = float(exact / unit.factor) if exact is not None else figure.base / float(unit.factor)
    return replace(figure, value=value, unit=unit)
