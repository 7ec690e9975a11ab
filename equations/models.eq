"""Published models by name, with their shapes.

Choose one (model=llama_3_1_70b) and architecture knows its parameters, memory and inference what it takes to train and
serve it. Any number may be overridden: model=gpt_j_6b seq=4096. max_positions is the context a model was published with.
"""

use architecture

sources:
    hub        = "Hugging Face hub: configuration and checkpoint index of each model" https://huggingface.co/models
    hf         = "Hugging Face transformers 5.23, parameters counted on the meta device" https://github.com/huggingface/transformers
    gpt2       = "Radford et al. 2019, GPT-2" https://github.com/openai/gpt-2
    gpt3       = "Brown et al. 2020, GPT-3" https://arxiv.org/abs/2005.14165
    eleuther   = "EleutherAI: GPT-Neo, GPT-J, GPT-NeoX-20B, Pythia" https://huggingface.co/EleutherAI
    opt        = "Zhang et al. 2022, OPT" https://arxiv.org/abs/2205.01068
    bloom      = "BigScience 2022, BLOOM" https://arxiv.org/abs/2211.05100
    gopher     = "Rae et al. 2021, Gopher" https://arxiv.org/abs/2112.11446
    chinchilla = "Hoffmann et al. 2022, Training Compute-Optimal Large Language Models" https://arxiv.org/abs/2203.15556
    palm       = "Chowdhery et al. 2022, PaLM" https://arxiv.org/abs/2204.02311
    mtnlg      = "Smith et al. 2022, Megatron-Turing NLG 530B" https://arxiv.org/abs/2201.11990
    meta       = "Meta, Llama configurations and model cards" https://github.com/meta-llama/llama-models
    mixtral    = "Jiang et al. 2024, Mixtral of Experts" https://arxiv.org/abs/2401.04088
    qwen3      = "Qwen Team 2025, Qwen3 Technical Report" https://arxiv.org/abs/2505.09388
    deepseek   = "DeepSeek-AI 2024, DeepSeek-V3 Technical Report" https://arxiv.org/abs/2412.19437
    kimi       = "Moonshot AI 2025, Kimi K2" https://arxiv.org/abs/2507.20534

