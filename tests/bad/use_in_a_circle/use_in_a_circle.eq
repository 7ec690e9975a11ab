# expect: UnknownNameError
#
# metals.eq:3:5: use in a circle: use_in_a_circle uses wires uses metals uses use_in_a_circle
#     3 | use use_in_a_circle
#       |     ^^^^^^^^^^^^^^^

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
