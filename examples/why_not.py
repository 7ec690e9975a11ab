"""A question without an answer says why, in fields a program can use."""

from __future__ import annotations

import tmath

memory = tmath.load()["memory"]

try:
    memory.solve("seq", P="7B", gpu="H100_SXM")
except tmath.OutOfRangeError as error:
    print(f"blocked by {error.binding}; what would help: {', '.join(error.repairs)}")

try:
    memory.solve("P")
except tmath.MissingInputsError as error:
    print("give", " or ".join(" and ".join(names) for names in error.sets))

try:
    memory.solve("P", vram="80 G")
except tmath.InputError as error:
    print(error)
