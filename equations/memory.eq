"""Memory one GPU needs to train a transformer.

The corrected form of Transformer Math 101: tensor and pipeline parallelism split weights, gradients and optimizer
states alike; ZeRO splits them again among the replicas; activations are Korthikanti's, never divided by tp twice.
"""

use models, parallelism

sources:
    tm101       = "Anthony, Biderman, Schoelkopf 2023, Transformer Math 101" https://blog.eleuther.ai/transformer-math/
    zero        = "Rajbhandari et al. 2019, ZeRO" https://arxiv.org/abs/1910.02054
    korthikanti = "Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models" https://arxiv.org/abs/2205.05198
    megatronlm  = "NVIDIA, Megatron-LM, theoretical_memory_usage.py" https://github.com/NVIDIA/Megatron-LM
    cookbook    = "EleutherAI, cookbook, calc" https://github.com/EleutherAI/cookbook
    mleng       = "Bekman, Machine Learning Engineering, training performance" https://github.com/stas00/ml-engineering
    dettmers    = "Dettmers et al. 2021, 8-bit Optimizers" https://arxiv.org/abs/2110.02861
    adafactor   = "Shazeer, Stern 2018, Adafactor" https://arxiv.org/abs/1804.04235
    lion        = "Chen et al. 2023, Lion" https://arxiv.org/abs/2302.06675
    muon        = "Jordan et al. 2024, Muon" https://kellerjordan.github.io/posts/muon/
    qlora       = "Dettmers et al. 2023, QLoRA" https://arxiv.org/abs/2305.14314
    deepspeed   = "DeepSpeed, memory requirements and estimators" https://deepspeed.readthedocs.io/en/latest/memory.html
    hf          = "Hugging Face transformers 5.23 with torch 2.13, saved tensors counted" https://github.com/huggingface/transformers
    bigscience  = "BigScience, engineering notes of BLOOM" https://github.com/bigscience-workshop/bigscience

quantities:
    M_weights       [GB, nonnegative]    "Weights on one GPU"
    M_grads         [GB, nonnegative]    "Gradients on one GPU"
    M_optimizer     [GB, nonnegative]    "Optimizer states on one GPU, the fp32 copy of the weights among them"
    M_states        [GB, nonnegative]    "Weights, gradients and optimizer states on one GPU"
    kept_plain      [byte, nonnegative]  "What a layer keeps for a token where tensor parallelism does not split it: inputs, norms, masks"
    kept_split      [byte, nonnegative]  "What it keeps where tensor parallelism splits it: queries, keys, values, feed-forward"
    kept_scores     [byte, nonnegative]  "What it keeps of attention scores, which grows with the sequence"
    kept            [byte, nonnegative]  "What it keeps of all these on one GPU"
    scores_share    [1, 0..1]            "Share of the scores when nothing is recomputed"
    in_flight       [1]                  "Layers that the first stage, the fullest, holds activations of, as a share of all"
    M_activations   [GB, nonnegative]    "Activations of the layers, kept for the backward pass"
    M_head          [GB, nonnegative]    "Activations outside the layers: final norm, logits, loss"
    M_buffers       [GB, nonnegative]    "Buckets of reductions and gathered parameters"
    M_overhead      [GB, nonnegative]    "CUDA context, NCCL, fragmentation: often 1 to 5 GB"
    M_total         [GB, nonnegative]    "Memory in use on one GPU"
    M_host          [GB, nonnegative]    "Memory of the CPUs where all GPUs are in one node"
    P_adapter       [param]              "Parameters of adapters"
    largest_module  [param]              "Largest module that ZeRO 3 gathers at once"

