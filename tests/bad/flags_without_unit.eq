# expect: ParseError
#
# flags_without_unit.eq:13:9: no unit between the brackets
#    13 |     I  [integer]    "Current"
#       |         ^^^^^^^
#    found     integer
#    expected  [1, integer] if it has no unit

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [integer]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
