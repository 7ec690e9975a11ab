"""The cheapest layout of a training run on 64 GPUs, what it leaves behind, and the best model for the same money."""

from __future__ import annotations

import tmath

plan = tmath.load()["plan"]

cluster = {"gpus": 64, "gpu": "A100_SXM_80GB", "price": "1.5 USD/h", "global_batch": 1024}
model = {"layers": 60, "hidden": 6656, "heads": 52, "vocab": 32000, "seq": 4096, "D": "600 B"}

# Recomputation and pipeline bubbles cost time; without them every layout that fits costs the same.
best = plan.minimize(
    "cost",
    {**cluster, **model},
    over=["tp", "pp", "zero", "recompute", "micro_batch"],
    overheads="on",
    tp="1,2,4,8",  # one node
    zero="0,1",
    M_overhead="5 GB",
)
assert best.best is not None
at = dict(one if isinstance(one, tuple) else (one.name, f"{one.value:g}") for one in best.best.at)
layout = " ".join(f"{name}={value}" for name, value in at.items())
print(f"{best.value / 1e3:.1f} kUSD, {best['T']:.0f} days, {best['M_total']:.1f} GB a GPU: {layout}")
print(f"{best.best.feasible} of {best.best.searched} layouts hold")
for price in best.best.prices:
    print(f"without `{price.broken}` it would be {price.figure.value / 1e3:.1f} kUSD")
for other in best.best.runners_up[:2]:
    print(f"next: {other.figure.value / 1e3:.1f} kUSD")

# The same money on the model and the tokens with the least loss.
ideal = plan.minimize("loss", over=["P", "D"], gpu="A100_SXM_80GB", price="1.5 USD/h", budget=f"{best.value:.0f} USD")
print(f"for that money: {ideal['P'] / 1e9:.1f} billion parameters on {ideal['D'] / 1e12:.2f} trillion tokens")
