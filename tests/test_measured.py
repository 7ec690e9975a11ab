"""Numbers counted with real libraries, reproduced row by row.

Where a row takes more than a named choice, the number of the library that differs is given by name (token_bytes=8 and
the like), so that what differs is written down here. Rows that are not reproduced are listed with the reason, which
stands in the doc strings that users see as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tmath
from tmath.config.classes import kind_of, known
from tmath.config.reading import config_of

DATA = Path(__file__).parent / "data/measured"
LIBRARY = tmath.load()
TYPES = {name: model_type for model_type in known() for name in kind_of(model_type, "").classes}


def rows(file: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / f"{file}.json").read_text("utf-8"))["rows"]
    return found


def exact(system: str, unknown: str, given: Mapping[str, Any]) -> Fraction:
    """An answer in base units, as exact as the inputs."""
    answer = LIBRARY[system].solve(unknown, given)
    found = answer.roots[0].figure.exact
    assert found is not None
    return found


def shape(row: Mapping[str, Any], system: str) -> dict[str, Any]:
    """The givens of a row that holds a config."""
    return dict(config_of({"model_type": TYPES[row["class"]], **row["config"]}).givens(LIBRARY[system]))


# -- caches ------------------------------------------------------------------------------------------

HEADER = json.loads((DATA / "kvcache.json").read_text("utf-8"))["header"]
DTYPES = {"float32": "fp32", "bfloat16": "bf16"}


def cache_of(row: Mapping[str, Any], tokens: int, cache: str, **more: Any) -> Fraction:
    given = shape(row, "inference") | {"kv_dtype": DTYPES[row["dtype"]], "cache": cache}
    return exact("inference", "M_kv", given | {"context": tokens, "batch": row["batch"]} | more)


def held_as(row: Mapping[str, Any]) -> str:
    """What transformers 5 holds: windows a token short, Falcon's groups broadcast to all heads."""
    return "broadcast" if row["config"].get("new_decoder_architecture") else "transformers"


@pytest.mark.parametrize("row", rows("kvcache"), ids=lambda row: row["name"])
def test_caches(row: Mapping[str, Any]) -> None:
    assert cache_of(row, row["seq"], held_as(row)) == row["bytes"]
    for step in row["decode_steps"]:
        assert cache_of(row, step["tokens_seen"], held_as(row)) == step["bytes"]


@pytest.mark.parametrize("row", rows("kvcache"), ids=lambda row: row["name"])
def test_what_the_caches_really_take(row: Mapping[str, Any]) -> None:
    """A window is a view of all tokens until the next one comes; then of as many as it is wide."""
    held = held_as(row)
    assert cache_of(row, row["seq"], held, window_layers=0) == row["storage_bytes"]
    for step in row["decode_steps"]:
        assert cache_of(row, step["tokens_seen"], held, window_less=0) == step["storage_bytes"]


OLDER = {"deepseekv3-mla": "expanded", "gemma2-alternating-window": "ideal", "falcon-new-8q-2kv": "broadcast"}


@pytest.mark.parametrize("row", HEADER["older_library"], ids=lambda row: row["name"])
def test_caches_of_an_older_library(row: Mapping[str, Any]) -> None:
    """transformers 4.51: latents expanded, Mistral's window ignored, Gemma's kept whole."""
    classes = {"deepseekv3": "DeepseekV3", "falcon": "Falcon", "mistral": "Mistral", "gemma2": "Gemma2"}
    name = classes.get(row["name"].partition("-")[0], "Llama")
    given = {**row, "class": f"{name}ForCausalLM"}
    ignored = {"window_layers": 0} if name == "Mistral" else {}
    assert cache_of(given, row["seq"], OLDER.get(row["name"], "ideal"), **ignored) == row["bytes"]


# -- FLOPs -------------------------------------------------------------------------------------------

NOT_COUNTED = {"non-reentrant": "stops before the last matmul of each layer: doc string of token_hardware"}


