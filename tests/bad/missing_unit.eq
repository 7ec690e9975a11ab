# expect: ParseError
#
# missing_unit.eq:13:5: no unit on quantity 'I'
#    13 |     I         "Current"
#       |     ^
#    found     a string
#    expected  a unit in brackets, such as I [byte], or [1] for none

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I         "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
