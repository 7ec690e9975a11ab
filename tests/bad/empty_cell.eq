# expect: TableError
#
# empty_cell.eq:21:55: an empty cell
#    21 |     | silver | 1.59e-8             |                  |
#       |                                                       ^
#    found     '|'
#    expected  a value, or - to leave it open

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
    | silver | 1.59e-8             |                  |

equations:
    U = R * I
    R = resistivity * length / area
