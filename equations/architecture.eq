"""Parameters of a transformer from its shape, to the last bias.

P alone gives a shape too: an aspect of 128, heads 128 wide, the usual vocabulary and feed-forward width are assumed
then, and set aside as soon as you give the shape itself. A family is made of parts: give any part to differ from it,
as in architecture=llama biases=qkv, or one of a part's numbers, as in spare_positions=0.
"""

sources:
    megatron = "Narayanan et al. 2021, Megatron-LM, SC21" https://arxiv.org/abs/2104.04473
    kaplan   = "Kaplan et al. 2020, Scaling Laws for Neural Language Models" https://arxiv.org/abs/2001.08361
    neox     = "Black et al. 2022, GPT-NeoX-20B" https://arxiv.org/abs/2204.06745
    pythia   = "EleutherAI, Pythia model cards" https://huggingface.co/EleutherAI/pythia-6.9b
    gpt3     = "Brown et al. 2020, GPT-3" https://arxiv.org/abs/2005.14165
    bloom    = "BigScience 2022, BLOOM" https://arxiv.org/abs/2211.05100
    palm     = "Chowdhery et al. 2022, PaLM" https://arxiv.org/abs/2204.02311
    gopher   = "Rae et al. 2021, Gopher" https://arxiv.org/abs/2112.11446
    llama    = "Touvron et al. 2023, LLaMA" https://arxiv.org/abs/2302.13971
    meta     = "Meta, model cards and configurations of Llama 2 and 3" https://github.com/meta-llama/llama-models
    mistral  = "Jiang et al. 2023, Mistral 7B" https://arxiv.org/abs/2310.06825
    mixtral  = "Jiang et al. 2024, Mixtral of Experts" https://arxiv.org/abs/2401.04088
    qwen3    = "Qwen Team 2025, Qwen3 Technical Report" https://arxiv.org/abs/2505.09388
    deepseek = "DeepSeek-AI 2024, DeepSeek-V3 Technical Report" https://arxiv.org/abs/2412.19437
    book     = "Austin et al. 2025, How to Scale Your Model" https://jax-ml.github.io/scaling-book/applied-training
    shazeer  = "Shazeer 2020, GLU Variants Improve Transformer" https://arxiv.org/abs/2002.05202
    nanogpt  = "Karpathy, nanoGPT, transformer_sizing.ipynb" https://github.com/karpathy/nanoGPT
    mosaic   = "MosaicML, llm-foundry, benchmarking README" https://github.com/mosaicml/llm-foundry
    hf       = "Hugging Face transformers, modelling code" https://github.com/huggingface/transformers

quantities:
    layers, L           [1, integer]                                     "Transformer layers"
    hidden, h           [1, integer]                                     "Width of the residual stream, d_model"
    heads, a            [1, integer]                                     "Attention heads, of the queries"
    kv_heads            [1, integer]                                     "Heads of keys and values: as many, fewer (grouped queries) or one (multi-query)"
    head_dim            [1, integer]                                     "Width of one head"
    ffn                 [1, integer]                                     "Width of the feed-forward layer, or of one expert"
    vocab, V            [1, integer]                                     "Rows of the token table, padding included"
    raw_vocab           [1, integer]                                     "Tokens of the vocabulary itself"
    pad_to = 128        [1, in 1 8 16 32 64 128 256 512 1024 2048 4096]  "The table is padded to a multiple of this: 128 tp in Megatron-LM and GPT-NeoX, so give 256 for tp=2"
    multiple_of = 256   [1, in 1 8 16 32 64 128 256 512 1024 2048 4096]  "LLaMA's multiple for the feed-forward width"
    ffn_multiplier = 1  [1]                                              "LLaMA's factor for it: 1.3 in Llama 2 70B and Llama 3 8B, 1.2 in 405B, 1.5 in 3.2 1B"
    max_positions       [1, integer]                                     "Longest context, and rows of the position table where positions are learned"
    experts             [1, integer]                                     "Experts of a layer, 1 in a dense model"
    active_experts      [1, integer]                                     "Experts that one token is sent to"
    shared_ffn          [1, nonnegative]                                 "Width of the experts that every token passes, together"
    dense_layers        [1, nonnegative]                                 "Layers of a mixture without experts"
    dense_ffn           [1, nonnegative]                                 "Width of the feed-forward layer in those"
    q_rank              [1, integer]                                     "Latent attention: width of a compressed query"
    kv_rank             [1, integer]                                     "Latent attention: width of the compressed key and value"
    nope_dim            [1, integer]                                     "Latent attention: width of a head's key without position"
    rope_dim            [1, integer]                                     "Latent attention: width of a key with rotary position, shared by the heads"
    v_dim               [1, integer]                                     "Latent attention: width of a head's value"
    aspect              [1]                                              "Width a layer"
    P, params           [param]                                          "Parameters, a tied table counted once"
    attention_weights   [param]                                          "Matrices of attention in one layer"
    mlp_weights         [param]                                          "Matrices of one feed-forward layer, or of one expert"
    P_active            [param]                                          "Parameters a token passes: all but the experts it is not sent to"
    P_embedding         [param]                                          "Tables of tokens and positions, and the head where it is not tied"
    P_attention         [param]                                          "Projections of attention with their biases"
    P_mlp               [param]                                          "Feed-forward layers, experts and routers"
    P_norm              [param, nonnegative]                             "Norms"
    P_nonembedding      [param]                                          "All but P_embedding"

