# expect: ParseError
#
# chained_comparison.eq:17:28: a chain of comparisons
#    17 |     U = R * I if 0 [A] < I < 3 [A] else 0 [V]
#       |                            ^
#    found     '<'
#    expected  two comparisons, as in a < b and b < c, or two constraints

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I if 0 [A] < I < 3 [A] else 0 [V]