@pytest.mark.parametrize(
    "row", rows("flops"), ids=lambda row: f"{row['name']}-{row['attention']}-{row['checkpointing']}"
)
def test_flops(row: Mapping[str, Any]) -> None:
    given = shape(row, "throughput") | {"count": "matmul", "seq": row["seq"], "global_batch": row["batch"]}
    given["recompute"] = "none" if row["checkpointing"] == "none" else "full"
    parameters = exact("throughput", "P", given)
    assert parameters == row["total_params"]
    if "matmul_params_with_head" in row:
        read = exact("throughput", "P_layers", given) + exact("throughput", "P_head", given)
        assert read == row["matmul_params_with_head"]
    attention = exact("throughput", "attention_flops", given) / 3 * row["tokens"]
    assert attention == row["attention_term"]
    # sdpa on a CPU hides its kernel from the counter.
    given |= {"attention_counted": 0} if row["attention"] == "sdpa" else {}
    forward = exact("throughput", "F_forward", given)
    assert forward == row["forward_flops"]
    whole = exact("throughput", "F_hardware", given)
    measured = row["forward_flops"] + row["backward_flops"]
    if row["checkpointing"] in NOT_COUNTED:
        assert whole - measured == row["last_matmul_of_each_layer_flops"]
        return
    assert whole == measured
    if "six_P_tokens_over_total" in row:
        seen = exact("throughput", "counted_by_6PD", given) / exact("throughput", "recomputation", given)
        assert float(seen) == pytest.approx(row["six_P_tokens_over_total"], abs=1e-6)


# -- activations -------------------------------------------------------------------------------------

LAYERS = [row for row in rows("activations") if row["kind"] != "head and loss"]
HEADS = [row for row in rows("activations") if row["kind"] == "head and loss"]
RECOMPUTE = {"none": "none", "selective": "selective", "reentrant": "full", "non-reentrant": "full"}
MASKS = {"none": "off", "1-byte bool (F.dropout replaced by native_dropout)": "on"}


def layer(row: Mapping[str, Any]) -> dict[str, Any]:
    """One layer of a row's shape; a Megatron-style norm keeps 8 bytes a token in bf16 on a CPU."""
    given: dict[str, Any] = {
        "layers": 1,
        "seq": row["s"],
        "micro_batch": row["b"],
        "hidden": row["h"],
        "heads": row["a"],
        "kv_heads": row.get("kv_heads", row["a"]),
        "ffn": row.get("ffn", 4 * row["h"]),
        "precision": DTYPES[row["dtype"]],
        "recompute": RECOMPUTE[row.get("checkpointing", "none")],
        "dropout": "on",
    }
    if row["kind"].startswith("megatron"):
        return given | {"implementation": "megatron", "token_bytes": 8}
    given["dropout"] = MASKS.get(row["dropout_mask"], "cpu")
    if row["class"] == "Llama":
        return given | {"architecture": "llama", "implementation": f"hf_llama_{row['attention']}"}
    given |= {"architecture": "gpt", "implementation": f"hf_gpt2_{row['attention']}"}
    if row["activation"] == "gelu":
        given["ffn_copies"] = 2  # fused
    if row["attention"] == "sdpa" and row["dropout"]:
        # On a CPU attention falls back to fp32 then, its masks a byte whatever the other dropouts keep; of one
        # sequence in fp32 the whole fused output of queries, keys and values is kept where v would do.
        given |= {"implementation": "hf_gpt2_cpu"}
        if row["dtype"] == "float32" and row["b"] == 1:
            given["plain_copies"] = 6
    return given


@pytest.mark.parametrize("row", LAYERS, ids=lambda row: f"{row.get('class', 'megatron')}-s{row['s']}h{row['h']}")
def test_activations(row: Mapping[str, Any]) -> None:
    given = layer(row)
    kept = exact("memory", "M_activations", given)
    if "bytes_per_layer" in row:
        assert kept == row["bytes_per_layer"]
        return
    assert kept == row["measured_mask_1_byte"]
    assert exact("memory", "M_activations", given | {"token_bytes": 0}) == row["formula_bytes"]
    assert exact("memory", "M_activations", given | {"dropout": "cpu"}) == row["measured_cpu_F_dropout"]


@pytest.mark.parametrize("row", HEADS, ids=lambda row: f"{row['class']}-{row['dtype']}")
def test_head_and_loss(row: Mapping[str, Any]) -> None:
    """The library counts the input of the final norm too, which was outside what was measured; token ids were in it."""
    given = {
        "implementation": f"hf_{row['class'].lower()}_sdpa",
        "precision": DTYPES[row["dtype"]],
        "vocab": row["vocab"],
    }
    given |= {"seq": row["s"], "micro_batch": row["b"], "hidden": row["h"], "layers": 1, "recompute": "full"}
    head = exact("memory", "M_head", given)
    norm = row["s"] * row["b"] * row["h"] * (4 if row["dtype"] == "float32" else 2)
    measured = row["bytes_kept_for_backward"] + row["logits_tensor_bytes_returned"]
    assert 0 <= measured - (head - norm) < 16 * row["s"] * row["b"]


# -- adapters ----------------------------------------------------------------------------------------

