# expect: DimensionError
#
# dimensioned_argument_of_ceil.eq:22:22: what ceil gives would depend on the unit
#    22 |     T = 1 [s] * ceil(T)
#       |                      ^
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
    T = 1 [s] * ceil(T)
