"""A system from a string, any unknown, and its formulas."""

from __future__ import annotations

import tmath

CIRCUIT = '''"""Ohm's law and the power it costs."""

quantities:
    U  [V]    "Voltage"
    R  [ohm]  "Resistance"
    I  [A]    "Current"
    W  [W]    "Power"

equations:
    U = R * I
    W = U * I
'''

circuit = tmath.loads(CIRCUIT, name="circuit")

print(circuit.solve("R", U="230 V", W="1 kW"))
for name in circuit.quantities:
    print(circuit.rearrange(name))
