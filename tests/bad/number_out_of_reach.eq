# expect: ParseError
#
# number_out_of_reach.eq:16:9: a number beyond every quantity
#    16 |     U = 1e-400 * R * I
#       |         ^^^^^^
#    numbers reach from 1e-308 to 1e308

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = 1e-400 * R * I
