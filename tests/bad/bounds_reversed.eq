# expect: ParseError
#
# bounds_reversed.eq:11:12: the lower bound is above the upper one
#    11 |     I  [A, 5..1]    "Current"
#       |            ^^^^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A, 5..1]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
