"""Training compute: FLOPs, time and utilisation."""

use models, parallelism

sources:
    tm101       = "Anthony, Biderman, Schoelkopf 2023, Transformer Math 101" https://blog.eleuther.ai/transformer-math/
    kaplan      = "Kaplan et al. 2020, Scaling Laws for Neural Language Models" https://arxiv.org/abs/2001.08361
    gpt3        = "Brown et al. 2020, GPT-3" https://arxiv.org/abs/2005.14165
    megatron    = "Narayanan et al. 2021, Megatron-LM, SC21" https://arxiv.org/abs/2104.04473
    palm        = "Chowdhery et al. 2022, PaLM" https://arxiv.org/abs/2204.02311
    korthikanti = "Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models" https://arxiv.org/abs/2205.05198
    chinchilla  = "Hoffmann et al. 2022, Training Compute-Optimal Large Language Models" https://arxiv.org/abs/2203.15556
    megatronlm  = "NVIDIA, Megatron-LM, training.py" https://github.com/NVIDIA/Megatron-LM
    cookbook    = "EleutherAI, cookbook, calc" https://github.com/EleutherAI/cookbook
    bigscience  = "BigScience, engineering notes of BLOOM" https://github.com/bigscience-workshop/bigscience
    pythia      = "EleutherAI, Pythia, README and paper" https://github.com/EleutherAI/pythia
    llama3      = "Llama Team 2024, The Llama 3 Herd of Models" https://arxiv.org/abs/2407.21783
    book        = "Austin et al. 2025, How to Scale Your Model" https://jax-ml.github.io/scaling-book/

quantities:
    D, tokens        [token]       "Tokens trained on"
    C                [FLOP]        "Model FLOPs of the run: what training needs, nothing counted twice"
    token_flops      [FLOP/token]  "Model FLOPs of one token"
    token_hardware   [FLOP/token]  "The same with what is recomputed"
    C_forward        [FLOP]        "Model FLOPs of the forward passes"
    C_backward       [FLOP]        "Model FLOPs of the backward passes"
    C_hardware       [FLOP]        "FLOPs the hardware computes, recomputation included"
    tau              [FLOP/s]      "Model FLOPs a second of all GPUs"
    flops            [TFLOP/s]     "Model FLOPs a second of one GPU: achieved, never the data sheet's peak. EleutherAI reaches 150 on an A100 with GPT-NeoX, 180 with flash attention; below 115 something is wrong, says Transformer Math 101, without saying whether recomputation counts. Its own Pythia runs averaged 82 (12B) and 102 (6.9B) so counted, 109 and 136 with recomputation"
    flops_hardware   [TFLOP/s]     "The same with recomputation counted, as Megatron-LM prints it"
    recomputation    [1, 1..]      "Hardware FLOPs a model FLOP"
    mfu       = 0.4  [1, 0..1]     "Model FLOPs utilisation, flops of the peak. Llama 3.1 405B: 38 to 43 % in the paper's table 4, 34.6 % over all the hours of its model card"
    hfu              [1, 0..1]     "Hardware FLOPs utilisation, flops_hardware of the peak"
    T, time          [day]         "Wall-clock time of the run, without restarts: divide by goodput for those"
    gpu_hours        [h]           "GPUs times time"
    deadline         [day]         "Time there is"

choice count = six_PD "What counts as model FLOPs: 6 P D; weights that matmuls read and the full square of attention (the papers of Megatron-LM); all parameters and attention (PaLM); attention halved for causality (Megatron-LM's code); no head (Chinchilla's table A4, though its appendix F has one); the head's forward pass alone (cookbook). All but the first need the counts of system throughput"
    from kaplan "section 2.1", megatron "appendix", palm "appendix B", megatronlm "training.py", chinchilla "table A4", cookbook "calc_transformer_flops.py":
    | count      | all_counted [1] | layers_counted [1] | head_counted [1] | attention_counted [1] |
    | six_PD     | 1               | 0                  | 0                | 0                     |
    | matmul     | 0               | 1                  | 1                | 1                     |
    | palm       | 1               | 0                  | 0                | 1                     |
    | causal     | 0               | 1                  | 1                | 1 / 2                 |
    | chinchilla | 0               | 1                  | 0                | 1                     |
    | cookbook   | 0               | 1                  | 1 / 3            | 1                     |

