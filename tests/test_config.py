"""Hugging Face configs: the exact count of every class, or a refusal that names the key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import tmath
from tmath.cli import main
from tmath.config.classes import kind_of, known
from tmath.config.reading import config_of
from tmath.config.rules import RULES

DATA = Path(__file__).parent / "data"
FILES = sorted((DATA / "configs").glob("*/*.json"))
COUNTED = {row["name"]: row for row in json.loads((DATA / "measured/params.json").read_text("utf-8"))["rows"]}
LIBRARY = tmath.load()
ARCHITECTURE = LIBRARY["architecture"]


def read(name: str, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((DATA / "configs/transformers_5" / f"{name}.json").read_text("utf-8"))
    return values | changes


def count(values: Mapping[str, Any], quantity: str = "P") -> int:
    answer = ARCHITECTURE.solve(quantity, config_of(values).givens(ARCHITECTURE))
    exact = answer.roots[0].figure.exact
    assert exact is not None
    return int(exact)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_counts_every_parameter(file: Path) -> None:
    values = json.loads(file.read_text("utf-8"))
    row = COUNTED[file.stem]
    assert count(values) == row["total"]
    if row["active"] != row["total"]:
        assert count(values, "P_active") == row["active"]


@pytest.mark.parametrize("name", ["llama-7b", "qwen3-235b-a22b", "deepseek-v3", "opt-350m"])
def test_the_parts_are_those_counted(name: str) -> None:
    values, row = read(name), COUNTED[name]
    assert count(values, "P_attention") == row["attention"]
    assert count(values, "P_mlp") == row["mlp"]
    assert count(values, "P_norm") == row["norm"]


# -- every class, oddly ------------------------------------------------------------------------------

VARIED = json.loads((DATA / "configs/varied.json").read_text("utf-8"))["rows"]


@pytest.mark.parametrize("row", VARIED, ids=lambda row: row["config"]["model_type"])
def test_counts_odd_shapes_of_every_class(row: Mapping[str, Any]) -> None:
    assert count(row["config"]) == row["total"]
    if row["active"] != row["total"]:
        assert count(row["config"], "P_active") == row["active"]


def test_every_class_of_transformers_is_among_them() -> None:
    assert {row["config"]["model_type"] for row in VARIED} == set(known()) - {"deepseek", "kimi_k2"}  # remote code


def test_defaults_are_those_of_the_class() -> None:
    """An absent key is what the class makes of it: tied heads, eight groups of Mistral, heads 256 wide of Gemma."""
    assert count({"model_type": "gpt2"}) == 124_439_808
    assert count({"model_type": "llama"}) == 6_738_415_616
    assert count({"model_type": "mistral"}) == 7_241_732_096
    assert count({"model_type": "gemma"}) == 8_537_680_896
    assert count({"model_type": "opt"}) == 125_239_296
    assert count({"model_type": "falcon"}) == 6_921_720_704


def test_a_wide_head_is_not_hidden_over_heads() -> None:
    gemma = read("gemma-2b")
    del gemma["head_dim"]
    assert config_of(gemma).values["head_dim"] == 256


# -- refusals ----------------------------------------------------------------------------------------

REFUSED = [
    ({"model_type": "mamba"}, "model_type 'mamba'"),
    ({}, "does not say its model_type"),
    (read("gpt2-124M", add_cross_attention=True), "add_cross_attention = true"),
    (read("llama-7b", architectures=["LlamaForSequenceClassification"]), "architectures"),
    (read("llama-7b", hidden_size=4097, head_dim=None), "hidden_size = 4097 is no multiple of num_attention_heads"),
    (read("llama-7b", hidden_size="4096"), "hidden_size = '4096' is no whole number"),
    (read("llama-7b", hidden_size=True), "hidden_size = True is no whole number"),
    (read("llama-7b", hidden_size=float("nan")), "hidden_size = nan is no whole number"),
    (read("llama-7b", hidden_size=float("inf")), "hidden_size = inf is no whole number"),
    (read("llama-7b", hidden_size=10**400), r"hidden_size = 10+\.\.\. is more than any number reaches"),
    (read("llama-7b", tie_word_embeddings="false"), "tie_word_embeddings = 'false' is neither true nor false"),
    (read("llama-7b", attention_bias=1), "attention_bias = 1 is neither true nor false"),
    (read("falcon-7b", multi_query="no"), "multi_query = 'no' is neither true nor false"),
    (read("llama-7b", some_new_dim=12), "some_new_dim = 12: not known of model_type llama"),
    (read("gpt2-124M", hidden_size=1024), "hidden_size = 1024 and n_embd = 768 are one thing|n_embd = 768"),
    (read("llama-7b", vision_config={"depth": 2}), "vision_config"),
    (read("mpt-30b", no_bias=False), "no_bias = false"),
    (read("mpt-30b", attn_config={"attn_type": "multiquery_attention"}), "attn_config.attn_type"),
    (read("deepseek-v2-236b", mlp_bias=True), "mlp_bias = true"),
    (read("deepseek-v3", moe_layer_freq=2), "moe_layer_freq = 2"),
    (read("deepseek-v3", n_routed_experts=None), "n_routed_experts"),
    (read("mistral-7b-v0.1", attention_bias=True), "attention_bias = true: not known of model_type mistral"),
]


@pytest.mark.parametrize(("values", "said"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_refuses_what_it_cannot_honour(values: dict[str, Any], said: str) -> None:
    with pytest.raises(tmath.InputError, match=said.replace("[", r"\[")):
        config_of(values)


def test_keys_that_change_nothing_are_named_or_silent() -> None:
    config = config_of(read("llama-7b", my_remark="hello", rope_theta=5e5, quantization_config={"bits": 4}))
    assert any("not read: my_remark" in note for note in config.notes)
    assert any("quantization_config" in note for note in config.notes)
    assert config_of(read("llama-7b")).notes == ()
    assert any("expansion_ratio = 3" in note for note in config_of(read("mpt-30b", expansion_ratio=3)).notes)


# -- on the command line -----------------------------------------------------------------------------

LLAMA = str(DATA / "configs/transformers_4/llama-7b.json")


def test_what_is_typed_beats_the_config(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "architecture", "--for", "P", "--config", LLAMA, "vocab=32001", "--quiet"]) == 0
    assert capsys.readouterr().out.strip() == str(6_738_415_616 + 2 * 4096)


def test_a_row_that_is_typed_beats_what_it_decides() -> None:
    config = tmath.read_config(LLAMA)
    assert config.givens(ARCHITECTURE, {"head": ["tied"]}).keys() == config.values.keys() - {"head"}
    typed = config.givens(ARCHITECTURE, {"architecture": ["llama"]})
    assert typed.keys() & {"head", "architecture"} == set()
    models = LIBRARY["models"]
    assert not config.givens(models, {"model": ["llama_7b"]}).keys() & {"layers", "hidden", "vocab", "architecture"}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("llama-3-8b", "architecture=llama"),
        ("llama-3-8b", "attention=grouped"),
        ("mixtral-8x22b", "architecture=dbrx"),
        ("mixtral-8x22b", "routing=routed"),
    ],
)
def test_a_cell_left_open_decides_nothing(name: str, typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The file's own row, typed, changes nothing: its open cells leave kv_heads and experts to the file."""
    file = str(DATA / f"configs/transformers_5/{name}.json")
    assert main(["solve", "architecture", "--for", "P", "--config", file, typed, "--quiet"]) == 0
    assert capsys.readouterr().out.strip() == str(COUNTED[name]["total"])