choice model "A published model; Falcon's quoted 7.2, 41.8 and 179.5 billion count its head twice, DeepSeek-V3's 685 a layer for speculation"
    from hub, gpt2, gpt3 "table 2.1", eleuther, opt "table 1", bloom "table 3", gopher "table 1", chinchilla "table 4", palm "table 1", mtnlg, meta, mixtral "table 1", qwen3 "tables 1 and 2", deepseek "4.2", kimi:
    | model               | architecture   | layers | hidden | heads | kv_heads | head_dim | ffn   | vocab  | max_positions | experts | active_experts | shared_ffn | dense_layers | dense_ffn |
    | gpt2                | gpt            | 12     | 768    | 12    | 12       | 64       | 3072  | 50257  | 1024          | -       | -              | -          | -            | -         |
    | gpt2_medium         | gpt            | 24     | 1024   | 16    | 16       | 64       | 4096  | 50257  | 1024          | -       | -              | -          | -            | -         |
    | gpt2_large          | gpt            | 36     | 1280   | 20    | 20       | 64       | 5120  | 50257  | 1024          | -       | -              | -          | -            | -         |
    | gpt2_xl             | gpt            | 48     | 1600   | 25    | 25       | 64       | 6400  | 50257  | 1024          | -       | -              | -          | -            | -         |
    | gpt3_medium         | gpt            | 24     | 1024   | 16    | 16       | 64       | 4096  | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt3_large          | gpt            | 24     | 1536   | 16    | 16       | 96       | 6144  | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt3_xl             | gpt            | 24     | 2048   | 16    | 16       | 128      | 8192  | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt3_6_7b           | gpt            | 32     | 4096   | 32    | 32       | 128      | 16384 | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt3_13b            | gpt            | 40     | 5120   | 40    | 40       | 128      | 20480 | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt3_175b           | gpt            | 96     | 12288  | 96    | 96       | 128      | 49152 | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt_neo_125m        | gpt_neo        | 12     | 768    | 12    | 12       | 64       | 3072  | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt_neo_1_3b        | gpt_neo        | 24     | 2048   | 16    | 16       | 128      | 8192  | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt_neo_2_7b        | gpt_neo        | 32     | 2560   | 20    | 20       | 128      | 10240 | 50257  | 2048          | -       | -              | -          | -            | -         |
    | gpt_j_6b            | gptj           | 28     | 4096   | 16    | 16       | 256      | 16384 | 50400  | 2048          | -       | -              | -          | -            | -         |
    | gpt_neox_20b        | neox           | 44     | 6144   | 64    | 64       | 96       | 24576 | 50432  | 2048          | -       | -              | -          | -            | -         |
    | pythia_14m          | neox           | 6      | 128    | 4     | 4        | 32       | 512   | 50304  | 2048          | -       | -              | -          | -            | -         |
    | pythia_31m          | neox           | 6      | 256    | 8     | 8        | 32       | 1024  | 50304  | 2048          | -       | -              | -          | -            | -         |
    | pythia_70m          | neox           | 6      | 512    | 8     | 8        | 64       | 2048  | 50304  | 2048          | -       | -              | -          | -            | -         |
    | pythia_160m         | neox           | 12     | 768    | 12    | 12       | 64       | 3072  | 50304  | 2048          | -       | -              | -          | -            | -         |
    | pythia_410m         | neox           | 24     | 1024   | 16    | 16       | 64       | 4096  | 50304  | 2048          | -       | -              | -          | -            | -         |
    | pythia_1b           | neox           | 16     | 2048   | 8     | 8        | 256      | 8192  | 50304  | 2048          | -       | -              | -          | -            | -         |
    | pythia_1_4b         | neox           | 24     | 2048   | 16    | 16       | 128      | 8192  | 50304  | 2048          | -       | -              | -          | -            | -         |
    | pythia_2_8b         | neox           | 32     | 2560   | 32    | 32       | 80       | 10240 | 50304  | 2048          | -       | -              | -          | -            | -         |
    | pythia_6_9b         | neox           | 32     | 4096   | 32    | 32       | 128      | 16384 | 50432  | 2048          | -       | -              | -          | -            | -         |
    | pythia_12b          | neox           | 36     | 5120   | 40    | 40       | 128      | 20480 | 50688  | 2048          | -       | -              | -          | -            | -         |
    | opt_125m            | opt            | 12     | 768    | 12    | 12       | 64       | 3072  | 50272  | 2048          | -       | -              | -          | -            | -         |
    | opt_1_3b            | opt            | 24     | 2048   | 32    | 32       | 64       | 8192  | 50272  | 2048          | -       | -              | -          | -            | -         |
    | opt_2_7b            | opt            | 32     | 2560   | 32    | 32       | 80       | 10240 | 50272  | 2048          | -       | -              | -          | -            | -         |
    | opt_6_7b            | opt            | 32     | 4096   | 32    | 32       | 128      | 16384 | 50272  | 2048          | -       | -              | -          | -            | -         |
    | opt_13b             | opt            | 40     | 5120   | 40    | 40       | 128      | 20480 | 50272  | 2048          | -       | -              | -          | -            | -         |
    | opt_30b             | opt            | 48     | 7168   | 56    | 56       | 128      | 28672 | 50272  | 2048          | -       | -              | -          | -            | -         |
    | opt_66b             | opt            | 64     | 9216   | 72    | 72       | 128      | 36864 | 50272  | 2048          | -       | -              | -          | -            | -         |
    | opt_175b            | opt            | 96     | 12288  | 96    | 96       | 128      | 49152 | 50272  | 2048          | -       | -              | -          | -            | -         |
    | opt_350m            | opt_350m       | 24     | 1024   | 16    | 16       | 64       | 4096  | 50272  | 2048          | -       | -              | -          | -            | -         |
    | bloom_560m          | bloom          | 24     | 1024   | 16    | 16       | 64       | 4096  | 250880 | 2048          | -       | -              | -          | -            | -         |
    | bloom_1b1           | bloom          | 24     | 1536   | 16    | 16       | 96       | 6144  | 250880 | 2048          | -       | -              | -          | -            | -         |
    | bloom_1b7           | bloom          | 24     | 2048   | 16    | 16       | 128      | 8192  | 250880 | 2048          | -       | -              | -          | -            | -         |
    | bloom_3b            | bloom          | 30     | 2560   | 32    | 32       | 80       | 10240 | 250880 | 2048          | -       | -              | -          | -            | -         |
    | bloom_7b1           | bloom          | 30     | 4096   | 32    | 32       | 128      | 16384 | 250880 | 2048          | -       | -              | -          | -            | -         |
    | bloom_176b          | bloom          | 70     | 14336  | 112   | 112      | 128      | 57344 | 250880 | 2048          | -       | -              | -          | -            | -         |
    | mpt_7b              | mpt            | 32     | 4096   | 32    | 32       | 128      | 16384 | 50432  | 2048          | -       | -              | -          | -            | -         |
    | mpt_30b             | mpt            | 48     | 7168   | 64    | 64       | 112      | 28672 | 50432  | 8192          | -       | -              | -          | -            | -         |
    | falcon_rw_1b        | falcon_rw      | 24     | 2048   | 32    | 32       | 64       | 8192  | 50304  | 2048          | -       | -              | -          | -            | -         |
    | falcon_7b           | falcon         | 32     | 4544   | 71    | -        | 64       | 18176 | 65024  | 2048          | -       | -              | -          | -            | -         |
    | falcon_40b          | falcon_grouped | 60     | 8192   | 128   | 8        | 64       | 32768 | 65024  | 2048          | -       | -              | -          | -            | -         |
    | falcon_180b         | falcon_grouped | 80     | 14848  | 232   | 8        | 64       | 59392 | 65024  | 2048          | -       | -              | -          | -            | -         |
    | starcoder           | starcoder      | 40     | 6144   | 48    | -        | 128      | 24576 | 49152  | 8192          | -       | -              | -          | -            | -         |
    | gopher_280b         | gopher         | 80     | 16384  | 128   | 128      | 128      | 65536 | 32000  | 2048          | -       | -              | -          | -            | -         |
    | chinchilla_70b      | gopher         | 80     | 8192   | 64    | 64       | 128      | 32768 | 32000  | 2048          | -       | -              | -          | -            | -         |
    | palm_8b             | palm           | 32     | 4096   | 16    | -        | 256      | 16384 | 256000 | 2048          | -       | -              | -          | -            | -         |
    | palm_62b            | palm           | 64     | 8192   | 32    | -        | 256      | 32768 | 256000 | 2048          | -       | -              | -          | -            | -         |
    | palm_540b           | palm           | 118    | 18432  | 48    | -        | 256      | 73728 | 256000 | 2048          | -       | -              | -          | -            | -         |
    | mt_nlg_530b         | gpt            | 105    | 20480  | 128   | 128      | 160      | 81920 | 51200  | 2048          | -       | -              | -          | -            | -         |
    | llama_7b            | llama          | 32     | 4096   | 32    | 32       | 128      | 11008 | 32000  | 2048          | -       | -              | -          | -            | -         |
    | llama_13b           | llama          | 40     | 5120   | 40    | 40       | 128      | 13824 | 32000  | 2048          | -       | -              | -          | -            | -         |
    | llama_33b           | llama          | 60     | 6656   | 52    | 52       | 128      | 17920 | 32000  | 2048          | -       | -              | -          | -            | -         |
    | llama_65b           | llama          | 80     | 8192   | 64    | 64       | 128      | 22016 | 32000  | 2048          | -       | -              | -          | -            | -         |
    | llama_2_7b          | llama          | 32     | 4096   | 32    | 32       | 128      | 11008 | 32000  | 4096          | -       | -              | -          | -            | -         |
    | llama_2_13b         | llama          | 40     | 5120   | 40    | 40       | 128      | 13824 | 32000  | 4096          | -       | -              | -          | -            | -         |
    | llama_2_70b         | llama          | 80     | 8192   | 64    | 8        | 128      | 28672 | 32000  | 4096          | -       | -              | -          | -            | -         |
    | llama_3_8b          | llama          | 32     | 4096   | 32    | 8        | 128      | 14336 | 128256 | 8192          | -       | -              | -          | -            | -         |
    | llama_3_70b         | llama          | 80     | 8192   | 64    | 8        | 128      | 28672 | 128256 | 8192          | -       | -              | -          | -            | -         |
    | llama_3_1_8b        | llama          | 32     | 4096   | 32    | 8        | 128      | 14336 | 128256 | 131072        | -       | -              | -          | -            | -         |
    | llama_3_1_70b       | llama          | 80     | 8192   | 64    | 8        | 128      | 28672 | 128256 | 131072        | -       | -              | -          | -            | -         |
    | llama_3_1_405b      | llama          | 126    | 16384  | 128   | 8        | 128      | 53248 | 128256 | 131072        | -       | -              | -          | -            | -         |
    | llama_3_2_1b        | llama_tied     | 16     | 2048   | 32    | 8        | 64       | 8192  | 128256 | 131072        | -       | -              | -          | -            | -         |
    | llama_3_2_3b        | llama_tied     | 28     | 3072   | 24    | 8        | 128      | 8192  | 128256 | 131072        | -       | -              | -          | -            | -         |
    | llama_3_3_70b       | llama          | 80     | 8192   | 64    | 8        | 128      | 28672 | 128256 | 131072        | -       | -              | -          | -            | -         |
    | tinyllama_1_1b      | llama          | 22     | 2048   | 32    | 4        | 64       | 5632  | 32000  | 2048          | -       | -              | -          | -            | -         |
    | yi_6b               | llama          | 32     | 4096   | 32    | 4        | 128      | 11008 | 64000  | 4096          | -       | -              | -          | -            | -         |
    | yi_34b              | llama          | 60     | 7168   | 56    | 8        | 128      | 20480 | 64000  | 4096          | -       | -              | -          | -            | -         |
    | smollm2_135m        | llama_tied     | 30     | 576    | 9     | 3        | 64       | 1536  | 49152  | 8192          | -       | -              | -          | -            | -         |
    | smollm2_360m        | llama_tied     | 32     | 960    | 15    | 5        | 64       | 2560  | 49152  | 8192          | -       | -              | -          | -            | -         |
    | smollm2_1_7b        | llama_tied     | 24     | 2048   | 32    | 32       | 64       | 8192  | 49152  | 8192          | -       | -              | -          | -            | -         |
    | mistral_7b          | llama          | 32     | 4096   | 32    | 8        | 128      | 14336 | 32000  | 32768         | -       | -              | -          | -            | -         |
    | mistral_7b_v0_3     | llama          | 32     | 4096   | 32    | 8        | 128      | 14336 | 32768  | 32768         | -       | -              | -          | -            | -         |
    | mistral_nemo_12b    | llama          | 40     | 5120   | 32    | 8        | 128      | 14336 | 131072 | 131072        | -       | -              | -          | -            | -         |
    | mistral_small_24b   | llama          | 40     | 5120   | 32    | 8        | 128      | 32768 | 131072 | 32768         | -       | -              | -          | -            | -         |
    | codestral_22b       | llama          | 56     | 6144   | 48    | 8        | 128      | 16384 | 32768  | 32768         | -       | -              | -          | -            | -         |
    | mistral_large_123b  | llama          | 88     | 12288  | 96    | 8        | 128      | 28672 | 32768  | 131072        | -       | -              | -          | -            | -         |
    | mixtral_8x7b        | mixtral        | 32     | 4096   | 32    | 8        | 128      | 14336 | 32000  | 32768         | -       | -              | -          | -            | -         |
    | mixtral_8x22b       | mixtral        | 56     | 6144   | 48    | 8        | 128      | 16384 | 32000  | 65536         | -       | -              | -          | -            | -         |
    | dbrx                | dbrx           | 40     | 6144   | 48    | 8        | 128      | 10752 | 100352 | 32768         | 16      | 4              | -          | -            | -         |
    | qwen2_5_0_5b        | qwen2_tied     | 24     | 896    | 14    | 2        | 64       | 4864  | 151936 | 32768         | -       | -              | -          | -            | -         |
    | qwen2_5_1_5b        | qwen2_tied     | 28     | 1536   | 12    | 2        | 128      | 8960  | 151936 | 32768         | -       | -              | -          | -            | -         |
    | qwen2_5_3b          | qwen2_tied     | 36     | 2048   | 16    | 2        | 128      | 11008 | 151936 | 32768         | -       | -              | -          | -            | -         |
    | qwen2_5_7b          | qwen2          | 28     | 3584   | 28    | 4        | 128      | 18944 | 152064 | 131072        | -       | -              | -          | -            | -         |
    | qwen2_5_14b         | qwen2          | 48     | 5120   | 40    | 8        | 128      | 13824 | 152064 | 131072        | -       | -              | -          | -            | -         |
    | qwen2_5_32b         | qwen2          | 64     | 5120   | 40    | 8        | 128      | 27648 | 152064 | 131072        | -       | -              | -          | -            | -         |
    | qwen2_5_72b         | qwen2          | 80     | 8192   | 64    | 8        | 128      | 29568 | 152064 | 131072        | -       | -              | -          | -            | -         |
    | qwen3_0_6b          | qwen3_tied     | 28     | 1024   | 16    | 8        | 128      | 3072  | 151936 | 40960         | -       | -              | -          | -            | -         |
    | qwen3_1_7b          | qwen3_tied     | 28     | 2048   | 16    | 8        | 128      | 6144  | 151936 | 40960         | -       | -              | -          | -            | -         |
    | qwen3_4b            | qwen3_tied     | 36     | 2560   | 32    | 8        | 128      | 9728  | 151936 | 40960         | -       | -              | -          | -            | -         |
    | qwen3_8b            | qwen3          | 36     | 4096   | 32    | 8        | 128      | 12288 | 151936 | 40960         | -       | -              | -          | -            | -         |
    | qwen3_14b           | qwen3          | 40     | 5120   | 40    | 8        | 128      | 17408 | 151936 | 40960         | -       | -              | -          | -            | -         |
    | qwen3_32b           | qwen3          | 64     | 5120   | 64    | 8        | 128      | 25600 | 151936 | 40960         | -       | -              | -          | -            | -         |
    | qwen3_30b_a3b       | qwen3_moe      | 48     | 2048   | 32    | 4        | 128      | 768   | 151936 | 40960         | -       | -              | -          | -            | -         |
    | qwen3_235b_a22b     | qwen3_moe      | 94     | 4096   | 64    | 4        | 128      | 1536  | 151936 | 40960         | -       | -              | -          | -            | -         |
    | qwen1_5_moe_a2_7b   | qwen2_moe      | 24     | 2048   | 16    | 16       | 128      | 1408  | 151936 | 8192          | 60      | 4              | 5632       | -            | -         |
    | qwen2_57b_a14b      | qwen2_moe      | 28     | 3584   | 28    | 4        | 128      | 2560  | 151936 | 131072        | 64      | 8              | 20480      | -            | -         |
    | gemma_2b            | gemma          | 18     | 2048   | 8     | 1        | 256      | 16384 | 256000 | 8192          | -       | -              | -          | -            | -         |
    | gemma_7b            | gemma          | 28     | 3072   | 16    | 16       | 256      | 24576 | 256000 | 8192          | -       | -              | -          | -            | -         |
    | gemma_2_2b          | gemma2         | 26     | 2304   | 8     | 4        | 256      | 9216  | 256000 | 8192          | -       | -              | -          | -            | -         |
    | gemma_2_9b          | gemma2         | 42     | 3584   | 16    | 8        | 256      | 14336 | 256000 | 8192          | -       | -              | -          | -            | -         |
    | gemma_2_27b         | gemma2         | 46     | 4608   | 32    | 16       | 128      | 36864 | 256000 | 8192          | -       | -              | -          | -            | -         |
    | gemma_3_1b          | gemma3         | 26     | 1152   | 4     | 1        | 256      | 6912  | 262144 | 32768         | -       | -              | -          | -            | -         |
    | phi_1_5             | phi            | 24     | 2048   | 32    | 32       | 64       | 8192  | 51200  | 2048          | -       | -              | -          | -            | -         |
    | phi_2               | phi            | 32     | 2560   | 32    | 32       | 80       | 10240 | 51200  | 2048          | -       | -              | -          | -            | -         |
    | phi_3_mini          | llama          | 32     | 3072   | 32    | 32       | 96       | 8192  | 32064  | 4096          | -       | -              | -          | -            | -         |
    | phi_3_medium        | llama          | 40     | 5120   | 40    | 10       | 128      | 17920 | 32064  | 4096          | -       | -              | -          | -            | -         |
    | phi_4               | llama          | 40     | 5120   | 40    | 10       | 128      | 17920 | 100352 | 16384         | -       | -              | -          | -            | -         |
    | olmo_1b             | olmo_tied      | 16     | 2048   | 16    | 16       | 128      | 8192  | 50304  | 2048          | -       | -              | -          | -            | -         |
    | olmo_7b             | olmo           | 32     | 4096   | 32    | 32       | 128      | 11008 | 50304  | 2048          | -       | -              | -          | -            | -         |
    | olmo_2_7b           | olmo2          | 32     | 4096   | 32    | 32       | 128      | 11008 | 100352 | 4096          | -       | -              | -          | -            | -         |
    | olmo_2_13b          | olmo2          | 40     | 5120   | 40    | 40       | 128      | 13824 | 100352 | 4096          | -       | -              | -          | -            | -         |
    | olmoe_1b_7b         | olmoe          | 16     | 2048   | 16    | 16       | 128      | 1024  | 50304  | 4096          | 64      | 8              | -          | -            | -         |
    | stablelm_3b         | stablelm       | 32     | 2560   | 32    | 32       | 80       | 6912  | 50304  | 4096          | -       | -              | -          | -            | -         |
    | command_r_35b       | cohere         | 40     | 8192   | 64    | 64       | 128      | 22528 | 256000 | 131072        | -       | -              | -          | -            | -         |
    | command_r_plus_104b | cohere_plus    | 64     | 12288  | 96    | 8        | 128      | 33792 | 256000 | 131072        | -       | -              | -          | -            | -         |
    | deepseek_llm_7b     | llama          | 30     | 4096   | 32    | 32       | 128      | 11008 | 102400 | 4096          | -       | -              | -          | -            | -         |
    | deepseek_llm_67b    | llama          | 95     | 8192   | 64    | 8        | 128      | 22016 | 102400 | 4096          | -       | -              | -          | -            | -         |
    | deepseek_moe_16b    | deepseek_moe   | 28     | 2048   | 16    | 16       | 128      | 1408  | 102400 | 4096          | 64      | 6              | 2816       | 1            | 10944     |
    | deepseek_v2_lite    | deepseek_lite  | 27     | 2048   | 16    | 16       | 128      | 1408  | 102400 | 163840        | 64      | 6              | 2816       | 1            | 10944     |
    | deepseek_v2         | deepseek       | 60     | 5120   | 128   | 128      | 128      | 1536  | 102400 | 163840        | 160     | 6              | 3072       | 1            | 12288     |
    | deepseek_v3         | deepseek       | 61     | 7168   | 128   | 128      | 128      | 2048  | 129280 | 163840        | 256     | 8              | 2048       | 3            | 18432     |
    | kimi_k2             | deepseek       | 61     | 7168   | 64    | 64       | 128      | 2048  | 163840 | 131072        | 384     | 8              | 2048       | 1            | 18432     |

