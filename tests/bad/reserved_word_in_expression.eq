# expect: ParseError
#
# reserved_word_in_expression.eq:16:17: 'log' is a reserved word, not a name
#    16 |     U = R * I * log
#       |                 ^^^
#    'log' is a function; choose another name, such as log_1

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equations:
    U = R * I * log
