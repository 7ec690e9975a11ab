# expect: ParseError
#
# power_too_large.eq:16:19: a power with more digits than any quantity has
#    16 |     U = R * I / 9^9^9^9
#       |                   ^^^^^
#    expected  at most 400

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I / 9^9^9^9
