# expect: UnknownNameError
#
# unknown_unit.eq:13:9: unknown unit 'omh'
#    13 |     R  [omh]  "Resistance"
#       |         ^^^
#    did you mean ohm?

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [omh]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
