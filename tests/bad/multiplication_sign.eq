# expect: ParseError
#
# multiplication_sign.eq:17:11: '×' is no sign of the language
#    17 |     U = R × I
#       |           ^
#    found     U+00D7 MULTIPLICATION SIGN
#    fix: write *

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R × I
