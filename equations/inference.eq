"""Serving a model: weights, cache, latency, throughput, price.

Times are what the hardware allows at best: no kernel, scheduler or network costs more than it must.
"""

use models, hardware

sources:
    tm101   = "Anthony, Biderman, Schoelkopf 2023, Transformer Math 101" https://blog.eleuther.ai/transformer-math/
    kipply  = "Chen 2022, Transformer Inference Arithmetic" https://kipp.ly/transformer-inference-arithmetic/
    book    = "Austin et al. 2025, How to Scale Your Model, inference" https://jax-ml.github.io/scaling-book/inference
    vllm    = "Kwon et al. 2023, PagedAttention" https://arxiv.org/abs/2309.06180
    mleng   = "Bekman, Machine Learning Engineering, inference" https://github.com/stas00/ml-engineering
    isca    = "DeepSeek-AI 2025, Insights into DeepSeek-V3: hardware" https://arxiv.org/abs/2505.09343
    mistral = "Jiang et al. 2023, Mistral 7B" https://arxiv.org/abs/2310.06825
    gemma   = "Gemma Team 2024 and 2025, Gemma 2 and 3" https://arxiv.org/abs/2408.00118
    ocp     = "Rouhani et al. 2023, Microscaling Data Formats" https://arxiv.org/abs/2310.10537
    qlora   = "Dettmers et al. 2023, QLoRA" https://arxiv.org/abs/2305.14314
    hf      = "Hugging Face transformers 5.23, cache tensors counted" https://github.com/huggingface/transformers

quantities:
    context = 2048       [1, integer]       "Tokens of a sequence, prompt and answer, that the cache holds"
    batch = 1            [1, integer]       "Sequences served at a time"
    window = 4096        [1, integer]       "Tokens that a layer with sliding attention looks back"
    link_latency = 0     [us, nonnegative]  "Latency of one exchange between GPUs, about 8 us on an A100; none is counted unless given"
    window_layers        [1, nonnegative]   "Layers with sliding attention"
    M_params             [GB]               "Weights"
    kv_layer             [byte/token]       "Cache of one layer for one token"
    kv_per_token         [byte/token]       "Cache of all layers for one token, windows apart"
    M_kv                 [GB]               "Cache of all sequences"
    M_inference          [GB]               "Memory of all GPUs together"
    M_rule               [GB]               "The post's rule of thumb, 1.2 times the weights, which knows no cache"
    free_tokens          [token]            "Tokens of cache that fit beside the weights, without windows"
    context_even         [1]                "Context from which on the cache outgrows the weights, without windows"
    t_prefill            [ms]               "Least time to process context tokens of every sequence"
    t_weights            [ms]               "Least time to read the weights once, or to compute with them if that is longer"
    t_cache              [ms]               "Least time to read the cache once"
    t_exchange           [ms, nonnegative]  "Latency of exchanges in a step: four a layer"
    t_decode             [ms]               "Least time of a step that makes one token of every sequence"
    decode_throughput    [token/s]          "Tokens a second of all sequences"
    ridge_batch          [1]                "Sequences from which on a step is bound by compute, without cache; a mixture of experts needs P/P_active times as many"
    attention_intensity  [FLOP/byte]        "FLOPs of attention for a byte of cache read in decoding"
    price_per_Mtoken     [USD/Mtoken]       "Price of a million tokens made"

choice dtype = bf16 "Bytes of a weight" from tm101 "Model Weights", ocp "table 1", qlora "section 3":
    | dtype | param_bytes [byte/param] |
    | fp32  | 4                        |
    | bf16  | 2                        |
    | fp16  | 2                        |
    | fp8   | 1                        |
    | int8  | 1                        |
    | int4  | 0.5                      |
    | mxfp4 | 0.53125                  |
    | nf4   | 0.5625                   |

choice kv_dtype = bf16 "Bytes of an element of the cache" from tm101 "Model Weights", ocp "table 1":
    | kv_dtype | kv_bytes [byte] |
    | fp32     | 4               |
    | bf16     | 2               |
    | fp16     | 2               |
    | fp8      | 1               |
    | int8     | 1               |
    | int4     | 0.5             |
    | mxfp8    | 1.03125         |
    | mxfp4    | 0.53125         |

