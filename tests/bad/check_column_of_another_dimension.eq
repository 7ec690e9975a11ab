# expect: DimensionError
#
# check_column_of_another_dimension.eq:23:18: a heading of another dimension
#    23 |     | U [V] | I [V] | -> R [ohm] |
#       |                  ^
#    found     V
#    expected  A, as in I [A]

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

check "a lamp" within 1%:
    | U [V] | I [V] | -> R [ohm] |
    | 12    | 2     | 6          |