choice architecture = neox "What a family is made of"
    from gpt3 "2.1", neox "2", bloom "3.2", palm "2", llama "2.2", mixtral "2", qwen3 "2", deepseek "2.1", hf:
    | architecture   | mlp   | biases       | norms                  | positions   | head        | attention    | routing      |
    | gpt            | plain | every        | layernorm              | learned     | tied        | grouped      | dense        |
    | gpt_neo        | plain | all_but_qkv  | layernorm              | learned     | tied        | grouped      | dense        |
    | gptj           | plain | feed_forward | layernorm_parallel     | none        | untied_bias | grouped      | dense        |
    | opt            | plain | every        | layernorm              | learned_opt | tied        | grouped      | dense        |
    | opt_350m       | plain | every        | layernorm_post         | learned_opt | tied_narrow | grouped      | dense        |
    | starcoder      | plain | every        | layernorm              | learned     | tied        | multi_query  | dense        |
    | neox           | plain | every        | layernorm              | none        | untied      | grouped      | dense        |
    | phi            | plain | every        | layernorm_parallel     | none        | untied_bias | grouped      | dense        |
    | bloom          | plain | every        | layernorm_embedding    | none        | tied        | grouped      | dense        |
    | falcon_rw      | plain | every        | layernorm              | none        | tied        | grouped      | dense        |
    | falcon         | plain | none         | layernorm_parallel     | none        | tied        | multi_query  | dense        |
    | falcon_grouped | plain | none         | layernorm              | none        | tied        | grouped      | dense        |
    | mpt            | plain | none         | rmsnorm                | none        | tied        | grouped      | dense        |
    | gopher         | plain | every        | layernorm              | none        | tied        | relative     | dense        |
    | palm           | wide  | none         | rmsnorm_parallel       | none        | tied        | multi_query  | dense        |
    | cohere         | gated | none         | rmsnorm_parallel       | none        | tied        | grouped      | dense        |
    | cohere_plus    | gated | none         | rmsnorm_parallel_wide  | none        | tied        | grouped      | dense        |
    | llama          | gated | none         | rmsnorm                | none        | untied      | grouped      | dense        |
    | llama_tied     | gated | none         | rmsnorm                | none        | tied        | grouped      | dense        |
    | stablelm       | gated | none         | layernorm              | none        | untied      | grouped      | dense        |
    | olmo           | gated | none         | none                   | none        | untied      | grouped      | dense        |
    | olmo_tied      | gated | none         | none                   | none        | tied        | grouped      | dense        |
    | olmo2          | gated | none         | rmsnorm_wide           | none        | untied      | grouped      | dense        |
    | gemma          | gated | none         | rmsnorm                | none        | tied        | grouped      | dense        |
    | gemma2         | gated | none         | rmsnorm_sandwich       | none        | tied        | grouped      | dense        |
    | gemma3         | gated | none         | rmsnorm_sandwich_heads | none        | tied        | grouped      | dense        |
    | qwen2          | gated | qkv          | rmsnorm                | none        | untied      | grouped      | dense        |
    | qwen2_tied     | gated | qkv          | rmsnorm                | none        | tied        | grouped      | dense        |
    | qwen3          | gated | none         | rmsnorm_heads          | none        | untied      | grouped      | dense        |
    | qwen3_tied     | gated | none         | rmsnorm_heads          | none        | tied        | grouped      | dense        |
    | mixtral        | gated | none         | rmsnorm                | none        | untied      | grouped      | top2_of_8    |
    | dbrx           | gated | none         | rmsnorm                | none        | untied      | grouped      | routed       |
    | olmoe          | gated | none         | rmsnorm_wide           | none        | untied      | grouped      | routed       |
    | qwen2_moe      | gated | qkv          | rmsnorm                | none        | untied      | grouped      | shared_gated |
    | qwen3_moe      | gated | none         | rmsnorm_heads          | none        | untied      | grouped      | top8_of_128  |
    | deepseek_moe   | gated | none         | rmsnorm                | none        | untied      | grouped      | shared       |
    | deepseek_lite  | gated | none         | rmsnorm                | none        | untied      | latent_plain | shared       |
    | deepseek       | gated | none         | rmsnorm                | none        | untied      | latent       | shared       |

