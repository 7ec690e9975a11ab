# expect: ParseError
#
# extra_parenthesis.eq:15:14: ')' without '('
#    15 |     U = R * I)
#       |              ^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I)