check "GPT-2" from hf exactly:
    | model       | -> P [param]  |
    | gpt2        | 124_439_808   |
    | gpt2_medium | 354_823_168   |
    | gpt2_large  | 774_030_080   |
    | gpt2_xl     | 1_557_611_200 |

check "GPT-3" from gpt3 "table D.1" within 0.6%:
    | model       | -> P [param] |
    | gpt3_medium | 356e6        |
    | gpt3_large  | 760e6        |
    | gpt3_xl     | 1.32e9       |
    | gpt3_6_7b   | 6.66e9       |
    | gpt3_13b    | 12.85e9      |
    | gpt3_175b   | 174.6e9      |

check "EleutherAI" from eleuther exactly:
    | model        | -> P [param]   |
    | gpt_neo_125m | 125_198_592    |
    | gpt_neo_1_3b | 1_315_575_808  |
    | gpt_neo_2_7b | 2_651_307_520  |
    | gpt_j_6b     | 6_050_882_784  |
    | gpt_neox_20b | 20_554_567_680 |
    | pythia_14m   | 14_067_712     |
    | pythia_31m   | 30_494_720     |
    | pythia_70m   | 70_426_624     |
    | pythia_160m  | 162_322_944    |
    | pythia_410m  | 405_334_016    |
    | pythia_1b    | 1_011_781_632  |
    | pythia_1_4b  | 1_414_647_808  |
    | pythia_2_8b  | 2_775_208_960  |
    | pythia_6_9b  | 6_857_302_016  |
    | pythia_12b   | 11_846_072_320 |

