# expect: DimensionError
#
# forgotten_unit.eq:21:9: dimension mismatch
#    21 |     U = R * I + 3
#       |         ^^^^^   ^
#    left   R * I   V
#    right  3       no unit
#    fix: write 3 [V]

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I + 3
