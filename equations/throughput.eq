"""FLOPs counted: MFU and HFU, and what 6 P D leaves out.

Rates from iteration times and tokens a second, and back. A matmul reads its weights for every token, a table is not
multiplied, attention grows with the sequence: C is exact here and 6 P D sees 80 to 95 % of it.
"""

use compute

sources:
    megatron    = "Narayanan et al. 2021, Megatron-LM, SC21" https://arxiv.org/abs/2104.04473
    megatronlm  = "NVIDIA, Megatron-LM, README and training.py" https://github.com/NVIDIA/Megatron-LM
    korthikanti = "Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models" https://arxiv.org/abs/2205.05198
    palm        = "Chowdhery et al. 2022, PaLM" https://arxiv.org/abs/2204.02311
    chinchilla  = "Hoffmann et al. 2022, Training Compute-Optimal Large Language Models" https://arxiv.org/abs/2203.15556
    llama       = "Touvron et al. 2023, LLaMA" https://arxiv.org/abs/2302.13971
    mosaic      = "MosaicML, llm-foundry, benchmarking README" https://github.com/mosaicml/llm-foundry
    nanogpt     = "Karpathy, nanoGPT, transformer_sizing.ipynb" https://github.com/karpathy/nanoGPT
    cookbook    = "EleutherAI, cookbook, calc" https://github.com/EleutherAI/cookbook
    hf          = "Hugging Face transformers 5.23, torch's FlopCounterMode" https://github.com/huggingface/transformers

quantities:
    P_layers         [param]           "Weights of the layers that a matmul reads for one token"
    P_head           [param]           "Weights of the head, which a matmul reads too, tied or not"
    attention_flops  [FLOP/token]      "Training FLOPs of attention scores and values for one token"
    F_model          [FLOP]            "FLOPs of an iteration"
    F_hardware       [FLOP]            "FLOPs of an iteration with what is recomputed"
    F_forward        [FLOP]            "FLOPs of an iteration's forward pass"
    t_iteration      [s]               "Time of an iteration"
    t_micro          [s]               "Time of a micro-batch's forward and backward pass on one stage"
    token_rate       [token/s]         "Tokens a second of all GPUs"
    token_rate_gpu   [token/s]         "Tokens a second of one GPU"
    counted_by_6PD   [1]               "6 P of the FLOPs for one token: what 6 P D sees of them"
    attention_share  [1, 0..1]         "Attention's part of the FLOPs, which 6 P D does not see"
    recompute_cost   [1, nonnegative]  "FLOPs that recomputation adds, as a share"

choice megatron = paper "Megatron-LM counts the full square of attention in its papers, half of it in its code since 2024; count overrides either" from megatron "appendix", megatronlm "training.py":
    | megatron | count  |
    | paper    | matmul |
    | code     | causal |

equations:
    P_layers = layers * (attention_weights - 1 [param] * relative_keys * heads * head_dim * hidden)
               + (layers - dense_layers) * (active_experts * mlp_weights + 1 [param] * hidden * (routers * experts + shared_gates + mlp_matrices * shared_ffn))
               + 1 [param] * dense_layers * mlp_matrices * hidden * dense_ffn
        "Neither biases nor norms; relative positions are not counted, as DeepMind does not"   from megatron "appendix", hf
    P_head = 1 [param] * table_width * (vocab + table_projections * hidden)                    from megatron "appendix", hf
    attention_flops = 6 [FLOP/token] * layers * seq * ((1 - latent_keys) * 2 * heads * head_dim + latent_keys * heads * (nope_dim + rope_dim + v_dim))
        "12 layers hidden seq, the whole square: eager attention computes it all, flash attention half"   from megatron "appendix", palm "appendix B", hf
    token_flops = 6 [FLOP/param/token] * (all_counted * P_active + layers_counted * P_layers + head_counted * P_head) + attention_counted * attention_flops
        "72 B L s h^2 (1 + s/6h + V/12hL) an iteration, where the feed-forward is plain"       from megatron "appendix", korthikanti "appendix A", palm "appendix B"
    token_hardware = token_flops + layers_again / 3 * (token_flops - 6 [FLOP/param/token] * head_counted * P_head) + scores_again * attention_counted * attention_flops
        "Full: 96 B s L h^2 (1 + s/6h + V/16Lh), the layers' forward pass again. Selective: s/6h becomes s/3h as printed, by count it would be 2s/9h. torch's non-reentrant checkpoints stop before the last matmul of each layer, so they compute that much less"
        from megatron "equation 3", korthikanti "appendix A"
    F_model = batch_tokens * token_flops                            from korthikanti "appendix A"
    F_hardware = batch_tokens * token_hardware                      from megatron "equation 3"
    F_forward = F_model / 3                                         from megatron "appendix"
    token_rate = gpus * token_rate_gpu                              from palm "appendix B"
    token_rate * t_iteration = batch_tokens                         from megatron "section 5.1"
    rate: flops = token_rate_gpu * token_flops
        "PaLM's table prints 21.3 % for GPT-3 at 24.6 TFLOP/s without attention on a V100; of 125 that is 20.2 %"
        from palm "appendix B", korthikanti "section 6.3"
    t_iteration = t_micro * (grad_accum + (pp - 1) / interleave)    from megatron "section 2.2"
    counted_by_6PD = 6 [FLOP/param/token] * P_active / token_flops  from hf
    attention_share = attention_counted * attention_flops / token_flops                 from palm "appendix B"
    recompute_cost = recomputation - 1                              from korthikanti "section 5"

