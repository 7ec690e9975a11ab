# expect: TableError
#
# default_no_key.eq:18:16: the default 'cooper' is no key of choice metal
#    18 | choice metal = cooper "What the wire is made of":
#       |                ^^^^^^
#    keys are copper, silver
#    did you mean copper?

"""Ohm's law in metals."""

quantities:
    U       [V]    "Voltage"
    I       [A]    "Current"
    R       [ohm]  "Resistance"
    length  [m]    "Length of the wire"
    area    [m^2]  "Its cross-section"

choice metal = cooper "What the wire is made of":
    | metal  | resistivity [ohm*m] | density [kg/m^3] |
    | copper | 1.68e-8             | 8960             |
    | silver | 1.59e-8             | 10490            |

equations:
    U = R * I
    R = resistivity * length / area
