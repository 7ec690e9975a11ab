# expect: ParseError
#
# link_not_of_the_web.eq:12:45: no link of the web
#    12 |     ohm = "Ohm 1827, Die galvanische Kette" ftp://example.org/ohm
#       |                                             ^^^
#    found     'ftp'
#    expected  nothing, or a link that begins with http:// or https://

"""Ohm's law."""

sources:
    ohm = "Ohm 1827, Die galvanische Kette" ftp://example.org/ohm

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I
