"""Uncertain inputs: ranges that hold every answer, and the spread of normal errors."""

from __future__ import annotations

import json
import random
import sys
from fractions import Fraction
from typing import Any

import pytest

import tmath
from tmath.cli import main
from tmath.errors import ContradictionError, SolveError
from tmath.render.convert import in_unit
from tmath.solving.answer import Answer
from tmath.solving.points import above, below, describe, even

LIBRARY = tmath.load()
TEXT = """
quantities:
    x [1, signed]   "x"
    y [1, signed]   "y"
    z [1, signed]   "z"
    c [1]           "c"
    a [1, 0..1]     "a share"
    s [1]           "s"
    k [1, integer]  "k"
    n [1, integer]  "n"
    m [1]           "m"
    b [1]           "b"
    d [1]           "d"
    w [1]           "w"
    h [1]           "h"
    g [1]           "g"

equations:
    valley: y = x + 1 / x
    line: z = 2 * s + 3
    jump: w = s if s < 2 else 5 * s
    steps: h = ceil(s) * c
    two: g^2 + c = 5 * g
    needed: m = n * b

constraints:
    first: m <= d
    second: m <= 100
"""


@pytest.fixture(scope="module")
def system() -> tmath.System:
    return tmath.loads(TEXT)


def ends(answer: Answer) -> tuple[float, float]:
    assert answer.range is not None
    return answer.range


# -- intervals ---------------------------------------------------------------------------------------


def test_a_product_is_exact_at_its_corners() -> None:
    answer = LIBRARY["compute"].solve("T", P=7e9, D=1.4e11, gpus=64, gpu="H100_SXM", mfu="0.35..0.45")
    low, high = ends(answer)
    work = Fraction(6) * 7 * 10**9 * 140 * 10**9 / (64 * 989 * 10**12) / 86400
    assert answer.range_guaranteed
    assert low <= work / Fraction("0.45") <= above(Fraction(low) * (1 + Fraction(1, 10**14)))
    assert below(Fraction(high) * (1 - Fraction(1, 10**14))) <= work / Fraction("0.35") <= high
    assert answer.value == LIBRARY["compute"].solve("T", P=7e9, D=1.4e11, gpus=64, gpu="H100_SXM", mfu=0.4).value


def test_a_valley_inside_the_interval(system: tmath.System) -> None:
    answer = system.solve("y", x="0.5..3")
    low, high = ends(answer)
    assert answer.range_guaranteed
    assert 1.999 < low <= 2.0
    assert high == pytest.approx(10 / 3, rel=1e-3)
    assert high >= 10 / 3


def test_a_jump_is_not_taken_for_a_slope(system: tmath.System) -> None:
    answer = system.solve("w", s="1.9..2.5")
    low, high = ends(answer)
    assert answer.range_guaranteed
    assert low <= 1.9
    assert high >= 12.5
    low, high = ends(system.solve("w", s="1..1.9"))
    assert (low, high) == pytest.approx((1.0, 1.9), rel=1e-15)


def test_a_root_beside_a_jump() -> None:
    text = 'quantities:\n    x [1] "x"\n    y [1] "y"\nequations:\n    y = x^3 + x + (0 if x < 3 else 5)\n'
    system = tmath.loads(text)
    below_it, across = system.solve("x", y="20..28"), system.solve("x", y="25..32")
    assert below_it.range_guaranteed
    assert ends(below_it) == pytest.approx((system.solve("x", y=20).value, system.solve("x", y=28).value), rel=1e-12)
    assert not across.range_guaranteed  # from 30 to 35 there is no x


def test_steps_rise(system: tmath.System) -> None:
    answer = system.solve("h", s="1.5..3.5", c="2..4")
    assert (ends(answer), answer.range_guaranteed) == ((4.0, 16.0), True)


def test_a_branch_of_roots(system: tmath.System) -> None:
    low, high = ends(system.solve("g", c="3..5", pick="max"))
    assert low <= (5 + 5**0.5) / 2 == pytest.approx(low, rel=1e-12)
    assert high >= (5 + 13**0.5) / 2 == pytest.approx(high, rel=1e-12)
    both = system.solve("g", c="3..5")
    assert both.range is None
    assert "taken at the middle of c=3..5" in both.notes


def test_a_branch_that_ends_is_sampled(system: tmath.System) -> None:
    answer = system.solve("g", c="4..7", pick="max")
    low, high = ends(answer)
    assert not answer.range_guaranteed
    assert 2.5 <= low < 3.0 <= 4.0 == high
    assert "no such answer at c = 7" in answer.notes
    assert any("sampled" in note and "not guaranteed" in note for note in answer.notes)


def test_of_two_constraints_the_one_that_binds_changes(system: tmath.System) -> None:
    answer = system.solve("b", n=10, d="50..130")
    assert answer.kind == "at_most"
    assert (ends(answer), answer.range_guaranteed) == ((5.0, 10.0), True)


