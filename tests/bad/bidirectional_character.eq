# put <rlo>: U+202E
#
# expect: ParseError
#
# bidirectional_character.eq:19:18: a bidirectional character
#    19 |     U = R * I  # �R / U
#       |                  ^
#    found     U+202E RIGHT-TO-LEFT OVERRIDE
#    fix: delete it

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I  # <rlo>R / U