choice mlp "Feed-forward layer: two matrices, or three with a gate, whose 8/3 keeps the parameters of the plain 4" from shazeer "3.1":
    | mlp   | mlp_matrices [1] | ffn_ratio [1] |
    | plain | 2                | 4             |
    | gated | 3                | 8 / 3         |
    | wide  | 3                | 4             |

choice ffn_rule = smooth "Width of the feed-forward layer where it is not given: ffn_ratio hidden, or LLaMA's rounding of 8/3 hidden up to multiple_of" from llama "2.2", meta "model.py":
    | ffn_rule | ffn                                                                             |
    | smooth   | -                                                                               |
    | llama    | multiple_of * ceil(floor(ffn_multiplier * floor(8 * hidden / 3)) / multiple_of) |

choice biases "Which matrices have a bias" from hf:
    | biases       | qkv_bias [1] | out_bias [1] | mlp_bias [1] |
    | none         | 0            | 0            | 0            |
    | every        | 1            | 1            | 1            |
    | qkv          | 1            | 0            | 0            |
    | projections  | 1            | 1            | 0            |
    | feed_forward | 0            | 0            | 1            |
    | all_but_qkv  | 0            | 1            | 1            |

choice norms "Vectors in a norm, norms in a layer and outside the layers, norms of a head's query and key, norms of all heads' together" from hf:
    | norms                  | norm_vectors [1] | layer_norms [1] | end_norms [1] | head_norms [1] | wide_norms [1] |
    | none                   | 0                | 0               | 0             | 0              | 0              |
    | layernorm              | 2                | 2               | 1             | 0              | 0              |
    | layernorm_embedding    | 2                | 2               | 2             | 0              | 0              |
    | layernorm_parallel     | 2                | 1               | 1             | 0              | 0              |
    | layernorm_post         | 2                | 2               | 0             | 0              | 0              |
    | rmsnorm                | 1                | 2               | 1             | 0              | 0              |
    | rmsnorm_parallel       | 1                | 1               | 1             | 0              | 0              |
    | rmsnorm_heads          | 1                | 2               | 1             | 2              | 0              |
    | rmsnorm_wide           | 1                | 2               | 1             | 0              | 1              |
    | rmsnorm_parallel_wide  | 1                | 1               | 1             | 0              | 1              |
    | rmsnorm_sandwich       | 1                | 4               | 1             | 0              | 0              |
    | rmsnorm_sandwich_heads | 1                | 4               | 1             | 2              | 0              |

choice positions "Learned positions are a table (OPT's has two rows to spare); rotary ones and ALiBi cost no parameters" from hf:
    | positions   | position_tables [1] | spare_positions [1] |
    | none        | 0                   | 0                   |
    | learned     | 1                   | 0                   |
    | learned_opt | 1                   | 2                   |

choice head "Whether the head is the token table itself; OPT-350M's table is narrower than its layers and projected" from hf:
    | head        | token_tables [1] | head_bias [1] | table_projections [1] | table_width [1] |
    | tied        | 1                | 0             | 0                     | hidden          |
    | untied      | 2                | 0             | 0                     | hidden          |
    | untied_bias | 2                | 1             | 0                     | hidden          |
    | tied_narrow | 1                | 0             | 2                     | 512             |