def test_whole_numbers_under_constraints(system: tmath.System) -> None:
    answer = system.solve("n", b=3, d="50..71")
    assert (answer.value, ends(answer), answer.range_guaranteed) == (20.0, (16.0, 23.0), True)
    assert ends(system.solve("n", b="2..4", d=48)) == (12.0, 24.0)  # exact at its ends


def test_whole_inputs_decide_which_whole_numbers_are_fit() -> None:
    answer = LIBRARY["compute"].solve("gpus", P=7e9, D="0.98..1.02T", gpu="H100_SXM", deadline="30d", tp="7..9")
    assert (ends(answer), answer.range_guaranteed) == ((40.0 + 2, 48.0), True)


def test_whole_inputs_have_a_whole_middle(system: tmath.System) -> None:
    answer = system.solve("b", n="3..6", d=90)
    assert answer.value in (22.5, 18.0)
    assert ends(answer) == (15.0, 30.0)


def test_ends_outside_the_bounds_are_refused(system: tmath.System) -> None:
    with pytest.raises(ContradictionError, match=r"a = 0.5..1.3 is not within 0 .. 1\n   change its end to 1"):
        system.solve("z", s=1, a="0.5..1.3")


def test_no_influence(system: tmath.System) -> None:
    answer = system.solve("z", s=1, c="2..3")
    assert answer.range is None
    assert "c=2..3: no influence on z" in answer.notes


def test_an_interval_through_zero() -> None:
    text = 'quantities:\n    p [1, signed] "p"\n    q [1, signed] "q"\nequations:\n    q = 3 * p + 1\n'
    answer = tmath.loads(text).solve("q", p="-1..1")
    assert (answer.value, ends(answer), answer.range_guaranteed) == (1.0, (-2.0, 4.0), True)


BOXES: list[tuple[str, str, dict[str, Any], dict[str, tuple[float, float]]]] = [
    ("memory", "P", {"gpus": 64}, {"vram": (70e9, 90e9)}),
    ("memory", "M_total", {"gpus": 16}, {"P": (6e9, 8e9), "micro_batch": (1, 4)}),
    ("loss", "D", {}, {"P": (5e9, 9e9), "loss": (1.95, 2.05)}),
    ("plan", "loss", {"gpus": 64, "gpu": "H100_SXM", "T": "30 days"}, {"P": (1e9, 3e10)}),
    ("memory", "micro_batch", {"gpus": 8, "P": 7e9}, {"vram": (60e9, 100e9)}),
    ("memory", "gpus", {"tp": 8}, {"vram": (70e9, 90e9), "P": (6e10, 8e10)}),
]


@pytest.mark.parametrize(("name", "unknown", "given", "box"), BOXES)
def test_every_answer_lies_in_the_range(
    name: str, unknown: str, given: dict[str, Any], box: dict[str, tuple[float, float]]
) -> None:
    system, chance = LIBRARY[name], random.Random(7)
    factor = {key: float(system.quantities[key].unit.factor) for key in box}
    typed = {key: f"{low / factor[key]!r}..{high / factor[key]!r}" for key, (low, high) in box.items()}
    answer = system.solve(unknown, {**given, **typed})
    low, high = ends(answer)
    assert answer.range_guaranteed
    seen = []
    for _ in range(12):
        point = {key: chance.uniform(*box[key]) / factor[key] for key in box}
        point = {key: round(v) if system.quantities[key].domain.integer else v for key, v in point.items()}
        seen.append(system.solve(unknown, {**given, **point}).value)
    assert low <= min(seen)
    assert max(seen) <= high
    assert high - low <= 3 * (max(seen) - min(seen)) + 1e-9


