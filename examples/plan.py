"""Before a run: the largest model that GPUs, deadline, budget and memory allow at once, and what binds."""

from __future__ import annotations

import tmath

plan = tmath.load()["plan"]

given = {"gpu": "H100_SXM", "D": "2T", "price": "2.5 USD/h", "zero": 3}
for gpus, deadline, budget in ((512, "30 day", "2 MUSD"), (512, "30 day", "0.5 MUSD"), (64, "5 year", "20 MUSD")):
    answer = plan.solve("P", given, gpus=gpus, deadline=deadline, budget=budget)
    print(f"{gpus} GPUs, {deadline}, {budget}: at most {answer.value / 1e9:.1f} billion, {answer.binding} binds")
