# expect: ParseError
#
# comparison_as_value.eq:17:15: a comparison that stands for a value
#    17 |     U = R * I < 3 [V]
#       |               ^
#    found     '<'
#    expected  a value; a comparison is a condition, as in 1 if a < b else 0

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I < 3 [V]
