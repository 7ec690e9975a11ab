"""Whether arithmetic or memory bounds an operation.

An operation that does few FLOPs for each byte it moves waits for memory; the ridge is where both take as long.
"""

use models, hardware

sources:
    book     = "Austin et al. 2025, How to Scale Your Model: rooflines, transformers, inference" https://jax-ml.github.io/scaling-book/roofline
    williams = "Williams, Waterman, Patterson 2009, Roofline" https://doi.org/10.1145/1498765.1498785
    kipply   = "Chen 2022, Transformer Inference Arithmetic" https://kipp.ly/transformer-inference-arithmetic/
    infinity = "Rajbhandari et al. 2021, ZeRO-Infinity" https://arxiv.org/abs/2104.07857

quantities:
    work                 [FLOP]       "Operations"
    traffic              [byte]       "Bytes moved to and from memory"
    intensity            [FLOP/byte]  "Operations for each byte"
    ridge                [FLOP/byte]  "Intensity from which on arithmetic is the bound"
    attainable           [TFLOP/s]    "Highest rate at that intensity"
    attainable_share     [1, 0..1]    "The same, of the peak"
    t_compute            [ms]         "Time of the operations at the peak"
    t_memory             [ms]         "Time of the traffic at full bandwidth"
    t_least              [ms]         "Least time, the two overlapping"
    t_most               [ms]         "Most time, the two one after the other"
    matmul_rows          [1]          "Rows of the left matrix: tokens in a batch"
    matmul_depth         [1]          "What is summed over"
    matmul_columns       [1]          "Columns of the right matrix"
    element_bytes = 2    [byte]       "Bytes of an element"
    matmul_work          [FLOP]       "Operations of the product"
    matmul_traffic       [byte]       "Bytes of its three matrices"
    matmul_intensity     [FLOP/byte]  "Operations for each of them; about the rows, in 16 bit, where these are few"
    read_bytes = 2       [byte]       "Bytes of a weight as it is read; the arithmetic is in 16 bit all the same"
    critical_rows        [1]          "Tokens in a batch from which on arithmetic is the bound, the weights being large"
    query_len            [1]          "Queries: 1 in decoding, the sequence in training"
    key_len              [1]          "Keys"
    grouping             [1]          "Query heads of one key head"
    attention_intensity  [FLOP/byte]  "Intensity of attention, scores kept on the chip"
    batch_tokens_in      [1]          "Tokens in a training batch"
    F_mlp                [FLOP]       "Training FLOPs of one feed-forward layer on it"
    F_projections        [FLOP]       "Training FLOPs of one layer's Q, K, V and output"
    F_attention          [FLOP]       "Training FLOPs of one layer's scores and values"
    F_vocabulary         [FLOP]       "Training FLOPs of the head"
    attention_ratio      [1]          "Scores and values against all matmuls, for plain heads and a feed-forward of 4 hidden: key_len / (8 hidden)"
    slow_bandwidth       [GB/s]       "Bandwidth to where states are kept, as CPU memory or disk"
    reuse                [FLOP/byte]  "Operations for each byte that crosses it: seq * batch for parameters and gradients, a quarter for optimizer states"
    slow_efficiency      [1, 0..1]    "Share of the peak that is left when nothing overlaps"

equations:
    intensity = work / traffic                                        from williams, book "arithmetic intensity"
    ridge = peak / memory_bandwidth                                   from williams, book "arithmetic intensity"
    attainable = min(peak, intensity * memory_bandwidth)              from williams, book "visualizing rooflines"
    attainable_share = attainable / peak                              from williams
    t_compute = work / peak                                           from book "where does the time go"
    t_memory = traffic / memory_bandwidth                             from book "where does the time go"
    t_least = max(t_compute, t_memory)                                from book "where does the time go"
    t_most = t_compute + t_memory                                     from book "where does the time go"
    matmul_work = 2 [FLOP] * matmul_rows * matmul_depth * matmul_columns                       from book "matrix multiplication"
    matmul_traffic = element_bytes * (matmul_rows * matmul_depth + matmul_depth * matmul_columns + matmul_rows * matmul_columns)
        from book "matrix multiplication"
    matmul_intensity = matmul_work / matmul_traffic                   from book "matrix multiplication"
    critical_rows = read_bytes * peak / (2 [FLOP] * memory_bandwidth)  "Half as many for weights in 8 bit"   from book "matrix multiplication", kipply "batch sizes"
    grouping = heads / kv_heads                                       from book "what about attention"
    attention_intensity = 2 [FLOP] / element_bytes * grouping * query_len * key_len / (grouping * query_len + key_len)
        "About 1 in decoding with plain heads, whatever the batch"    from book "what about attention"
    F_mlp = 6 [FLOP] * batch_tokens_in * mlp_matrices * hidden * ffn * active_experts          from book "global FLOPs and params calculation"
    F_projections = 12 [FLOP] * batch_tokens_in * hidden * head_dim * (heads + kv_heads)       from book "global FLOPs and params calculation"
    F_attention = 12 [FLOP] * batch_tokens_in * key_len * heads * head_dim                     from book "global FLOPs and params calculation"
    F_vocabulary = 12 [FLOP] * batch_tokens_in * hidden * vocab
        "With the input table as if multiplied"                       from book "global FLOPs and params calculation"
    attention_ratio = F_attention / (F_mlp + F_projections)           from book "attention FLOPs"
    slow_efficiency = reuse * slow_bandwidth / (reuse * slow_bandwidth + peak)                 from infinity "section 4"

check "TPU v5e" from book "inference" within 1%:
    | peak [TFLOP/s] | memory_bandwidth [TB/s] | -> ridge [FLOP/byte] | critical_rows |
    | 197            | 0.82                    | 240                  | 240           |

check "A100, with 1.5 TB/s" from kipply "batch sizes" within 1%:
    | gpu           | memory_bandwidth [TB/s] | -> critical_rows |
    | A100_SXM_40GB | 1.5                     | 208              |

check "Attention passes a plain transformer's matmuls at eight times the width" from book "attention FLOPs" exactly:
    | mlp   | hidden | head_dim | batch_tokens_in | key_len | ffn   | -> attention_ratio |
    | gated | 4096   | 128      | 1024            | 32768   | 16384 | 1                  |
