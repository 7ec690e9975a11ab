"""GPT-3's compute both ways: the parameters that 3640 PF-days at 300 billion tokens imply, and back."""

from __future__ import annotations

import tmath

compute = tmath.load()["compute"]

parameters = compute.solve("P", C="3640 PFday", D="300e9 token")
print(f"{parameters.value / 1e9:.1f} billion parameters; the paper trains 174.6")

needed = compute.solve("C", P="174.6e9 param", D="300e9 token")
print(f"{needed.value / 8.64e19:.0f} PF-days, {needed.value:.3g} FLOP; the paper says 3640 and 3.14e23")
