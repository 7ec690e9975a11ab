# expect: TableError
#
# duplicate_key.eq:20:7: the key 'copper' stands twice
#    20 |     | copper | 1.59e-8             | 10490            |
#       |       ^^^^^^
#    first     line 19: | copper | 1.68e-8             | 8960             |

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
    | copper | 1.59e-8             | 10490            |

equations:
    U = R * I
    R = resistivity * length / area
