# expect: ParseError
#
# greek_letter.eq:17:17: 'η' is no ASCII letter
#    17 |     U = R * I * η
#       |                 ^
#    found     U+03B7 GREEK SMALL LETTER ETA
#    expected  letters A-Z a-z, digits and _, such as eta

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I * η
