# expect: DimensionError
#
# choice_in_order.eq:24:40: choice metal has no order
#    24 |     R = resistivity * length / area if metal < silver else 1 [ohm]
#       |                                        ^^^^^^^^^^^^^^
#    metal is a choice; it may be compared with a key by = and !=

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
    R = resistivity * length / area if metal < silver else 1 [ohm]