def test_rows_swept_that_decide_unlike_things_are_asked_for_apart(capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["solve", "architecture", "--for", "P", "--config", LLAMA, "--quiet"]
    assert main([*ask, "architecture=llama,falcon"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "kv_heads = 32 of the file is decided by some rows of architecture" in said.err
    assert main([*ask, "architecture=llama,falcon", "kv_heads=32"]) == 0
    assert capsys.readouterr().out.split()[0] == str(COUNTED["llama-7b"]["total"])


def test_rows_asked_for_are_told_by_what_the_file_says(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(DATA / "configs/transformers_5/llama-3-8b.json")
    config = tmath.read_config(file).givens(ARCHITECTURE, asked=["architecture"])
    assert config["kv_heads"] == 8 and not config.keys() & {"architecture", "head"}


def test_what_is_asked_for_is_not_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "architecture", "--for", "layers", "--config", LLAMA, "P=6738415616param", "--quiet"]) == 0
    assert capsys.readouterr().out.strip() == "32"


def test_what_a_config_cannot_say_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "inference", "--for", "decode_throughput", "--config", LLAMA, "--quiet"]) == 4
    assert "gpu" in capsys.readouterr().err


def test_a_system_without_shapes_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "kaplan", "--for", "N", "--config", LLAMA]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "kaplan knows no shape" in said.err