choice precision = mixed "Bytes of a weight, gradient, fp32 copy, moment, activation, and fp32 softmax with its copy; int8 and nf4 are weights that only adapters train on; DeepSpeed has an fp32 gradient beside the fp32 copy"
    from tm101 "Model Weights", mleng "anatomy of memory", qlora "section 3", deepspeed:
    | precision        | weight_bytes [byte/param]          | grad_bytes [byte/param] | master_bytes [byte/param] | moment_bytes [byte/param] | activation_bytes [byte] | softmax_bytes [byte] |
    | fp32             | 4                                  | 4                       | 0                         | 4                         | 4                       | 4                    |
    | fp16             | 2                                  | 2                       | 0                         | 2                         | 2                       | 6                    |
    | mixed            | 2                                  | 2                       | 4                         | 4                         | 2                       | 6                    |
    | mixed_fp32_grads | 2                                  | 4                       | 4                         | 4                         | 2                       | 6                    |
    | bf16             | 2                                  | 2                       | 0                         | 2                         | 2                       | 6                    |
    | int8             | 1                                  | 2                       | 4                         | 4                         | 2                       | 6                    |
    | nf4              | 4.5 / 8                            | 2                       | 4                         | 4                         | 2                       | 6                    |
    | nf4_double       | (4 + 8 / 64 + 32 / (64 * 256)) / 8 | 2                       | 4                         | 4                         | 2                       | 6                    |
    | deepspeed        | 2                                  | 2                       | 8                         | 4                         | 2                       | 6                    |

choice optimizer = adamw "Moments of a parameter, which have the parameter's own precision in torch and fp32 beside an fp32 copy. AdamW's 12 bytes in the post are these 8 and the fp32 copy; in fp32 there is no copy. 8-bit moments have a maximum a block besides (2.03 measured). Adafactor keeps rows and columns, as if all matrices were hidden by 4 hidden or so, with a first moment 4 bytes more. rmsprop_centered has momentum too"
    from tm101 "Optimizer States", dettmers "section 2", adafactor "section 4", lion "section 3", muon, mleng "anatomy of memory":
    | optimizer          | state_bytes [byte/param]          |
    | adamw              | 2 * moment_bytes                  |
    | amsgrad            | 3 * moment_bytes                  |
    | adam8bit           | 2                                 |
    | sgd_momentum       | moment_bytes                      |
    | sgd8bit            | 1                                 |
    | sgd                | 0                                 |
    | adagrad            | moment_bytes                      |
    | rmsprop            | moment_bytes                      |
    | rmsprop_centered   | 3 * moment_bytes                  |
    | adafactor          | 1.5 * moment_bytes / hidden       |
    | adafactor_momentum | moment_bytes * (1 + 1.5 / hidden) |
    | lion               | moment_bytes                      |
    | lion8bit           | 1                                 |
    | muon               | moment_bytes                      |

choice training = full "What is trained: all parameters, or adapters in 16 bit beside them (system finetune counts them)" from qlora "section 2":
    | training | adapters [1] |
    | full     | 0            |
    | adapters | 1            |

choice zero = 1 "What ZeRO splits among the replicas; the post says among all GPUs, right only where dp is that" from zero "section 5", tm101 "Sharded Optimizers":
    | zero | weight_shards [1] | grad_shards [1] | optimizer_shards [1] |
    | 0    | 1                 | 1               | 1                    |
    | 1    | 1                 | 1               | dp                   |
    | 2    | 1                 | dp              | dp                   |
    | 3    | dp                | dp              | dp                   |

choice offload = none "What leaves the GPU, gradients and optimizer states or parameters as well, and what DeepSpeed then asks of the CPUs" from deepspeed:
    | offload   | weights_off [1] | states_off [1] | host_bytes [byte/param]            |
    | none      | 0               | 0              | 4 [byte/param] * gpus              |
    | optimizer | 0               | 1              | 1 [byte/param] * max(4 * gpus, 16) |
    | params    | 1               | 1              | 1 [byte/param] * max(4 * gpus, 18) |

