"""The standard equations: sourced, documented, checked against what was published, and every row of every choice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tmath
from benchmarks import published
from tmath.language.system import System
from tmath.solving.evidence import compare, turn_round

DATA = Path(__file__).parent / "data"
LIBRARY = tmath.load()
NAMES = list(LIBRARY)

# -- what every file must have -----------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_equation_has_a_source(name: str) -> None:
    own = [relation for relation in LIBRARY[name].equations if relation.system == name]
    assert [relation.label for relation in own if not relation.sources] == []


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_documented(name: str) -> None:
    system = LIBRARY[name]
    assert system.title
    for quantity in system.quantities.values():
        assert quantity.doc.strip(), quantity.name
        assert quantity.unit.text, quantity.name
    for choice in system.choices.values():
        assert choice.doc.strip(), choice.name
    for constraint in system.constraints:
        assert constraint.doc.strip(), constraint.label


@pytest.mark.parametrize("name", NAMES)
def test_every_source_is_cited(name: str) -> None:
    system = LIBRARY[name]
    stated = [*system.equations, *system.assumptions, *system.fallbacks, *system.checks, *system.choices.values()]
    cited = {source.key for statement in stated if statement.system == name for source in statement.sources}
    text = (Path(__file__).parent.parent / "equations" / f"{name}.eq").read_text("utf-8")
    declared = [line.split("=")[0].strip() for line in text.splitlines() if line.startswith("    ") and "http" in line]
    assert set(declared) <= cited


# -- evidence ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in NAMES if LIBRARY[name].checks])
def test_published_numbers_forwards_and_backwards(name: str) -> None:
    """Every number within its tolerance; every input found again from every output."""
    system = LIBRARY[name]
    own = [check for check in system.checks if check.system == name]
    wrong = [result for check in own for result in compare(system, check) if result.verdict != "right"]
    assert [f"{one.title}: {one.output} = {one.computed}, published {one.published}" for one in wrong] == []
    lost = [result for check in own for result in turn_round(system, check) if result.way == "wrong"]
    assert [f"{one.title}: {one.unknown} from {one.output}: {one.message}" for one in lost] == []


def test_every_file_with_equations_has_evidence() -> None:
    bare = [name for name in NAMES if not any(check.system == name for check in LIBRARY[name].checks)]
    assert bare == ["units"]


FACTS = list(published.facts(LIBRARY))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_every_published_fact_has_a_check_row_or_a_reason(fact: published.Fact) -> None:
    assert fact.lost == []
    assert not fact.disagrees or fact.id in published.DISAGREEMENTS


@pytest.mark.parametrize("fact", published.DISAGREEMENTS)
def test_what_disagrees_is_said_where_users_see_it(fact: str) -> None:
    name, told, words = published.DISAGREEMENTS[fact]
    system = LIBRARY[name]
    if told in system.choices:
        docs = [system.choices[told].doc]
    else:
        docs = [relation.doc for relation in system.equations if relation.label == told]
        docs += [system.quantities[told].doc] if told in system.quantities else []
    assert any(words in " ".join(doc.split()) for doc in docs), docs


# -- every row of every choice -----------------------------------------------------------------------
# Rows that no check and no default chooses: what is asked, what is given, and a number known from elsewhere.

Case = tuple[str, Mapping[str, Any], float]

SHARED_30 = {"P": "1e9 param", "zero": 0}
LLAMA_3 = {"model": "llama_3_1_8b"}
POST = {"P": "175e9 param", "tp": 8, "pp": 8, "gpus": 1024, "seq": 2048, "micro_batch": 1, "hidden": 12288}
POST = {**POST, "layers": 96, "heads": 96}
ROWS: dict[tuple[str, str, str], Case] = {
    # A count of a made-up Llama with all biases on the meta device.
    ("architecture", "biases", "projections"): (
        "P",
        {"architecture": "llama", "mlp_bias": 1, "layers": 4, "hidden": 160, "heads": 5, "head_dim": 24}
        | {"ffn": 431, "vocab": 3001},
        2_102_648,
    ),
    # 2 b s h values on and back, an eighth of them for each of 8 tensor ranks.
    ("communication", "scatter_gather", "on"): (
        "V_pp",
        {"pp": 2, "tp": 8, "grad_accum": 1, "micro_batch": 1, "seq": 2048, "hidden": 12288},
        2 * 2 * 2048 * 12288 / 8 / 1e9,
    ),
    # What Megatron-LM's own function returns for GPT-3 with a vocabulary of 50304.
    ("compute", "count", "causal"): (
        "F_model",
        {"architecture": "gpt", "layers": 96, "hidden": 12288, "vocab": 50304, "seq": 2048, "global_batch": 1536},
        3.340389992462549e18,
    ),
    ("throughput", "megatron", "code"): (
        "F_model",
        {"architecture": "gpt", "layers": 96, "hidden": 12288, "vocab": 50304, "seq": 2048, "global_batch": 1536},
        3.340389992462549e18,
    ),
    ("finetune", "method", "full"): ("M_states", SHARED_30, 16.0),
    ("finetune", "method", "qlora"): ("weight_bytes", {}, (4 + 8 / 64 + 32 / (64 * 256)) / 8),
    # rank (in + out) for each matrix, by hand.
    ("finetune", "targets", "attention"): ("P_adapter", {"model": "llama_2_7b", "rank": 8}, 32 * 8 * 4 * 8192),
    ("finetune", "targets", "mlp"): ("P_adapter", {"model": "llama_2_7b", "rank": 8}, 32 * 8 * 3 * (4096 + 11008)),
    ("finetune", "targets", "all_fused_gate"): ("P_adapter", {"model": "phi_3_mini", "rank": 8}, 12_582_912),
    # Falcon's new decoder as transformers holds it, counted.
    ("inference", "cache", "broadcast"): (
        "M_kv",
        {"architecture": "falcon_grouped", "layers": 2, "hidden": 128, "heads": 8, "kv_heads": 2, "head_dim": 16}
        | {"context": 30, "batch": 2},
        61_440e-9,
    ),
    **{
        ("inference", "dtype", key): ("M_params", {"P": "1e9 param"}, bytes_each)
        for key, bytes_each in (
            ("fp32", 4),
            ("fp8", 1),
            ("int4", 0.5),
            ("int8", 1),
            ("mxfp4", 4.25 / 8),
            ("nf4", 4.5 / 8),
        )
    },
    **{
        ("inference", "kv_dtype", key): ("kv_per_token", LLAMA_3, 131_072 / 16 * bits)
        for key, bits in (("fp16", 16), ("fp8", 8), ("int4", 4), ("int8", 8), ("mxfp8", 8.25), ("mxfp4", 4.25))
    },
    # Gemma 3 1B: 22 of 26 layers look back 512 tokens.
    ("inference", "sliding", "five_in_6"): (
        "M_kv",
        {"model": "gemma_3_1b", "window": 512, "context": 32768},
        2 * 256 * 2 * (22 * 512 + 4 * 32768) / 1e9,
    ),
    ("memory", "buckets", "reduce"): ("buffer_params", {}, 5e8),
    ("memory", "buckets", "live"): ("buffer_params", {}, 1.5e9),
    # Embedding dropout: one byte an element, beside 4 s b (h + V) of the head.
    ("memory", "extras", "everything"): (
        "M_head",
        {"layers": 1, "hidden": 4096, "vocab": 50304, "seq": 2048},
        2048 * (4096 + 4 * (4096 + 50304)) / 1e9,
    ),
    ("memory", "optimizer", "lion"): ("M_optimizer", SHARED_30, 8.0),
    ("memory", "precision", "fp16"): ("M_states", SHARED_30, 8.0),
    ("memory", "precision", "int8"): ("M_weights", SHARED_30, 1.0),
    ("memory", "precision", "nf4"): ("M_weights", SHARED_30, 0.5625),
    ("memory", "precision", "nf4_double"): ("M_weights", SHARED_30, 0.515869),
    # 4/3 for full recomputation, 3/2 for a bubble of a half: 0.4 becomes 0.2.
    ("plan", "overheads", "on"): ("mfu", {"recompute": "full", "pp": 2, "grad_accum": 2, "efficiency": 0.4}, 0.2),
    ("transformer_math_101", "dtype", "fp32"): ("M_params", {"P": "1e9 param"}, 4.0),
    ("transformer_math_101", "dtype", "int8"): ("M_params", {"P": "1e9 param"}, 1.0),
    ("transformer_math_101", "precision", "fp16"): ("M_weights", {"P": "1e9 param"}, 2.0),
    # 12, 2 and 2 bytes a parameter over 1024 GPUs; the post's 43.75 GB of gradients at 8 stages.
    ("transformer_math_101", "layout", "zero_1"): ("M_optimizer", POST, 12 * 175 / 1024),
    ("transformer_math_101", "layout", "zero_2"): ("M_grads", POST, 2 * 175 / 1024),
    ("transformer_math_101", "layout", "zero_3"): ("M_weights", POST, 2 * 175 / 1024),
    ("transformer_math_101", "layout", "zero_r"): ("M_optimizer", POST, 12 * 175 / 1024),
    ("transformer_math_101", "layout", "zero_r_2023"): ("M_optimizer", POST, 12 * 175 / 1024),
    ("transformer_math_101", "layout", "three_d"): ("M_grads", POST, 43.75),
}
ASKED_OF = {("compute", "count", "causal"): "throughput"}  # which counts the FLOPs that the choice chooses


@pytest.mark.parametrize("row", ROWS, ids="-".join)
def test_row(row: tuple[str, str, str]) -> None:
    system, choice, key = row
    unknown, given, wanted = ROWS[row]
    answer = LIBRARY[ASKED_OF.get(row, system)].solve(unknown, {**given, choice: key})
    assert answer.value == pytest.approx(wanted, rel=1e-6)


HARDWARE = {card["name"]: card for card in json.loads((DATA / "hardware.json").read_text("utf-8"))}
COLUMNS = {
    "vram": ("memory_GB", 1),
    "peak": ("bf16_dense_tflops", 1),
    "memory_bandwidth": ("hbm_TBps", 1000),
    "link_bandwidth": ("link_unidir_GBps", 1),
    "power": ("tdp_W", 1),
}
# NVIDIA's data sheets of cards that hardware.json does not hold: GB, TFLOP/s dense, GB/s, W.
SHEETS = {
    "L4": (24, 121, 300, 72),
    "L40S": (48, 362, 864, 350),
    "A6000": (48, 154.8, 768, 300),
    "RTX_3090": (24, 71, 936, 350),
    "RTX_4090": (24, 165.2, 1008, 450),
}


def plain(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def card(key: str) -> Mapping[str, Any] | None:
    return next((HARDWARE[name] for name in HARDWARE if plain(name).removesuffix("pergpu") == plain(key)), None)


@pytest.mark.parametrize("key", LIBRARY["hardware"].choices["gpu"].rows)
def test_gpu(key: str) -> None:
    """Each figure of each card as in its sheet; open where there is none."""
    hardware = LIBRARY["hardware"]
    cells = hardware.choices["gpu"].rows[key].cells
    sheet = card(key)
    for column, (name, factor) in COLUMNS.items():
        if sheet is None:
            wanted = dict(zip(("vram", "peak", "memory_bandwidth", "power"), SHEETS[key], strict=True)).get(column)
        else:
            wanted = sheet[name] * factor if sheet[name] is not None else None
        if wanted is not None and column in cells:
            assert hardware.solve(column, gpu=key).value == pytest.approx(wanted)
        elif sheet is not None:
            assert (column in cells) == (wanted is not None), column


def test_every_card_of_the_data_is_there() -> None:
    keys = {plain(key) for key in LIBRARY["hardware"].choices["gpu"].rows}
    assert {plain(name).removesuffix("pergpu") for name in HARDWARE} <= keys


def test_every_row_of_every_choice_is_used() -> None:
    """By a check, by a default, by one of the cases above; `choice gpu` by its sheet."""
    used = set(_used(LIBRARY))
    for name in NAMES:
        for choice in LIBRARY[name].choices.values():
            if choice.system != name or choice.name == "gpu":
                continue
            unused = {
                key for key in choice.rows if (choice.name, key) not in used and (name, choice.name, key) not in ROWS
            }
            assert not unused, f"{name}: {choice.name} {', '.join(sorted(unused))}"


def _used(library: tmath.Library) -> Iterator[tuple[str, str]]:
    for name in NAMES:
        system = library[name]
        chosen = [(choice.name, choice.default) for choice in system.choices.values() if choice.default]
        for check in system.checks:
            for row in check.rows:
                chosen += [(given, str(cell)) for given, cell in row.given.items() if given in system.choices]
        yield from _closure(system, chosen)


def _closure(system: System, chosen: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The rows chosen, and those that they choose."""
    while chosen:
        name, key = chosen.pop()
        yield name, key
        for column in system.choices[name].columns:
            cell = system.choices[name].rows[key].cells.get(column.name)
            if column.kind == "chooses" and isinstance(cell, str):
                chosen.append((column.name, cell))


def test_models_are_many_and_counted() -> None:
    """At least 60 published models, each with a published count."""
    models = LIBRARY["models"]
    rows = set(models.choices["model"].rows)
    checked = {row.given["model"] for check in models.checks for row in check.rows if "model" in row.given}
    assert len(rows) >= 60
    assert rows == checked
    exact = [check for check in models.checks if check.system == "models" and check.tolerance == Fraction(0)]
    assert sum(len(check.rows) for check in exact) >= 60
