"""Compute-optimal training: 20 tokens for each parameter.

The rule of thumb of Transformer Math 101, in the sense of the least GPU-hours for a loss. Give two of P, D, C and loss and the
rule is set aside.
"""

use loss

sources:
    tm101      = "Anthony, Biderman, Schoelkopf 2023, Transformer Math 101" https://blog.eleuther.ai/transformer-math/
    chinchilla = "Hoffmann et al. 2022, Training Compute-Optimal Large Language Models" https://arxiv.org/abs/2203.15556

assumptions:
    tokens_per_param = 20 [token/param]  "Compute-optimal"  from tm101 "Parameter vs Dataset Tradeoffs", chinchilla "table 3"

check "Chinchilla for Gopher's compute, by the rule" from chinchilla "table 3" within 5%:
    | C [FLOP] | -> P [param] | D [token] |
    | 5.76e23  | 67e9         | 1.4e12    |