choice attention "How keys, values and queries are made; DeepSeek's widths are the same in V2 and V3" from gopher "appendix", palm "2", deepseek "2.1.1":
    | attention    | kv_heads | relative_keys [1] | latent_keys [1] | latent_queries [1] | q_rank | kv_rank | nope_dim | rope_dim | v_dim |
    | grouped      | -        | 0                 | 0               | 0                  | -      | -       | -        | -        | -     |
    | multi_query  | 1        | 0                 | 0               | 0                  | -      | -       | -        | -        | -     |
    | relative     | -        | 1                 | 0               | 0                  | -      | -       | -        | -        | -     |
    | latent       | -        | 0                 | 1               | 1                  | 1536   | 512     | 128      | 64       | 128   |
    | latent_plain | -        | 0                 | 1               | 0                  | -      | 512     | 128      | 64       | 128   |

choice routing "Experts, and what stands beside them" from mixtral "2.1", qwen3 "2", deepseek "2.1.2":
    | routing      | experts | active_experts | idle_experts [1]         | routers [1] | shared_gates [1] | shared_ffn | dense_layers | dense_ffn |
    | dense        | 1       | 1              | 0                        | 0           | 0                | 0          | 0            | 0         |
    | top2_of_8    | 8       | 2              | experts - active_experts | 1           | 0                | 0          | 0            | 0         |
    | top8_of_128  | 128     | 8              | experts - active_experts | 1           | 0                | 0          | 0            | 0         |
    | routed       | -       | -              | experts - active_experts | 1           | 0                | 0          | 0            | 0         |
    | shared       | -       | -              | experts - active_experts | 1           | 0                | -          | -            | -         |
    | shared_gated | -       | -              | experts - active_experts | 1           | 1                | -          | 0            | 0         |

equations:
    aspect = hidden / layers                                                               from kaplan "section 3.1"
    attention_weights = 1 [param] * ((1 - latent_keys) * 2 * hidden * head_dim * (heads + kv_heads)
                                     + relative_keys * heads * head_dim * hidden
                                     + latent_keys * hidden * (kv_rank + rope_dim)
                                     + latent_keys * heads * (kv_rank * (nope_dim + v_dim) + v_dim * hidden)
                                     + latent_keys * latent_queries * q_rank * (hidden + heads * (nope_dim + rope_dim))
                                     + latent_keys * (1 - latent_queries) * hidden * heads * (nope_dim + rope_dim))
        "Q, K, V and output; latent attention projects through q_rank and kv_rank"         from llama "2.2", deepseek "2.1.1"
    mlp_weights = 1 [param] * mlp_matrices * hidden * ffn                                  from shazeer "3.1"
    padding: vocab = pad_to * ceil(raw_vocab / pad_to)   "Only where raw_vocab is given"   from megatron "section 2", neox "configuration, make_vocab_size_divisible_by"
    P_attention = layers * (attention_weights + 1 [param] * (out_bias * hidden
                                     + (1 - latent_keys) * qkv_bias * head_dim * (heads + 2 * kv_heads)
                                     + relative_keys * 2 * heads * head_dim
                                     + latent_keys * qkv_bias * (latent_queries * q_rank + kv_rank + rope_dim)))
        from megatron "equation 2", gopher "appendix", hf
    P_mlp = (layers - dense_layers) * experts * (mlp_weights + 1 [param] * mlp_bias * ((mlp_matrices - 1) * ffn + hidden))
            + 1 [param] * (layers - dense_layers) * hidden * (routers * experts + shared_gates + mlp_matrices * shared_ffn)
            + 1 [param] * dense_layers * mlp_matrices * hidden * dense_ffn                 from megatron "equation 2", mixtral "2.1", deepseek "2.1.2"
    P_norm = 1 [param] * (hidden * norm_vectors * (layers * layer_norms + end_norms)
                          + layers * (head_norms * head_dim + wide_norms * head_dim * (heads + kv_heads))
                          + layers * latent_keys * (latent_queries * q_rank + kv_rank))    from megatron "equation 2", qwen3 "2", deepseek "2.1.1", hf
    P_embedding = 1 [param] * (token_tables * vocab * table_width + head_bias * vocab + table_projections * hidden * table_width
                               + position_tables * hidden * (max_positions + spare_positions))
        "Megatron-LM's equation 2 leaves out the final norm, which is in P_norm here"      from megatron "equation 2", hf
    P_nonembedding = P_attention + P_mlp + P_norm                                          from pythia "table 1"
    P = P_embedding + P_nonembedding                                                       from megatron "equation 2"
    P_active = P - (layers - dense_layers) * idle_experts
                   * (mlp_weights + 1 [param] * mlp_bias * ((mlp_matrices - 1) * ffn + hidden))   from mixtral "2.1"

