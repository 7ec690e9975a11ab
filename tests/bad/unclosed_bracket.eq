# expect: ParseError
#
# unclosed_bracket.eq:12:8: a bracket that is never closed
#    12 |     I  [A     "Current"
#       |        ^
#    expected  ']' on the same line

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A     "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