choice buckets = none "Buffers counted, in the weights' precision: none; DeepSpeed's reduction bucket; with ZeRO 3's live parameters; the largest module gathered, twice" from cookbook, deepspeed:
    | buckets | buffer_params [param] |
    | none    | 0                     |
    | reduce  | 5e8                   |
    | live    | 1.5e9                 |
    | gather  | 2 * largest_module    |

choice dropout = on "Whether dropout keeps a mask, of a byte an element (of the activations' precision with torch on a CPU), and its output beside its input" from korthikanti "section 4.1", hf:
    | dropout | mask_bytes [byte] | dropped_bytes [byte] |
    | off     | 0                 | 0                    |
    | on      | 1                 | activation_bytes     |
    | cpu     | activation_bytes  | activation_bytes     |

choice implementation = megatron "What a layer keeps, by kernels. Megatron's are fused: 34 s b h + 5 a s^2 b (its norms keep 8 to 16 bytes a token more). Hugging Face has gelu_new unfused, and in Llama norms and softmax in fp32; eager repeats grouped keys. Sdpa is as on a GPU; on a CPU with dropout it is hf_gpt2_cpu, in fp32 (with one sequence in fp32 the fused values are kept once more). ZeRO's rough count of 12 h elements has neither scores nor masks: 60 GB for GPT-2 1.5B at 32 x 1024 tokens, Korthikanti's 287"
    from korthikanti "section 4.1", hf, zero "section 3.2":
    | implementation | plain_copies [1] | plain_bytes [byte]                                 | token_bytes [byte]   | key_heads [1] | head_bytes [byte] | ffn_copies [1] | score_bytes [byte]                            | logit_bytes [byte]          |
    | megatron       | 4                | 2 * mask_bytes                                     | 0                    | kv_heads      | 0                 | mlp_matrices   | activation_bytes + dropped_bytes + mask_bytes | 4                           |
    | hf_gpt2_eager  | 4                | 2 * mask_bytes                                     | 4 * activation_bytes | kv_heads      | 0                 | 5              | activation_bytes + dropped_bytes + mask_bytes | 4 [byte] + activation_bytes |
    | hf_gpt2_sdpa   | 4                | 2 * mask_bytes                                     | 4 * activation_bytes | kv_heads      | 4                 | 5              | 0                                             | 4 [byte] + activation_bytes |
    | hf_gpt2_cpu    | 4                | 2 * mask_bytes + 3 * (4 [byte] - activation_bytes) | 4 * activation_bytes | kv_heads      | 0                 | 5              | 12                                            | 4 [byte] + activation_bytes |
    | hf_llama_eager | 4                | 8                                                  | 8                    | heads         | 0                 | 4              | softmax_bytes                                 | 4 [byte] + activation_bytes |
    | hf_llama_sdpa  | 4                | 8                                                  | 8                    | kv_heads      | 4                 | 4              | 0                                             | 4 [byte] + activation_bytes |
    | zero_paper     | 8                | 0                                                  | 0                    | kv_heads      | 0                 | 0              | 0                                             | 0                           |

choice extras = head "Counted outside the layers: nothing; final norm, logits and loss where pp = 1; embedding dropout and the layer being recomputed as well"
    from korthikanti "section 4.3":
    | extras     | head_kept [1] | ends_kept [1] |
    | none       | 0             | 0             |
    | head       | 1             | 0             |
    | everything | 1             | 1             |