assumptions:
    heads * head_dim = hidden   "Heads split the hidden width"   from megatron "section 2"
    head_dim = 128              "The usual width of a head"      from llama "table 2"
    vocab = 50304               "GPT-2's 50257 padded to 128"    from pythia "configurations"
    max_positions = 2048        "The context of GPT-3"           from gpt3 "2.1"
    kv_heads = heads            "Multi-head attention"           from gpt3 "2.1"
    ffn = ffn_ratio * hidden    "4, or 8/3 where there is a gate"   from megatron "section 2", shazeer "3.1"
    aspect = 128                "Loss hardly depends on it between 50 and 200"   from kaplan "section 3.1, figure 5"

constraints:
    kv_fit: kv_heads <= heads   "More heads of keys than of queries"

check "GPT-NeoX's 50254 tokens, padded for tp 1, 2 and 4" from neox "configurations" exactly:
    | raw_vocab | pad_to | -> vocab |
    | 50254     | 128    | 50304    |
    | 50254     | 256    | 50432    |
    | 50254     | 512    | 50688    |

check "LLaMA's feed-forward widths" from llama "table 2", meta "model.py" exactly:
    | ffn_rule | hidden | multiple_of | ffn_multiplier | -> ffn |
    | llama    | 4096   | 256         | 1              | 11008  |
    | llama    | 5120   | 256         | 1              | 13824  |
    | llama    | 8192   | 4096        | 1.3            | 28672  |
    | llama    | 4096   | 1024        | 1.3            | 14336  |
    | llama    | 16384  | 4096        | 1.2            | 53248  |
    | llama    | 2048   | 256         | 1.5            | 8192   |

check "Pythia, non-embedding" from pythia "table 1" exactly:
    | layers | hidden | -> P_nonembedding [param] |
    | 6      | 128    | 1_189_888                 |
    | 6      | 512    | 18_915_328                |
    | 12     | 768    | 85_056_000                |
    | 32     | 2560   | 2_517_652_480             |
    | 36     | 5120   | 11_327_027_200            |

check "Pythia, the vocabulary padded to 128 tp" from pythia "model cards" exactly:
    | layers | hidden | vocab | -> P [param]   |
    | 12     | 768    | 50304 | 162_322_944    |
    | 24     | 1024   | 50304 | 405_334_016    |
    | 16     | 2048   | 50304 | 1_011_781_632  |
    | 32     | 2560   | 50304 | 2_775_208_960  |
    | 32     | 4096   | 50432 | 6_857_302_016  |
    | 36     | 5120   | 50688 | 11_846_072_320 |

check "BLOOM" from bloom "table 3 and model card" exactly:
    | architecture | layers | hidden | vocab  | -> P [param]    | P_embedding [param] |
    | bloom        | 70     | 14336  | 250880 | 176_247_271_424 | 3_596_615_680       |

check "nanoGPT, neither biases nor shifts" from nanogpt "transformer_sizing.ipynb" exactly:
    | architecture | biases | norms   | layers | hidden | vocab | max_positions | -> P [param] |
    | gpt          | none   | rmsnorm | 12     | 768    | 50257 | 1024          | 124_337_664  |

check "MPT" from mosaic "table" exactly:
    | architecture | layers | hidden | vocab | max_positions | -> P [param]  |
    | gpt          | 24     | 1024   | 50368 | 2048          | 355_985_408   |
    | gpt          | 24     | 1536   | 50368 | 2048          | 760_470_528   |
    | gpt          | 32     | 2560   | 50368 | 2048          | 2_651_837_440 |

