"""The same question in other units, with its equations in another order, and under other names: the same answer."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tmath
from tmath import Answer, Library, SolveError, System
from tmath.units import Unit

HERE = Path(__file__).parent
LIBRARY = tmath.load()
SHIPPED = [
    "memory --for P vram=80GB gpus=64",
    "memory --for gpus P=70B gpu=H100_SXM zero=3 tp=8",
    "memory --for seq P=7B gpu=H100_SXM gpus=8",
    "memory --for layers gpu=H100_SXM gpus=64 hidden=4096",
    "memory --for M_total layers=44 hidden=6144 heads=64 vocab=50432 tp=2 pp=4",
    "memory --for M_total P=7B gpus=64 tp=3",
    "memory --for layers M_total=70GB hidden=6144",
    "memory --for dp P=7B gpu=H100_SXM global_batch=512",
    "memory --for P",
    "architecture --for layers P=7B",
    "architecture --for P architecture=llama layers=80 hidden=8192 heads=64 kv_heads=8 ffn=28672 vocab=128256",
    "compute --for gpus P=7B D=1T gpu=H100_SXM deadline=30days tp=8",
    "compute --for mfu P=7B D=1T gpu=H100_SXM gpus=64 T=30days",
    "cost --for D budget=1MUSD price=2USD/h gpu=H100_SXM P=7B",
    "inference --for context P=7B gpu=H100_SXM",
    "inference --for batch P=70B gpu=H100_SXM",
    "transformer_math_101 --for P C=3640PFLOP/s*day D=300B",
]

SMALL = {
    "loss": (
        """
quantities:
    Loss  [1]      "Loss"
    Floor [1]      "What no model gets below"
    A     [1]      "Of parameters"
    B     [1]      "Of tokens"
    P     [param]  "Parameters"
    D     [token]  "Tokens"
    ratio [token/param] "Tokens for each parameter"
equations:
    Loss = Floor + A / (P / 1 [param])^0.34 + B / (D / 1 [token])^0.28
    D = ratio * P
""",
        [
            ("P", {"Floor": "1.69", "A": "406.4", "B": "410.7", "Loss": "2", "D": "1.4e12"}),
            ("P", {"Floor": "1.69", "A": "406.4", "B": "410.7", "Loss": "2", "ratio": "20"}),
            ("A", {"Floor": "1.69", "B": "410.7", "Loss": "2", "P": "7e10", "D": "1.4e12"}),
            ("P", {"Floor": "2.1", "A": "406.4", "B": "410.7", "Loss": "2", "D": "1.4e12"}),
            ("P", {"Floor": "1.69", "A": "406.4", "B": "410.7", "Loss": "2"}),
        ],
    ),
    "schedule": (
        """
quantities:
    rate   [1]     "Learning rate"
    step   [1]     "Step"
    warmup [1]     "Steps of warm-up"
    width  [1]     "Width"
equations:
    rate = width^(-0.5) * min(step^(-0.5), step * warmup^(-1.5))
""",
        [
            ("step", {"rate": "0.0004", "width": "512", "warmup": "4000"}),
            ("warmup", {"rate": "0.0004", "width": "512", "step": "12207.03125"}),
            ("step", {"rate": "0.004", "width": "512", "warmup": "4000"}),
        ],
    ),
    "circuit": (
        """
quantities:
    U     [V]    "Battery"
    outer [ohm]  "Outer resistance"
    inner [ohm]  "Inner resistance"
    amps  [A]    "Current"
    power [W]    "In the outer resistance"
equations:
    U = amps * (outer + inner)
    power = amps^2 * outer
