# put <e>: byte E9
#
# expect: ParseError
#
# not_utf8.eq:15:24: the file is not UTF-8
#    15 |     I  [A]    "Intensit�"
#       |                        ^
#    found     byte 0xe9
#    expected  text in UTF-8; save the file again in that encoding

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Intensit<e>"
    R  [ohm]  "Resistance"

equations:
    U = R * I
