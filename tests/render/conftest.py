"""Hand-made answers of every kind, so that renderers are tested apart from the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

import tmath
from tmath.algebra.expressions import Expr, div, mul, name, number
from tmath.errors import Span
from tmath.language.system import Source, System
from tmath.solving.answer import (
    Answer,
    Assumed,
    Bound,
    Check,
    ChoiceRowAnswer,
    Dropped,
    Figure,
    Root,
    Step,
    Verdict,
)

TEXT = '''"""Memory in short."""

sources:
    zero = "Rajbhandari et al. 2020, ZeRO: <b>Memory</b> & more" https://arxiv.org/abs/1910.02054

quantities:
    P, params    [param]       "Parameters"
    per_param    [byte/param]  "Bytes of a parameter"
    vram         [GB]          "Memory of one GPU"
    M_total      [GB]          "Memory in use"
    gpus         [1, integer]  "GPUs"
    layers       [1, integer]  "Layers"
    hidden       [1, integer]  "Width"

equations:
    M_total = per_param * P / gpus   from zero "figure 1"

assumptions:
    per_param = 16 [byte/param]

constraints:
    fits: M_total <= vram "Out of memory"
'''

PLACE = Span("mine.eq", 1, 1, 2)
ZERO = Source(
    "zero", "Rajbhandari et al. 2020, ZeRO: <b>Memory</b> & more", "https://arxiv.org/abs/1910.02054", "figure 1"
)


@pytest.fixture(scope="session")
def system() -> System:
    return tmath.loads(TEXT, name="short")


@pytest.fixture
def figure(system: System) -> Callable[..., Figure]:
    def figure(name: str, base: float, typed: str = "") -> Figure:
        unit = system.quantities[name].unit
        return Figure(name, base / float(unit.factor), unit, base, None, typed)

    return figure


class Slopes:
    """Sensitivities that are known without an equation."""

    def sensitivities(self) -> dict[str, float]:
        return {"vram": 1.3}


@pytest.fixture
def answer(system: System, figure: Callable[..., Figure]) -> Answer:
    """The largest P, bound by `fits`, with everything an answer may carry."""
    value = figure("P", 15_312_345_678.0)
    quantities = {n: figure(n, b) for n, b in (("M_total", 80e9), ("layers", 42.7), ("hidden", 5460.0))}
    fits = Verdict("fits", "M_total <= vram", True, True, figure("M_total", 80e9), figure("vram", 80e9), 0.0)
    formula: Expr = div(mul(name("vram"), name("gpus")), number(Fraction(16)))
    step = Step(
        ("P",), ("M_total",), ("M_total = per_param * P / gpus",), (("P", formula),), "isolated", (ZERO,), (value,)
    )
    return Answer(
        system,
        "P",
        "at_most",
        value.unit,
        roots=(Root(value, {"P": value, **quantities}, 1e-12),),
        expression=formula,
        binding="fits",
        bounds=(Bound("fits", "at_most", value.value), Bound("in_time", "at_most", 4.1e10)),
        beside=(figure("hidden", 5460.0), figure("layers", 42.7)),
        family="aspect=128",
        given=(figure("vram", 80e9), figure("gpus", 64.0), ("zero", "3")),
        assumed=(Assumed("per_param", "per_param=16byte/param", "assumption"),),
        dropped=(Dropped("ffn", "ffn = 4 * hidden", "ffn = 3.5 hidden"),),
        steps=(step,),
        verdicts=(fits, Verdict("pp_layers", "pp divides layers", None, reason="layers = 42.7 is not whole")),
        checks=(Check("C", "C ~= 6 * P * D", 0.02, True),),
        notes=("no allowance for fragmentation",),
        hints=("with --without dp more fits",),
        residual=1e-16,
        _basis=Slopes(),
    )


@pytest.fixture
def formula(answer: Answer) -> Answer:
    """A question without numbers."""
    return replace(
        answer, kind="formula", direction="at_most", roots=(), missing=(("vram",), ("gpu", "gpus")), verdicts=()
    )


@pytest.fixture
def rows(answer: Answer, figure: Callable[..., Figure]) -> Answer:
    """A choice that was asked for."""
    good = Verdict("fits", "M_total <= vram", True, False, figure("M_total", 40e9), figure("vram", 80e9), 0.5)
    bad = Verdict("fits", "M_total <= vram", False, False, figure("M_total", 120e9), figure("vram", 80e9), -0.5)
    found = (ChoiceRowAnswer("3", True, (good,)), ChoiceRowAnswer("0", False, (bad,), {}, "`fits` broken"))
    return replace(answer, unknown="zero", kind="rows", roots=(), rows=found, expression=None, binding="", verdicts=())
