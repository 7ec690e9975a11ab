# expect: ParseError
#
# empty_block.eq:18:1: an empty block
#    18 | assumptions:
#       | ^^^^^^^^^^^
#    expected  at least one assumption below 'assumptions:'

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I

assumptions:
