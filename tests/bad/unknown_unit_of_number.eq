# expect: UnknownNameError
#
# unknown_unit_of_number.eq:20:12: unknown unit 'Joule'
#    20 |     Q = 2 [Joule] * U / 1 [V]
#       |            ^^^^^
#    did you mean joule?

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
    Q = 2 [Joule] * U / 1 [V]
