# expect: ParseError
#
# number_too_large.eq:16:17: a number with more digits than anything has
#    16 |     U = R * I / 1e999999999
#       |                 ^^^^^^^^^^^
#    expected  at most 400 digits

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I / 1e999999999
