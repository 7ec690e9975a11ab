# put <more>: +I 2000 times
#
# expect: ParseError
#
# too_many_operators.eq:18:2011: a statement with too many operators
#    18 | I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+
#       |                                  ^
#    expected  at most 1000

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * (I<more>)
