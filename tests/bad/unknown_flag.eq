# expect: ParseError
#
# unknown_flag.eq:13:12: unknown flag 'intger'
#    13 |     I  [A, intger]    "Current"
#       |            ^^^^^^
#    expected  integer, multiple of 128, in 1 2 4 8, signed, nonnegative, or bounds such as 0..1
#    did you mean integer?

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A, intger]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
