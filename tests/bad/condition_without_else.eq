# expect: ParseError
#
# condition_without_else.eq:17:27: a condition without 'else'
#    17 |     U = R * I if I < 3 [A]
#       |                           ^
#    found     the end of the line
#    expected  value if condition else other value

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I if I < 3 [A]