equations:
    M_weights = (1 - weights_off) * (weight_bytes * P + adapters * 2 [byte/param] * P_adapter) / (tp * pp * weight_shards)
        "As if all were split evenly: the first and the last stage have a table more, and every tensor rank has whole norms"   from tm101 "3D Parallelism", zero "section 5.3"
    M_grads = (1 - states_off) * grad_bytes * ((1 - adapters) * P + adapters * P_adapter) / (tp * pp * grad_shards)
        "The post divides by pp alone, but tensor-parallel ranks own disjoint gradients"   from tm101 "3D Parallelism", megatronlm
    M_optimizer = (1 - states_off) * (master_bytes + state_bytes) * ((1 - adapters) * P + adapters * P_adapter) / (tp * pp * optimizer_shards)
        "BigScience saw ZeRO 1 save 35 GB for 181B at dp 4, tp 8, pp 12; this gives 17, and their runs differed in more than that. DeepSpeed's page says 15.93 GiB for ZeRO 2 of 2.85B on 8 GPUs where ZeRO's paper has 9.96 and DeepSpeed's code 11.28"
        from tm101 "Sharded Optimizers", zero "section 5.1", bigscience "chronicles-prequel.md", deepspeed
    M_states = M_weights + M_grads + M_optimizer                                         from tm101 "Total Training Memory"
    kept_plain = (activation_bytes * plain_copies + plain_bytes) * hidden + token_bytes  from korthikanti "section 4.1"
    kept_split = activation_bytes * ((1 - latent_keys) * 2 * head_dim * (heads + key_heads)
                                     + latent_keys * 2 * heads * (nope_dim + rope_dim + v_dim)
                                     + ffn_copies * (active_experts * ffn + shared_ffn)) + head_bytes * heads
        "A gate makes it three tensors of ffn, fused; latent attention is as if expanded"   from korthikanti "section 4.1", megatronlm
    kept_scores = score_bytes * heads * seq                                              from korthikanti "section 4.1"
    kept ~= (1 - layers_again) * (kept_plain / sequence_shards + kept_split / tp) + scores_kept * kept_scores / tp
            + layers_again * activation_bytes * hidden / sequence_shards
        "Full recomputation keeps the layer's input: 5 GB where ZeRO's paper says about 8 (GPT-2 1.5B), 67 where it says 33 (100B, a byte an element)"
        from korthikanti "table 2"
    scores_share = kept_scores / (kept_plain + kept_split + kept_scores)                 from korthikanti "section 5"
    in_flight = min(1, grad_accum / pp) if interleave < 2 else 1 + (pp - 1) / (pp * interleave)
        "1F1B holds as many micro-batches as there are stages, interleaving a few more"  from korthikanti "section 4.2.3"
    activations: M_activations ~= micro_batch * seq * layers * in_flight * kept          from korthikanti "section 4.2", tm101 "Activations and Batch Size"
    head: M_head ~= micro_batch * seq * (
            head_kept * (2 * activation_bytes * hidden / sequence_shards + logit_bytes * vocab / tp if pp < 2 else 0 [byte])
            + ends_kept * mask_bytes * hidden * pp / sequence_shards
            + ends_kept * layers_again * (kept_plain / sequence_shards + (kept_split + kept_scores) / tp))
        "Hugging Face holds the logits themselves besides an fp32 softmax"               from korthikanti "section 4.3", hf
    M_total = M_states + M_activations + M_head + M_buffers + M_overhead                 from tm101 "Total Training Memory"
    M_host = 1.5 * host_bytes * P                                                        from deepspeed

assumptions:
    largest_module = max(1 [param] * vocab * hidden, attention_weights + experts * mlp_weights)   "A table or a layer"   from deepspeed
    M_buffers = buffer_params * weight_bytes   "Buckets in the precision of the weights"   from cookbook "calc_transformer_mem.py"
    M_overhead = 0 [GB]                        "No allowance for CUDA context, NCCL buffers and fragmentation, often 1 to 5 GB"   from cookbook "calc_transformer_mem.py"

constraints:
    fits: M_total <= vram          "Training runs out of memory"
    tp_heads: tp divides heads     "Tensor parallelism splits attention by whole heads"
    pp_layers: pp divides layers   "Pipeline stages have equally many layers"

