# expect: UnknownNameError
#
# wires.eq:8:14: unknown name 'widht'
#     8 |     length = widht
#       |              ^^^^^
#    did you mean width (line 5)?
#
# mistakes_in_two_files.eq:27:13: unknown name 't'
#    27 |     Q = P * t
#       |             ^
#    did you mean T (line 22)?

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
    Q = P * t
