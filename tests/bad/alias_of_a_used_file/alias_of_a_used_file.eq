# expect: UnknownNameError
#
# alias_of_a_used_file.eq:22:17: unknown name 'l'
#    22 |     Q = P * T * l / 1 [m]
#       |                 ^
#    l stands for length in wires.eq only: write length

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
    Q = P * T * l / 1 [m]
