# expect: ParseError
#
# one_side.eq:17:14: no equality: an equation has two sides
#    17 |     U - R * I
#       |              ^
#    found     the end of the line
#    expected  left = right, or left ~= right for an approximation

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U - R * I
