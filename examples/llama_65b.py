"""LLaMA 65B: days on 2048 A100 at 380 tokens a second each, the utilisation that means, and its carbon as printed."""

from __future__ import annotations

import tmath

library = tmath.load()

run = {"model": "llama_65b", "D": "1.4e12 token", "gpus": 2048, "gpu": "A100_SXM_80GB", "token_rate_gpu": "380 token/s"}
for count in ("six_PD", "matmul"):
    answer = library["throughput"].solve(["T", "mfu", "gpu_hours"], run, count=count).value
    print(f"{count:7} {answer['T']:.1f} days, {answer['gpu_hours']:_.0f} GPU-hours, MFU {answer['mfu']:.1%}")
print("the paper says 21 days, 1_022_362 GPU-hours")

printed = library["cost"].solve("carbon", gpu_hours=1_022_362, power="400 W", pue=1.1, carbon_intensity="0.385 kg/kWh")
print(f"{printed.value:.0f} t of carbon dioxide; the paper says 173")
