# expect: UnknownNameError
#
# use_of_itself.eq:9:5: use in a circle: use_of_itself uses use_of_itself
#     9 | use use_of_itself
#       |     ^^^^^^^^^^^^^

"""Ohm's law."""

use use_of_itself

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
