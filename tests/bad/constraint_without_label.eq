# expect: ParseError
#
# constraint_without_label.eq:20:5: a constraint without a label
#    20 |     I <= 3 [A]  "The fuse blows"
#       |     ^
#    found     '<='
#    expected  a label and a colon first, as in limit: left <= right

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I

constraints:
    I <= 3 [A]  "The fuse blows"
