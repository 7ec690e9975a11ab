# expect: DuplicateNameError
#
# column_declared_twice.eq:18:16: name 'R' declared twice
#    18 |     | metal  | R [ohm] | density |
#       |                ^
#    first     line 14: R        [ohm]     "Resistance"
#    expected  no [unit] on a column that gives values to a quantity declared elsewhere

"""Ohm's law in metals."""

quantities:
    U        [V]       "Voltage"
    I        [A]       "Current"
    R        [ohm]     "Resistance"
    density  [kg/m^3]  "Density"

choice metal "What the wire is made of":
    | metal  | R [ohm] | density |
    | copper | 1.68    | 8960    |

equations:
    U = R * I
