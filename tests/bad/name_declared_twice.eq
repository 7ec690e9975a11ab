# expect: DuplicateNameError
#
# name_declared_twice.eq:15:5: name 'U' declared twice
#    15 |     U  [kV]   "Voltage again"
#       |     ^
#    first     line 11: U  [V]    "Voltage"

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    U  [kV]   "Voltage again"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