check "Llama and Mistral, exactly" from meta "configurations", mistral "table 1" exactly:
    | architecture | layers | hidden | heads | kv_heads | ffn   | vocab  | -> P [param]   |
    | llama        | 80     | 8192   | 64    | 8        | 28672 | 32000  | 68_976_648_192 |
    | llama        | 32     | 4096   | 32    | 8        | 14336 | 128256 | 8_030_261_248  |
    | llama        | 32     | 4096   | 32    | 8        | 14336 | 32768  | 7_248_023_552  |
    | llama_tied   | 16     | 2048   | 32    | 8        | 8192  | 128256 | 1_235_814_400  |

check "LLaMA" from llama "table 2" within 0.6%:
    | architecture | layers | hidden | heads | ffn   | vocab | -> P [param] |
    | llama        | 32     | 4096   | 32    | 11008 | 32000 | 6.7e9        |
    | llama        | 40     | 5120   | 40    | 13824 | 32000 | 13e9         |

check "Llama 3.1 405B" from meta "configuration" within 0.01%:
    | architecture | layers | hidden | heads | kv_heads | ffn   | vocab  | -> P [param] |
    | llama        | 126    | 16384  | 128   | 8        | 53248 | 128256 | 405.85e9     |

check "Llama 3 70B, without norms" from book "transformer configuration" within 1%:
    | architecture | layers | hidden | heads | kv_heads | ffn   | vocab  | -> P [param] |
    | llama        | 80     | 8192   | 64    | 8        | 28672 | 128256 | 70.4e9       |

check "PaLM 8B" from palm "table 1" within 0.5%:
    | architecture | layers | hidden | heads | head_dim | vocab  | -> P [param] |
    | palm         | 32     | 4096   | 16    | 256      | 256000 | 8.63e9       |

check "Mixtral 8x7B" from mixtral "table 1, checkpoint" exactly:
    | architecture | layers | hidden | heads | kv_heads | ffn   | vocab | -> P [param]   | P_active [param] |
    | mixtral      | 32     | 4096   | 32    | 8        | 14336 | 32000 | 46_702_792_704 | 12_879_925_248   |

check "DeepSeek-V3" from deepseek "configuration" within 0.05%:
    | architecture | layers | hidden | heads | q_rank | kv_rank | nope_dim | rope_dim | v_dim | ffn  | experts | active_experts | shared_ffn | dense_layers | dense_ffn | vocab  | -> P [param] |
    | deepseek     | 61     | 7168   | 128   | 1536   | 512     | 128      | 64       | 128   | 2048 | 256     | 8              | 2048       | 3            | 18432     | 129280 | 671e9        |

check "GPT-3, nominal sizes; the paper's head widths do not multiply to the hidden width in XL and 13B" from gpt3 "table 2.1" within 2.5%:
    | architecture | layers | hidden | vocab | -> P [param] |
    | gpt          | 12     | 768    | 50257 | 125e6        |
    | gpt          | 24     | 1024   | 50257 | 350e6        |
    | gpt          | 24     | 1536   | 50257 | 760e6        |
    | gpt          | 24     | 2048   | 50257 | 1300e6       |
    | gpt          | 32     | 2560   | 50257 | 2700e6       |
    | gpt          | 32     | 4096   | 50257 | 6700e6       |

check "Megatron-LM, two digits" from megatron "table 1" within 3%:
    | architecture | layers | hidden | heads | vocab | -> P [param] |
    | gpt          | 24     | 2304   | 24    | 51200 | 1.7e9        |

check "Megatron-LM" from megatron "table 1" within 2%:
    | architecture | layers | hidden | heads | vocab | -> P [param] |
    | gpt          | 30     | 3072   | 32    | 51200 | 3.6e9        |
    | gpt          | 36     | 4096   | 32    | 51200 | 7.5e9        |
    | gpt          | 40     | 6144   | 48    | 51200 | 18.4e9       |
    | gpt          | 48     | 8192   | 64    | 51200 | 39.1e9       |
    | gpt          | 60     | 10240  | 80    | 51200 | 76.1e9       |
    | gpt          | 96     | 16384  | 128   | 51200 | 310.1e9      |
    | gpt          | 105    | 20480  | 128   | 51200 | 529.6e9      |