equations:
    C ~= 6 [FLOP/param/token] * P_active * D if count = six_PD else token_flops * D
        "2 forward and 4 backward for each parameter and token; system throughput counts what that leaves out. Published and not reproduced: Gopher's 5.76e23 (6 P D is 5.04e23, the paper's longer count 6.3e23), and 1.26e24 for 175B on 12T in Chinchilla's table A3, a slip for 1.26e25"
        from kaplan "section 2.1", tm101 "Compute Requirements"
    C_forward = C / 3          from tm101 "Compute Requirements"
    C_backward = 2 * C / 3     from tm101 "Compute Requirements"
    recomputation ~= 1 + layers_again / 3 + scores_again * seq / (6 * hidden) if count = six_PD else token_hardware / token_flops
        "Full recomputation repeats the forward pass: 8 P D. Selective repeats the scores, s/6h in the paper; their two products alone are a third of that"
        from tm101 "Activation Recomputation", korthikanti "appendix A"
    C_hardware = C * recomputation           from korthikanti "section 6.3"
    tau = gpus * flops         from tm101 "Compute Requirements"
    flops = mfu * peak         from palm "appendix B"
    flops_hardware = flops * recomputation   from korthikanti "section 6.3"
    hfu = mfu * recomputation                from palm "appendix B"
    gpu_hours = C / flops      from tm101 "Compute Requirements"
    gpus * T = gpu_hours       from tm101 "Compute Requirements"
    D = steps * batch_tokens   from megatron "section 5.1"

constraints:
    in_time: T <= deadline     "The run ends after the deadline"

check "GPT-3" from gpt3 "table D.1" within 0.6%:
    | P [param] | D [token] | -> C [FLOP] |
    | 356e6     | 300e9     | 6.41e20     |
    | 760e6     | 300e9     | 1.37e21     |
    | 1320e6    | 300e9     | 2.38e21     |
    | 6660e6    | 300e9     | 1.20e22     |
    | 12850e6   | 300e9     | 2.31e22     |
    | 174.6e9   | 300e9     | 3.14e23     |

check "GPT-3 in PF-days" from gpt3 "table D.1" within 0.6%:
    | P [param] | D [token] | -> C [PFday] |
    | 356e6     | 300e9     | 7.42         |
    | 760e6     | 300e9     | 15.8         |
    | 1320e6    | 300e9     | 27.5         |
    | 6660e6    | 300e9     | 139          |
    | 12850e6   | 300e9     | 268          |
    | 174.6e9   | 300e9     | 3640         |

check "T5-11B, whose tokens pass half of the parameters" from gpt3 "table D.1" within 0.2%:
    | P_active [param] | D [token] | -> C [FLOP] |
    | 5.5e9            | 1e12      | 3.3e22      |

check "T5-11B in PF-days" from gpt3 "table D.1" within 0.2%:
    | P_active [param] | D [token] | -> C [PFday] |
    | 5.5e9            | 1e12      | 382          |

check "Chinchilla, approaches 1 and 3" from chinchilla "tables 3 and A3" within 5%:
    | P [param] | D [token] | -> C [FLOP] |
    | 1e9       | 20.2e9    | 1.21e20     |
    | 10e9      | 205.1e9   | 1.23e22     |
    | 67e9      | 1.5e12    | 5.76e23     |
    | 175e9     | 3.7e12    | 3.85e24     |
    | 280e9     | 5.9e12    | 9.90e24     |
    | 520e9     | 11e12     | 3.43e25     |
    | 1e12      | 21.2e12   | 1.27e26     |
    | 10e12     | 216.2e12  | 1.30e28     |
    | 1e9       | 27.1e9    | 1.62e20     |
    | 10e9      | 410.1e9   | 2.46e22     |
    | 67e9      | 4.1e12    | 1.71e24     |
    | 280e9     | 20.1e12   | 3.52e25     |
    | 520e9     | 43.5e12   | 1.36e26     |
    | 10e12     | 1425.5e12 | 8.55e28     |

