# expect: ParseError
#
# doc_after_source.eq:20:35: a doc string after the source
#    20 |     U = R * I  from ohm "page 1"  "What a current meets"
#       |                                   ^^^^^^^^^^^^^^^^^^^^^^
#    found     a string
#    expected  the doc string before 'from'

"""Ohm's law."""

sources:
    ohm = "Ohm 1827, Die galvanische Kette"

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I  from ohm "page 1"  "What a current meets"
