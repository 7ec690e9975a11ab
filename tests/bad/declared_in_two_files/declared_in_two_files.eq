# expect: DuplicateNameError
#
# declared_in_two_files.eq:15:5: name 'R' declared twice
#    15 |     R  [ohm]  "Resistance"
#       |     ^
#    first     wires.eq:4:5: R  [ohm]  "Resistance"

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