check "Chinchilla itself" from chinchilla "section 4" within 3%:
    | P [param] | D [token] | -> C [FLOP] |
    | 70e9      | 1.4e12    | 5.76e23     |

check "Llama 3's budget" from llama3 "section 3.2.1" within 6%:
    | P [param] | D [token] | -> C [FLOP] |
    | 402e9     | 16.55e12  | 3.8e25      |

check "Llama 3 70B on TPU v5p" from book "applied training" within 1%:
    | P [param] | D [token] | gpus | gpu     | mfu | -> C [FLOP] | T [day] |
    | 70e9      | 15e12     | 8960 | TPU_v5p | 0.4 | 6.3e24      | 44      |

check "The same on one chip at its peak" from book "applied training" within 1%:
    | P [param] | D [token] | gpu     | mfu | -> gpu_hours [year] |
    | 70e9      | 15e12     | TPU_v5p | 1   | 435                 |

check "DeepSeek-V3, of the fp8 peak" from book "applied training, question 7" within 0.5%:
    | P_active [param] | D [token] | gpu_hours [h] | peak [TFLOP/s] | -> mfu [percent] |
    | 37e9             | 14.8e12   | 2.79e6        | 1513           | 21.7             |

check "GPT-3 175B on 1024 A100, by 8 P D" from megatron "section 5.1" within 1%:
    | P [param] | D [token] | gpus | recompute | flops_hardware [TFLOP/s] | -> T [day] |
    | 175e9     | 300e9     | 1024 | full      | 140                      | 34         |

check "BLOOM's plan" from bigscience "train/tr11-176B-ml/README.md" within 0.01%:
    | P [param] | D [token] | gpus | recompute | flops_hardware [TFLOP/s] | -> T [day] |
    | 167e9     | 450e9     | 384  | full      | 150                      | 120.8      |

check "13B on V100" from bigscience "math/README.md" within 0.05%:
    | P [param] | D [token] | gpus | recompute | flops_hardware [TFLOP/s] | -> T [day] |
    | 13e9      | 300e9     | 256  | full      | 45                       | 31.35      |

check "Pythia" from pythia "README" exactly:
    | steps  | batch_tokens [token] | -> D [token]    |
    | 143000 | 2_097_152            | 299_892_736_000 |

check "Megatron-LM on A100, recomputation counted as work" from megatron "table 1" within 3%:
    | recompute | peak [TFLOP/s] | flops_hardware [TFLOP/s] | -> hfu [percent] |
    | full      | 312            | 137                      | 44               |
    | full      | 312            | 138                      | 44               |
    | full      | 312            | 142                      | 46               |
    | full      | 312            | 135                      | 43               |
    | full      | 312            | 140                      | 45               |
    | full      | 312            | 155                      | 50               |
    | full      | 312            | 163                      | 52               |

check "Megatron-LM, all GPUs together at the printed rate" from megatron "table 1" within 2%:
    | gpus | flops [TFLOP/s] | -> tau [PFLOP/s] |
    | 32   | 137             | 4.4              |
    | 64   | 138             | 8.8              |
    | 128  | 142             | 18.2             |
    | 256  | 135             | 34.6             |
    | 512  | 138             | 70.8             |
    | 1024 | 140             | 143.8            |
    | 1920 | 155             | 297.4            |
    | 2520 | 163             | 410.2            |

check "Llama 3 405B" from llama3 "table 4" within 2%:
    | flops [TFLOP/s] | gpu      | -> mfu [percent] |
    | 400             | H100_SXM | 41               |
