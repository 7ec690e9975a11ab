# put <open>: ( 10000 times
# put <close>: ) 10000 times
#
# expect: ParseError
#
# parentheses_too_deep.eq:19:113: parentheses nested too deep
#    19 | ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((
#       |                                  ^
#    expected  at most 100

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * <open>I<close>
