# expect: ParseError
#
# root_of_a_number_below_zero.eq:15:22: sqrt of a number below zero
#    15 |     U = R * I * sqrt(-1)
#       |                      ^^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I * sqrt(-1)
