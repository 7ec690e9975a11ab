"""Korthikanti et al. 2022, table 5: MFU and HFU from iteration times, and the time from the MFU."""

from __future__ import annotations

import tmath

throughput = tmath.load()["throughput"]

# layers, width, heads, pipeline stages, GPUs, batch, seconds; the paper's MFU and HFU
ROWS = {
    "22B": (48, 6144, 64, 1, 8, 4, 1.10, 41.5, 43.7),
    "175B": (96, 12288, 96, 8, 64, 64, 13.75, 51.4, 52.8),
    "530B": (105, 20480, 128, 35, 280, 280, 37.83, 56.0, 57.0),
    "1T": (128, 25600, 160, 64, 512, 512, 71.49, 56.3, 57.0),
}

for name, (layers, hidden, heads, pp, gpus, batch, seconds, mfu, hfu) in ROWS.items():
    shape = {"architecture": "gpt", "layers": layers, "hidden": hidden, "heads": heads, "vocab": 51200, "seq": 2048}
    run = {**shape, "tp": 8, "pp": pp, "gpus": gpus, "global_batch": batch, "gpu": "A100_SXM_80GB"}
    found = throughput.solve(["mfu", "hfu"], run, t_iteration=seconds).value
    back = throughput.solve("t_iteration", run, mfu=found["mfu"]).value
    print(f"{name:5} MFU {found['mfu']:.1%} (printed {mfu} %), HFU {found['hfu']:.1%} ({hfu} %); back: {back:.2f} s")
