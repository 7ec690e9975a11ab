# put <long>: +I 5000000 times
#
# expect: ParseError
#
# line_too_long.eq:19:1: a line too long to be read
#    19 |     U = R * (I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I+I
#       | ^
#    found     10_000_015 characters
#    expected  at most 100_000

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * (I<long>)
