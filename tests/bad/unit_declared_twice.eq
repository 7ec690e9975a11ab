# expect: DuplicateNameError
#
# unit_declared_twice.eq:12:5: unit 'smoot' declared twice
#    12 |     smoot = 67 [inch] "Length"
#       |     ^^^^^
#    first     line 11: smoot = 1.7018 [m] "Length"

"""Ohm's law."""

units:
    smoot = 1.7018 [m] "Length"
    smoot = 67 [inch] "Length"
    inch = 0.0254 [m] "Length"

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
