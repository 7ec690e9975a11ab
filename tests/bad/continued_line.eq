# expect: ParseError
#
# continued_line.eq:19:7: a second equality in one statement
#    19 |     I = U / R
#       |       ^
#    found     '='
#    expected  one statement a line, with one = or ~=
#    line 18 ends in '*' and is continued by the next

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R *
    I = U / R
