"""Numbers on a tape: exactly what plain numbers would give, or held to be the same."""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmath.language.library import load
from tmath.recall import question, ratio, roots
from tmath.recall.lookup import inputs
from tmath.recall.ratio import Ratio
from tmath.recall.recorder import Recorder, UnrecordableError, nowhere, raw
from tmath.recall.tape import OPEN, Departed, run
from tmath.values import read_value

UNITS = load()["memory"]

# -- as they are typed ----------------------------------------------------------------------------------


@given(st.from_regex(r"\A[0-9_]{1,6}(\.[0-9_]{1,4})?([eE][+-]?[0-9]{1,2})?(GB|B param|)\Z"))
def test_numbers_are_read_as_values_are(text: str) -> None:
    found = question.read(3, text)
    if found is None:
        return
    suffix = text[len(found.text) :]
    assert suffix in ("GB", "B param", "") or suffix[0] in "_.eE"
    assert Fraction(found.value.numerator, found.value.denominator) == Fraction(found.text.replace("_", ""))


@pytest.mark.parametrize("text", ["", "x", "0", "0.00", "000", "-3", "+3", ".5", "1" * 41, "1e999", "1e99999", "_1"])
def test_no_number(text: str) -> None:
    assert question.read(0, text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("80GB", "80"), ("1_000", "1_000"), ("1__0", "1"), ("1_", "1"), ("7.5e-3W", "7.5e-3"), ("7.", "7"), ("7e", "7"),
     ("7e+", "7"), ("1e1_0", "1"), ("8..16", "8"), ("8,16", "8"), ("2.50B", "2.50")],
)  # fmt: skip
def test_where_a_number_ends(text: str, number: str) -> None:
    found = question.read(0, text)
    assert found is not None and found.text == number


@given(st.integers(1, 10**6), st.integers(-3, 3), st.booleans())
def test_counts_are_rounded_as_values_are(digits: int, power: int, pointed: bool) -> None:
    text = f"{digits}.{abs(power)}" if pointed else str(digits)
    typed = read_value(f"{text}B", UNITS.quantities["P"], UNITS.units)
    number = question.read(0, text)
    assert number is not None
    value, low, high, tail = inputs(number, (10**9, 1), True, "B")
    assert [Fraction(x.numerator, x.denominator) for x in (value, low, high)] == [typed.value, typed.low, typed.high]
    assert tail == typed.text


# -- fractions -----------------------------------------------------------------------------------------

fractions = st.fractions(max_denominator=10**6)


def plain(x: Any) -> Fraction:
    return Fraction(x.numerator, x.denominator)


@given(fractions, fractions, st.integers(-5, 5))
def test_fractions(a: Fraction, b: Fraction, n: int) -> None:
    assert plain(ratio.add(a, b)) == a + b and plain(ratio.sub(a, b)) == a - b and plain(ratio.mul(a, b)) == a * b
    assert ratio.compare(a, b) == (a > b) - (a < b) and ratio.nearest(a) == round(a)
    if b:
        assert plain(ratio.div(a, b)) == a / b and plain(ratio.mod(a, b)) == a % b
    if a or n >= 0:
        assert plain(ratio.power(a, n)) == a**n


@given(st.integers(0, 10**12), st.integers(1, 10**6), st.integers(2, 5))
def test_powers_are_known(top: int, bottom: int, n: int) -> None:
    assert ratio.is_power(Fraction(top, bottom) ** n, n)
    assert ratio.is_power(Fraction(top**n + 1), n) == (top == 0)


def test_fractions_stay_small() -> None:
    with pytest.raises(OverflowError):
        ratio.power(Ratio(3, 1), 10**6)


# -- roots ---------------------------------------------------------------------------------------------

coefficients = st.lists(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6), min_size=1, max_size=3)


@given(coefficients, coefficients)
def test_one_root(below: list[Fraction], above: list[Fraction]) -> None:
    terms = [*((i, -c) for i, c in enumerate(below)), *((len(below) + i, c) for i, c in enumerate(above))]
    try:
        value, error = roots.positive_root(terms)
    except roots.Doubtful:
        return

    def exactly(x: Fraction) -> Fraction:
        return sum((c * x**k for k, c in terms), Fraction(0))

    exact, spread = Fraction(value), Fraction(error or 2**-100)
    assert exactly(exact * (1 - spread)) <= 0 <= exactly(exact * (1 + spread))
    assert spread <= Fraction(1, 2**53)


def test_pieces() -> None:
    # x - 5 where x < 3, else x - 4: only the second has its root where it holds.
    tree = ("split", ((1, 0), 0), ("leaf", 0, ((1, 0), 2)), ("leaf", 1, ((1, 0), 4)))
    given = [Ratio(c, 1) for c in (1, -3, 1, -5, 1, -4)]
    found = roots.Pieces(tree, given, 0.0, math.inf)
    assert (found.roots, found.leaves, found.outside) == ([(4.0, None)], [0, 1], False)
    found = roots.Pieces(tree, given, 6.0, math.inf)
    assert (found.roots, found.leaves, found.outside) == ([], [1], True)
    found = roots.Pieces(tree, given, 0.0, 2.0)
    assert (found.roots, found.leaves, found.outside) == ([], [0], False)
    for low, high in ((4.0, 9.0), (0.0, 4.0000001), (3.0, 9.0)):
        with pytest.raises(roots.Doubtful):
            roots.Pieces(tree, given, low, high)


