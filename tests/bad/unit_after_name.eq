# expect: ParseError
#
# unit_after_name.eq:17:11: a unit after 'R', which is no number
#    17 |     U = R [ohm] * I
#       |           ^^^^^
#    found     '[ohm]'
#    expected  units after numbers only; a quantity has its declared unit

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R [ohm] * I
