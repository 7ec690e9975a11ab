# expect: UnknownNameError
#
# key_as_a_name.eq:25:17: unknown name 'copper'
#    25 |     I = 2 [A] * copper
#       |                 ^^^^^^
#    copper is a key of choice metal: compare it, metal = copper

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
    I = 2 [A] * copper
