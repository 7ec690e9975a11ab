# put <space>: U+200B
#
# expect: ParseError
#
# zero_width_space.eq:19:10: an invisible character
#    19 |     U = R� * I
#       |          ^
#    found     U+200B ZERO WIDTH SPACE
#    fix: delete it

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R<space> * I