check "ZeRO, model states" from zero "table 1" within 0.3%:
    | P [param] | gpus | zero | -> M_states [GB] |
    | 7.5e9     | 1    | 1    | 120              |
    | 7.5e9     | 1    | 2    | 120              |
    | 7.5e9     | 1    | 3    | 120              |
    | 1e12      | 1    | 1    | 16000            |
    | 1e12      | 1    | 2    | 16000            |
    | 1e12      | 1    | 3    | 16000            |
    | 7.5e9     | 4    | 1    | 52.5             |
    | 7.5e9     | 4    | 2    | 41.3             |
    | 7.5e9     | 4    | 3    | 30               |
    | 128e9     | 4    | 1    | 896              |
    | 128e9     | 4    | 2    | 704              |
    | 128e9     | 4    | 3    | 512              |
    | 1e12      | 4    | 1    | 7000             |
    | 1e12      | 4    | 2    | 5500             |
    | 1e12      | 4    | 3    | 4000             |
    | 7.5e9     | 16   | 1    | 35.6             |
    | 7.5e9     | 16   | 2    | 21.6             |
    | 7.5e9     | 16   | 3    | 7.5              |
    | 128e9     | 16   | 1    | 608              |
    | 128e9     | 16   | 2    | 368              |
    | 128e9     | 16   | 3    | 128              |
    | 1e12      | 16   | 1    | 4750             |
    | 1e12      | 16   | 2    | 2875             |
    | 1e12      | 16   | 3    | 1000             |
    | 128e9     | 64   | 1    | 536              |
    | 128e9     | 64   | 2    | 284              |
    | 128e9     | 64   | 3    | 32               |
    | 1e12      | 64   | 1    | 4187             |
    | 1e12      | 64   | 2    | 2218             |
    | 1e12      | 64   | 3    | 250              |
    | 7.5e9     | 256  | 1    | 30.4             |
    | 7.5e9     | 256  | 2    | 15.4             |
    | 7.5e9     | 256  | 3    | 0.47             |
    | 128e9     | 256  | 1    | 518              |
    | 128e9     | 256  | 2    | 263              |
    | 128e9     | 256  | 3    | 8                |
    | 1e12      | 256  | 1    | 4046             |
    | 1e12      | 256  | 2    | 2054             |
    | 1e12      | 256  | 3    | 62.5             |
    | 128e9     | 1024 | 1    | 513              |
    | 128e9     | 1024 | 2    | 257              |
    | 128e9     | 1024 | 3    | 2                |
    | 1e12      | 1024 | 1    | 4011             |
    | 1e12      | 1024 | 2    | 2013             |
    | 1e12      | 1024 | 3    | 15.6             |

check "GPT-2 1.5B in 16 bit" from zero "section 3.1" exactly:
    | P [param] | zero | -> M_states [GB] | M_weights [GB] |
    | 1.5e9     | 0    | 24               | 3              |

check "GPT-2 1.5B, by ZeRO's own count" from zero "section 3.2" within 2%:
    | implementation | layers | hidden | heads | seq  | micro_batch | recompute | -> M_activations [GB] |
    | zero_paper     | 48     | 1600   | 25    | 1024 | 32          | none      | 60                    |

check "22B, 175B and 530B: the post's activation figure, read off its bars, which are GiB" from tm101 "Activation Recomputation", korthikanti "figure 1 and table 3" within 3.5%:
    | P [param]       | layers | hidden | heads | micro_batch | tp | pp | interleave | precision        | recompute | sequence_parallel | -> M_states [GiB] | M_activations [GiB] |
    | 22_074_261_504  | 48     | 6144   | 64    | 4           | 8  | 1  | 1          | mixed_fp32_grads | none      | off               | 46.11             | 59.19               |
    | 174_615_822_336 | 96     | 12288  | 96    | 1           | 8  | 8  | 3          | mixed_fp32_grads | none      | off               | 45.87             | 66.43               |
    | 529_600_778_240 | 105    | 20480  | 128   | 1           | 8  | 35 | 3          | mixed_fp32_grads | none      | off               | 31.83             | 113.67              |
    | 22_074_261_504  | 48     | 6144   | 64    | 4           | 8  | 1  | 1          | mixed_fp32_grads | selective | on                | 46.11             | 9.56                |
    | 174_615_822_336 | 96     | 12288  | 96    | 1           | 8  | 8  | 3          | mixed_fp32_grads | selective | on                | 45.87             | 11.98               |
    | 529_600_778_240 | 105    | 20480  | 128   | 1           | 8  | 35 | 3          | mixed_fp32_grads | selective | on                | 31.83             | 22.87               |

