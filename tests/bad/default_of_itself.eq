# expect: ParseError
#
# default_of_itself.eq:12:9: a default that is R itself says nothing
#    12 |     R = R  [ohm]  "Resistance"
#       |         ^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R = R  [ohm]  "Resistance"
