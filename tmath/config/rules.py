"""What a class does with several keys together, by the names classes.toml gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tmath.config.classes import Part
from tmath.config.keys import Keys

KINDS = ("full_attention", "sliding_attention")

Rule = Callable[[Keys, Mapping[str, Part]], dict[str, Part]]


def falcon_heads(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """Falcon's keys and values: grouped in the new decoder, else one head or as many as queries, whatever is said."""
    if keys.flag("new_decoder_architecture"):
        grouped = keys.count("num_kv_heads")
        return {"attention": "grouped", "kv_heads": found["heads"] if grouped is None else grouped}
    if keys.flag("multi_query"):
        return {"attention": "multi_query", "kv_heads": 1}
    return {"attention": "grouped", "kv_heads": found["heads"]}


def falcon_norms(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """Falcon's norms: one where attention and feed-forward stand side by side, unless two are asked for."""
    beside = keys.count("num_ln_in_parallel_attn")
    if beside is None:
        beside = 2 if keys.flag("new_decoder_architecture") else 1
    two = not keys.flag("parallel_attn") or beside == 2
    return {"norms": "layernorm" if two else "layernorm_parallel"}


def opt_table(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """OPT's token table, narrower than its layers in the 350M model and projected in and out then."""
    width = keys.count("word_embed_proj_dim")
    if width is None or width == found["hidden"]:
        return {}
    return {"table_width": width, "table_projections": 2}


def opt_norms(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """OPT's norms: without vectors, and none at the end, where a file says so."""
    given: dict[str, Part] = {}
    if not keys.flag("do_layer_norm_before") or keys.flag("_remove_final_layer_norm"):
        given["norms"] = "layernorm_post"
    if not keys.flag("layer_norm_elementwise_affine"):
        given["norm_vectors"] = 0
    return given


def sparse_layers(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """Qwen's layers without experts: those listed, and those between the steps."""
    layers, step = keys.count("num_hidden_layers") or 0, keys.count("decoder_sparse_step") or 0
    listed = keys["mlp_only_layers"] or []
    if not isinstance(listed, list) or step < 1:
        raise keys.refusal(f"mlp_only_layers = {listed!r} and decoder_sparse_step = {step} cannot be read")
    dense = sum(layer in listed or (layer + 1) % step != 0 for layer in range(layers))
    width = keys.count("intermediate_size")
    return {"dense_layers": dense, "dense_ffn": width or 0} if dense else {}


def dense_first(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """DeepSeek's first layers, which have no experts."""
    return {"dense_layers": min(keys.count("first_k_dense_replace") or 0, keys.count("num_hidden_layers") or 0)}


def latent_queries(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """DeepSeek's queries, compressed or, in the Lite model, not."""
    return {"attention": "latent_plain" if keys["q_lora_rank"] is None else "latent"}


def square(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """A projection back that is hidden by hidden, right only where the heads are as wide together."""
    heads, wide, hidden = found["heads"], found["head_dim"], found["hidden"]
    if int(heads) * int(wide) != hidden:
        raise keys.refusal(f"head_dim = {wide} times num_attention_heads = {heads} is not hidden_size = {hidden}")
    return {}


def layer_kinds(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """Layers of a kind that has other weights than attention are none of ours."""
    kinds = keys["layer_types"] or []
    strange = [kind for kind in kinds if kind not in KINDS] if isinstance(kinds, list) else [kinds]
    if strange:
        raise keys.refusal(f"layer_types has {strange[0]!r}, only {' and '.join(KINDS)} can be counted")
    return {}


def windows(keys: Keys, found: Mapping[str, Part]) -> dict[str, Part]:
    """Layers that look back a window only, which the cache of system inference knows."""
    window, layers = keys.count("sliding_window"), int(found["layers"])
    kinds, pattern = keys["layer_types"], keys["sliding_window_pattern"]
    if not window or keys.flag("use_sliding_window") is False:
        return {}
    if isinstance(kinds, list) and kinds:
        sliding = sum(kind == "sliding_attention" for kind in kinds)
    elif isinstance(pattern, int) and pattern:
        sliding = layers - layers // pattern
    elif isinstance(pattern, str) and pattern:
        sliding = sum(pattern[layer % len(pattern)] == "L" for layer in range(layers))
    elif keys.flag("use_sliding_window"):
        sliding = layers - min(keys.count("max_window_layers") or 0, layers)
    else:
        sliding = layers
    return {"window": window, "window_layers": sliding} if sliding else {}


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        falcon_heads,
        falcon_norms,
        opt_table,
        opt_norms,
        sparse_layers,
        dense_first,
        latent_queries,
        square,
        layer_kinds,
        windows,
    )
}
