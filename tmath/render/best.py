"""A least or greatest value: where it is, what holds it, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from tmath.render.figures import beside_figure, pasted, reading, side
from tmath.render.page import Page
from tmath.solving.answer import Answer, Best, Candidate, Figure
from tmath.units import UnitTable
from tmath.values import group

WORDS = {"min": "least", "max": "greatest"}


def tell(page: Page, answer: Answer) -> None:
    """The point, what each constraint costs, the runners-up, and how much was searched."""
    best = answer.best
    if best is None:
        return
    units = answer.system.units
    page.pieces("at", at_pieces(best.at, units, in_full=True))
    for number, other in enumerate(best.alike):
        page.entry("as good" if number == 0 else "", " ".join(at_pieces(other.at, units)))
    if best.ties > 1 + len(best.alike):
        page.entry("" if best.alike else "as good", f"and {group(best.ties - 1 - len(best.alike))} more")
    for number, price in enumerate(best.prices):
        page.entry("binds" if number == 0 else "", price_text(answer, price))
    for number, other in enumerate(best.runners_up):
        where = " ".join(at_pieces(other.at, units))
        more = f" and {group(other.ties - 1)} more" if other.ties > 1 else ""
        page.entry("next" if number == 0 else "", f"{reading(other.figure, units)} at {where}{more}")
    page.entry("searched", searched_text(answer, best))
    for number, told in enumerate(best.left_out):
        page.entry("left out" if number == 0 else "", told)


def at_pieces(at: Sequence[Figure | tuple[str, str]], units: UnitTable, *, in_full: bool = False) -> list[str]:
    """A point, as it can be typed again where it is exact; `in_full` tells reals with more digits beside."""
    return [_piece(one, units, in_full) for one in at]


def _piece(one: Figure | tuple[str, str], units: UnitTable, in_full: bool) -> str:
    if isinstance(one, tuple):
        return f"{one[0]}={one[1]}"
    if one.exact is not None:
        return pasted(one, units)
    return beside_figure(one, units) if in_full else side(one, units)


def price_text(answer: Answer, price: Candidate) -> str:
    """What would be possible without one constraint."""
    units = answer.system.units
    where = " ".join(at_pieces(price.at, units))
    return f"`{price.broken}`: without it {reading(price.figure, units)}, at {where}"


def searched_text(answer: Answer, best: Best) -> str:
    """How many points there are, how many hold, and whether the best of them is proven to be that."""
    parts = []
    if best.searched > 1:
        parts.append(f"{group(best.feasible)} of {group(best.searched)} combinations hold")
    if best.cut:
        parts.append(f"cut: {'; '.join(best.cut)}")
    elif answer.complete:
        parts.append(f"proven to be the {WORDS[best.goal]}")
    else:
        parts.append(f"not proven to be the {WORDS[best.goal]}")
    return "; ".join(parts)
