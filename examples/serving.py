"""Serving Llama-2-70B in 16 bit: the largest batch, when the cache outgrows the weights, when bandwidth binds."""

from __future__ import annotations

import tmath

inference = tmath.load()["inference"]

batch = inference.solve("batch", model="llama_2_70b", context=8192, gpus=8, vram="80 GB")
print(f"at 8192 tokens of context 8 x 80 GB hold {batch.value:.0f} sequences")

even = inference.solve("context_even", model="llama_2_70b", batch=1)
print(f"the cache of one sequence outgrows the weights at {even.value:_.0f} tokens")

for gpu, said in (("TPU_v5e", "240 in How to Scale Your Model"), ("A100_SXM_80GB", ""), ("H100_SXM", "")):
    ridge = inference.solve("ridge_batch", gpu=gpu)
    print(
        f"{gpu}: decoding stops being bound by bandwidth at {ridge.value:.0f} sequences" + (f" ({said})" * bool(said))
    )
