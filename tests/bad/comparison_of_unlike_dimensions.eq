# expect: DimensionError
#
# comparison_of_unlike_dimensions.eq:22:18: comparison of unlike dimensions
#    22 |     P = U * I if U > I else 0 [W]
#       |                  ^   ^
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
    P = U * I if U > I else 0 [W]