check "OPT" from hf exactly:
    | model    | -> P [param]   |
    | opt_125m | 125_239_296    |
    | opt_1_3b | 1_315_758_080  |
    | opt_2_7b | 2_651_596_800  |
    | opt_6_7b | 6_658_473_984  |
    | opt_13b  | 12_853_473_280 |
    | opt_30b  | 29_974_540_288 |
    | opt_66b  | 65_719_701_504 |
    | opt_350m | 331_196_416    |

check "OPT-175B and Megatron-Turing NLG, nominal" from opt "table 1", mtnlg "section 1" within 1%:
    | model       | -> P [param] |
    | opt_175b    | 175e9        |
    | mt_nlg_530b | 530e9        |

check "BLOOM" from bloom "table 3" exactly:
    | model      | -> P [param]    |
    | bloom_560m | 559_214_592     |
    | bloom_1b1  | 1_065_314_304   |
    | bloom_1b7  | 1_722_408_960   |
    | bloom_3b   | 3_002_557_440   |
    | bloom_7b1  | 7_069_016_064   |
    | bloom_176b | 176_247_271_424 |

check "MPT, Falcon, StarCoder" from hf exactly:
    | model        | -> P [param]    |
    | mpt_7b       | 6_649_286_656   |
    | mpt_30b      | 29_957_200_896  |
    | falcon_rw_1b | 1_311_625_216   |
    | falcon_7b    | 6_921_720_704   |
    | falcon_40b   | 41_303_293_952  |
    | falcon_180b  | 178_557_088_768 |
    | starcoder    | 15_517_456_384  |

