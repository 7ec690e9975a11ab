# expect: ParseError
#
# condition_compares_nothing.eq:17:18: a condition that compares nothing
#    17 |     U = R * I if I else 0 [V]
#       |                  ^
#    found     'else'
#    expected  a comparison, such as I > 0

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I if I else 0 [V]
