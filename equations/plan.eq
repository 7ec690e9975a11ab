"""What one asks before a run: memory, time, cost, loss at once.

The constraint that binds is named. Tokens for each parameter are computed, not assumed. With overheads=on
recomputation and pipeline bubbles cost time and money; without, every layout that fits costs the same.
"""

use memory, cost, loss

sources:
    megatron    = "Narayanan et al. 2021, Megatron-LM, SC21" https://arxiv.org/abs/2104.04473
    korthikanti = "Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models" https://arxiv.org/abs/2205.05198
    book        = "Austin et al. 2025, How to Scale Your Model, applied training" https://jax-ml.github.io/scaling-book/applied-training

choice overheads = off "Whether mfu pays for recomputation and bubbles" from megatron "section 2.2", korthikanti "section 6.3":
    | overheads | mfu                                         |
    | off       | -                                           |
    | on        | efficiency / (recomputation * (1 + bubble)) |

check "Llama 3 70B on TPU v5p" from book "applied training" within 1%:
    | P [param] | D [token] | gpus | gpu     | mfu | -> C [FLOP] | T [day] |
    | 70e9      | 15e12     | 8960 | TPU_v5p | 0.4 | 6.3e24      | 44      |