def test_without_balls_it_is_sampled(system: tmath.System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tmath.solving.guaranteed", None)
    answer = system.solve("z", s="1..2")
    assert (ends(answer), answer.range_guaranteed) == ((5.0, 7.0), False)


def test_a_constraint_that_holds_only_in_the_middle() -> None:
    answer = LIBRARY["memory"].solve("M_total", P="4..9B", gpus=8, gpu="A100_SXM_40GB", micro_batch=1)
    assert any(note.startswith("`fits` ") and " here and " in note for note in answer.notes)


# -- errors --------------------------------------------------------------------------------------------


def test_a_line_has_the_moments_of_its_input(system: tmath.System) -> None:
    answer = system.solve("z", s="10+-0.5")
    spread = answer.spread
    assert spread is not None
    assert answer.value == 23.0
    assert answer.range is None
    assert spread.mean == pytest.approx(23.0, abs=1e-9)
    assert spread.deviation == pytest.approx(1.0, rel=3e-3)
    assert (spread.low, spread.high) == pytest.approx((23 - 1.6449, 23 + 1.6449), abs=2e-3)
    assert system.solve("z", s="10+-0.5").spread == spread


def test_two_errors(system: tmath.System) -> None:
    text = 'quantities:\n    p [1] "p"\n    q [1] "q"\n    r [1] "r"\nequations:\n    r = p + 2 * q\n'
    spread = tmath.loads(text).solve("r", p="20+-0.3", q="10+-0.2").spread
    assert spread is not None
    assert spread.mean == pytest.approx(40.0, abs=2e-3)
    assert spread.deviation == pytest.approx(0.5, rel=1e-2)
    assert spread.high - 40 == pytest.approx(1.6449 * 0.5, rel=2e-2)


def test_errors_under_a_constraint_and_beyond_the_bounds(system: tmath.System) -> None:
    spread = LIBRARY["memory"].solve("P", vram="80+-5GB", gpus=64).spread
    assert spread is not None
    assert spread.low < 15.2e9 < spread.high
    whole = system.solve("n", b=3, d="60+-6").spread
    assert whole is not None
    assert (whole.low, whole.high) == (16.0, 23.0)
    text = 'quantities:\n    a [1, 0..1] "a"\n    q [1] "q"\nequations:\n    q = 3 * a\n'
    answer = tmath.loads(text).solve("q", a="0.9+-0.1")
    assert any(note.startswith("16 % of the sample lies outside the bounds") for note in answer.notes)
    assert answer.spread is not None and answer.spread.high <= 3.0


def test_both_together() -> None:
    answer = LIBRARY["compute"].solve("T", P="6..8B", D=1.4e11, gpus=64, gpu="H100_SXM", mfu="0.40+-0.03")
    assert answer.range is not None and answer.spread is not None
    assert any(note.startswith("range with every error at its mean") for note in answer.notes)


def test_even_points_and_quantiles() -> None:
    points = list(even(3, 512))
    assert points == list(even(3, 512))
    for place in range(3):
        assert sum(p[place] for p in points) / 512 == pytest.approx(0.5, abs=5e-3)
    spread = describe([float(n) for n in range(1, 101)])
    assert (spread.mean, spread.low, spread.high) == pytest.approx((50.5, 5.5, 95.5))
    assert below(Fraction(1, 3)) < Fraction(1, 3) < above(Fraction(1, 3))


# -- what is shown ---------------------------------------------------------------------------------------

ASKED = ["solve", "compute", "--for", "T", "P=7B", "D=140B", "gpus=64", "gpu=H100_SXM"]


def test_shown_in_text_and_pasted_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "mfu=0.35..0.45"]) == 0
    text = capsys.readouterr().out
    assert "   range      2.389 day .. 3.072 day, guaranteed\n" in text
    assert "mfu=0.35..0.45" in text
    assert main([*ASKED, "mfu=0.40+-0.03"]) == 0
    assert (
        "   spread     mean 2.703 day, deviation 0.2061 day;\n              5 % to 95 %: 2.393 day .. 3.066 day\n"
        in capsys.readouterr().out
    )


def test_quiet_prints_the_middle(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "mfu=0.35..0.45", "--quiet"]) == 0
    assert float(capsys.readouterr().out) == pytest.approx(2.688, abs=1e-3)


def test_json_keys() -> None:
    given = {"P": 7e9, "D": 1.4e11, "gpus": 64, "gpu": "H100_SXM"}
    data = json.loads(LIBRARY["compute"].solve("T", {**given, "mfu": "0.35..0.45"}).to_json())
    assert data["range"].keys() == {"low", "high", "guaranteed"}
    assert data["spread"] is None
    assert data["given"]["mfu"] == {"value": 0.4, "unit": "1", "typed": "0.35..0.45"}
    data = json.loads(LIBRARY["compute"].solve("T", {**given, "mfu": "0.4+-0.03"}).to_json())
    assert data["range"] is None
    assert data["spread"].keys() == {"mean", "deviation", "p5", "p95"}


def test_another_unit() -> None:
    answer = LIBRARY["compute"].solve("T", P="6..8B", D=1.4e11, gpus=64, gpu="H100_SXM", mfu="0.40+-0.03")
    hours = in_unit(answer, answer.system.units.read("h"))
    assert ends(hours) == pytest.approx([24 * end for end in ends(answer)], rel=1e-15)
    assert hours.spread is not None and answer.spread is not None
    assert hours.spread.mean == pytest.approx(24 * answer.spread.mean)


def test_a_choice_is_judged_at_the_middle() -> None:
    try:
        answer = LIBRARY["memory"].solve("zero", P="6..8B", gpus=8, gpu="H100_SXM")
    except SolveError:  # pragma: no cover
        pytest.fail("some row holds")
    assert answer.notes == ("taken at the middle of P=6B..8B",)
