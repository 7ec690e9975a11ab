# expect: ParseError
#
# function_arguments.eq:16:21: sqrt of 2 arguments
#    16 |     U = R * sqrt(I, I)
#       |                     ^
#    expected  one

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * sqrt(I, I)
