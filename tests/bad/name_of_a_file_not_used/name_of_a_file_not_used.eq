# expect: UnknownNameError
#
# name_of_a_file_not_used.eq:20:17: unknown name 'length'
#    20 |     Q = P * T * length / 1 [m]
#       |                 ^^^^^^
#    it is declared in wires: add  use wires

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
    Q = P * T * length / 1 [m]
