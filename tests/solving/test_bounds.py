"""What constraints allow, against every number tried: whole ones, strict ones, ones that jump or have poles."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import tmath
from tmath.errors import NotProvenError, OutOfRangeError
from tmath.solving.answer import Answer

Number = Fraction


def ask(unknown: str, unknowns: str, equations: list[str], constraint: str, **given: Any) -> Answer:
    """The answer of a system of signed numbers, all but the unknown."""
    names = "".join(f'    {name} [1, signed] "a number"\n' for name in given)
    names += "".join(f'    {equation.split(" = ")[0]} [1, signed] "a number"\n' for equation in equations)
    names += f'    {unknown} [{unknowns}] "a number"\n'
    lines = "".join(f"    e{number}: {equation}\n" for number, equation in enumerate(equations))
    limits = "".join(f'    c{n}: {text} "a limit"\n' for n, text in enumerate(constraint.split(" and ")))
    text = f"quantities:\n{names}equations:\n{lines}constraints:\n{limits}"
    return tmath.loads(text).solve(unknown, given)


def allowed_by(answer: Answer, numbers: range) -> list[int]:
    """The numbers an answer allows; of several stretches those of the note."""
    told = next((note for note in answer.notes if note.startswith("several stretches hold: ")), "")
    if told:
        runs = [part.replace("_", "") for part in told.removeprefix("several stretches hold: ").split(", ")]
        ends = [_ends(run) for run in runs]
    elif answer.kind == "interval":
        assert answer.interval is not None
        ends = [answer.interval[:2]]
    else:
        value = answer.value
        ends = [{"at_most": (-math.inf, value), "at_least": (value, math.inf), "equal": (value, value)}[answer.kind]]
    return [n for n in numbers if any(low <= n <= high for low, high in ends)]


def _ends(run: str) -> tuple[float, float]:
    if run.startswith("at "):
        value = float(run.split()[2])
        return (-math.inf, value) if run.startswith("at most") else (value, math.inf)
    low, _, high = run.partition("..")
    return float(low), float(high or low)


HOLDS: dict[str, Callable[[Number, Number], bool]] = {
    "<=": lambda a, b: a <= b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b, ">": lambda a, b: a > b,
}  # fmt: skip
FORMS: dict[str, Callable[[Number], Number]] = {
    "3*n + 14/n": lambda n: 3 * n + 14 / n,
    "(n - 7)^2 - 5": lambda n: (n - 7) ** 2 - 5,
    "(n - 3)*(n - 8)*(n - 12)": lambda n: (n - 3) * (n - 8) * (n - 12),
    "floor(40/n)*n": lambda n: Fraction(math.floor(40 / n)) * n,
    "ceil(n/6)*6 - n": lambda n: Fraction(math.ceil(n / 6)) * 6 - n,
    "7/n + ceil(n/7)": lambda n: 7 / n + math.ceil(n / 7),
    "2*n if n <= 9 else n - 3": lambda n: 2 * n if n <= 9 else n - 3,
    "abs(n - 5)*2": lambda n: abs(n - 5) * 2,
    "4*ceil(25/n)": lambda n: Fraction(4 * math.ceil(25 / n)),
    "1/(n - 21/2)": lambda n: 1 / (n - Fraction(21, 2)),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("op", HOLDS)
def test_whole_numbers_are_those_that_hold(form: str, op: str) -> None:
    numbers = range(1, 26)
    values = {n: FORMS[form](Fraction(n)) for n in numbers}
    for place, shift in itertools.product((2, 6, 11, 24), (0, Fraction(1, 8))):
        limit = values[place] + shift
        truth = [n for n in numbers if HOLDS[op](values[n], limit)]
        if not truth:
            with pytest.raises(OutOfRangeError):
                ask("n", "1, integer, 1..25", [f"y = {form}"], f"y {op} lim", lim=limit)
            continue
        answer = ask("n", "1, integer, 1..25", [f"y = {form}"], f"y {op} lim", lim=limit)
        assert answer.complete
        assert allowed_by(answer, numbers) == truth, (form, op, limit)


def test_steps_without_end_are_not_called_complete() -> None:
    answer = ask("n", "1, integer", ["y = ceil(n/6)*6 - n"], "y <= lim", lim=1)
    assert not answer.complete
    assert "several stretches hold: 5..6, 11..12, 17..18" in answer.notes[0]


@pytest.mark.parametrize(
    ("equations", "constraint", "given", "value"),
    [
        (["T = 100/n + n"], "T <= lim", {"lim": 20}, 10),
        (["M = 10 + 5*n", "t = 40/n"], "M <= cap and t <= lim", {"cap": 40, "lim": 7}, 6),
    ],
)
def test_one_number_alone(equations: list[str], constraint: str, given: dict[str, Any], value: int) -> None:
    answer = ask("n", "1, integer", equations, constraint, **given)
    assert (answer.kind, answer.value, answer.complete) == ("equal", value, True)


@pytest.mark.parametrize(
    ("domain", "equation", "constraint", "given", "kind", "value"),
    [
        ("integer", "M = a*n", "M <= cap", {"a": 7, "cap": 10**14}, "at_most", 10**14 // 7),
        ("integer", "M = a*n", "M <= cap", {"a": 8, "cap": 8 * 10**18}, "at_most", 10**18),
        ("integer", "M = a*n", "M >= cap", {"a": 7, "cap": 10**18}, "at_least", -(-(10**18) // 7)),
        ("integer", "M = a*n", "M < cap", {"a": 8, "cap": 8 * 10**15}, "at_most", 10**15 - 1),
        ("integer", "M = 3*n^2", "M <= cap", {"cap": 10**28}, "at_most", math.isqrt(10**28 // 3)),
        ("integer, multiple of 8", "M = a*n", "M <= cap", {"a": 7, "cap": 10**16}, "at_most", 10**16 // 56 * 8),
        ("integer", "M = 3*n + ceil(n/8)", "M <= cap", {"cap": 10**15}, "at_most", 320 * 10**12),
    ],
)
def test_large_whole_numbers(
    domain: str, equation: str, constraint: str, given: dict[str, Any], kind: str, value: int
) -> None:
    answer = ask("n", f"1, {domain}", [equation], constraint, **given)
    assert (answer.kind, answer.value) == (kind, float(value))


@pytest.mark.parametrize(
    ("equation", "constraint", "given", "ends"),
    [
        ("y = 1/(x - 2)", "y <= lim", {"lim": 1}, ((0, 2, False, False), "at least x = 3")),
        ("y = 1/(x - 2)", "y >= lim", {"lim": 1}, ((2, 3, False, True), "")),
        ("y = x^2 - 6*x", "y < lim", {"lim": -5}, ((1, 5, False, False), "")),
        ("y = x^2 - 6*x", "y <= lim", {"lim": -5}, ((1, 5, True, True), "")),
        ("y = sqrt(x - 3)", "y <= lim", {"lim": 2}, ((3, 7, True, True), "")),
        ("y = 3 if x < 5 else 1 if x < 8 else 4", "y <= lim", {"lim": 2}, ((5, 8, True, False), "")),
        ("y = 3 if x < 5 else 1 if x < 8 else 4", "y < lim", {"lim": 4}, ((0, 8, False, False), "")),
    ],
)
def test_real_stretches(equation: str, constraint: str, given: dict[str, Any], ends: tuple[Any, str]) -> None:
    answer = ask("x", "1", [equation], constraint, **given)
    assert answer.interval == ends[0]
    assert ends[1] in " ".join(answer.notes)
    assert answer.complete


def test_poles_beyond_count() -> None:
    answer = ask("x", "1, 0..3", ["y = tan(x)"], "y <= lim", lim=1)
    assert answer.interval == pytest.approx((0, math.pi / 4, True, True))
    assert "at least x = 1.571" in answer.notes[0]
    assert not ask("x", "1", ["y = tan(x)"], "y <= lim", lim=1).complete


def test_a_strict_end_is_open() -> None:
    answer = ask("x", "1", ["y = 2*x"], "y < lim", lim=6)
    assert (answer.kind, answer.value) == ("at_most", 3)
    assert "x = 3 itself does not hold" in answer.notes
    assert ask("x", "1", ["y = ceil(x/3)*5"], "y < lim", lim=20).value == 9


@pytest.mark.parametrize(
    ("equations", "constraint", "given"),
    [
        (["y = x^2 - 6*x"], "y < lim", {"lim": -9}),
        (["y = (x - 10)^2"], "y < lim", {"lim": 0}),
        (["y = max(x, 3)"], "y < lim", {"lim": 3}),
        (["M = 10 + 5*x", "t = 40/x"], "M < cap and t <= lim", {"cap": 35, "lim": 8}),
    ],
)
def test_equality_alone_is_no_answer_to_a_strict_constraint(
    equations: list[str], constraint: str, given: dict[str, Any]
) -> None:
    with pytest.raises(OutOfRangeError):
        ask("x", "1", equations, constraint, **given)


@pytest.mark.parametrize(
    ("domain", "equation", "constraint", "lim", "low", "high", "text"),
    [
        ("1", "y = (x - 10)^2", "y <= lim", -1, 0, None, "at least 0, reached at x = 10"),
        ("1, integer", "y = 100/x + x", "y <= lim", 19.9, 20, None, "at least 20, reached at x = 10"),
        ("1, integer", "y = 3 - (x - 1234567)^2", "y >= lim", 4, None, 3, "at most 3, reached at x = 1_234_567"),
        ("1", "y = 3 + 1/x", "y <= lim", 3, 3, None, "more than 3, approached as x grows"),
        ("1", "y = max(x, 3)", "y <= lim", 2, 3, None, "at least 3, reached"),
        ("1", "y = 3 + 1/x", "lim >= y", 2, 3, None, "more than 3, approached as x grows"),
        ("1, nonnegative", "y = exp(x)", "y <= lim", 0.5, 1, None, "at least 1, reached at x = 0"),
        ("1", "y = 1/(x - 2)^2", "y <= lim", -1, None, None, "no x in (0, inf) satisfies `c0`"),
    ],
)
def test_attainable_ranges(
    domain: str, equation: str, constraint: str, lim: float, low: float | None, high: float | None, text: str
) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        ask("x", domain, [equation], constraint, lim=lim)
    assert (caught.value.low, caught.value.high) == (low, high)
    assert text in str(caught.value)
    for name, value in caught.value.repairs.items():
        assert name == "lim" and value == (low if high is None else high)


def test_what_is_not_proven_is_not_told_as_proven() -> None:
    with pytest.raises(NotProvenError, match="none is excluded"):
        ask("x", "1, 0..60", ["y = ceil(x/3)*3 - x + 2"], "y <= lim", lim=1.5)
    assert not ask("x", "1", ["y = tan(x) + x"], "y <= lim", lim=1).complete
    assert ask("n", "1, integer, signed", ["y = n^2"], "y >= lim", lim=0).interval == (
        -math.inf,
        math.inf,
        False,
        False,
    )
