# expect: ParseError
#
# count_suffix.eq:19:17: no operator between '7' and 'B'
#    19 |     U = R * I / 7B
#       |                 ^^
#    found     'B'
#    expected  an operator; a product is written 7 * B
#    7B is written 7e9
#    a unit stands in brackets: 7 [B]

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I / 7B
