# expect: ParseError
#
# double_equals.eq:16:7: '==' where one '=' is enough
#    16 |     U == R * I
#       |       ^^
#    fix: write =

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U == R * I
