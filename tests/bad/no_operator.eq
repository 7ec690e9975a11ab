# expect: ParseError
#
# no_operator.eq:17:9: no operator between 'R' and 'I'
#    17 |     U = R I
#       |         ^^^
#    found     'I'
#    expected  an operator; a product is written R * I

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R I
