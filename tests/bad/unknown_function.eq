# expect: ParseError
#
# unknown_function.eq:18:13: 'sqr' is no function
#    18 |     U = R * sqr(I * I)
#       |             ^^^
#    functions are abs ceil cos exp floor log log10 log2 max min sin sqrt tan
#    if sqr is a quantity, a product is written sqr * (...)
#    did you mean sqrt?

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * sqr(I * I)