@pytest.mark.parametrize(
    ("text", "said"), [("{", "no JSON"), ("[]", "no JSON object"), ("\xff", "no JSON"), ("[" * 100_000, "no JSON")]
)
def test_a_broken_file_is_bad_input(tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "config.json"
    file.write_bytes(text.encode("latin-1"))
    assert main(["solve", "architecture", "--for", "P", "--config", str(tmp_path)]) == 2
    output = capsys.readouterr()
    assert output.out == "" and said in output.err and len(output.err.splitlines()) == 1


def test_show_prints_what_may_be_pasted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "architecture", "--config", LLAMA]) == 0
    pairs = capsys.readouterr().out.split()
    assert main(["solve", "architecture", "--for", "P", *pairs, "--quiet"]) == 0
    assert capsys.readouterr().out.strip() == str(COUNTED["llama-7b"]["total"])


def test_windows_reach_the_cache() -> None:
    inference = LIBRARY["inference"]
    mistral = tmath.read_config(DATA / "configs/transformers_5/mistral-7b-v0.1.json").givens(inference)
    assert (mistral["window"], mistral["window_layers"]) == (4096, 32)
    gemma = tmath.read_config(DATA / "configs/transformers_4/gemma-2-9b.json").givens(inference)
    assert (gemma["window"], gemma["window_layers"]) == (4096, 21)
    assert "window" not in tmath.read_config(LLAMA).givens(inference)


# -- the table ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("model_type", known())
def test_every_class_speaks_of_what_there_is(model_type: str) -> None:
    kind = kind_of(model_type, "config")
    models = LIBRARY["inference"]
    assert kind.family in models.choices["architecture"].rows
    assert set(kind.rules) <= RULES.keys()
    assert kind.keys.keys() <= models.quantities.keys()
    for parts in (kind.set, *kind.where.values(), *kind.unless.values()):
        for name, value in parts.items():
            if name in models.choices:
                assert value in models.choices[name].rows
            else:
                assert name in models.quantities


# -- files as their authors published them -------------------------------------------------------------
# Keys as on the hub, older libraries' among them; counts of the checkpoints.

PUBLISHED: list[tuple[dict[str, Any], int]] = [
    (
        {"model_type": "bloom", "n_embed": 14336, "n_layer": 70, "num_attention_heads": 112, "vocab_size": 250880}
        | {"skip_bias_add": True, "offset_alibi": 100, "seq_length": 2048, "unk_token_id": 0},
        176_247_271_424,
    ),
    (
        {"model_type": "gpt2", "_num_labels": 1, "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_layer": 6}
        | {"n_positions": 1024, "vocab_size": 50257, "id2label": {"0": "LABEL_0"}},
        81_912_576,
    ),
    (
        {"model_type": "opt", "hidden_size": 2048, "num_hidden_layers": 24, "num_attention_heads": 32}
        | {"ffn_dim": 8192, "word_embed_proj_dim": 2048, "output_projection": True, "prefix": "</s>"},
        1_315_758_080,
    ),
    (
        {"model_type": "gemma3_text", "head_dim": 256, "hidden_size": 1152, "intermediate_size": 6912}
        | {"num_attention_heads": 4, "num_hidden_layers": 26, "num_key_value_heads": 1, "vocab_size": 262144},
        999_885_952,
    ),
    (
        {"model_type": "stablelm", "hidden_size": 2048, "intermediate_size": 5632, "num_attention_heads": 32}
        | {"num_hidden_layers": 24, "num_key_value_heads": 32, "use_qkv_bias": True, "vocab_size": 100352},
        1_644_515_328,
    ),
]


@pytest.mark.parametrize(("values", "parameters"), PUBLISHED, ids=lambda value: str(value)[:30])
def test_published_files(values: dict[str, Any], parameters: int) -> None:
    config = config_of(values)
    assert config.notes == ()
    assert count(values) == parameters
