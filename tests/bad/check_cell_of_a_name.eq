# expect: TableError
#
# check_cell_of_a_name.eq:23:23: a cell of a check is a number
#    23 |     | 12    | 2     | U / I      |
#       |                       ^^^^^
#    found     U

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
    | U [V] | I [A] | -> R [ohm] |
    | 12    | 2     | U / I      |
