"""What GPUs send one another: collectives and parallel traffic.

Bytes are those one GPU sends in one step; times are bytes over link_bandwidth, one way, nothing overlapping.
"""

use memory

sources:
    nccl     = "NVIDIA, nccl-tests, PERFORMANCE.md" https://github.com/NVIDIA/nccl-tests/blob/master/doc/PERFORMANCE.md
    zero     = "Rajbhandari et al. 2019, ZeRO" https://arxiv.org/abs/1910.02054
    megatron = "Narayanan et al. 2021, Megatron-LM, SC21" https://arxiv.org/abs/2104.04473
    book     = "Austin et al. 2025, How to Scale Your Model: sharding, training" https://jax-ml.github.io/scaling-book/training

quantities:
    ranks           [1, integer]       "Devices in a collective"
    message         [GB]               "Size of the whole tensor"
    t_all_reduce    [ms, nonnegative]  "Ring all-reduce"
    t_all_gather    [ms, nonnegative]  "Ring all-gather, or reduce-scatter, half of it"
    t_all_to_all    [ms, nonnegative]  "All-to-all"
    t_broadcast     [ms]               "Broadcast, or reduce"
    bus_factor      [1, nonnegative]   "Bus bandwidth over algorithm bandwidth of an all-reduce"
    V_dp            [GB, nonnegative]  "Data parallelism: gradients, and with ZeRO weights"
    dp_volume       [1]                "The same against plain data parallelism of many replicas"
    V_tp            [GB, nonnegative]  "Tensor parallelism: all-reduces of activations, two forward and two backward a layer, two more where layers are recomputed"
    V_pp            [GB, nonnegative]  "Pipeline parallelism: activations on and gradients back to the next stage"
    t_dp            [ms, nonnegative]  "Time of V_dp"
    t_tp            [ms, nonnegative]  "Time of V_tp"
    t_pp            [ms, nonnegative]  "Time of V_pp"
    link_intensity  [FLOP/byte]        "FLOPs that a device does while a byte crosses its link"
    dp_tokens       [token]            "Tokens a device needs in a step so that data parallelism does not wait"
    tp_most         [1]                "Tensor-parallel degree up to which it does not wait"
    axes = 1        [1, integer]       "Axes of a torus that serve the tensor parallelism"
    devices         [1]                "Devices that share one step by both, FSDP and tensor parallelism"
    step_tokens     [token]            "Tokens a step of all of them"
    axis_ratio = 2  [1]                "Axes for FSDP over axes for tensor parallelism"
    fsdp_best       [1]                "Best degree of FSDP beside tensor parallelism"
    tokens_least    [token]            "Tokens a device needs in a step at that best mixture"

choice ring = one_way "Whether link_bandwidth counts one direction of a link, or a TPU's ring uses both" from nccl, book "collectives":
    | ring    | directions [1] |
    | one_way | 1              |
    | both    | 2              |

choice scatter_gather = off "Megatron-LM's sending of a tp-th to the next stage, gathered there" from megatron "section 4.1":
    | scatter_gather | stage_links [1] |
    | off            | 1               |
    | on             | tp              |

equations:
    t_all_reduce = 2 * (ranks - 1) / ranks * message / (directions * link_bandwidth)   from nccl "all-reduce"
    t_all_gather = (ranks - 1) / ranks * message / (directions * link_bandwidth)       from nccl "all-gather, reduce-scatter"
    t_all_to_all = (ranks - 1) / ranks * message / (directions ^ 2 * link_bandwidth)
        "A quarter on a TPU's bidirectional ring"                                      from nccl "all-to-all", book "collectives"
    t_broadcast = message / (directions * link_bandwidth)                              from nccl "broadcast, reduce"
    bus_factor = 2 * (ranks - 1) / ranks                                               from nccl "bus bandwidth"
    V_dp = (dp - 1) / dp * P / (tp * pp) * ((2 if zero = 0 else 1) * grad_bytes + (0 if zero = 0 else 2 if zero = 3 else 1) * weight_bytes)
        "All-reduce of gradients; ZeRO reduce-scatters them and gathers the weights, with ZeRO 3 twice"   from zero "section 7"
    dp_volume = 1.5 if zero = 3 else 1                                                 from zero "section 7"
    V_tp = (8 + 4 * layers_again) * (tp - 1) / tp * activation_bytes * grad_accum * micro_batch * seq * hidden * layers / pp
        from megatron "section 3.2", zero "section 8"
    V_pp = 2 * activation_bytes * grad_accum * micro_batch * seq * hidden * interleave / stage_links if pp > 1 else 0 [byte]
        from megatron "sections 3.2 and 4.1"
    t_dp = V_dp / link_bandwidth                                                       from nccl
    t_tp = V_tp / link_bandwidth                                                       from nccl
    t_pp = V_pp / link_bandwidth                                                       from nccl
    link_intensity = peak / (directions * link_bandwidth)                              from book "data parallelism"
    dp_tokens = 1 [token/FLOP*byte] * link_intensity                                   from book "data parallelism"
    tp_most = 1 [FLOP/byte] * axes * ffn / link_intensity                              from book "tensor parallelism"
    fsdp_best = sqrt(step_tokens / 1 [token] / ffn * axis_ratio * devices)             from book "combining FSDP and tensor parallelism"
    tokens_least = 4 [token/FLOP^2*byte^2] * link_intensity ^ 2 / (axis_ratio * ffn)   from book "combining FSDP and tensor parallelism"

check "FSDP beside tensor parallelism" from book "worked problems, applied training" within 2%:
    | step_tokens [token] | devices | ffn   | -> fsdp_best |
    | 48000               | 64      | 32768 | 13.9         |
    | 4.19e6              | 8960    | 28672 | 1618         |

check "TPU v5p, both directions of a link" from book "training" within 0.1%:
    | gpu     | ring | -> dp_tokens [token] |
    | TPU_v5p | both | 2550                 |

check "ZeRO 3 sends half as much again" from zero "section 7" exactly:
    | zero | -> dp_volume |
    | 2    | 1            |
    | 3    | 1.5          |

check "Bus bandwidth of 8 devices" from nccl "bus bandwidth" exactly:
    | ranks | -> bus_factor |
    | 8     | 1.75          |
