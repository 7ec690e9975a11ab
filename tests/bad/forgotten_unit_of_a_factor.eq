# expect: DimensionError
#
# forgotten_unit_of_a_factor.eq:22:5: the two sides have unlike dimensions
#    22 |     T = 60 * 24
#       |     ^   ^^^^^^^
#    left   T         s
#    right  60 * 24   no unit
#    fix: write 60 [s]

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
    T = 60 * 24
