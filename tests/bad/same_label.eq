# expect: DuplicateNameError
#
# same_label.eq:18:5: two equations are called 'U'
#    18 |     U = 2 * R * I / 2
#       |     ^^^^^^^^^^^^^^^^^
#    first     line 17: U = R * I
#    expected  another label, as in other: U = 2 * R * I / 2

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
    U = 2 * R * I / 2
