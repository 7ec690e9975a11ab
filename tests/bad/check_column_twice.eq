# expect: TableError
#
# check_column_twice.eq:21:28: two columns are about R
#    21 |     | U [V] | R [ohm] | -> r [ohm] |
#       |                            ^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R, r  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I

check "a lamp" within 1%:
    | U [V] | R [ohm] | -> r [ohm] |
    | 12    | 6       | 6          |
