# expect: ParseError
#
# greek_letter.eq:14:5: 'Ω' is no ASCII letter
#    14 |     Ω  [ohm]  "Resistance"
#       |     ^
#    found     U+03A9 GREEK CAPITAL LETTER OMEGA
#    expected  letters A-Z a-z, digits and _, such as omega

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    Ω  [ohm]  "Resistance"

equations:
    U = R * I
