"""Money, energy and carbon of a training run."""

use compute

sources:
    llama     = "Touvron et al. 2023, LLaMA" https://arxiv.org/abs/2302.13971
    llama2    = "Meta, model cards of Llama 2, 3 and 4" https://github.com/meta-llama/llama-models
    luccioni  = "Luccioni et al. 2022, Estimating the Carbon Footprint of BLOOM" https://arxiv.org/abs/2211.02001
    patterson = "Patterson et al. 2021, Carbon Emissions and Large Neural Network Training" https://arxiv.org/abs/2104.10350
    lambda    = "Li 2020, Lambda: OpenAI's GPT-3, a technical overview" https://lambda.ai/blog/demystifying-gpt-3

quantities:
    cost              [USD]     "Price of the run"
    budget            [USD]     "Money there is"
    pue        = 1.1  [1, 1..]  "Power usage effectiveness: what the data centre draws for each watt of its machines"
    energy            [kWh]     "Energy of the run"
    carbon_intensity  [kg/kWh]  "Carbon dioxide of the electricity: 0.385 in LLaMA's accounts (US average), 0.057 in BLOOM's (France, recalled), 0.429 in GPT-3's (recalled); none is assumed"
    carbon            [t]       "Carbon dioxide of the run, without making the machines"

equations:
    cost = gpu_hours * price               "Compute in hours times their price"   from lambda
    energy = gpu_hours * power * pue       "Power of the data sheet, as if always drawn"   from llama "section 6", patterson "section 2.5"
    carbon = energy * carbon_intensity
        "Llama 4's card prints 1354 t and 645 t for 5.0 and 2.38 million hours of 700 W: its pue * carbon_intensity is 0.387, where 1.1 * 0.385 gives 1482 and 706"
        from llama "section 6", patterson "section 2.5", luccioni

constraints:
    in_budget: cost <= budget   "The run costs more than there is"

check "LLaMA paper: OPT and BLOOM to LLaMA-65B" from llama "table 15" within 1.5%:
    | gpu_hours [h] | power [W] | pue | carbon_intensity [kg/kWh] | -> energy [kWh] | carbon [t] |
    | 1_082_880     | 400       | 1.1 | 0.385                     | 475e3           | 183        |
    | 135_168       | 400       | 1.1 | 0.385                     | 59e3            | 23         |
    | 530_432       | 400       | 1.1 | 0.385                     | 233e3           | 90         |
    | 1_022_362     | 400       | 1.1 | 0.385                     | 449e3           | 173        |

check "All LLaMA models" from llama "section 6" within 0.2%:
    | energy [kWh] | carbon_intensity [kg/kWh] | -> carbon [t] |
    | 2_638_000    | 0.385                     | 1015          |

check "Llama 2, with the pue and intensity of the first paper" from llama2 "llama2/MODEL_CARD.md" within 0.1%:
    | gpu_hours [h] | power [W] | pue | carbon_intensity [kg/kWh] | -> carbon [t] |
    | 184_320       | 400       | 1.1 | 0.385                     | 31.22         |
    | 1_720_320     | 400       | 1.1 | 0.385                     | 291.42        |

check "Llama 3.1 70B" from llama2 "llama3_1/MODEL_CARD.md" within 3.5%:
    | gpu_hours [h] | power [W] | pue | carbon_intensity [kg/kWh] | -> carbon [t] |
    | 7.0e6         | 700       | 1.1 | 0.385                     | 2040          |

check "GPT-3 on V100 in 2020, the price recalled" from lambda within 2%:
    | C [FLOP] | flops [TFLOP/s] | price [USD/h] | -> gpu_hours [year] | cost [USD] |
    | 3.14e23  | 28              | 1.5           | 355                 | 4.6e6      |
