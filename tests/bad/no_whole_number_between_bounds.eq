# expect: ParseError
#
# no_whole_number_between_bounds.eq:13:21: no whole number lies between the bounds
#    13 |     n  [1, integer, 0.2..0.8]  "Resistors"
#       |                     ^^^^^^^^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    n  [1, integer, 0.2..0.8]  "Resistors"
