# expect: ParseError
#
# look_alike_letter.eq:17:13: 'І' only looks like the letter I
#    17 |     U = R * І
#       |             ^
#    found     U+0406 CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I
#    fix: write I

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * І