check "Days for 300 billion tokens, ZeRO 3 and Megatron-LM" from megatron "table 2" within 3%:
    | architecture | layers | hidden | vocab | D [token] | gpus | recompute | flops_hardware [TFLOP/s] | -> T [day] |
    | gpt          | 96     | 12288  | 51200 | 300e9     | 384  | full      | 144                      | 90         |
    | gpt          | 96     | 12288  | 51200 | 300e9     | 768  | full      | 88                       | 74         |
    | gpt          | 96     | 12288  | 51200 | 300e9     | 1536 | full      | 44                       | 74         |
    | gpt          | 105    | 20480  | 51200 | 300e9     | 640  | full      | 138                      | 169        |
    | gpt          | 105    | 20480  | 51200 | 300e9     | 1120 | full      | 98                       | 137        |
    | gpt          | 105    | 20480  | 51200 | 300e9     | 2240 | full      | 48                       | 140        |
    | gpt          | 96     | 12288  | 51200 | 300e9     | 384  | full      | 153                      | 84         |
    | gpt          | 96     | 12288  | 51200 | 300e9     | 768  | full      | 149                      | 43         |
    | gpt          | 96     | 12288  | 51200 | 300e9     | 1536 | full      | 141                      | 23         |
    | gpt          | 105    | 20480  | 51200 | 300e9     | 560  | full      | 171                      | 156        |
    | gpt          | 105    | 20480  | 51200 | 300e9     | 1120 | full      | 167                      | 80         |
    | gpt          | 105    | 20480  | 51200 | 300e9     | 2240 | full      | 159                      | 42         |

check "175B on 1024 A100, 32 s an iteration" from megatronlm "README of 2021" within 1%:
    | architecture | layers | hidden | vocab | global_batch | gpus | gpu           | recompute | t_iteration [s] | -> flops_hardware [TFLOP/s] | hfu [percent] |
    | gpt          | 96     | 12288  | 51200 | 1536         | 1024 | A100_SXM_80GB | full      | 32              | 138                         | 44            |

check "22B on 8 A100, selective recomputation" from korthikanti "table 5" within 3%:
    | architecture | layers | hidden | heads | vocab | global_batch | tp | gpus | gpu           | t_iteration [s] | -> mfu [percent] | hfu [percent] |
    | gpt          | 48     | 6144   | 64    | 51200 | 4            | 8  | 8    | A100_SXM_80GB | 1.10            | 41.5             | 43.7          |

check "530B on 2240 A100; the time is recalled" from korthikanti "abstract" within 0.5%:
    | architecture | layers | hidden | heads | vocab | global_batch | tp | gpus | gpu           | t_iteration [s] | -> mfu [percent] |
    | gpt          | 105    | 20480  | 128   | 51200 | 2240         | 8  | 2240 | A100_SXM_80GB | 39.15           | 54.2             |

check "What selective recomputation costs MT-NLG" from korthikanti "section 5" within 3%:
    | architecture | layers | hidden | heads | vocab | -> recompute_cost [percent] |
    | gpt          | 105    | 20480  | 128   | 51200 | 1.6                         |

