"""Accelerators: memory, peak rate, bandwidths and power of one device.

Figures of data sheets: the peak is dense bf16 (fp16 on the V100), never the figure with sparsity; links are one way.
A cell left open is not published where the others are: give it when you know it.
"""

sources:
    mleng   = "Bekman, Machine Learning Engineering: accelerators, network" https://github.com/stas00/ml-engineering
    book    = "Austin et al. 2025, How to Scale Your Model" https://jax-ml.github.io/scaling-book/tpus
    maosong = "Mao Song, GPU specifications" https://maosong.website
    nvidia  = "NVIDIA data sheets of L4, L40S, RTX A6000; Ada and GA102 whitepapers" https://www.nvidia.com/en-us/data-center/l40s/
    palm    = "Chowdhery et al. 2022, PaLM" https://arxiv.org/abs/2204.02311

quantities:
    gpus, N           [1, integer]  "Accelerators in all"
    price             [USD/h]       "Price of an hour of one GPU; none is assumed"
    efficiency = 0.4  [1, 0..1]     "Share of the peak that a GPU reaches while it works, bubbles and recomputation apart"

choice gpu
    "An accelerator and its data sheet. vram is what the sheet calls GB: NVIDIA's 80 GB cards hold 80 GiB less what driver and context keep, so give vram when you have measured it. Recalled rather than found: memory and bandwidth of V100_SXM2_32GB, bandwidth of A100_SXM_40GB, power of H100_PCIe, H800_SXM (as H100 with a narrower link). TPU_v3 is a chip of two cores; PaLM reckons with 123 TFLOP/s"
    from mleng "compute/accelerator, network", book "TPU specs", maosong "spec table", nvidia:
    | gpu            | vram [GB] | peak [TFLOP/s] | memory_bandwidth [GB/s] | link_bandwidth [GB/s] | power [W] |
    | V100_SXM2_32GB | 32        | 125            | 900                     | 150                   | 300       |
    | A100_SXM_40GB  | 40        | 312            | 1555                    | 300                   | 400       |
    | A100_SXM_80GB  | 80        | 312            | 2000                    | 300                   | 400       |
    | A100_PCIe_80GB | 80        | 312            | 1940                    | -                     | 300       |
    | H100_SXM       | 80        | 989            | 3350                    | 450                   | 700       |
    | H100_PCIe      | 80        | 756            | 2000                    | -                     | 350       |
    | H200_SXM       | 141       | 989            | 4800                    | 450                   | 700       |
    | H800_SXM       | 80        | 989            | 3350                    | 200                   | 700       |
    | B200           | 180       | 2250           | 8000                    | 900                   | 1000      |
    | GB200          | 186       | 2500           | 8000                    | 900                   | 1200      |
    | MI300X         | 192       | 1300           | 5300                    | 448                   | 750       |
    | Gaudi2         | 96        | 432            | 2460                    | 300                   | 600       |
    | Gaudi3         | 128       | 1677           | 3700                    | 600                   | 900       |
    | TPU_v3         | 32        | 140            | 900                     | 100                   | -         |
    | TPU_v4         | 32        | 275            | 1200                    | 45                    | -         |
    | TPU_v5e        | 16        | 197            | 810                     | 45                    | -         |
    | TPU_v5p        | 96        | 459            | 2800                    | 90                    | -         |
    | TPU_v6e        | 32        | 920            | 1600                    | 90                    | -         |
    | L4             | 24        | 121            | 300                     | -                     | 72        |
    | L40S           | 48        | 362            | 864                     | -                     | 350       |
    | A6000          | 48        | 154.8          | 768                     | 56.25                 | 300       |
    | RTX_3090       | 24        | 71             | 936                     | 56.25                 | 350       |
    | RTX_4090       | 24        | 165.2          | 1008                    | -                     | 450       |

check "What others compute with" from palm "table 3", book "TPU specs" exactly:
    | gpu     | -> peak [TFLOP/s] |
    | TPU_v4  | 275               |
    | TPU_v5p | 459               |
