# expect: ParseError
#
# table_without_rows.eq:18:5: a table without rows
#    18 |     | metal  | resistivity [ohm*m] | density [kg/m^3] |
#       |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#    expected  rows below its heading

"""Ohm's law in metals."""

quantities:
    U       [V]    "Voltage"
    I       [A]    "Current"
    R       [ohm]  "Resistance"
    length  [m]    "Length of the wire"
    area    [m^2]  "Its cross-section"

choice metal "What the wire is made of":
    | metal  | resistivity [ohm*m] | density [kg/m^3] |

equations:
    U = R * I
    R = resistivity * length / area