check "Gopher and Chinchilla, nominal" from gopher "table 1", chinchilla "table 4" within 0.2%:
    | model          | -> P [param] |
    | gopher_280b    | 280e9        |
    | chinchilla_70b | 70e9         |

check "PaLM" from palm "table 1" within 0.1%:
    | model     | -> P [param] |
    | palm_8b   | 8.63e9       |
    | palm_62b  | 62.5e9       |
    | palm_540b | 540.35e9     |

check "LLaMA to Llama 3.3" from meta exactly:
    | model          | -> P [param]    |
    | llama_7b       | 6_738_415_616   |
    | llama_13b      | 13_015_864_320  |
    | llama_33b      | 32_528_943_616  |
    | llama_65b      | 65_285_660_672  |
    | llama_2_7b     | 6_738_415_616   |
    | llama_2_13b    | 13_015_864_320  |
    | llama_2_70b    | 68_976_648_192  |
    | llama_3_8b     | 8_030_261_248   |
    | llama_3_70b    | 70_553_706_496  |
    | llama_3_1_8b   | 8_030_261_248   |
    | llama_3_1_70b  | 70_553_706_496  |
    | llama_3_1_405b | 405_853_388_800 |
    | llama_3_2_1b   | 1_235_814_400   |
    | llama_3_2_3b   | 3_212_749_824   |
    | llama_3_3_70b  | 70_553_706_496  |

