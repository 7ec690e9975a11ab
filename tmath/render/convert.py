"""An Answer in a unit of the reader's choice."""

from __future__ import annotations

from fractions import Fraction

from tmath.records import replace
from tmath.solving.answer import Answer, Figure, Spread
from tmath.solving.points import above, below
from tmath.units import Unit


def in_unit(answer: Answer, unit: Unit) -> Answer:
    """The same answer with the numbers of its unknown in another unit of the same dimension."""
    ratio = answer.unit.factor / unit.factor
    factor = float(ratio)
    low, high, low_closed, high_closed = answer.interval or (0.0, 0.0, False, False)
    return replace(
        answer,
        unit=unit,
        roots=tuple(replace(root, figure=_figure(root.figure, unit)) for root in answer.roots),
        interval=answer.interval and (low * factor, high * factor, low_closed, high_closed),
        range=answer.range and (below(Fraction(answer.range[0]) * ratio), above(Fraction(answer.range[1]) * ratio)),
        spread=answer.spread and _scaled(answer.spread, factor),
        bounds=tuple(replace(bound, value=bound.value * factor, text="") for bound in answer.bounds),
    )


def _scaled(spread: Spread, factor: float) -> Spread:
    return Spread(spread.mean * factor, spread.deviation * factor, spread.low * factor, spread.high * factor)


def _figure(figure: Figure, unit: Unit) -> Figure:
    exact = figure.exact
    value = float(exact / unit.factor) if exact is not None else figure.base / float(unit.factor)
    return replace(figure, value=value, unit=unit)
