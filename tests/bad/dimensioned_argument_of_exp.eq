# expect: DimensionError
#
# dimensioned_argument_of_exp.eq:22:21: the argument of exp has no unit
#    22 |     Q = 1 [J] * exp(-T)
#       |                     ^^
#    found     -T   s
#    expected  no unit
#    fix: divide -T by 1 [s]

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
    Q = 1 [J] * exp(-T)