check "Mistral and Mixtral" from hub exactly:
    | model              | -> P [param]    |
    | mistral_7b         | 7_241_732_096   |
    | mistral_7b_v0_3    | 7_248_023_552   |
    | mistral_nemo_12b   | 12_247_782_400  |
    | mistral_small_24b  | 23_572_403_200  |
    | codestral_22b      | 22_247_282_688  |
    | mistral_large_123b | 122_610_069_504 |
    | mixtral_8x7b       | 46_702_792_704  |
    | mixtral_8x22b      | 140_620_634_112 |

check "Qwen" from hub exactly:
    | model             | -> P [param]    |
    | qwen2_5_0_5b      | 494_032_768     |
    | qwen2_5_1_5b      | 1_543_714_304   |
    | qwen2_5_3b        | 3_085_938_688   |
    | qwen2_5_7b        | 7_615_616_512   |
    | qwen2_5_14b       | 14_770_033_664  |
    | qwen2_5_32b       | 32_763_876_352  |
    | qwen2_5_72b       | 72_706_203_648  |
    | qwen3_0_6b        | 596_049_920     |
    | qwen3_1_7b        | 1_720_574_976   |
    | qwen3_4b          | 4_022_468_096   |
    | qwen3_8b          | 8_190_735_360   |
    | qwen3_14b         | 14_768_307_200  |
    | qwen3_32b         | 32_762_123_264  |
    | qwen3_30b_a3b     | 30_532_122_624  |
    | qwen3_235b_a22b   | 235_093_634_560 |
    | qwen1_5_moe_a2_7b | 14_315_784_192  |

