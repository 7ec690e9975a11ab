"""Fine-tuning with adapters: LoRA, QLoRA, memory, checkpoints.

Memory is that of system memory with adapters trained in place of all parameters: 16 bytes a parameter of theirs, the frozen
weights besides, activations as ever.
"""

use memory

sources:
    lora    = "Hu et al. 2021, LoRA" https://arxiv.org/abs/2106.09685
    qlora   = "Dettmers et al. 2023, QLoRA" https://arxiv.org/abs/2305.14314
    dora    = "Liu et al. 2024, DoRA" https://arxiv.org/abs/2402.09353
    peft    = "Hugging Face PEFT 0.21, trainable parameters counted" https://github.com/huggingface/peft
    neox    = "EleutherAI, gpt-neox README" https://github.com/EleutherAI/gpt-neox
    nanogpt = "Karpathy, nanoGPT, transformer_sizing.ipynb" https://github.com/karpathy/nanoGPT

quantities:
    rank = 16          [1, integer]  "Rank of the adapters"
    adapted            [1]           "Inputs and outputs of what is adapted in one layer, together"
    adapter_share      [1]           "Adapters' parameters, as a share of the model's"
    M_checkpoint       [GB]          "Checkpoint of the whole model"
    M_adapter_file     [GB]          "Checkpoint of the adapters alone, in 16 bit"
    block = 64         [1, integer]  "Weights that share a quantisation constant"
    outer_block = 256  [1, integer]  "Constants that share one, in double quantisation"
    constants          [bit/param]   "What constants cost, in 32 bit"
    constants_double   [bit/param]   "What they cost, quantised to 8 bit themselves"
    M_double           [GB]          "What double quantisation saves"

choice method = lora "What is trained, on which weights" from lora "section 4", qlora "section 3":
    | method | training | precision  |
    | full   | full     | -          |
    | lora   | adapters | -          |
    | qlora  | adapters | nf4_double |

choice targets = qv "Which matrices have adapters; GPT-2, NeoX, BLOOM and Falcon fuse Q, K and V, Phi-3 gate and up as well, and a fused matrix has one A for all its parts. PEFT adapts the 3-D experts of a mixture, gate and up fused at twice the rank, and the router; through target_parameters (on_gate_up) at the plain rank. Its bias=lora_only trains biases that are there already, no new parameters"
    from lora "section 4.2", qlora "section 4", peft:
    | targets        | on_q [1] | on_k [1] | on_v [1] | on_qkv [1] | on_out [1] | on_mlp [1] | on_gate_up [1] | on_experts [1] | on_table [1] |
    | qv             | 1        | 0        | 1        | 0          | 0          | 0          | 0              | 0              | 0            |
    | attention      | 1        | 1        | 1        | 0          | 1          | 0          | 0              | 0              | 0            |
    | mlp            | 0        | 0        | 0        | 0          | 0          | 1          | 0              | 0              | 0            |
    | all_linear     | 1        | 1        | 1        | 0          | 1          | 1          | 0              | 0              | 0            |
    | qkv            | 0        | 0        | 0        | 1          | 0          | 0          | 0              | 0              | 0            |
    | all_fused      | 0        | 0        | 0        | 1          | 1          | 1          | 0              | 0              | 0            |
    | all_fused_gate | 0        | 0        | 0        | 1          | 1          | 0          | 1              | 0              | 0            |
    | all_experts    | 1        | 1        | 1        | 0          | 1          | 0          | 0              | 1              | 0            |

choice magnitudes = off "DoRA trains a magnitude for each output besides" from dora "section 4":
    | magnitudes | magnitude [1] |
    | off        | 0             |
    | on         | 1             |

choice checkpoint = mixed "Bytes saved of a parameter: weights alone in 16 bit; with fp32 copy and moments, no gradients; all in fp32" from neox, nanogpt:
    | checkpoint | checkpoint_bytes [byte/param] |
    | weights    | 2                             |
    | mixed      | 14                            |
    | fp32       | 12                            |

