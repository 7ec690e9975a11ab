# expect: UnknownNameError
#
# unit_as_a_name.eq:20:13: unknown name 'J'
#    20 |     Q = 3 * J
#       |             ^
#    J is a unit: a number with a unit is written 1 [J]

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
    Q = 3 * J