check "Gemma" from hub exactly:
    | model       | -> P [param]   |
    | gemma_2b    | 2_506_172_416  |
    | gemma_7b    | 8_537_680_896  |
    | gemma_2_2b  | 2_614_341_888  |
    | gemma_2_9b  | 9_241_705_984  |
    | gemma_2_27b | 27_227_128_320 |
    | gemma_3_1b  | 999_885_952    |

check "Phi, OLMo, StableLM, Command R, DBRX" from hub exactly:
    | model               | -> P [param]    |
    | dbrx                | 131_596_523_520 |
    | phi_1_5             | 1_418_270_720   |
    | phi_2               | 2_779_683_840   |
    | phi_3_mini          | 3_821_079_552   |
    | phi_3_medium        | 13_960_238_080  |
    | phi_4               | 14_659_507_200  |
    | olmo_1b             | 1_176_764_416   |
    | olmo_7b             | 6_888_095_744   |
    | olmo_2_7b           | 7_298_617_344   |
    | olmo_2_13b          | 13_716_198_400  |
    | olmoe_1b_7b         | 6_919_161_856   |
    | stablelm_3b         | 2_795_443_200   |
    | command_r_35b       | 34_980_831_232  |
    | command_r_plus_104b | 103_810_674_688 |

check "TinyLlama, SmolLM2, Yi" from hub exactly:
    | model          | -> P [param]   |
    | tinyllama_1_1b | 1_100_048_384  |
    | yi_6b          | 6_061_035_520  |
    | yi_34b         | 34_388_917_248 |
    | smollm2_135m   | 134_515_008    |
    | smollm2_360m   | 361_821_120    |
    | smollm2_1_7b   | 1_711_376_384  |

