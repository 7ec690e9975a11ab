"""The largest model that fits, for each stage of ZeRO, and the shape it has."""

from __future__ import annotations

import tmath

memory = tmath.load()["memory"]

for zero in (0, 1, 2, 3):
    answer = memory.solve("P", vram="80 GB", gpus=64, zero=zero)
    shape = f"{answer['layers']:.1f} layers of width {answer['hidden']:.0f}"
    print(f"ZeRO {zero}: {answer.value / 1e9:6.1f} billion parameters, {shape}")
