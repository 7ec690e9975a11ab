# expect: UnknownNameError
#
# key_of_another_choice.eq:29:15: 'gold' is no key of choice metal
#    29 |     | thin  | gold   | 100    |
#       |               ^^^^
#    keys are copper, silver

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

choice cable = thick "A cable as it is sold":
    | cable | metal  | length |
    | thick | copper | 100    |
    | thin  | gold   | 100    |