check "DeepSeek" from hf exactly:
    | model            | -> P [param]    |
    | deepseek_llm_7b  | 6_910_365_696   |
    | deepseek_moe_16b | 16_375_728_128  |
    | deepseek_v2_lite | 15_706_484_224  |
    | deepseek_v2      | 235_741_434_880 |
    | deepseek_v3      | 671_026_404_352 |

check "Nominal sizes" from kimi "table 2", deepseek, hub within 1%:
    | model            | -> P [param] |
    | kimi_k2          | 1.026e12     |
    | deepseek_llm_67b | 67e9         |
    | qwen2_57b_a14b   | 57.4e9       |

check "Active parameters, exactly" from mixtral "table 1", hf exactly:
    | model           | -> P_active [param] |
    | mixtral_8x7b    | 12_879_925_248      |
    | mixtral_8x22b   | 39_152_031_744      |
    | qwen3_235b_a22b | 22_190_763_520      |
    | deepseek_v2     | 21_375_800_320      |
    | deepseek_v3     | 37_552_282_624      |

check "Active parameters as announced" from hub within 3%:
    | model             | -> P_active [param] |
    | qwen1_5_moe_a2_7b | 2.7e9               |
    | qwen3_30b_a3b     | 3.3e9               |
    | dbrx              | 36e9                |
    | olmoe_1b_7b       | 1.3e9               |
    | deepseek_moe_16b  | 2.8e9               |
    | qwen2_57b_a14b    | 14e9                |
    | kimi_k2           | 32.6e9              |
