# expect: TableError
#
# row_without_last_bar.eq:22:43: a table line without '|' at its end
#    22 |     | silver | 1.59e-8             | 10490
#       |                                           ^
#    found     the end of the line
#    expected  '|'
#    fix: end the line with |

"""Ohm's law in metals."""

quantities:
    U       [V]    "Voltage"
    I       [A]    "Current"
    R       [ohm]  "Resistance"
    length  [m]    "Length of the wire"
    area    [m^2]  "Its cross-section"

choice metal = copper "What the wire is made of":
    | metal  | resistivity [ohm*m] | density [kg/m^3] |
    | copper | 1.68e-8             | 8960             |
    | silver | 1.59e-8             | 10490

equations:
    U = R * I
    R = resistivity * length / area
