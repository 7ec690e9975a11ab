# expect: EvidenceError
#
# check_that_fails.eq:30:5: a check fails: One metre of wire
#    30 |     | 1     | 1          | 1e-6       | copper | 0.0186 |
#       |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#    published  U = 0.0186
#    computed   U = 0.0168
#    error      -9.677 %, 2 % allowed

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

check "One metre of wire" within 2%:
    | I [A] | length [m] | area [m^2] | metal  | -> U [V] |
    | 1     | 1          | 1e-6       | copper | 0.0186 |
