"""Published facts against the check rows that express them: `python -m benchmarks.published` lists them all."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import tmath
from tmath.algebra.expressions import from_syntax
from tmath.language.library import Library
from tmath.language.system import Evidence, EvidenceRow, System
from tmath.unit_text import UnitReadError

DATA = Path(__file__).parent.parent / "tests/data/published.json"

# Units of the facts that the language spells otherwise.
SPELLED = {
    "A100-hour": "h",
    "GPU-hour": "h",
    "PF-day": "PFday",
    "KB": "kB",
    "1e9 param": "Gparam",
    "1e6 param": "Mparam",
    "seq": "1",
    "TFLOP/s/GPU": "TFLOP/s",
}

# Numbers that no check row holds, and why.
UNEXPRESSED = {
    ("pythia-suite-hours", "total"): "a sum over a list, no equation",
    ("korthikanti-t5-22B", "gain"): "the ratio of two published times, no equation",
    ("korthikanti-mtnlg-saving", "term"): "an intermediate of scores_share, which is checked",
    ("zero-gpt2-states", "buffer"): "a buffer of one implementation, 4 bytes a parameter: given as M_buffers",
    ("qlora-double-quant", "saved"): "the difference of constants and constants_double, which are checked",
    ("cookbook-mem-pythia-6.9b", "grad"): "gradients not divided by tp: said in the title of the check",
    ("cookbook-mem-pythia-6.9b", "total"): "holds those gradients",
    **{
        (f"chinchilla-tA4-{size}", "ratio"): "checked as its inverse, counted_by_6PD"
        for size in ("7.3e+07", "5.5e+08", "1.1e+09", "1.6e+09")
    },
    ("epoch-notebook-constants", "A"): "checked the other way round: the notebook's digits against the paper's",
}

# Published and not reproduced: the system, quantity, choice or equation whose doc string says so, and its words.
DISAGREEMENTS = {
    "pythia-6.9b-achieved-vs-rule": ("compute", "flops", "Pythia runs averaged"),
    "bigscience-zero1-saving": ("memory", "M_optimizer", "BigScience saw ZeRO 1 save 35 GB"),
    "chinchilla-tA3-ap3-2e+11": ("compute", "C", "a slip for 1.26e25"),
    "chinchilla-ap3-D-at-4e+08": ("loss", "D_opt", "9.2e9 for 400M"),
    "chinchilla-ap3-D-at-7e+10": ("loss", "D_opt", "4.1e12 for 67B"),
    "zero-gpt2-activations-korthikanti": ("memory", "implementation", "60 GB for GPT-2 1.5B"),
    "zero-gpt2-checkpointed": ("memory", "kept", "5 GB where ZeRO's paper says about 8"),
    "llama4-scout-carbon": ("cost", "carbon", "1354 t"),
    "llama4-maverick-carbon": ("cost", "carbon", "645 t"),
    "llama3-scaling-law": ("loss", "D_llama3", "16.55e12"),
    "llama3-405b-hours-mfu": ("compute", "mfu", "34.6 %"),
    "gpt3-mfu-palm": ("throughput", "rate", "21.3 %"),
    "zero-100B-ckpt": ("memory", "kept", "67 where it says 33"),
    "lora-gpt3-vram": ("finetune", "M_checkpoint", "1.2 TB"),
}


@dataclass(frozen=True)
class Place:
    """Where a fact's number stands."""

    system: str
    check: Evidence
    row: EvidenceRow
    column: str


@dataclass(frozen=True)
class Fact:
    """A published fact, with a place or a reason for each of its numbers."""

    id: str
    disagrees: bool
    held: Mapping[str, Place]
    reasons: Mapping[str, str]

    @property
    def lost(self) -> list[str]:
        """Numbers with neither."""
        return [name for name in self.reasons if not self.reasons[name]]


def facts(library: Library) -> Iterator[Fact]:
    """Every published fact."""
    shown = list(_places(library))
    for raw in json.loads(DATA.read_text("utf-8")):
        held, reasons = {}, {}
        inputs = [_number(library, each) for each in raw["inputs"].values()]
        for name, wanted in raw["expected"].items():
            if raw["known_disagreement"]:
                system, told, _ = DISAGREEMENTS.get(raw["id"], ("", "", ""))
                reasons[name] = f"not reproduced: {system}, doc string of {told}" if system else ""
                continue
            place = _best(shown, _number(library, wanted), [number for number in inputs if number is not None])
            if place is not None:
                held[name] = place
            else:
                reasons[name] = UNEXPRESSED.get((raw["id"], name), "")
        if raw["id"] == "epoch-notebook-constants":
            reasons = dict.fromkeys(reasons, UNEXPRESSED[raw["id"], "A"])
        yield Fact(raw["id"], raw["known_disagreement"], held, reasons)


def _number(library: Library, said: Mapping[str, Any]) -> float | None:
    value = said["value"]
    if not isinstance(value, int | float):
        return None
    unit = SPELLED.get(said["unit"], said["unit"]).replace("token/seq", "1")
    try:
        return float(value) * float(library["units"].units.read(unit).factor)
    except UnitReadError:  # of no quantity of ours
        return None


Shown = tuple[Place, float, list[float]]


def _places(library: Library) -> Iterator[Shown]:
    for name in library:
        system = library[name]
        for check in system.checks:
            if check.system != name:
                continue
            for row in check.rows:
                given = [_cell(system, cell) for cell in row.given.values() if not isinstance(cell, str)]
                for column, cell in row.published.items():
                    yield Place(name, check, row, column), _cell(system, cell), given


def _cell(system: System, node: Any) -> float:
    expr = from_syntax(node, lambda text: system.units.read(text).factor)
    assert isinstance(expr.value, Fraction)
    return float(expr.value)


def _best(shown: list[Shown], wanted: float | None, inputs: list[float]) -> Place | None:
    """The row that publishes the number and shares most inputs with the fact, one at least where it has any."""
    if wanted is None:
        return None
    fits = [
        (sum(any(math.isclose(one, other) for other in given) for one in inputs), place)
        for place, number, given in shown
        if math.isclose(number, wanted, rel_tol=1e-9)
    ]
    best = max(fits, key=lambda fit: fit[0], default=None)
    if best is None:
        return None
    shared, place = best
    named = any(isinstance(cell, str) for cell in place.row.given.values())
    return place if shared or named or not inputs else None


def main() -> None:
    """Each fact on a line for each of its numbers."""
    found = list(facts(tmath.load()))
    for fact in found:
        mark = " (known to disagree)" if fact.disagrees else ""
        for name, place in fact.held.items():
            print(f"{fact.id:34}{name:14}{place.system}: {place.check.title}, {place.column}{mark}")
        for name, reason in fact.reasons.items():
            print(f"{fact.id:34}{name:14}- {reason or 'NOWHERE'}{mark}")
    numbers = sum(len(fact.held) + len(fact.reasons) for fact in found)
    held = sum(len(fact.held) for fact in found)
    print(f"{len(found)} facts, {numbers} numbers: {held} in check rows, {numbers - held} with a reason")


if __name__ == "__main__":
    main()
