# expect: ParseError
#
# unit_in_default.eq:13:16: a unit in a default: the unit after it is the declared one
#    13 |     I = 2 [A]  [A]    "Current"
#       |                ^^^
#    found     '[A]'
#    expected  a number in the declared unit, or an expression of names

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I = 2 [A]  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