check "MT-NLG 530B, what selective recomputation saves" from korthikanti "section 5" within 3%:
    | layers | hidden | heads | ffn   | -> scores_share [percent] |
    | 105    | 20480  | 128   | 81920 | 65                        |

check "EleutherAI's calculator on one GPU; its count of parameters has a table of positions, double norms and no biases" from cookbook "calc_transformer_mem.py" within 1%:
    | layers | hidden | heads | vocab | max_positions | positions | biases | layer_norms | seq  | precision        | extras | -> P [param] | M_activations [GiB] | M_weights [GiB] | M_grads [GiB] | M_optimizer [GiB] | M_total [GiB] |
    | 44     | 6144   | 64    | 51200 | 2048          | learned   | none   | 4           | 2048 | mixed_fp32_grads | none   | 20.58e9      | 17.53               | 38.32           | 76.65         | 229.95            | 362.45        |

check "Its LLaMA-7B, with two matrices of 3.5 h, which has 6.74e9 in truth; activations as if they were 4 h" from cookbook "calc_transformer_mem.py" within 1%:
    | layers | hidden | heads | ffn   | vocab | max_positions | positions | biases | layer_norms | seq  | recompute | precision        | extras | ffn_copies | -> P [param] | M_weights [GiB] | M_grads [GiB] | M_optimizer [GiB] | M_total [GiB] | M_activations [GiB] |
    | 32     | 4096   | 32    | 14336 | 51200 | 4096          | learned   | none   | 4           | 4096 | none      | mixed_fp32_grads | none   | 16 / 7     | 6.34e9       | 11.81           | 23.63         | 70.89             | 203.33        | 97.0                |

check "The same on 128 GPUs; its gradients, 25.6 GiB, are not divided by tp and stay so unreproduced" from cookbook "calc_transformer_mem.py" within 1%:
    | layers | hidden | heads | vocab | positions | biases | layer_norms | micro_batch | gpus | tp | sequence_parallel | -> P [param] | M_activations [GiB] | M_weights [GiB] | M_optimizer [GiB] |
    | 32     | 4096   | 32    | 51200 | learned   | none   | 4           | 8           | 128  | 2  | on                | 6.87e9       | 34.0                | 6.4             | 0.6               |

check "DeepSpeed's page for ZeRO 2, which is 4 P + 16 P/N: the arithmetic of ZeRO 1 with fp32 gradients" from deepspeed within 0.1%:
    | P [param] | gpus | precision | zero | -> M_states [GiB] |
    | 2851e6    | 8    | deepspeed | 1    | 15.93             |

check "ZeRO 2 with the optimizer on the CPU" from deepspeed within 0.1%:
    | P [param] | gpus | zero | offload   | -> M_states [GiB] | M_host [GiB] |
    | 2851e6    | 8    | 2    | optimizer | 5.31              | 127.45       |

check "T5-large with ZeRO 3, next to no activations" from deepspeed within 0.5%:
    | P [param] | gpus | largest_module [param] | precision        | zero | offload   | buckets | seq | recompute | extras | -> M_total [MiB] |
    | 737.67e6  | 4    | 32.9e6                 | mixed_fp32_grads | 3    | none      | gather  | 1   | full      | none   | 3291             |
    | 737.67e6  | 4    | 32.9e6                 | mixed_fp32_grads | 3    | params    | gather  | 1   | full      | none   | 125              |
    | 737.67e6  | 4    | 32.9e6                 | mixed_fp32_grads | 3    | optimizer | gather  | 1   | full      | none   | 477              |

