"""The scaling laws of 2020: loss by parameters, data, compute and steps.

Kaplan et al. count N without embeddings and C in PF-days, with B the batch and E the tokens processed. Their best models
are larger and trained shorter than Chinchilla's (system loss), which the later paper lays to a learning rate
schedule not fitted to the tokens.
"""

sources:
    kaplan     = "Kaplan et al. 2020, Scaling Laws for Neural Language Models" https://arxiv.org/abs/2001.08361
    mccandlish = "McCandlish et al. 2018, An Empirical Model of Large-Batch Training" https://arxiv.org/abs/1812.06162

quantities:
    N              [param]       "Parameters without embeddings"
    N_embedding    [param]       "Parameters of token and position tables"
    n_layer        [1]           "Layers"
    d_model        [1]           "Width of the residual stream"
    d_attn         [1]           "Width of attention"
    d_ff           [1]           "Width of the feed-forward layer"
    n_ctx          [1]           "Context in tokens"
    n_vocab        [1]           "Vocabulary"
    C_token        [FLOP/token]  "FLOPs of a forward pass for one token; the part that grows with context is small while d_model > n_ctx/12"
    D              [token]       "Tokens of the data set"
    B              [token]       "Batch"
    S              [1]           "Optimizer steps"
    E              [token]       "Tokens processed, several times if need be"
    C              [PFday]       "Compute of the run"
    loss_N         [1]           "Loss of N parameters, trained to convergence on all data"
    loss_D         [1]           "Loss on D tokens, a large model stopped early"
    loss_C         [1]           "Loss for C at a fixed batch, a naive fit"
    loss_Cmin      [1]           "Loss for C_min, the best that compute buys"
    loss_ND        [1]           "Loss of N parameters on D tokens"
    loss_NS        [1]           "Loss of N parameters after S_min steps"
    overfitting    [1]           "Loss on D tokens over the loss on all data, less one"
    D_enough       [token]       "Tokens that keep overfitting within 0.02"
    S_stop         [1]           "Steps before which stopping early is of no use, at least"
    loss           [1]           "Loss reached, where batch and steps are in question"
    B_crit         [token]       "Critical batch: twice the steps and twice the tokens of the least of each"
    S_min          [1]           "Least steps to that loss, at a huge batch"
    E_min          [token]       "Least tokens to that loss, at a tiny batch"
    C_min          [PFday]       "Least compute to that loss, at a tiny batch"
    alpha_C        [1]           "Exponent of loss_Cmin as the other exponents imply it"
    N_opt          [param]       "Best parameters for C_min"
    B_opt          [token]       "Batch then"
    S_opt          [1]           "Least steps then"
    D_opt          [token]       "Tokens then"
    above          [1]           "How far above its converged loss a model is stopped"
    above_best     [1]           "The same where compute is spent best"
    size_ratio     [1]           "Parameters, relative to the best model of that loss"
    steps_ratio    [1]           "Steps, relative to the best model's"
    compute_ratio  [1]           "Compute, relative to the best model's"

