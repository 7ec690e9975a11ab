"""How a training run is laid out: parallelism, batches, bubble."""

use hardware

sources:
    megatron    = "Narayanan et al. 2021, Megatron-LM, SC21" https://arxiv.org/abs/2104.04473
    tm101       = "Anthony, Biderman, Schoelkopf 2023, Transformer Math 101" https://blog.eleuther.ai/transformer-math/
    korthikanti = "Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models" https://arxiv.org/abs/2205.05198
    pythia      = "EleutherAI, Pythia, training configurations" https://github.com/EleutherAI/pythia
    llama3      = "Llama Team 2024, The Llama 3 Herd of Models" https://arxiv.org/abs/2407.21783

quantities:
    pp              = 1     [1, integer]      "Pipeline-parallel degree: stages that share the layers"
    tp              = 1     [1, integer]      "Tensor-parallel degree: GPUs that share every matrix"
    dp                      [1, integer]      "Data-parallel degree: replicas, each of tp * pp GPUs"
    micro_batch, b  = 1     [1, integer]      "Sequences that one replica processes at a time, whatever is accumulated; the post's batch size per GPU"
    grad_accum              [1, integer]      "Micro-batches a step, of one replica"
    global_batch            [1, integer]      "Sequences a step, of all replicas"
    batch_tokens            [token]           "Tokens a step"
    seq, s          = 2048  [1, integer]      "Tokens of a sequence"
    steps                   [1]               "Optimizer steps"
    interleave      = 1     [1, integer]      "Chunks of layers on one stage, visited in turn; 1 is plain 1F1B"
    bubble                  [1, nonnegative]  "Idle time of a stage as a share of its busy time"

choice recompute = selective "What the backward pass computes again instead of keeping: nothing, the scores of attention (as flash attention does inside its kernel), or whole layers"
    from korthikanti "section 5":
    | recompute | scores_kept [1] | scores_again [1] | layers_again [1] |
    | none      | 1               | 0                | 0                |
    | selective | 0               | 1                | 0                |
    | full      | 0               | 0                | 1                |

choice sequence_parallel = off "Whether what tensor parallelism leaves whole, norms and dropouts, is split along the sequence" from korthikanti "section 4.2.2":
    | sequence_parallel | sequence_shards [1] |
    | off               | 1                   |
    | on                | tp                  |

equations:
    gpus = tp * pp * dp                                  from megatron "section 3.1", tm101 "3D Parallelism"
    global_batch = micro_batch * grad_accum * dp         from megatron "section 3.1"
    batch_tokens = 1 [token] * global_batch * seq        from megatron "equation 4"
    bubble = (pp - 1) / (interleave * grad_accum)
        "Of ideal time; of total time it is bubble / (1 + bubble)"   from megatron "sections 2.2.1 and 2.2.2"

fallbacks:
    dp = 1                   "One replica"
    gpus = tp * pp           "As many GPUs as one replica takes"
    grad_accum = pp          "As many micro-batches as stages, to keep all busy"

check "Pythia: every run has batches of 2,097,152 tokens" from pythia "configurations" exactly:
    | gpus | tp | pp | micro_batch | grad_accum | seq  | -> batch_tokens [token] |
    | 32   | 1  | 1  | 32          | 1          | 2048 | 2_097_152               |
    | 64   | 1  | 1  | 16          | 1          | 2048 | 2_097_152               |

check "Llama 3 405B, first stage" from llama3 "table 4" within 2%:
    | tp | pp | dp  | micro_batch | grad_accum | seq  | -> gpus | batch_tokens [token] |
    | 8  | 16 | 128 | 1           | 16         | 8192 | 16384   | 16.777e6             |
