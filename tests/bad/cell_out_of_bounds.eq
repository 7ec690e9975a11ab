# expect: TableError
#
# cell_out_of_bounds.eq:20:38: a cell outside the bounds of area
#    20 |     | silver | 1.59e-8             | -1e-6    |
#       |                                      ^^^^^
#    expected  a number above 0 m^2

"""Ohm's law in metals."""

quantities:
    U       [V]    "Voltage"
    I       [A]    "Current"
    R       [ohm]  "Resistance"
    length  [m]    "Length of the wire"
    area    [m^2]  "Its cross-section"

choice metal = copper "What the wire is made of":
    | metal  | resistivity [ohm*m] | area     |
    | copper | 1.68e-8             | 1.5e-6   |
    | silver | 1.59e-8             | -1e-6    |

equations:
    U = R * I
    R = resistivity * length / area
