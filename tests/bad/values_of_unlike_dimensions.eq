# expect: DimensionError
#
# values_of_unlike_dimensions.eq:22:9: the two values of a conditional have unlike dimensions
#    22 |     P = U * I if U > 0 [V] else Q
#       |         ^^^^^                   ^
#    left   U * I   W
#    right  Q       J
#    fix: divide Q by a quantity in s, such as T

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
    P = U * I if U > 0 [V] else Q