equations:
    N = 2 [param] * d_model * n_layer * (2 * d_attn + d_ff)                                      from kaplan "equation 2.1"
    N_embedding = 1 [param] * (n_vocab + n_ctx) * d_model                                        from kaplan "table 1"
    C_token ~= 2 [FLOP/param/token] * N + 2 [FLOP/token] * n_layer * n_ctx * d_attn              from kaplan "equation 2.2"
    E = B * S                                                                                    from kaplan "section 1.3"
    C ~= 6 [FLOP/param/token] * N * E                                                            from kaplan "section 1.3"
    loss_N ~= (8.8e13 [param] / N) ^ 0.076                                                       from kaplan "equation 1.1"
    loss_D ~= (5.4e13 [token] / D) ^ 0.095                                                       from kaplan "equation 1.2"
    loss_C ~= (1.6e7 [PFday] / C) ^ 0.057                                                        from kaplan "table 5"
    loss_Cmin ~= (3.1e8 [PFday] / C_min) ^ 0.050                                                 from kaplan "equation 1.3"
    loss_ND ~= ((6.4e13 [param] / N) ^ (0.076 / 0.103) + 1.8e13 [token] / D) ^ 0.103             from kaplan "equation 1.5, table 2"
    loss_NS ~= (6.5e13 [param] / N) ^ 0.077 + (2.1e3 / S_min) ^ 0.76                             from kaplan "equation 1.6, table 3"
    overfitting ~= (1 + (N / 6.4e13 [param]) ^ (0.076 / 0.103) * 1.8e13 [token] / D) ^ 0.103 - 1   from kaplan "equation 4.3"
    D_enough ~= 5e3 [token] * (N / 1 [param]) ^ 0.74                                             from kaplan "equation 4.4"
    S_stop ~= 2.1e3 / (loss_ND - (6.4e13 [param] / N) ^ 0.076) ^ (1 / 0.76)                      from kaplan "equation 5.7"
    B_crit ~= 2.1e8 [token] / loss ^ (1 / 0.21)   "The main text rounds to 2e8"                  from kaplan "equation 5.3, table 3"
    S_min = S / (1 + B_crit / B)                                                                 from kaplan "equation 5.4", mccandlish "equation 2.11"
    B_crit_ratio: B_crit = E_min / S_min
        "With E = B S this is (S/S_min - 1)(E/E_min - 1) = 1: at B_crit twice the least of both"  from kaplan "equations 5.1 and 5.2"
    C_min = C / (1 + B / B_crit)                                                                 from kaplan "equation 5.5"
    alpha_C = 1 / (1 / 0.76 + 1 / 0.21 + 1 / 0.077)
        "0.052 with these rounded exponents, 0.054 in the paper"                                 from kaplan "equation 6.3"
    N_opt ~= 1.3e9 [param] * (C_min / 1 [PFday]) ^ 0.73                                          from kaplan "table 6"
    B_opt ~= 2.0e6 [token] * (C_min / 1 [PFday]) ^ 0.24                                          from kaplan "table 6"
    S_opt ~= 5.4e3 * (C_min / 1 [PFday]) ^ 0.03                                                  from kaplan "table 6"
    D_opt ~= 2e10 [token] * (C_min / 1 [PFday]) ^ 0.27                                           from kaplan "table 6"
    above_best = 0.077 / 0.76                     "About 10 %"                                   from kaplan "equation B.7"
    size_ratio = ((1 + above) / (1 + above_best)) ^ (1 / 0.077)                                  from kaplan "equation B.13"
    steps_ratio = ((1 + 1 / above) / (1 + 1 / above_best)) ^ (1 / 0.76)                          from kaplan "equation B.14"
    compute_ratio = size_ratio * steps_ratio                                                     from kaplan "equation B.15"

assumptions:
    d_attn = d_model    "As in GPT-2"   from kaplan "section 2.1"
    d_ff = 4 * d_model  "As in GPT-2"   from kaplan "section 2.1"
    n_ctx = 1024        "The paper's"   from kaplan "section 2.2"
    n_vocab = 50257     "The paper's"   from kaplan "section 2.2"

check "GPT-2's largest: 1.5 billion without embeddings" from kaplan "section 2.1" within 2%:
    | n_layer | d_model | -> N [param] |
    | 48      | 1600    | 1.5e9        |

check "22 billion tokens are enough for a billion parameters" from kaplan "section 4.2" within 5%:
    | N [param] | -> D_enough [token] |
    | 1e9       | 22e9                |

check "At the critical batch twice the steps and twice the tokens" from kaplan "section 5.1" exactly:
    | B_crit [token] | B [token] | S_min | -> S | E [token] |
    | 1e6            | 1e6       | 1000  | 2000 | 2e9       |

check "From 0.6 to 2.2 times the best size costs 20 % of compute" from kaplan "section 6.1, figure 12" within 3%:
    | size_ratio | -> compute_ratio |
    | 2.2        | 1.2              |
    | 0.6        | 1.2              |
