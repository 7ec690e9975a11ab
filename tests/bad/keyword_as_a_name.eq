# expect: ParseError
#
# keyword_as_a_name.eq:16:5: 'given' is reserved, not a name
#    16 |     given  [1]  "What is given"
#       |     ^^^^^
#    'given' is a parameter of the Python calls; choose another name, such as given_1

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    given  [1]  "What is given"
    Q  [J]    "Heat"

equations:
    U = R * I
