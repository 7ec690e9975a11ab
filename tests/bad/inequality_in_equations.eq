# expect: ParseError
#
# inequality_in_equations.eq:17:7: an inequality among equations
#    17 |     U >= R * I
#       |       ^^
#    found     '>='
#    expected  left = right; an inequality stands under constraints: with a label

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U >= R * I
