# expect: ParseError
#
# curly_quotes.eq:13:15: '“' is no sign of the language
#    13 |     I  [A]    “Current”
#       |               ^
#    found     U+201C LEFT DOUBLE QUOTATION MARK
#    fix: write "

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    “Current”
    R  [ohm]  "Resistance"

equations:
    U = R * I
