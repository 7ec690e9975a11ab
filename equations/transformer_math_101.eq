"""Transformer Math 101 as printed, errors included.

The post of EleutherAI, self-contained. Where it is wrong or vague the doc strings say so; systems memory, compute
and inference hold the corrected forms. First version 18 April 2023; this is the text of October 2024.
"""

sources:
    tm101       = "Anthony, Biderman, Schoelkopf 2023, Transformer Math 101" https://blog.eleuther.ai/transformer-math/
    korthikanti = "Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models" https://arxiv.org/abs/2205.05198
    gpt3        = "Brown et al. 2020, GPT-3" https://arxiv.org/abs/2005.14165
    kobold      = "LLaMA-7B in 16 bit, as users of the post quote it" https://github.com/EleutherAI/website

quantities:
    P                 [param]            "Parameters"
    D                 [token]            "Training tokens. Not fewer than 200e9, says the post; and pick P by the inference you can pay, then train as long as you can"
    C                 [FLOP]             "Training compute. The post's FLOP-seconds are FLOP"
    C_forward         [FLOP]             "Compute of the forward passes"
    C_backward        [FLOP]             "Compute of the backward passes"
    C_forward_most    [FLOP]             "The most the forward passes take when activations are recomputed"
    C_most            [FLOP]             "The most training takes then"
    tokens_per_param  [token/param]      "Tokens for each parameter"
    tau               [FLOP/s]           "Throughput of all GPUs; the post prints FLOPs where it means FLOP/s"
    flops             [TFLOP/s]          "Throughput of one GPU, achieved, not the data sheet's. On A100 120 should be reached, GPT-NeoX reaches 150 (180 with flash attention), Megatron-DeepSpeed 137 to 163; below 115 something is wrong. Whether recomputation counts is not said; Megatron's figures count it"
    T                 [day]              "Training time"
    gpu_hours         [h]                "GPUs times time"
    gpus              [1, 1..]           "GPUs"
    tp                [1, 1..]           "Tensor-parallel degree"
    pp                [1, 1..]           "Pipeline-parallel degree"
    dp                [1]                "Data-parallel degree; this, not the number of GPUs, sets the global batch"
    seq, s            [1]                "Sequence length in tokens"
    micro_batch, b    [1]                "The post's batch size per GPU: the micro-batch of one replica, whatever is accumulated"
    hidden, h         [1]                "Hidden width"
    layers, L         [1]                "Layers"
    heads, a          [1]                "Attention heads"
    M_params          [GB]               "Weights for inference"
    M_inference       [GB]               "Memory for inference"
    M_weights         [GB]               "Weights in training, on one GPU"
    M_grads           [GB]               "Gradients on one GPU"
    M_optimizer       [GB]               "Optimizer states on one GPU"
    M_activations     [GB]               "Activations by the formula of the recomputation chosen"
    M_live            [GB, nonnegative]  "Parameters that DeepSpeed's ZeRO 3 keeps gathered; the post gives no formula"
    M_total           [GB]               "Training memory on one GPU, by the layout chosen"

choice dtype = fp16 "Bytes of a parameter at inference" from tm101 "Inference, Model Weights":
    | dtype | inference_bytes [byte/param] |
    | int8  | 1                            |
    | fp16  | 2                            |
    | fp32  | 4                            |

choice precision = mixed "Bytes of weights and gradients in training; the fp32 copy is counted with the optimizer" from tm101 "Training, Model Parameters and Gradients":
    | precision | weight_bytes [byte/param] | grad_bytes [byte/param] |
    | fp32      | 4                         | 4                       |
    | fp16      | 2                         | 2                       |
    | mixed     | 2                         | 2                       |

choice optimizer = adamw "Bytes of optimizer states, the fp32 copy among them: AdamW's 12 are one fp32 copy and two moments, not three copies, and in pure fp32 there is no copy, so 8" from tm101 "Optimizer States":
    | optimizer    | optimizer_bytes [byte/param] |
    | adamw        | 12                           |
    | adam8bit     | 6                            |
    | sgd_momentum | 8                            |

choice recompute = none "Activations by Korthikanti et al.: the selective form has tensor but no sequence parallelism, the full one leaves out the layer at work, and none knows pipelines, where the first stage keeps all layers' worth" from tm101 "Activations and Batch Size", korthikanti "table 2":
    | recompute | kept [byte] | kept_tp [byte] | kept_scores [byte] |
    | none      | 10          | 24             | 5                  |
    | selective | 10          | 24             | 0                  |
    | full      | 2           | 0              | 0                  |

