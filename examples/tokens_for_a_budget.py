"""Tokens and days that a budget buys, as JSON for another program."""

from __future__ import annotations

import json

import tmath

cost = tmath.load()["cost"]

rows = []
for price in (1.5, 2.0, 3.0):
    answer = cost.solve(["D", "T"], budget="1 MUSD", price=price, gpu="H100_SXM", P="7B", gpus=256)
    data = answer.to_dict()
    rows.append({"price": price, "tokens": data["value"], "days": data["others"]["T"]["value"]})

print(json.dumps(rows, indent=2))
