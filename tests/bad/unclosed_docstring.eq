# expect: ParseError
#
# unclosed_docstring.eq:8:1: the docstring is never closed
#     8 | """Ohm's law.
#       | ^^^
#    expected  """ at its end

"""Ohm's law.

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
