# expect: ParseError
#
# unclosed_parenthesis.eq:17:9: a parenthesis that is never closed
#    17 |     U = (R * I
#       |         ^
#    found     the end of the line
#    expected  ')'

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = (R * I
    R = U / I
