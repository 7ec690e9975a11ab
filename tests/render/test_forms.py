"""JSON, LaTeX and HTML: stable keys, strict numbers, everything escaped."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace

import pytest

import tmath
from tmath.errors import OutOfRangeError
from tmath.render.convert import in_unit
from tmath.render.json import error_dict, number
from tmath.render.latex import answer_latex, constraint_latex, escape, relation_latex
from tmath.solving.answer import Answer, Figure

KEYS = {
    "schema_version", "system", "unknown", "kind", "unit", "value", "values", "interval", "range", "spread", "roots",
    "rows", "quantities", "formula", "relation", "binding", "bounds", "family", "given", "assumed", "dropped",
    "verdicts", "checks", "residual", "error_bound", "complete", "sensitivities", "steps", "notes", "hints", "missing",
    "others", "best",
}  # fmt: skip


@pytest.mark.parametrize("kind", ["answer", "formula", "rows"])
def test_json_has_the_same_keys_whatever_the_kind(kind: str, request: pytest.FixtureRequest) -> None:
    answer: Answer = request.getfixturevalue(kind)
    data = json.loads(answer.to_json())
    assert data.keys() == KEYS
    assert data == answer.to_dict()


def test_json_numbers_are_unrounded_and_in_declared_units(answer: Answer) -> None:
    data = answer.to_dict()
    assert data["value"] == 15_312_345_678
    assert data["given"] == {"vram": {"value": 80, "unit": "GB"}, "gpus": {"value": 64, "unit": "1"}, "zero": "3"}
    assert data["quantities"]["layers"] == {"value": 42.7, "unit": "1"}
    assert data["sensitivities"] == {"vram": 1.3}


def test_json_is_strict() -> None:
    assert number(math.inf) is None
    assert number(math.nan) is None
    assert number(None) is None
    assert number(3.0) == 3 and isinstance(number(3.0), int)
    assert number(1e300) == 1e300 and isinstance(number(1e300), float)


def test_json_of_an_interval_without_end(answer: Answer) -> None:
    data = replace(answer, kind="interval", roots=(), interval=(1.0, math.inf, True, False)).to_dict()
    assert data["interval"] == {"low": 1, "high": None, "low_closed": True, "high_closed": False}
    assert data["value"] is None


def test_json_of_an_error_holds_its_fields() -> None:
    error = OutOfRangeError("no seq", low=1.0, high=math.inf, binding="fits", repairs={"P": 5e9})
    assert error_dict(error) == {
        "schema_version": 1,
        "error": "OutOfRangeError",
        "message": "no seq",
        "low": 1,
        "high": None,
        "binding": "fits",
        "repairs": {"P": 5_000_000_000},
    }


def test_several_unknowns_in_json(answer: Answer) -> None:
    data = replace(answer, others={"Q": replace(answer, unknown="Q")}).to_dict()
    assert data["others"]["Q"]["unknown"] == "Q"


# -- LaTeX -------------------------------------------------------------------------------------------


def test_latex_of_an_answer(answer: Answer) -> None:
    text = answer_latex(answer)
    assert text.startswith("$$\n\\begin{aligned}\n")
    assert r"P &\le \frac{\mathrm{vram} \, \mathrm{gpus}}{16}" in text
    assert r"P &\le 15\,312\,345\,678\,\mathrm{param} && \text{\texttt{fits} binds}" in text
    assert answer._repr_latex_() == answer.to_latex() == text


def test_latex_escapes_text() -> None:
    assert escape(r"50% of_a $x$ & {y} \end") == r"50\% of\_a \$x\$ \& \{y\} \textbackslash{}end"


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("M_total = P / (gpus * layers)", r"M_{\mathrm{total}} = \frac{P}{\mathrm{gpus} \, \mathrm{layers}}"),
        ("P = (gpus + layers) * hidden", r"P = \left(\mathrm{gpus} + \mathrm{layers}\right) \, \mathrm{hidden}"),
        ("P ~= sqrt(hidden)^2 * 3", r"P \approx {\sqrt{\mathrm{hidden}}}^{2} \cdot 3"),
        ("P = 7e9 * gpus", r"P = 7 \times 10^{9} \, \mathrm{gpus}"),
        ("P = 80 [GB] * gpus", r"P = 80\,\mathrm{GB} \, \mathrm{gpus}"),
        (
            "P = log(hidden) + log2(layers)",
            r"P = \ln\left(\mathrm{hidden}\right) + \log_{2}\left(\mathrm{layers}\right)",
        ),
        ("P = ceil(hidden / 2)", r"P = \lceil \frac{\mathrm{hidden}}{2} \rceil"),
    ],
)
def test_latex_of_equations_as_written(text: str, latex: str) -> None:
    from tmath.language.parser import parse

    declared = parse(f"equations:\n    one: {text}\n", "mine", "mine.eq").relations[0]
    assert relation_latex(declared) == latex  # type: ignore[arg-type]


def test_latex_of_a_constraint(answer: Answer) -> None:
    assert constraint_latex(answer.system.constraints[0]) == r"M_{\mathrm{total}} \le \mathrm{vram}"


# -- HTML --------------------------------------------------------------------------------------------


def test_html_escapes_everything(answer: Answer) -> None:
    html = answer._repr_html_()
    assert "<strong>P &lt;= 15.3 B param" in html
    assert "<b>" not in html
    assert "&lt;b&gt;Memory&lt;/b&gt; &amp; more" in html


def test_html_of_every_kind(formula: Answer, rows: Answer) -> None:
    assert "vram * gpus / 16" in formula._repr_html_()
    assert "zero = 3" in rows._repr_html_()


# -- another unit --------------------------------------------------------------------------------------


def test_in_unit(answer: Answer, figure: Callable[..., Figure]) -> None:
    value = figure("vram", 80e9)
    root = replace(answer.roots[0], figure=value)
    one = replace(answer, unknown="vram", unit=value.unit, roots=(root,), interval=(1.0, 2.0, True, True))
    converted = in_unit(one, answer.system.units.read("MB"))
    assert converted.values == (80_000.0,)
    assert converted.interval == (1000.0, 2000.0, True, True)


def test_an_answer_is_shown_whole_by_str(answer: Answer) -> None:
    assert str(answer).startswith("P <= 15.3 B param")
    assert tmath.Answer is Answer
