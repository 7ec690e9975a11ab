# expect: ParseError
#
# unclosed_quote.eq:12:15: a quote that is never closed
#    12 |     I  [A]    "Current
#       |               ^
#    expected  a second " on the same line

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current
    R  [ohm]  "Resistance"

equations:
    U = R * I
