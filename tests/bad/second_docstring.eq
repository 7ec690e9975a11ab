# expect: ParseError
#
# second_docstring.eq:19:1: a docstring that does not stand first in its file
#    19 | """Another title."""
#       | ^^^^^^^^^^^^^^^^^^^^
#    found     a docstring
#    expected  comments here, which begin with #

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I

"""Another title."""