check "LLaMA-65B at 380 tokens a second" from llama "section 2.4" within 2%:
    | model     | D [token] | gpus | token_rate_gpu [token/s] | -> T [day] | gpu_hours [h] |
    | llama_65b | 1.4e12    | 2048 | 380                      | 21         | 1_022_362     |

check "PaLM 8B" from palm "table 22" within 0.5%:
    | model   | count | D [token] | -> token_flops [TFLOP/token] | C [FLOP] |
    | palm_8b | palm  | 780e9     | 0.055                        | 4.29e22  |

check "PaLM 8B in PF-days" from palm "table 22" within 0.5%:
    | model   | count | D [token] | -> C [PFday] |
    | palm_8b | palm  | 780e9     | 497          |

check "Gopher on 4096 TPU v3, 0.0152 steps a second; batch and peak recalled" from palm "table 3" within 2%:
    | model       | count | global_batch | gpus | peak [TFLOP/s] | t_iteration [s] | -> mfu [percent] |
    | gopher_280b | palm  | 3072         | 4096 | 123            | 65.789          | 32.5             |

check "MPT-7B on 512 H100, nothing recomputed" from mosaic "H100 table" within 0.5%:
    | architecture | count | layers | hidden | vocab | recompute | gpus | gpu      | token_rate [token/s] | -> mfu [percent] | hfu [percent] |
    | gpt          | palm  | 32     | 4096   | 50368 | none      | 512  | H100_SXM | 4_951_479            | 42.2             | 42.2          |

check "MPT-70B and 30B on A100, all recomputed: their HFU is 4/3 of MFU" from mosaic "A100 tables" within 0.5%:
    | architecture | count | layers | hidden | vocab | recompute | gpus | gpu           | token_rate [token/s] | -> mfu [percent] | hfu [percent] |
    | gpt          | palm  | 80     | 8192   | 50368 | full      | 64   | A100_SXM_80GB | 26_274               | 53.33            | 71.1          |
    | gpt          | palm  | 48     | 7168   | 50368 | full      | 8    | A100_SXM_80GB | 7_330                | 55.3             | 73.74         |

check "nanoGPT: an iteration of one sequence, by matmuls" from nanogpt "transformer_sizing.ipynb" exactly:
    | architecture | layers | hidden | heads | vocab | seq  | global_batch | -> F_model [FLOP] |
    | gpt          | 12     | 768    | 12    | 50257 | 1024 | 1            | 874_944_921_600   |

check "nanoGPT: the same by PaLM, without the table of positions" from nanogpt "transformer_sizing.ipynb" exactly:
    | architecture | layers | hidden | heads | positions | biases | norms   | vocab | seq  | global_batch | count | -> F_model [FLOP] |
    | gpt          | 12     | 768    | 12    | none      | none   | rmsnorm | 50257 | 1024 | 1            | palm  | 875_062_886_400   |

check "Chinchilla: 6 P D against its count, printed the other way round" from chinchilla "table A4" within 6%:
    | architecture | count      | layers | hidden | heads | head_dim | vocab | -> counted_by_6PD |
    | gopher       | chinchilla | 10     | 640    | 10    | 64       | 32000 | 0.970874          |
    | gopher       | chinchilla | 24     | 1280   | 10    | 128      | 32000 | 0.925926          |
    | gopher       | chinchilla | 26     | 1792   | 14    | 128      | 32000 | 0.961538          |
    | gopher       | chinchilla | 28     | 2048   | 16    | 128      | 32000 | 0.970874          |

check "GPT-NeoX-20B, 300 billion tokens, all recomputed" from cookbook "calc_transformer_flops.py" within 0.1%:
    | layers | hidden | heads | vocab | count    | D [token] | recompute | -> C_hardware [FLOP] |
    | 44     | 6144   | 64    | 51200 | cookbook | 300e9     | full      | 5.068e22             |

check "Forward passes of one batch, counted" from hf exactly:
    | model       | seq  | global_batch | -> F_forward [FLOP] |
    | gpt2_xl     | 1024 | 1            | 3_506_703_564_800   |
    | llama_3_8b  | 8192 | 1            | 158_140_695_838_720 |
    | llama_2_70b | 4096 | 1            | 606_878_878_924_800 |
