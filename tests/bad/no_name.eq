# expect: ParseError
#
# no_name.eq:14:5: '2nd' is no name
#    14 |     2nd  [1]  "The second"
#       |     ^^^
#    found     '2'
#    expected  a name: a letter, then letters, digits and _

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    2nd  [1]  "The second"
    R  [ohm]  "Resistance"

equations:
    U = R * I