@pytest.mark.parametrize("terms", [[(0, 1), (1, -3), (2, 1)], [(0, 0), (1, 0)], [(0, -1), (0, 2)], [(0, -1), (80, 1)]])
def test_what_is_left_to_the_solver(terms: list[tuple[int, int]]) -> None:
    with pytest.raises(roots.Doubtful):
        roots.Sum([e for e, _ in terms], [Ratio(c, 1) for _, c in terms]).root()


# -- on a tape -------------------------------------------------------------------------------------------


def replayed(tape: Recorder, output: str, numbers: list[Any]) -> Any:
    made = tape.tape(output)
    slots = [*numbers, *made["constants"]]
    slots = [Ratio(*map(int, s["ratio"])) if isinstance(s, dict) else s for s in slots]
    run(slots, made["steps"])
    return slots, made


numbers = st.one_of(st.integers(-50, 50), st.floats(-1e6, 1e6), st.fractions(max_denominator=50))
OPERATORS = (operator.add, operator.sub, operator.mul, operator.truediv, operator.lt, operator.ge, operator.eq)


@given(numbers, numbers, st.sampled_from(OPERATORS))
def test_operations_are_those_of_plain_numbers(a: Any, b: Any, operation: Any) -> None:
    tape = Recorder()
    x, y = tape.input(a), tape.input(b)
    for left, right in ((x, y), (x, b), (a, y)):
        try:
            found = operation(left, right)
        except UnrecordableError:
            with pytest.raises(ArithmeticError):
                operation(a, b)
            return
        expected = operation(a, b)
        assert raw(found) == expected and isinstance(found, type(expected))
    # Played again, every step gives what it gave.
    slots, made = replayed(tape, "", [a, b])
    if isinstance(b, Fraction) or not isinstance(a, Fraction):  # which a standard fraction takes apart itself
        assert all(step[0] != "same" for step in made["steps"])
    assert len(slots) >= 2


@given(st.floats(0.001, 1e6), st.floats(0.001, 1e6))
def test_a_tape_departs_where_a_test_comes_out_otherwise(a: float, b: float) -> None:
    tape = Recorder()
    x = tape.input(2.0)
    assert x * x < 5
    made = tape.tape("")
    for number in (a, b):
        slots = [number, *made["constants"]]
        if number * number < 5:
            run(slots, made["steps"])
        else:
            with pytest.raises(Departed):
                run(slots, made["steps"])


def hashed(x: Any) -> Any:
    return {x: 1}


LEAKS = [float, int, hash, hashed, repr, math.sqrt, lambda x: f"{x!r}", lambda x: range(x), lambda x: round(x, 2)]


@pytest.mark.parametrize("leak", LEAKS)
def test_what_leaves_the_tape_must_stay_the_same(leak: Any) -> None:
    tape = Recorder()
    leak(tape.input(7))
    made = tape.tape("")
    assert [step[0] for step in made["steps"]] == ["same"]
    run([7, *made["constants"]], made["steps"])
    for other in (8, 7.0):
        with pytest.raises(Departed):
            run([other, *made["constants"]], made["steps"])


def test_fractions_that_meet_recorded_ones() -> None:
    tape = Recorder()
    x = tape.input(Fraction(3, 2))
    assert isinstance(x, Fraction) and not isinstance(x, float)
    for found in (Fraction(1, 2) * x, x * Fraction(1, 2), 2 - x, x**2, abs(-x), round(x), math.floor(x), math.ceil(x)):
        assert not any(step[0] == "same" for step in tape.steps), found
    assert Fraction(x) == Fraction(3, 2)
    assert tape.steps[-1][0] == "same" or any(step[0] == "same" for step in tape.steps)


def test_the_same_operation_is_done_once() -> None:
    tape = Recorder()
    x, y = tape.input(2.0), tape.input(3.0)
    assert (x + y)._slot == (x + y)._slot
    assert len(tape.steps) == 1


def test_texts_keep_their_numbers() -> None:
    tape = Recorder()
    x = tape.input(0.5)
    text = f"about {x:.1f}, or {x * 2:.2g}"
    assert tape.said(text) == "about 0.5, or 1" and OPEN in text
    made = tape.tape(text)
    slots = [0.25, *made["constants"]]
    run(slots, made["steps"])
    from tmath.recall.tape import filled

    assert filled(made["output"], slots) == "about 0.2, or 0.5"


def test_repeated_texts_must_stay_different_or_the_same() -> None:
    tape = Recorder()
    x, y = tape.input(1.0), tape.input(2.0)
    assert [tape.said(t) for t in tape.differing([f"{x:.0f}", f"{y:.0f}", f"{x:.0f}"])] == ["1", "2"]
    made = tape.tape("")
    run([3.0, 4.0, *made["constants"]], made["steps"])
    with pytest.raises(Departed):
        run([3.0, 3.4, *made["constants"]], made["steps"])


def test_numbers_that_are_nowhere() -> None:
    tape = Recorder()
    x = nowhere(tape, 3.0)
    assert len([x, x]) == 2
    for use in (lambda: f"{x + 1}", lambda: str(x < 2), lambda: str(float(x)), lambda: f"{x}", lambda: str(bool(x))):
        with pytest.raises(UnrecordableError):
            tape.tape(use())
