"""Gradient noise, the critical batch, and what batches cost.

Batches are counted in tokens here; in examples the equations are the same.
"""

sources:
    mccandlish = "McCandlish et al. 2018, An Empirical Model of Large-Batch Training" https://arxiv.org/abs/1812.06162
    kaplan     = "Kaplan et al. 2020, Scaling Laws for Neural Language Models" https://arxiv.org/abs/2001.08361
    neox       = "EleutherAI, gpt-neox, gradient noise scale" https://github.com/EleutherAI/gpt-neox

quantities:
    B             [token]  "Batch"
    G2            [1]      "Square of the true gradient's length"
    GB2           [1]      "Square of a batch's gradient's length, expected"
    trace         [token]  "Trace of the covariance of a token's gradient"
    curvature     [1]      "Gradient times Hessian times gradient"
    noise         [token]  "Trace of Hessian times covariance"
    B_simple      [token]  "Simple noise scale: the batch at which noise and gradient are as large"
    B_noise       [token]  "Noise scale, curvature considered"
    B_small       [token]  "A small batch that was measured"
    B_big         [token]  "A big batch that was measured"
    small2        [1]      "Square of the small batch's gradient's length"
    big2          [1]      "Square of the big batch's gradient's length"
    step_most     [1]      "Best step at an unlimited batch"
    step_best     [1]      "Best step at this batch"
    gain_most     [1]      "Loss that the best step gains at an unlimited batch"
    gain          [1]      "Loss that the best step gains at this batch"
    loss          [1]      "Loss in nats a token"
    B_crit        [token]  "Critical batch at that loss, for any N"
    S_min         [1]      "Least steps, at a huge batch"
    E_min         [token]  "Least tokens, at a tiny batch"
    S             [1]      "Steps at this batch"
    E             [token]  "Tokens at this batch"
    extra_tokens  [1]      "Tokens over the least"
    extra_steps   [1]      "Steps over the least"

equations:
    B_simple = trace / G2                                       from mccandlish "equation 2.9"
    B_noise = noise / curvature                                 from mccandlish "equation 2.8"
    GB2 = G2 * (1 + B_simple / B)                               from mccandlish "appendix A.1"
    G2 = (B_big * big2 - B_small * small2) / (B_big - B_small)
        "Unbiased, from two batches"                            from mccandlish "equation A.2", neox
    trace = (small2 - big2) / (1 / B_small - 1 / B_big)         from mccandlish "equation A.3", neox
    step_most = G2 / curvature                                  from mccandlish "equation 2.7"
    step_best = step_most / (1 + B_noise / B)                   from mccandlish "equation 2.7"
    gain_most = G2 ^ 2 / (2 * curvature)   "Recalled"           from mccandlish "equation 2.8"
    gain = gain_most / (1 + B_noise / B)   "Recalled"           from mccandlish "equation 2.8"
    B_crit ~= 2.1e8 [token] / loss ^ (1 / 0.21)                 from kaplan "equation 5.3"
    S = S_min * (1 + B_crit / B)                                from kaplan "equation 5.4", mccandlish "equation 2.11"
    ratio: B_crit = E_min / S_min                               from kaplan "equation 5.2", mccandlish "equation 2.12"
    E = B * S                                                   from kaplan "equation 5.1"
    extra_tokens = E / E_min                                    from mccandlish "equation 2.11"
    extra_steps = S / S_min                                     from mccandlish "equation 2.11"

check "At the critical batch twice the steps and twice the tokens" from kaplan "section 5.1" exactly:
    | B_crit [token] | B [token] | S_min | -> extra_steps | extra_tokens |
    | 1e6            | 1e6       | 1000  | 2              | 2            |
