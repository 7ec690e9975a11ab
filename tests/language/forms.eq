# a private note
"""Memory one GPU needs.

More about it."""

use architecture, parallelism
use hardware

sources:
    tm101 = "Transformer Math 101" https://blog.eleuther.ai/transformer-math/#memory
    book  = "A book # with a sign in it"   # and a note

units:
    byte, B [prefixed, binary] "Information"
    token   [count]
    bit     = 0.125 [byte, prefixed]
    percent, % = 0.01 [1] "A hundredth"

quantities:
    micro_batch, b = 1  [1, integer]  "Sequences at a time"
    M_weights           [GB]          "Weights"
    heads  = 2 * layers [1, multiple of 8, 8..]
    share  [1, 0..1]
    shift  [m, signed, -1.5..2e3]
    tp     [1, in 1 2 4 8]
    rest   [byte, nonnegative, ..5]

choice precision = mixed "Bytes of each" from tm101 "Model Weights", book "page 7":
    | precision | weight_bytes [byte/param] | kept [1, signed] | tp |
    | fp32      | 4                         | -1               | 2  |
    | mixed     | 2 * kept                  | -                | -  |

choice zero "Ranks that share":
    | zero | shards [1] |
    | 0    | 1          |
    | 3    | dp         |

equations:
    M_weights = weight_bytes * P / (tp * pp)   "Weights"   from tm101 "Sharded Optimizers"
    activations: M_act ~= 34 [byte] * seq
                          * (kept + kept_tp / tp)
        "Kept for the backward pass"
        from tm101 from book "page 8"
    loss = 1 if zero = 3 and not x < 2 else
        2

assumptions:
    heads * head_dim = hidden   "Heads split the width"
    head_dim = 128

fallbacks:
    dp = 1

constraints:
    fits: M_total <= vram   "Out of memory"
    whole: tp divides heads

check "7.5B parameters" from zero "figure 1" within 2%:
    | P [param] | zero | -> M_states [GB] | M_w [GB] |
    | 7.5e9     | 0    | 120              | -        |
check "counted" exactly:
    | -> gpus |
    | 64      |
