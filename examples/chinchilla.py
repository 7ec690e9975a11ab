"""Chinchilla's law by each of its fits: the best model for a budget, the compute of a loss, tokens for a size."""

from __future__ import annotations

import tmath

loss = tmath.load()["loss"]

print("5.76e23 FLOP, for which the paper says 40 billion parameters (its approach 3)")
for fit in loss.choices["fit"].rows:
    best = loss.solve(["P_opt", "D_opt"], C="5.76e23 FLOP", fit=fit)
    print(f"   {fit:21} {best.value['P_opt'] / 1e9:5.1f} billion, {best.value['D_opt'] / 1e12:4.2f} trillion tokens")

print("a loss of 2.0 nats at best")
for fit in loss.choices["fit"].rows:
    print(f"   {fit:21} {loss.solve('C', loss_opt=2, fit=fit).value:.3g} FLOP")

print("tokens that bring 7 billion parameters to the loss of 70 billion on 1.4 trillion")
for fit in loss.choices["fit"].rows:
    reached = loss.solve("loss", P="70e9 param", D="1.4e12 token", fit=fit).value
    try:
        tokens = loss.solve("D", P="7e9 param", loss=reached, fit=fit)
        print(f"   {fit:21} {tokens.value / 1e12:.1f} trillion, for {reached:.3f}")
    except tmath.OutOfRangeError as error:
        print(f"   {fit:21} none: 7 billion stay above {error.low:.3f}, and {reached:.3f} is wanted")
