# expect: ParseError
#
# equation_that_says_nothing.eq:16:5: this equation says nothing
#    16 |     U = U
#       |     ^^^^^
#    both sides are the same

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = U