equations:
    adapted = on_q * (hidden + heads * head_dim) + (on_k + on_v) * (hidden + kv_heads * head_dim)
              + on_qkv * (hidden + (heads + 2 * kv_heads) * head_dim) + on_out * (heads * head_dim + hidden)
              + on_mlp * experts * mlp_matrices * (hidden + ffn) + on_gate_up * experts * (2 * hidden + 3 * ffn)
              + on_experts * (experts * (3 * hidden + 5 * ffn) + hidden + experts)
        "A matrix of d_in by d_out takes rank (d_in + d_out) parameters"   from lora "section 4.1", peft
    P_adapter = 1 [param] * rank * (layers * adapted + on_table * (vocab + hidden))
                + 1 [param] * magnitude * layers * (on_q * heads * head_dim + (on_k + on_v) * kv_heads * head_dim
                      + on_qkv * (heads + 2 * kv_heads) * head_dim + on_out * hidden + on_mlp * experts * ((mlp_matrices - 1) * ffn + hidden))
        from lora "section 4.1", dora "section 4", peft
    adapter_share = P_adapter / P                                   from lora "section 1"
    M_checkpoint = checkpoint_bytes * P
        "LoRA's 1.2 TB for full fine-tuning of GPT-3 would be 6.9 bytes a parameter; 16 are 2.8 TB"   from lora "section 4.2", neox, nanogpt
    M_adapter_file = 2 [byte/param] * P_adapter                     from lora "section 4.2"
    constants = 32 [bit/param] / block                              from qlora "section 3"
    constants_double = 8 [bit/param] / block + 32 [bit/param] / (block * outer_block)   from qlora "section 3"
    M_double = (constants - constants_double) * P                   from qlora "section 3"

check "GPT-3's adapters, recalled" from lora "table 4" within 0.5%:
    | model     | rank | targets | -> P_adapter [param] |
    | gpt3_175b | 1    | qv      | 4.7e6                |
    | gpt3_175b | 8    | qv      | 37.7e6               |

check "GPT-3's adapter file" from lora "section 4.2" within 3%:
    | model     | rank | targets | -> M_adapter_file [MiB] |
    | gpt3_175b | 4    | qv      | 35                      |

check "GPT-3 in 16 bit" from lora "section 4.2" within 3%:
    | P [param] | checkpoint | -> M_checkpoint [GB] |
    | 175e9     | weights    | 350                  |

check "Quantisation constants of a 65B model" from qlora "section 3" within 2%:
    | P [param] | -> constants [bit/param] | constants_double [bit/param] | M_double [GB] |
    | 65e9      | 0.5                      | 0.127                        | 3             |

check "GPT-NeoX-20B's slim weights" from neox within 3%:
    | model        | checkpoint | -> M_checkpoint [GiB] |
    | gpt_neox_20b | weights    | 39                    |

check "GPT-NeoX-20B's full checkpoint" from neox within 0.5%:
    | model        | checkpoint | -> M_checkpoint [GiB] |
    | gpt_neox_20b | mixed      | 268                   |

check "nanoGPT's checkpoint, a file of 1,542,470,366 bytes" from nanogpt "transformer_sizing.ipynb" within 4%:
    | P [param]   | checkpoint | -> M_checkpoint [byte] |
    | 124_337_664 | fp32       | 1_542_470_366          |

check "Adapters, counted" from peft exactly:
    | model         | rank | targets     | -> P_adapter [param] |
    | gpt2          | 8    | qkv         | 294_912              |
    | gpt2_xl       | 4    | all_fused   | 4_915_200            |
    | llama_2_7b    | 16   | all_linear  | 39_976_960           |
    | llama_2_70b   | 8    | qv          | 16_384_000           |
    | llama_3_2_1b  | 8    | all_linear  | 5_636_096            |
    | mistral_7b    | 32   | all_linear  | 83_886_080           |
    | falcon_7b     | 16   | qkv         | 4_718_592            |
    | bloom_560m    | 8    | qkv         | 786_432              |
    | gemma_2_9b    | 8    | all_linear  | 27_009_024           |
    | gpt_neox_20b  | 8    | qkv         | 8_650_752            |
    | mixtral_8x7b  | 8    | all_experts | 179_832_832          |
    | qwen3_30b_a3b | 8    | all_experts | 498_253_824          |

check "DoRA, and an adapted table" from peft exactly:
    | model      | rank | targets | magnitudes | on_v | on_table | -> P_adapter [param] |
    | llama_2_7b | 8    | qv      | on         | 1    | 0        | 4_456_448            |
    | llama_3_8b | 8    | qv      | off        | 0    | 1        | 3_155_968            |
