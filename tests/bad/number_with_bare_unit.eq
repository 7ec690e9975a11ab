# expect: ParseError
#
# number_with_bare_unit.eq:18:17: no operator between '3' and 'V'
#    18 |     U = R * I + 3 V
#       |                 ^^^
#    found     'V'
#    expected  an operator; a product is written 3 * V
#    a unit stands in brackets: 3 [V]

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I + 3 V
