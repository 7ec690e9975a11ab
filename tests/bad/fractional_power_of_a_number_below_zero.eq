# expect: ParseError
#
# fractional_power_of_a_number_below_zero.eq:15:17: a fractional power of a number below zero
#    15 |     U = R * I * (-8) ^ (1/3)
#       |                 ^^^^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I * (-8) ^ (1/3)
