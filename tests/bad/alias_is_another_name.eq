# expect: DuplicateNameError
#
# alias_is_another_name.eq:14:8: alias 'U' is another name of its file
#    14 |     P, U  [W]  "Power"
#       |        ^
#    first     line 11: U  [V]    "Voltage"

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P, U  [W]  "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