choice sliding = none "Layers with sliding attention: none; all (Mistral 7B v0.1); every second (Gemma 2); five of six (Gemma 3)" from mistral "2", gemma "2":
    | sliding     | window_layers              |
    | none        | 0                          |
    | every_layer | layers                     |
    | every_2nd   | ceil(layers / 2)           |
    | five_in_6   | layers - floor(layers / 6) |

choice cache = ideal "What is held. transformers keeps window - 1 tokens (and, until the next token comes, the whole prompt's storage); it broadcasts Falcon's grouped keys to all heads; before 4.52 it held DeepSeek's keys and values expanded and ignored Mistral's window" from hf:
    | cache        | cached_heads [1] | latent_width [1]                      | window_less [1] |
    | ideal        | kv_heads         | kv_rank + rope_dim                    | 0               |
    | transformers | kv_heads         | kv_rank + rope_dim                    | 1               |
    | broadcast    | heads            | kv_rank + rope_dim                    | 1               |
    | expanded     | kv_heads         | heads * (nope_dim + rope_dim + v_dim) | 0               |

equations:
    M_params = param_bytes * P                                                           from tm101 "Inference"
    kv_layer = kv_bytes / 1 [token] * ((1 - latent_keys) * 2 * cached_heads * head_dim + latent_keys * latent_width)
        "Keys and values; one latent and one rotary key with latent attention"           from kipply "kv cache", isca "2.1.2"
    kv_per_token = layers * kv_layer                                                     from kipply "kv cache"
    M_kv = batch * kv_layer * 1 [token] * ((layers - window_layers) * context + window_layers * min(context, window - window_less))
        from kipply "kv cache", mistral "2"
    M_inference = M_params + M_kv                                                        from kipply "capacity"
    M_rule ~= 1.2 * M_params                                                             from tm101 "Total Inference Memory"
    free_tokens = (gpus * vram - M_params) / kv_per_token                                from kipply "capacity"
    context_even = M_params / (batch * kv_per_token * 1 [token])   from kipply "capacity"
    t_prefill ~= 2 [FLOP/param/token] * P_active * batch * context * 1 [token] / (gpus * peak)   from kipply "flops counting, latency", book "prefill"
    t_weights ~= max(M_params / memory_bandwidth, 2 [FLOP/param] * P_active * batch / peak) / gpus
        "All weights are read, of a mixture of experts too once the batch reaches them"  from kipply "latency", book "theoretical estimates"
    t_cache = M_kv / (gpus * memory_bandwidth)                                           from book "theoretical estimates"
    t_exchange = 4 * layers * link_latency if gpus > 1 else 0 [s]
        "The post's line has a stray 2 before it"                                        from kipply "latency"
    t_decode = t_weights + t_cache + t_exchange                                          from book "theoretical estimates"
    decode_throughput = 1 [token] * batch / t_decode                                     from book "theoretical estimates"
    ridge_batch = param_bytes * peak / (2 [FLOP/param] * memory_bandwidth)               from kipply "batch sizes", book "batch size"
    attention_intensity = 2 [FLOP] * heads / (kv_bytes * cached_heads)                   from book "what about attention"
    price_per_Mtoken = gpus * price / decode_throughput                                  from book "latency and throughput"

fallbacks:
    gpus = 1   "One GPU"

constraints:
    serves: M_inference <= gpus * vram   "Weights and cache do not fit"

check "OPT-13B" from vllm "section 3" within 5%:
    | layers | hidden | -> kv_per_token [KiB/token] |
    | 40     | 5120   | 800                         |

check "OPT-13B, 2048 tokens" from vllm "section 3" within 5%:
    | layers | hidden | context | -> M_kv [GB] |
    | 40     | 5120   | 2048    | 1.6          |

check "Llama 3.1 8B, 1024 tokens" from mleng "inference" within 0.3%:
    | model        | context | batch | -> kv_per_token [MB/token] | M_kv [MB] |
    | llama_3_1_8b | 1024    | 1     | 0.131                      | 134       |

