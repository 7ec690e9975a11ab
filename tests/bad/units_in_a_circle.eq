# expect: ParseError
#
# units_in_a_circle.eq:10:5: units defined by each other: smoot, ell
#    10 |     smoot = 1.7 [ell] "Length"
#       |     ^^^^^

"""Ohm's law."""

units:
    smoot = 1.7 [ell] "Length"
    ell = 0.6 [smoot] "Length"

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
