"""A layout by differential evolution: a whole population is one call, whole numbers and constraints included."""

from __future__ import annotations

import numpy as np
from scipy.optimize import differential_evolution

import tmath

plan = tmath.load()["plan"]
names = ["tp", "pp", "micro_batch", "grad_accum"]
cost = plan.compile(
    "cost",
    inputs=names,
    model="llama_2_70b",
    D="1T",
    gpu="H100_SXM",
    gpus=512,
    price="2USD/h",
    efficiency=0.5,
    overheads="on",
    zero=1,
)


def of_population(x):
    """Millions for each column; no answer, or a broken constraint, is dearer than any layout."""
    layouts = dict(zip(names, 2.0 ** np.round(x), strict=True))
    found = cost.evaluate(**layouts)
    return np.where(found.status == 0, found.values / 1e6, 1e3)


result = differential_evolution(
    of_population,
    bounds=[(0, 3), (0, 4), (0, 3), (0, 8)],  # powers of two
    integrality=[True] * 4,
    vectorized=True,
    updating="deferred",
    rng=1,
)
best = dict(zip(names, (2.0 ** np.round(result.x)).astype(int).tolist(), strict=True))
print(f"{result.fun:.3f} million USD with {best}, {result.nit} generations")
margins = cost.evaluate(**best).margins
print("margins:", ", ".join(f"{label} {float(value):+.2f}" for label, value in margins.items()))