check "Hugging Face layers, counted" from hf exactly:
    | implementation | precision | dropout | recompute | layers | micro_batch | seq | hidden | heads | kv_heads | ffn  | -> M_activations [byte] |
    | hf_gpt2_eager  | bf16      | on      | none      | 1      | 1           | 512 | 512    | 8     | 8        | 2048 | 25_694_208              |
    | hf_gpt2_eager  | fp32      | off     | none      | 1      | 2           | 256 | 256    | 4     | 4        | 1024 | 16_785_408              |
    | hf_gpt2_eager  | bf16      | cpu     | none      | 1      | 2           | 256 | 256    | 4     | 4        | 1024 | 11_014_144              |
    | hf_gpt2_cpu    | bf16      | on      | none      | 1      | 2           | 256 | 256    | 4     | 4        | 1024 | 14_684_160              |
    | hf_gpt2_cpu    | fp32      | on      | none      | 1      | 2           | 256 | 256    | 4     | 4        | 1024 | 21_241_856              |
    | hf_gpt2_sdpa   | bf16      | off     | selective | 1      | 1           | 512 | 512    | 8     | 8        | 2048 | 14_700_544              |
    | hf_llama_eager | bf16      | off     | none      | 1      | 2           | 256 | 256    | 4     | 2        | 896  | 9_965_568               |
    | hf_llama_eager | fp32      | off     | none      | 1      | 2           | 256 | 256    | 4     | 2        | 896  | 14_684_160              |
    | hf_llama_sdpa  | bf16      | off     | selective | 1      | 2           | 256 | 256    | 4     | 4        | 682  | 5_951_488               |
    | hf_llama_sdpa  | fp32      | off     | selective | 1      | 2           | 256 | 256    | 4     | 4        | 682  | 10_842_112              |
    | hf_llama_sdpa  | bf16      | off     | full      | 1      | 2           | 256 | 256    | 4     | 4        | 682  | 262_144                 |

check "A Megatron-style layer, counted, norms' statistics included" from hf within 0.1%:
    | recompute | layers | micro_batch | seq  | hidden | heads | -> M_activations [byte] |
    | none      | 1      | 1           | 512  | 256    | 4     | 9_703_424               |
    | none      | 1      | 2           | 1024 | 512    | 4     | 77_611_008              |
    | selective | 1      | 1           | 512  | 512    | 8     | 8_916_992               |
    | full      | 1      | 2           | 256  | 256    | 4     | 262_144                 |

check "Optimizer states after two steps" from hf "torch, transformers and bitsandbytes optimizers" within 4%:
    | precision | optimizer          | hidden | -> state_bytes [byte/param] |
    | fp32      | adamw              | 128    | 8.000                       |
    | fp32      | amsgrad            | 128    | 12.000                      |
    | bf16      | adagrad            | 128    | 2.000                       |
    | fp32      | rmsprop            | 128    | 4.000                       |
    | fp32      | rmsprop_centered   | 128    | 12.000                      |
    | bf16      | lion8bit           | 128    | 1.020                       |
    | fp32      | sgd8bit            | 128    | 1.020                       |
    | bf16      | adamw              | 128    | 4.000                       |
    | fp32      | sgd_momentum       | 128    | 4.000                       |
    | fp32      | sgd                | 128    | 0                           |
    | fp32      | muon               | 128    | 3.996                       |
    | bf16      | adam8bit           | 128    | 2.041                       |
    | bf16      | adafactor          | 128    | 0.02421                     |
    | fp32      | adafactor          | 128    | 0.04855                     |
    | fp32      | adafactor_momentum | 128    | 4.0485                      |
