# expect: UnknownNameError
#
# unknown_source.eq:22:22: unknown source 'ohm72'
#    22 |     U = R * I   from ohm72 "page 36"
#       |                      ^^^^^
#    did you mean ohm27?

"""Ohm's law."""

sources:
    ohm27 = "Ohm 1827, Die galvanische Kette" https://example.org/ohm

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    Q  [J]    "Heat"

equations:
    U = R * I   from ohm72 "page 36"
