"""An objective for Optuna (or any study that suggests and asks): choices and whole numbers in, one number out."""

from __future__ import annotations

import random

import tmath

plan = tmath.load()["plan"]
cost = plan.compile(
    "cost",
    inputs=["tp", "pp", "micro_batch", "zero", "recompute"],
    model="llama_2_70b",
    D="1T",
    gpu="H100_SXM",
    gpus=512,
    global_batch=1024,
    price="2USD/h",
    efficiency=0.5,
    overheads="on",
)


def objective(trial):
    """The price of a layout in millions, infinite where it is none."""
    found = cost.evaluate(
        tp=2 ** trial.suggest_int("log_tp", 0, 3),
        pp=2 ** trial.suggest_int("log_pp", 0, 3),
        micro_batch=2 ** trial.suggest_int("log_micro_batch", 0, 3),
        zero=trial.suggest_categorical("zero", [0, 1]),
        recompute=trial.suggest_categorical("recompute", ["none", "selective", "full"]),
    )
    return float(found.values) / 1e6 if found.status == 0 else float("inf")


class Trial:
    """What stands in for optuna.trial.Trial here: suggestions at random. With Optuna: study.optimize(objective)."""

    def __init__(self, rng):
        self.rng, self.params = rng, {}

    def suggest_int(self, name, low, high):
        return self.params.setdefault(name, self.rng.randint(low, high))

    def suggest_categorical(self, name, choices):
        return self.params.setdefault(name, self.rng.choice(choices))


rng = random.Random(1)
trials = [Trial(rng) for _ in range(200)]
values = [objective(trial) for trial in trials]
best = min(range(len(trials)), key=values.__getitem__)
print(f"{values[best]:.3f} million USD: {trials[best].params}")
print(f"{sum(value < float('inf') for value in values)} of {len(values)} trials were layouts that work")
