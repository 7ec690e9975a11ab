# expect: ParseError
#
# member_excluded.eq:13:15: a member that another flag excludes
#    13 |     n  [1, in 1 2 4 8, 2..4]  "Resistors"
#       |               ^     ^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    n  [1, in 1 2 4 8, 2..4]  "Resistors"
