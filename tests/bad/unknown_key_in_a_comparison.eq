# expect: UnknownNameError
#
# unknown_key_in_a_comparison.eq:25:48: 'coper' is no key of choice metal
#    25 |     R = resistivity * length / area if metal = coper else 1 [ohm]
#       |                                                ^^^^^
#    keys are copper, silver
#    did you mean copper?

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
    R = resistivity * length / area if metal = coper else 1 [ohm]
