# expect: ParseError
#
# equation_without_a_quantity.eq:19:5: no quantity in this equation
#    19 |     four: 2 + 2 = 4
#       |     ^^^^^^^^^^^^^^^

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
    four: 2 + 2 = 4
