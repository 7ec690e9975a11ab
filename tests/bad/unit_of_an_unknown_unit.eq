# expect: UnknownNameError
#
# unit_of_an_unknown_unit.eq:11:18: unknown unit 'metrs'
#    11 |     smoot = 1.7 [metrs] "Length"
#       |                  ^^^^^
#    did you mean metres?

"""Ohm's law."""

units:
    smoot = 1.7 [metrs] "Length"

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
