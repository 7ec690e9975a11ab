# expect: DimensionError
#
# dimensioned_exponent.eq:22:21: an exponent has no unit
#    22 |     Q = 1 [J] * 2 ^ T
#       |                     ^
#    found     T   s
#    expected  no unit
#    fix: divide T by 1 [s]

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
    Q = 1 [J] * 2 ^ T
