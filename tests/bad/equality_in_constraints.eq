# expect: ParseError
#
# equality_in_constraints.eq:20:13: an equality among constraints
#    20 |     fuse: I = 3 [A]  "The fuse blows"
#       |             ^
#    found     '='
#    expected  <=, >=, <, > or divides; an equality stands under equations:

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I

constraints:
    fuse: I = 3 [A]  "The fuse blows"
