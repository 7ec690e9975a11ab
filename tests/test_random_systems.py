"""Random systems with a known solution: whatever is asked for, the known value is among the answers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from benchmarks.random_systems import FORMS, Known, build, independent, verdict

MOST = 12
SMOOTH = [number for number, form in enumerate(FORMS) if "min" not in form]
# No shrinking: a system that fails is small already, and each try costs a solve.
quick = settings(max_examples=40, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])


@st.composite
def systems(draw: st.DrawFn, forms: Sequence[int], most: int) -> Known:
    """Up to `most` equations, none of which follows from the others, and distinct values that solve them."""
    size = draw(st.integers(1, most))
    total = max(size + draw(st.integers(1, 3)), 4)
    numbers = draw(st.lists(st.integers(1, 999), min_size=total, max_size=total, unique=True))
    chosen = draw(st.lists(st.sampled_from(forms), min_size=size, max_size=size))
    reach = draw(st.sampled_from([4, 6, total]))  # how far the names of one equation lie apart
    places = []
    for row in range(size):
        first = min(max(row - reach // 2, 0), max(total - reach, 0))
        around = range(first, min(first + reach, total))
        places.append(draw(st.permutations(around))[:4])
    known = build(chosen, places, [Fraction(number, 10) for number in numbers])
    assume(independent(known))
    return known


def asked(known: Known, data: st.DataObject, more: int = 0) -> tuple[str, str]:
    """One question, with as many givens as leave a square system, or `more`."""
    unknown, *rest = data.draw(st.permutations(list(known.values)))
    chosen = rest[: len(known.values) - len(known.slopes) + more]
    what, said = verdict(known, unknown, chosen)
    return what, f"{unknown} given {', '.join(chosen)}: {said}\n{known.text}"


@quick
@given(systems(SMOOTH, MOST), st.data())
def test_the_known_value_is_found(known: Known, data: st.DataObject) -> None:
    what, said = asked(known, data)
    assert what in ("found", "undetermined", "touchy"), said


@quick
@given(systems(range(len(FORMS)), 5), st.data())
def test_with_kinks(known: Known, data: st.DataObject) -> None:
    what, said = asked(known, data)
    assert what in ("found", "undetermined", "touchy"), said


@quick
@given(systems(SMOOTH, 6), st.data())
def test_with_one_given_too_many(known: Known, data: st.DataObject) -> None:
    what, said = asked(known, data, more=1)
    assert what in ("found", "undetermined", "touchy"), said


@quick
@given(systems(SMOOTH, 6), st.data())
def test_with_one_given_too_few(known: Known, data: st.DataObject) -> None:
    what, said = asked(known, data, more=-1)
    assert what in ("found", "undetermined", "touchy"), said
