# expect: DimensionError
#
# dimensioned_power_of_a_name.eq:23:17: a quantity with a unit has a number as its exponent
#    23 |     Q = 1 [J] * T ^ n / 1 [s]
#       |                 ^   ^
#    base      T   s
#    exponent  n   not a number
#    fix: divide T by 1 [s] first

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    n  [1]    "Exponent"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
    Q = 1 [J] * T ^ n / 1 [s]
