# expect: DuplicateNameError
#
# same_label_in_two_files.eq:23:5: two equations are called 'l'
#    23 |     l = 2 [m/s] * T
#       |     ^^^^^^^^^^^^^^^
#    first     wires.eq:8:5: l = 2 * w
#    expected  another label, as in l_1: ...

"""Ohm's law."""

use wires

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
    l = 2 [m/s] * T
