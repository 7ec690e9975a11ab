"""Chinchilla's law: loss for parameters and tokens, best for a budget.

Any one from the others: the loss of a model, the tokens that bring a model to a loss, the compute a loss costs at
best. P counts all parameters, D tokens seen once.
"""

use compute

sources:
    chinchilla = "Hoffmann et al. 2022, Training Compute-Optimal Large Language Models" https://arxiv.org/abs/2203.15556
    epoch      = "Besiroglu et al. 2024, Chinchilla Scaling: A Replication Attempt" https://arxiv.org/abs/2404.10102
    notebook   = "Epoch AI, analyzing-chinchilla, data_analysis.ipynb" https://github.com/epoch-research/analyzing-chinchilla
    llama3     = "Llama Team 2024, The Llama 3 Herd of Models" https://arxiv.org/abs/2407.21783

quantities:
    loss              [1]            "Cross-entropy in nats a token"
    tokens_per_param  [token/param]  "Tokens for each parameter"
    P_opt             [param]        "Parameters of the model with the least loss for C"
    D_opt             [token]        "Tokens it is trained on"
    loss_opt          [1]            "Its loss: the least that C buys"
    balance           [1]            "G of the paper: how the best model leans to parameters"
    P_exponent        [1]            "Exponent of C in P_opt. The paper's own interval is 0.454 to 0.455 about 0.46; its rounded constants give 0.4516, the unrounded ones 0.4565"
    D_exponent        [1]            "Exponent of C in D_opt"
    D_llama3          [token]        "Best number of tokens by Llama 3's fit"

choice fit = chinchilla "Constants of the law: the paper's rounded ones, those of its TeX, and Epoch's replication (standard errors of E, A, B, alpha, beta: 0.0257, 124.58, 1293.23, 0.0154, 0.0206)"
    from chinchilla "equation 10", epoch "table 1":
    | fit                  | E [1]       | A [1]          | B [1]          | alpha [1]  | beta [1]  |
    | chinchilla           | 1.69        | 406.4          | 410.7          | 0.34       | 0.28      |
    | chinchilla_unrounded | exp(0.5267) | exp(6.0073404) | exp(6.0179186) | 0.33917084 | 0.2849083 |
    | epoch                | 1.8172      | 482.01         | 2085.43        | 0.3478     | 0.3658    |

equations:
    loss ~= E + A / (P / 1 [param]) ^ alpha + B / (D / 1 [token]) ^ beta          from chinchilla "equation 2"
    tokens_per_param = D / P                                                      from chinchilla "section 3"
    P_exponent = beta / (alpha + beta)                                            from chinchilla "equation 4"
    D_exponent = alpha / (alpha + beta)                                           from chinchilla "equation 4"
    balance = (alpha * A / (beta * B)) ^ (1 / (alpha + beta))                     from chinchilla "equation 4"
    P_opt = 1 [param] * balance * (C / 6 [FLOP]) ^ P_exponent
        "For Gopher's 5.76e23 FLOP the paper says 40e9, the rounded constants 32.2e9, the unrounded 40.0e9"
        from chinchilla "equation 4"
    D_opt = 1 [token] * (C / 6 [FLOP]) ^ D_exponent / balance
        "Table A3's tokens (9.2e9 for 400M, 4.1e11 for 10B, 4.1e12 for 67B, 9.41e13 for 1T) are 57 to 106 % below what the rounded constants give, 6 to 16 % below the unrounded ones"
        from chinchilla "equation 4"
    loss_opt ~= E + (1 + alpha / beta) * A / (P_opt / 1 [param]) ^ alpha
        "At the optimum the term of D is alpha/beta of the term of P"             from chinchilla "equations 2 and 4"
    D_llama3 ~= 0.29 [token] * (C / 1 [FLOP]) ^ 0.53
        "For 3.8e25 FLOP the paper says 16.55e12, these rounded constants 10.5e12; an exponent of 0.5378 would do"
        from llama3 "section 3.2.1"

check "The best model for Gopher's compute" from chinchilla "appendix D.3" within 2%:
    | C [FLOP] | fit                  | -> P_opt [param] |
    | 5.76e23  | chinchilla_unrounded | 40e9             |

check "Tokens of approach 3, by the unrounded constants" from chinchilla "table A3" within 10%:
    | P_opt [param] | fit                  | -> D_opt [token] |
    | 400e6         | chinchilla_unrounded | 9.2e9            |
    | 67e9          | chinchilla_unrounded | 4.1e12           |

check "Exponents" from chinchilla "table 2" within 2%:
    | fit                  | -> P_exponent | D_exponent |
    | chinchilla           | 0.46          | 0.54       |
    | chinchilla_unrounded | 0.46          | 0.54       |

check "Epoch's notebook prints the constants of its paper" from notebook "data_analysis.ipynb" within 0.1%:
    | fit   | -> A      | B         | E       | alpha   | beta    |
    | epoch | 482.00572 | 2085.4342 | 1.81686 | 0.34781 | 0.36585 |

check "Tokens for each parameter" from chinchilla "tables 3 and A3" within 0.5%:
    | P [param] | D [token] | -> tokens_per_param [token/param] |
    | 1e9       | 20.2e9    | 20.2                              |
    | 10e9      | 205.1e9   | 20.5                              |
    | 67e9      | 1.5e12    | 22.4                              |
    | 175e9     | 3.7e12    | 21.1                              |
