"""Fine-tuning with adapters: the smallest card for QLoRA of a 70B model, and the rank at which LoRA no longer fits."""

from __future__ import annotations

import tmath

library = tmath.load()
finetune, hardware = library["finetune"], library["hardware"]

answer = finetune.solve("gpu", model="llama_2_70b", method="qlora", recompute="full", targets="all_linear", rank=16)
fitting = {row.key: hardware.solve("vram", gpu=row.key).value for row in answer.rows if row.feasible}
least = min(fitting.values())
cards = [gpu for gpu, vram in fitting.items() if vram == least]
print(f"QLoRA of Llama-2-70B fits on {', '.join(cards)} with {least:.0f} GB; the paper tunes 65B on one card of 48 GB")

most = finetune.solve("rank", model="llama_2_7b", method="lora", recompute="full", targets="all_linear", gpu="RTX_4090")
print(f"LoRA of Llama-2-7B in 16 bit fits on an RTX 4090 up to rank {most.value:.0f}")
