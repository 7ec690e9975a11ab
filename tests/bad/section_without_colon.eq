# expect: ParseError
#
# section_without_colon.eq:15:10: no ':' after 'equations'
#    15 | equations
#       |          ^
#    fix: write equations:

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations
    U = R * I
