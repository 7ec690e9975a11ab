# expect: TableError
#
# check_column_no_quantity.eq:22:26: check column 'resistance' is no quantity
#    22 |     | U [V] | I [A] | -> resistance [ohm] |
#       |                          ^^^^^^^^^^
#    nothing declares it: a quantity needs a line under quantities:

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
    | U [V] | I [A] | -> resistance [ohm] |
    | 12    | 2     | 6                   |