check "The same for 128 sequences" from mleng "inference" within 0.3%:
    | model        | context | batch | -> M_kv [GB] |
    | llama_3_1_8b | 1024    | 128   | 17.2         |

check "Llama 2 13B" from book "inference" within 0.5%:
    | model       | context | -> M_kv [GB] |
    | llama_2_13b | 8192    | 6.7          |

check "52B, heads for all" from kipply "kv cache" exactly:
    | layers | hidden | -> kv_per_token [byte/token] |
    | 64     | 8192   | 2_097_152                    |

check "Tokens in 16 GB" from kipply "capacity" within 6%:
    | layers | hidden | P [param] | gpus | vram [GB] | -> free_tokens [token] |
    | 64     | 8192   | 52e9      | 3    | 40        | 8000                   |

check "Mixtral and Qwen3" from hf exactly:
    | model         | -> kv_per_token [byte/token] |
    | mixtral_8x7b  | 131_072                      |
    | qwen3_30b_a3b | 98_304                       |

check "Latent and grouped caches" from isca "table 1" exactly:
    | model          | -> kv_per_token [byte/token] |
    | deepseek_v3    | 70_272                       |
    | qwen2_5_72b    | 327_680                      |
    | llama_3_1_405b | 516_096                      |

check "260B on 16 A100" from kipply "latency" within 2%:
    | P [param] | gpus | peak [TFLOP/s] | memory_bandwidth [TB/s] | layers | link_latency [us] | -> t_weights [ms] | t_exchange [us] |
    | 260e9     | 16   | 312            | 1.5                     | 80     | 8                 | 22                | 2560            |

check "Where compute takes over" from book "batch size" within 1%:
    | peak [TFLOP/s] | memory_bandwidth [TB/s] | -> ridge_batch |
    | 197            | 0.82                    | 240            |

check "LLaMA-7B in 16 bit" from tm101 "Inference" within 0.5%:
    | model    | -> M_params [GB] | M_rule [GB] |
    | llama_7b | 13.5             | 16.2        |

check "GPT-NeoX-20B, slim weights" from tm101 "Inference" within 3%:
    | model        | -> M_params [GiB] |
    | gpt_neox_20b | 39                |

check "Caches of small models, counted" from hf exactly:
    | architecture | layers | hidden | heads | kv_heads | head_dim | kv_dtype | sliding     | window | cache        | context | batch | -> M_kv [byte] |
    | gpt          | 3      | 96     | 6     | 6        | 16       | fp32     | none        | 4096   | ideal        | 37      | 2     | 170_496        |
    | llama        | 2      | 96     | 4     | 2        | 40       | fp32     | none        | 4096   | ideal        | 50      | 2     | 128_000        |
    | llama        | 3      | 128    | 8     | 2        | 16       | bf16     | every_layer | 16     | transformers | 50      | 2     | 11_520         |
    | qwen2        | 3      | 96     | 6     | 2        | 16       | bf16     | none        | 4096   | ideal        | 27      | 2     | 20_736         |
    | gemma        | 2      | 64     | 4     | 1        | 32       | bf16     | none        | 4096   | ideal        | 45      | 2     | 23_040         |

check "Gemma's windows, every second layer and five in six, counted" from hf exactly:
    | architecture | layers | hidden | heads | kv_heads | head_dim | kv_dtype | sliding   | window | cache        | context | batch | -> M_kv [byte] |
    | gemma2       | 5      | 64     | 4     | 2        | 24       | bf16     | every_2nd | 16     | ideal        | 48      | 2     | 55_296         |
    | gemma2       | 5      | 64     | 4     | 2        | 24       | bf16     | every_2nd | 16     | transformers | 48      | 2     | 54_144         |

check "DeepSeek's, counted: latent, and expanded in an older library" from hf exactly:
    | architecture | layers | hidden | heads | kv_rank | nope_dim | rope_dim | v_dim | cache    | context | batch | -> M_kv [byte] |
    | deepseek     | 3      | 96     | 6     | 40      | 24       | 8        | 20    | ideal    | 35      | 2     | 20_160         |
    | deepseek     | 3      | 96     | 6     | 40      | 24       | 8        | 20    | expanded | 35      | 2     | 131_040        |
