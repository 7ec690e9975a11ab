# expect: UnknownNameError
#
# column_of_an_unknown_quantity.eq:19:38: unknown name 'density'
#    19 |     | metal  | resistivity [ohm*m] | density  |
#       |                                      ^^^^^^^
#    nothing declares it: a quantity needs a line under quantities:
#    a column that declares a quantity has a unit: density [1]

"""Ohm's law in metals."""

quantities:
    U       [V]    "Voltage"
    I       [A]    "Current"
    R       [ohm]  "Resistance"
    length  [m]    "Length of the wire"
    area    [m^2]  "Its cross-section"

choice metal = copper "What the wire is made of":
    | metal  | resistivity [ohm*m] | density  |
    | copper | 1.68e-8             | 1.5e-6   |
    | silver | 1.59e-8             | -        |

equations:
    U = R * I
    R = resistivity * length / area
