# expect: DimensionError
#
# cell_of_another_dimension.eq:21:16: a cell of another dimension
#    21 |     | silver | 1.59e-8 [ohm]       | -        |
#       |                ^^^^^^^^^^^^^
#    found     ohm
#    expected  ohm*m, the dimension of resistivity

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
    | silver | 1.59e-8 [ohm]       | -        |

equations:
    U = R * I
    R = resistivity * length / area
