# expect: DimensionError
#
# unequal_sides.eq:21:5: the two sides have unlike dimensions
#    21 |     P = U * R
#       |     ^   ^^^^^
#    left   P       W
#    right  U * R   ohm*V

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
    P = U * R
