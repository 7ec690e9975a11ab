# expect: DuplicateNameError
#
# alias_twice.eq:15:8: alias 'p' is another name of its file
#    15 |     T, p  [s]  "Time"
#       |        ^
#    first     line 14: P, p  [W]  "Power"

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P, p  [W]  "Power"
    T, p  [s]  "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
