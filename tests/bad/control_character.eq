# put <bell>: U+0007
#
# expect: ParseError
#
# control_character.eq:15:23: a control character
#    15 |     I  [A]    "Current�"
#       |                       ^
#    found     U+0007
#    fix: delete it

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current<bell>"
    R  [ohm]  "Resistance"

equations:
    U = R * I