MODELS = {
    "gpt2-124M": "gpt2",
    "gpt2-xl-1558M": "gpt2_xl",
    "mistral-7b-v0.1": "mistral_7b",
    "gpt-neox-20b": "gpt_neox_20b",
}
FUSED = {"GPT2LMHeadModel", "FalconForCausalLM", "BloomForCausalLM", "GPTNeoXForCausalLM"}
OWN = {"q_proj": "on_q", "k_proj": "on_k", "v_proj": "on_v", "embed_tokens": "on_table"}
NOTHING = dict.fromkeys(
    ("on_q", "on_k", "on_v", "on_qkv", "on_out", "on_mlp", "on_gate_up", "on_experts", "on_table"), 0
)


def adapters(row: Mapping[str, Any]) -> dict[str, Any]:
    name = row["shape"]
    given = {"model": MODELS.get(name, name.replace("-", "_").replace(".", "_")), "rank": row["rank"]}
    targets, options = row["target_modules"], row["options"]
    if targets == "all-linear":
        routed = "Mixtral" in row["class"] or "Moe" in row["class"]
        given["targets"] = "all_experts" if routed else "all_fused" if row["class"] in FUSED else "all_linear"
    else:
        given |= NOTHING | {OWN.get(target, "on_qkv"): 1 for target in targets}
    if "target_parameters" in options:
        given["on_gate_up"] = 1  # the experts' three matrices as two, at the plain rank
    if options.get("use_dora"):
        given["magnitudes"] = "on"
    return given


@pytest.mark.parametrize("row", rows("lora"), ids=lambda row: f"{row['shape']}-r{row['rank']}")
def test_adapters(row: Mapping[str, Any]) -> None:
    given = adapters(row)
    assert exact("finetune", "P", given) == row["base_params"]
    added = exact("finetune", "P_adapter", given)
    assert added == row["total_with_adapter"] - row["base_params"]
    if row["options"].get("bias") == "lora_only":
        # trains biases that are there already: no new parameters, says the doc string of targets
        assert row["trainable"] > added
    else:
        assert added == row["trainable"]


# -- optimizers --------------------------------------------------------------------------------------

OPTIMIZERS: dict[str, dict[str, Any]] = {
    "torch AdamW": {"optimizer": "adamw"},
    "torch AdamW fused": {"optimizer": "adamw"},
    "torch NAdam": {"optimizer": "adamw"},
    "torch AdamW amsgrad": {"optimizer": "amsgrad"},
    "torch SGD momentum 0.9": {"optimizer": "sgd_momentum"},
    "torch SGD no momentum": {"optimizer": "sgd"},
    "torch Adafactor": {"optimizer": "adafactor"},
    "transformers Adafactor": {"optimizer": "adafactor", "moment_bytes": 4},
    "transformers Adafactor beta1=0.9": {"optimizer": "adafactor_momentum", "moment_bytes": 4},
    "torch Adagrad": {"optimizer": "adagrad"},
    "torch RMSprop": {"optimizer": "rmsprop"},
    "torch RMSprop momentum centered": {"optimizer": "rmsprop_centered"},
    "torch Muon on 2-D, AdamW not stepped on the rest": {"optimizer": "muon"},
    "AdamW on float32 master copy of bf16 weights": {"optimizer": "adamw", "precision": "mixed"},
    "bitsandbytes Adam8bit": {"optimizer": "adam8bit"},
    "bitsandbytes AdamW8bit": {"optimizer": "adam8bit"},
    "bitsandbytes AdamW (32-bit)": {"optimizer": "adamw", "moment_bytes": 4},
    "bitsandbytes Lion8bit": {"optimizer": "lion8bit"},
    "bitsandbytes SGD8bit momentum 0.9": {"optimizer": "sgd8bit"},
}
# Maxima of blocks and small tensors in fp32 (8 bit), square roots of unlike matrices and vectors (Adafactor).
APPROXIMATE = ("8bit", "Adafactor")


@pytest.mark.parametrize("row", rows("optimizers"), ids=lambda row: f"{row['optimizer']}-{row['param_dtype']}")
def test_optimizer_states(row: Mapping[str, Any]) -> None:
    larger = "(larger model)" in row["optimizer"]
    given = {"precision": DTYPES[row["param_dtype"]], "hidden": 256 if larger else 128, "layers": 3 if larger else 2}
    given |= OPTIMIZERS[row["optimizer"].replace(" (larger model)", "")]
    given |= {"P": row["params"]} if "master" in row["optimizer"] else {}
    if "master" in row["optimizer"]:
        bytes_each = float(exact("memory", "M_optimizer", given) / row["params"])
    else:
        bytes_each = float(exact("memory", "state_bytes", given))
    loose = any(word in row["optimizer"] for word in APPROXIMATE)
    assert bytes_each == pytest.approx(row["bytes_per_param_without_step"], rel=0.04 if loose else 2e-3)
