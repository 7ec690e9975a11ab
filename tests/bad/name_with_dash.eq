# expect: ParseError
#
# name_with_dash.eq:14:5: 'R-0' is no name
#    14 |     R-0  [ohm]  "The first"
#       |     ^^^
#    found     '-'
#    expected  a name: a letter, then letters, digits and _

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R-0  [ohm]  "The first"
    R  [ohm]  "Resistance"

equations:
    U = R * I
