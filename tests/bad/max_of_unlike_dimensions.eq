# expect: DimensionError
#
# max_of_unlike_dimensions.eq:22:13: max of unlike dimensions
#    22 |     P = max(U, I) * I
#       |             ^  ^
#    left   U   V
#    right  I   A
#    fix: multiply I by a quantity in ohm, such as R

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
    P = max(U, I) * I
