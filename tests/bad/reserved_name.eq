# expect: ParseError
#
# reserved_name.eq:13:5: 'check' is a reserved word, not a name
#    13 |     check  [1]  "Checks"
#       |     ^^^^^
#    'check' is the start of a statement; choose another name, such as check_1

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    check  [1]  "Checks"
    R  [ohm]  "Resistance"

equations:
    U = R * I
