# expect: ParseError
#
# colon_equals.eq:16:7: ':=' where equality is written '='
#    16 |     U := R * I
#       |       ^^
#    fix: write =

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U := R * I
