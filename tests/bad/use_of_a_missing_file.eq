# expect: UnknownNameError
#
# use_of_a_missing_file.eq:10:5: there is no system 'metal' to use
#    10 | use metal
#       |     ^^^^^
#    expected  a file metal.eq beside the others

"""Ohm's law."""

use metal

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
