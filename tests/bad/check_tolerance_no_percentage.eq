# expect: ParseError
#
# check_tolerance_no_percentage.eq:27:38: a tolerance that is no percentage
#    27 | check "One metre of wire" within 0.02:
#       |                                      ^
#    found     ':'
#    expected  a number and %, as in within 2%:

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
    | silver | 1.59e-8             | 10490            |

equations:
    U = R * I
    R = resistivity * length / area

check "One metre of wire" within 0.02:
    | I [A] | length [m] | area [m^2] | metal  | -> U [V] |
    | 1     | 1          | 1e-6       | copper | 0.0168 |
