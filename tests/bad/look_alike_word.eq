# expect: ParseError
#
# look_alike_word.eq:13:5: 'с' in 'сurrent' only looks like the letter c
#    13 |     сurrent  [A]   "Current"
#       |     ^
#    found     U+0441 CYRILLIC SMALL LETTER ES
#    fix: write current

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    сurrent  [A]   "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * current
