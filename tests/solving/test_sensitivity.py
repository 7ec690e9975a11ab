"""Sensitivities: exponents of power laws, and finite differences through the public interface."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import pytest

import tmath
from tmath.solving.answer import Answer

LIBRARY = tmath.load()
LAWS = """
quantities:
    x [1]          "x"
    y [1]          "y"
    z [1]          "z"
    a [1]          "a"
    b [1]          "b"
    t [1, signed]  "t"
    u [1, signed]  "u"
    n [1, integer] "n"
    r [1]          "exponent"

choice law = cubic "Exponents":
    | law    | p [1]    | off [1] | k [1]    |
    | cubic  | 3        | 0       | exp(1.5) |
    | square | 2        | 1       | 5        |

equations:
    y = 7 * a^2 * x^p / b^1.5 + off * r
    z = k * y^r
    u = 3 * t
    ceiling: t = ceil(x) + a

constraints:
    fits: n * x <= y^0.5
"""


@pytest.fixture(scope="module")
def laws() -> tmath.System:
    return tmath.loads(LAWS)


def slopes(answer: Answer) -> dict[str, float]:
    return dict(answer.sensitivities)


def test_power_laws_have_their_exponents(laws: tmath.System) -> None:
    found = slopes(laws.solve("y", a=3, b=5, x=2))
    assert found == pytest.approx({"a": 2, "b": -1.5, "x": 3, "p": 3 * math.log(2)}, rel=1e-12)
    answer = laws.solve("x", a=3, b=5, y=2)
    by_exponent = -math.log(answer["x"])
    assert slopes(answer) == pytest.approx({"a": -2 / 3, "b": 0.5, "y": 1 / 3, "p": by_exponent}, rel=1e-12)


def test_a_chain_of_equations_and_an_exponent_given(laws: tmath.System) -> None:
    found = slopes(laws.solve("z", a=3, b=5, x=2, r=0.5))
    assert found["a"] == pytest.approx(1.0, rel=1e-12)
    assert found["b"] == pytest.approx(-0.75, rel=1e-12)
    assert found["k"] == pytest.approx(1.0, rel=1e-12)  # exp(1.5), a cell that is no fraction
    y = laws.solve("y", a=3, b=5, x=2).value
    assert found["r"] == pytest.approx(0.5 * math.log(y), rel=1e-12)


def test_what_does_not_bear_is_zero_and_switches_are_left_out(laws: tmath.System) -> None:
    found = slopes(laws.solve("u", t=-2, x=5))
    assert found == {"t": 1.0, "x": 0.0}
    assert "off" not in slopes(laws.solve("y", a=3, b=5, x=2, r=1, law="square"))


def test_of_zero_there_is_none(laws: tmath.System) -> None:
    assert slopes(laws.solve("u", t=0)) == {}


def test_of_a_whole_number_those_of_its_real_bound(laws: tmath.System) -> None:
    answer = laws.solve("n", x=3.3, a=9.5, b=2)
    assert answer.kind == "at_most" and answer.value == 27  # of 27.15
    assert slopes(answer) == pytest.approx({"x": 0.5, "a": 1.0, "b": -0.75, "p": 1.5 * math.log(3.3)})


def test_steps_do_not_move(laws: tmath.System) -> None:
    assert slopes(laws.solve("t", x=2.5, a=3)) == pytest.approx({"x": 0.0, "a": 0.5})


QUESTIONS: list[tuple[str, str, dict[str, object], tuple[str, ...]]] = [
    ("memory", "P", {"vram": "80GB", "gpus": 64}, ("vram", "weight_bytes", "moment_bytes", "activation_bytes")),
    ("memory", "M_total", {"P": 7e9, "gpus": 16, "seq": 4096}, ("P", "master_bytes", "ffn_ratio")),
    ("loss", "D", {"P": 7e9, "loss": 2.0}, ("P", "loss", "alpha", "beta", "E", "A")),
    ("compute", "T", {"P": 7e9, "D": 1.4e11, "gpus": 64, "gpu": "H100_SXM", "mfu": 0.4}, ("P", "D", "mfu", "peak")),
]


@pytest.mark.parametrize(("system", "unknown", "given", "inputs"), QUESTIONS)
def test_finite_differences(system: str, unknown: str, given: dict[str, object], inputs: tuple[str, ...]) -> None:
    answer = LIBRARY[system].solve(unknown, given)
    found = answer.sensitivities
    for name in inputs:
        at, values = answer[name], []
        for step in (1e-5, -1e-5):
            values.append(LIBRARY[system].solve(unknown, {**given, name: at * (1 + step)}).value)
        slope = (values[0] - values[1]) / (2e-5 * answer.value)  # type: ignore[operator]
        assert found[name] == pytest.approx(slope, rel=1e-6, abs=1e-8), name


def test_nothing_is_computed_before_it_is_asked_for() -> None:
    answer = LIBRARY["compute"].solve("T", P="7B", D="140B", gpus=64, gpu="H100_SXM", mfu=0.4)
    assert "sensitivities" not in vars(answer)
    travelled = pickle.loads(pickle.dumps(answer))
    found = answer.sensitivities
    assert travelled.sensitivities == found == {"P": 1.0, "D": 1.0, "gpus": -1.0, "mfu": -1.0, "peak": -1.0}
    assert replace(answer, hints=("other",)).sensitivities == answer.sensitivities
    assert answer.to_dict()["sensitivities"] == {"P": 1, "D": 1, "gpus": -1, "mfu": -1, "peak": -1}


def test_several_roots_have_none_until_one_is_picked() -> None:
    system = tmath.loads('quantities:\n    x [1] "x"\n    c [1] "c"\nequations:\n    x^2 + c = 5 * x\n')
    assert slopes(system.solve("x", c=4)) == {}
    assert slopes(system.solve("x", c=4, pick="max")) == pytest.approx({"c": -4 / (2 * 4 - 5) / 4})
