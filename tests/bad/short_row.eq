# expect: TableError
#
# short_row.eq:22:36: a short row
#    22 |     | silver | 1.59e-8             |
#       |                                    ^
#    found     2 cells
#    expected  3, one a heading
#    missing   density; write - to leave a cell open

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
    | silver | 1.59e-8             |

equations:
    U = R * I
    R = resistivity * length / area
