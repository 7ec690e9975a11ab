"""Quantities of either sign solved together, and equations in pieces: every root, and none that is no root."""

from __future__ import annotations

import pytest

import tmath
from tmath.errors import GapError, MissingInputsError, SolveError

SIGNED = ("x", "y", "z", "a", "b")


def system(*equations: str, flags: str = "signed") -> tmath.System:
    names = "\n".join(f'    {name} [1, {flags}] "{name}"' for name in SIGNED)
    lines = "\n".join(f"    e{i}: {equation}" for i, equation in enumerate(equations))
    return tmath.loads(f"quantities:\n{names}\nequations:\n{lines}\n")


# Found by putting the values in; a line and a conic, or what factors.
TOGETHER = [
    (("x^2 + y^2 = 25", "x - y = 1"), (-3, 4)),
    (("x^2 - y = 0", "x^2 + y^2 = 20"), (-2, 2)),
    (("abs(x) = y", "x + 2*y = 3"), (-3, 1)),
    (("sqrt(x^2) = y", "x + 2*y = 3"), (-3, 1)),
    (("x*y + 3*x = 4", "3*x + y = 4"), (1, 4 / 3)),
    (("x^3 - y^3 = 8", "x - y = 2"), (0, 2)),
    (("x + y = 2", "x - y = 2"), (2,)),
    (("x + y + z = 6", "x - y = 2", "z = 2*x"), (2,)),
    (("x*y^2 + x = 0", "x^2 - y = 3"), (0,)),
]


@pytest.mark.parametrize(("equations", "values"), TOGETHER)
@pytest.mark.parametrize("backwards", [False, True])
def test_all_solutions_of_either_sign(equations: tuple[str, ...], values: tuple[float, ...], backwards: bool) -> None:
    answer = system(*(equations[::-1] if backwards else equations)).solve("x")
    assert answer.values == pytest.approx(values, abs=1e-12)


@pytest.mark.parametrize(
    ("equations", "values"),
    [
        (("x = y^2", "y = x^2"), (0, 1)),
        (("3*x + y = 9", "(x - 1)^2 + (y - 1)^2 = 5"), (2, 3)),
        (("x - y = 3", "x^2 + y^2 = 9"), (3,)),
    ],
)
def test_zero_is_a_solution_where_it_may_be(equations: tuple[str, ...], values: tuple[float, ...]) -> None:
    assert system(*equations, flags="nonnegative").solve("x").values == pytest.approx(values, abs=1e-12)


def test_what_is_divided_away_leaves_nothing_proven() -> None:
    # x (x + 4 y) = 0 holds at x = 0 too, which dividing by x loses.
    try:
        answer = system("x^2 + 4*x*y = 0", "(x - 4)^2 + (y - 1)^2 = 25", flags="nonnegative").solve("x")
    except SolveError as error:
        assert error.exit_code == 6
    else:
        assert 0 in answer.values or not answer.complete


def test_nothing_cancels_where_there_is_no_root() -> None:
    with pytest.raises(SolveError) as caught:
        system("y = 1/(1 + x)").solve("x", y=0)
    assert not isinstance(caught.value, MissingInputsError)


@pytest.mark.parametrize(
    ("formula", "y", "values"),
    [
        ("x if x > 2 else x + 1", 2, (1,)),
        ("x if x <= 2 else x + 1", 2, (2,)),
        ("x - (5 if x > 10 else 0)", 5, (5,)),
        ("10*x if x < 2 else x", 20, (20,)),
        ("5 if x = 3 else x", 5, (3, 5)),
        ("x + (1 if x >= 10 else 0)", 11, (10,)),
        ("(ceil(x) + 7)/(1 + x)", 2, (5, 5.5)),
    ],
)
def test_roots_at_the_ends_of_pieces(formula: str, y: float, values: tuple[float, ...]) -> None:
    assert system(f"y = {formula}", flags="0..1000").solve("x", y=y).values == pytest.approx(values)


@pytest.mark.parametrize(
    ("formula", "y", "below", "above"),
    [
        ("x if x < 2 else x + 1", 2, 2, 3),
        ("x if x < 2 else x + 1", 2.5, 2, 3),
        ("x if x <= 2 else x + 1", 3, 2, 3),
        ("x + (1 if x >= 10 else 0)", 10.5, 10, 11),
        ("ceil(x)*x", 6, 4, 6),
        ("floor(x)*x", 6, 6, 9),
        ("ceil(x) + x", 3, 2, 3),
        ("floor(x) + x", 5, 5, 5),
    ],
)
def test_what_lies_between_pieces_is_leapt_over(formula: str, y: float, below: float, above: float) -> None:
    with pytest.raises(GapError) as caught:
        system(f"y = {formula}", flags="0..1000").solve("x", y=y)
    assert (caught.value.below, caught.value.above) == pytest.approx((below, above))


@pytest.mark.parametrize(
    ("formula", "y", "values", "told"),
    [
        ("x if x < 10 else 2", 2, (2,), ["[10, 1_000]"]),
        ("5 if x < 3 or x > 7 else x", 5, (5,), ["[0, 3)", "(7, 1_000]"]),
        ("1 if x < 3 else 2 if x < 5 else 1", 1, (), ["[5, 1_000]"]),
        ("abs(ceil(x) - 5)", 2, (), ["(6, 7]"]),
    ],
)
def test_stretches_beside_the_answer_are_told(
    formula: str, y: float, values: tuple[float, ...], told: list[str]
) -> None:
    answer = system(f"y = {formula}", flags="0..1000").solve("x", y=y)
    assert answer.values == values and not answer.complete
    assert [note for note in answer.notes if "solves it too" in note] == [
        f"every x in {one} solves it too" for one in told
    ]


# Series at small arguments, to more digits than a double has.
CANCELLING = [
    ("y = (1 - exp(-x))/x", "x", {"y": 0.9999999}, 2.000000133e-7),
    ("y = (exp(x) - 1)/x", "x", {"y": 1.000001}, 1.9999986667e-6),
    ("y = log(1 + x)/x", "x", {"y": 0.999999}, 2.0000026667e-6),
    ("y = ((1 + x)^12 - 1)/x", "x", {"y": 12.0000001}, 1.5151515e-9),
    ("y = exp(x) - 1", "x", {"y": "1e-13"}, 9.9999999999995e-14),
    ("y = (1 + x)^12 - 1", "x", {"y": "1e-10"}, 8.33333333295e-12),
    ("y = sqrt(1 + a) - 1", "y", {"a": "1e-14"}, 4.9999999999999875e-15),
    ("y = (1 + a)^(1/a)", "y", {"a": "1e-12"}, 2.7182818284577),
]


@pytest.mark.parametrize(("equation", "unknown", "given", "value"), CANCELLING)
def test_what_cancels_costs_no_digits(equation: str, unknown: str, given: dict[str, object], value: float) -> None:
    answer = system(equation, flags="0..1e6").solve(unknown, given)
    assert answer.values == pytest.approx((value,), rel=2e-8)
    assert answer.error_bound is not None and answer.error_bound < 1e-15


def test_an_asymptote_is_no_root() -> None:
    with pytest.raises(SolveError):
        system("y = (1 - exp(-x))/x", flags="0..1e6").solve("x", y=1)
