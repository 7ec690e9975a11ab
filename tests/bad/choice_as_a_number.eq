# expect: DimensionError
#
# choice_as_a_number.eq:25:17: metal is a choice, not a number
#    25 |     I = 2 [A] * metal
#       |                 ^^^^^
#    a choice may only be compared with a key, as in metal = copper

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
    | silver | 1.59e-8             | -        |

equations:
    U = R * I
    R = resistivity * length / area
    I = 2 [A] * metal