choice layout = single "Which of the post's totals. Dividing by gpus is right only where dp is that. three_d divides gradients by pp alone (tensor ranks have disjoint ones too: 43.75 GB where 5.47 are right for 175B at tp 8, pp 8) and activations, which already contain tp, by tp again; zero_r_2023 did so until October 2024, and is right only if t = 1 is put in the activations" from tm101 "Training, Sharded Optimizers, 3D Parallelism":
    | layout      | weight_shards [1] | grad_shards [1] | optimizer_shards [1] | activation_shards [1] | live [1] |
    | single      | 1                 | 1               | 1                    | 1                     | 0        |
    | zero_1      | 1                 | 1               | gpus                 | 1                     | 0        |
    | zero_2      | 1                 | gpus            | gpus                 | 1                     | 0        |
    | zero_3      | gpus              | gpus            | gpus                 | 1                     | 1        |
    | zero_r      | 1                 | 1               | gpus                 | 1                     | 0        |
    | zero_r_2023 | 1                 | 1               | gpus                 | tp                    | 0        |
    | three_d     | tp * pp           | pp              | gpus                 | tp                    | 0        |

equations:
    C ~= 6 [FLOP/param/token] * P * D           "Tables count as if multiplied, attention scores do not count"   from tm101 "Compute Requirements"
    throughput: C = tau * T                                 from tm101 "Compute Requirements"
    C_forward ~= 2 [FLOP/param/token] * P * D   from tm101 "Compute Requirements"
    split: C = C_forward + C_backward           "Hence C_backward ~= 4 P D, printed as an equation of its own"   from tm101 "Compute Requirements"
    C_forward_most = 4 [FLOP/param/token] * P * D   "2 P D <= C_forward <= 4 P D with recomputation"   from tm101 "Activation Recomputation"
    C_most = C_forward_most + C_backward        "8 P D, at most 4/3 of the cost without"   from tm101 "Activation Recomputation, Distributed Training"
    tau = gpus * flops                          from tm101 "Compute Requirements"
    gpu_hours = gpus * T                        from tm101 "Compute Requirements"
    D = tokens_per_param * P                    from tm101 "Parameter vs Dataset Tradeoffs"
    dp_degree: dp = gpus / (pp * tp)            from tm101 "3D Parallelism"
    M_params = inference_bytes * P              from tm101 "Inference"
    M_inference ~= 1.2 * M_params               "An upper bound from experience; the cache of keys and values is not in it"   from tm101 "Inference"
    M_weights = weight_bytes * P / weight_shards            from tm101 "Training"
    M_grads = grad_bytes * P / grad_shards                  from tm101 "Training"
    M_optimizer = optimizer_bytes * P / optimizer_shards    from tm101 "Training"
    M_activations ~= seq * micro_batch * hidden * layers * (kept + kept_tp / tp + kept_scores * heads * seq / (hidden * tp))
        "The figure beside it says GB and shows GiB, with sequence parallelism in its right-hand bars"   from tm101 "Activation Recomputation"
    M_total = M_weights + M_optimizer + M_activations / activation_shards + M_grads + live * M_live
        from tm101 "Total Training Memory, Sharded Optimizers, 3D Parallelism"

assumptions:
    tokens_per_param = 20 [token/param]   "Compute-optimal in GPU-hours for a given loss, not for inference"   from tm101 "Parameter vs Dataset Tradeoffs"
    tp = 1                                "One GPU a tensor"
    pp = 1                                "One stage"
    M_live = 0 [GB]                       "No formula is given"

check "A petaflop/s-day" from tm101 "Compute Requirements" exactly:
    | tau [PFLOP/s] | T [day] | -> C [FLOP] |
    | 1             | 1       | 8.64e19     |

check "GPT-3" from gpt3 "table D.1" within 0.6%:
    | P [param] | D [token] | -> C [FLOP] |
    | 356e6     | 300e9     | 6.41e20     |
    | 760e6     | 300e9     | 1.37e21     |
    | 1320e6    | 300e9     | 2.38e21     |
    | 6660e6    | 300e9     | 1.20e22     |
    | 12850e6   | 300e9     | 2.31e22     |
    | 174.6e9   | 300e9     | 3.14e23     |

check "LLaMA-7B in 16 bit" from kobold within 0.5%:
    | P [param]     | -> M_params [GB] | M_inference [GB] |
    | 6_738_415_616 | 13.5             | 16.2             |

check "22B without recomputation, the figure's left bar, GiB" from tm101 "Activation Recomputation" within 3.5%:
    | layers | hidden | heads | seq  | micro_batch | tp | -> M_activations [GiB] |
    | 48     | 6144   | 64    | 2048 | 4           | 8  | 59.19                  |