""",
        [
            ("outer", {"U": "12", "inner": "0.5", "power": "20"}),
            ("outer", {"U": "12", "inner": "0.5", "power": "80"}),
            ("inner", {"U": "12", "outer": "8", "power": "10"}),
            ("amps", {"U": "12", "power": "20", "inner": "0.5"}),
        ],
    ),
}
NAMES = (
    "E",
    "I",
    "S",
    "N",
    "beta",
    "gamma",
    "lambda_",
    "Q",
    "O",
    "zeta",
    "e",
    "i",
    "re",
    "im",
    "oo",
    "Symbol",
    "lambda",
)


@dataclass(frozen=True)
class Result:
    """What a question comes to, in base units and free of names."""

    kind: str
    values: tuple[float, ...] = ()
    interval: tuple[Any, ...] | None = None
    complete: bool = True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Result) or (self.kind, self.complete) != (other.kind, other.complete):
            return False
        return _near(self.values, other.values) and _near(self.interval or (), other.interval or ())

    def __hash__(self) -> int:
        return hash(self.kind)


def _near(first: tuple[Any, ...], second: tuple[Any, ...]) -> bool:
    return len(first) == len(second) and all(
        math.isclose(a, b, rel_tol=1e-10) for a, b in zip(first, second, strict=True)
    )


def asked(system: System, unknown: str, given: Mapping[str, object]) -> Result:
    try:
        answer: Answer = system.solve(unknown, given)
    except SolveError as error:
        return Result(type(error).__name__)
    factor = float(answer.unit.factor)
    interval = answer.interval
    return Result(
        answer.kind,
        tuple(root.figure.base for root in answer.roots),
        None if interval is None else (interval[0] * factor, interval[1] * factor, *interval[2:]),
        answer.complete,
    )


def question(text: str) -> tuple[str, str, dict[str, str]]:
    words = text.split()
    return words[0], words[2], dict(word.split("=", 1) for word in words[3:])


def questions() -> list[Any]:
    found: list[Any] = [pytest.param(LIBRARY[question(text)[0]], *question(text)[1:], id=text) for text in SHIPPED]
    for name, (text, asks) in SMALL.items():
        system = tmath.loads(text, name)
        found += [pytest.param(system, unknown, given, id=f"{name}: {unknown} {given}") for unknown, given in asks]
    return found


# -- units -------------------------------------------------------------------------------------


def rescaled(system: System, chance: random.Random) -> System:
    """The same system, every quantity declared in another unit of its dimension."""
    quantities = {}
    for name, quantity in system.quantities.items():
        factor = Fraction(chance.choice([1, 3, 1000, 86400]), chance.choice([1, 7, 1024]))
        whole = quantity.domain.integer
        unit = (
            quantity.unit if whole else Unit(quantity.unit.text, quantity.unit.factor * factor, quantity.unit.dimension)
        )
        quantities[name] = replace(quantity, unit=unit)
    return replace(system, quantities=quantities)


def exact(system: System, given: Mapping[str, str], target: System) -> dict[str, object]:
    """What is given as exact numbers in the units of another system; keys stay."""
    from tmath.values import from_python

    numbers: dict[str, object] = {}
    for name, text in given.items():
        if name in system.choices:
            numbers[name] = text
        else:
            value = from_python(text, system.quantities[name], system.units).value
            numbers[name] = value / target.quantities[name].unit.factor
    return numbers


@pytest.mark.parametrize(("system", "unknown", "given"), questions())
def test_units(system: System, unknown: str, given: Mapping[str, str]) -> None:
    other = rescaled(system, random.Random(unknown))
    expected = asked(system, unknown, exact(system, given, system))
    assert asked(other, unknown, exact(system, given, other)) == expected


# -- order -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("system", "unknown", "given"), questions())
def test_order(system: System, unknown: str, given: Mapping[str, str]) -> None:
    expected = asked(system, unknown, given)
    for seed in range(2):
        chance = random.Random(seed)
        shuffled = replace(
            system,
            equations=tuple(chance.sample(system.equations, len(system.equations))),
            quantities=dict(chance.sample(list(system.quantities.items()), len(system.quantities))),
        )
        pairs = chance.sample(list(given.items()), len(given))
        assert asked(shuffled, unknown, dict(pairs)) == expected


@pytest.mark.parametrize(("system", "unknown", "given"), questions())
def test_sides(system: System, unknown: str, given: Mapping[str, str]) -> None:
    swapped = tuple(replace(equation, left=equation.right, right=equation.left) for equation in system.equations)
    assert asked(replace(system, equations=swapped), unknown, given) == asked(system, unknown, given)


# -- names -------------------------------------------------------------------------------------

_SOURCES = r'\bfrom\s+\w+(?:\s+"[^"]*")?(?:,\s*\w+(?:\s+"[^"]*")?)*|\w+(?=\s*=\s*")'
_TOKEN = re.compile(rf'"""(?s:.*?)"""|"[^"\n]*"|\[[^\]\n]*\]|#[^\n]*|{_SOURCES}|(?P<name>[A-Za-z][A-Za-z0-9_]*)')


def renamed_text(text: str, names: Mapping[str, str]) -> str:
    """An equation file with other names, outside strings, units and comments."""
    return _TOKEN.sub(lambda match: names.get(match["name"], match[0]), text)


@pytest.mark.parametrize("name", SMALL)
def test_names(name: str) -> None:
    text, asks = SMALL[name]
    system = tmath.loads(text, name)
    chance = random.Random(name)
    for _ in range(4):
        names = dict(zip(system.quantities, chance.sample(NAMES, len(system.quantities)), strict=True))
        other = tmath.loads(renamed_text(text, names), name)
        for unknown, given in asks:
            new = {names[key]: value for key, value in given.items()}
            assert asked(other, names[unknown], new) == asked(system, unknown, given)
            assert_formula(other, names[unknown], new)


def assert_formula(system: System, unknown: str, given: Mapping[str, str]) -> None:
    """The formula speaks of the quantities of the file, not of SymPy's constants of the same names."""
    try:
        formula = system.solve(unknown, given).formula
    except SolveError:
        return
    if formula is not None:
        assert {str(symbol) for symbol in formula.free_symbols} <= system.quantities.keys()


SHIPPED_NAMES = {
    "P": "E", "hidden": "I", "layers": "S", "seq": "beta", "M_total": "lambda_", "vram": "gamma", "gpus": "zeta",
    "tp": "Q", "pp": "O", "micro_batch": "re", "heads": "im", "D": "oo", "T": "Symbol", "batch": "e",
    "context": "lambda",
}  # fmt: skip


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shipped files under other names, aliases and what would be called alike left out."""
    folder = tmp_path_factory.mktemp("renamed")
    for name in LIBRARY:
        text = LIBRARY.path(name).read_text("utf-8")
        if name != "units":
            text = re.sub(r"(?m)^(    [A-Za-z]\w*)((?:, [A-Za-z]\w*)+)(?= *(?:=|\[))", lambda m: m[1], text)
            text = renamed_text(text, {**{new: f"{new}_1" for new in SHIPPED_NAMES.values()}, **SHIPPED_NAMES})
        (folder / f"{name}.eq").write_text(text, "utf-8")
    return tmath.load(folder)


@pytest.mark.parametrize("text", SHIPPED)
def test_shipped_names(text: str, elsewhere: Library) -> None:
    name, unknown, given = question(text)
    new: Callable[[str], str] = lambda old: SHIPPED_NAMES.get(old, old)  # noqa: E731
    other = {new(key): value for key, value in given.items()}
    assert asked(elsewhere[name], new(unknown), other) == asked(LIBRARY[name], unknown, given)


def test_questions_of_the_library_are_known() -> None:
    rows = json.loads((HERE / "data" / "questions.json").read_text())["rows"]
    assert {row["ask"].split()[0] for row in rows} & {question(text)[0] for text in SHIPPED}
