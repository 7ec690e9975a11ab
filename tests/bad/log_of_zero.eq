# expect: ParseError
#
# log_of_zero.eq:15:21: log of zero
#    15 |     U = R * I * log(1 - 1)
#       |                     ^^^^^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I * log(1 - 1)
