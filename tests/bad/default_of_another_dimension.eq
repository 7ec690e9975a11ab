# expect: DimensionError
#
# default_of_another_dimension.eq:16:9: a default of another dimension
#    16 |     T = Q  [s]  "Time"
#       |         ^
#    found     J
#    expected  s, the dimension of T

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T = Q  [s]  "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
