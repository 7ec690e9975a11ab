# expect: UnknownNameError
#
# unknown_name.eq:20:13: unknown name 'current'
#    20 |     P = U * current
#       |             ^^^^^^^
#    nothing declares it: a quantity needs a line under quantities:

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
    P = U * current
