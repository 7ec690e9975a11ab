# expect: DimensionError
#
# constraint_of_unlike_dimensions.eq:24:11: the two sides have unlike dimensions
#    24 |     safe: P <= Q "The wire melts"
#       |           ^    ^
#    left   P   W
#    right  Q   J
#    fix: divide Q by a quantity in s, such as T

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I

constraints:
    safe: P <= Q "The wire melts"
