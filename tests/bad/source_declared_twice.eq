# expect: DuplicateNameError
#
# source_declared_twice.eq:12:5: source 'ohm' declared twice
#    12 |     ohm = "Ohm 1826, Bestimmung des Gesetzes"
#       |     ^^^
#    first     line 11: ohm = "Ohm 1827, Die galvanische Kette"

"""Ohm's law."""

sources:
    ohm = "Ohm 1827, Die galvanische Kette"
    ohm = "Ohm 1826, Bestimmung des Gesetzes"

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
