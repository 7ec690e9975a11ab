# expect: TableError
#
# heading_not_the_choice.eq:19:7: the first heading does not repeat the choice's name
#    19 |     | metals | resistivity [ohm*m] | density [kg/m^3] |
#       |       ^^^^^^
#    found     metals
#    expected  metal, over the keys of its rows

"""Ohm's law in metals."""

quantities:
    U       [V]    "Voltage"
    I       [A]    "Current"
    R       [ohm]  "Resistance"
    length  [m]    "Length of the wire"
    area    [m^2]  "Its cross-section"

choice metal = copper "What the wire is made of":
    | metals | resistivity [ohm*m] | density [kg/m^3] |
    | copper | 1.68e-8             | 8960             |
    | silver | 1.59e-8             | 10490            |

equations:
    U = R * I
    R = resistivity * length / area
