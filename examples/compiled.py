"""One question for a million points: arrays in, arrays out, and the same function in C."""

from __future__ import annotations

import time

import numpy as np

import tmath

memory = tmath.load()["memory"]
largest = memory.compile("P", inputs=["vram", "gpus"], zero=3)
print(largest, largest.units, largest.kind)

vram = np.linspace(16, 192, 1000)
gpus = np.arange(1, 1001)
start = time.perf_counter()
table = largest(vram=vram[:, None], gpus=gpus)  # every pair
seconds = time.perf_counter() - start
print(f"{table.size:,} largest models, {table.min() / 1e9:.2f} to {table.max() / 1e9:.0f} billion parameters")
print("in under a second" if seconds < 1 else "in a few seconds")

at = {"vram": 80.0, "gpus": 64.0}
slopes = largest.gradient(**at)
print("one more GPU:", f"{slopes['gpus'] / 1e6:+.1f} million;", "one more GB:", f"{slopes['vram'] / 1e6:+.1f} million")

batch = memory.compile("micro_batch", inputs=["seq"], model="llama_2_7b", gpu="H100_SXM", gpus=64, zero=3)
print("largest micro-batches:", dict(zip([2048, 4096, 8192], batch(seq=[2048, 4096, 8192]).tolist(), strict=True)))

columns = memory.sweep("M_total", model="llama_2_13b", zero="all", gpus=[8, 16])
for row in zip(*columns.values(), strict=True):
    print(dict(zip(columns, row, strict=True)))

print(largest.source("c")[:200], "...")
