# expect: ParseError
#
# division_by_zero.eq:15:17: division by zero
#    15 |     U = R * I / 0
#       |                 ^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I / 0
