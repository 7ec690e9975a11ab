# expect: DuplicateNameError
#
# alias_is_a_name_of_a_used_file.eq:17:8: alias 'l' is a name of a file that this one uses
#    17 |     T, l  [s]    "Time"
#       |        ^
#    first     wires.eq:4:5: l  [m]  "Length"

"""Ohm's law."""

use wires

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T, l  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
