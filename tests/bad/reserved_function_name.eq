# expect: ParseError
#
# reserved_function_name.eq:13:5: 'exp' is a reserved word, not a name
#    13 |     exp  [1]  "Experts"
#       |     ^^^
#    'exp' is a function; choose another name, such as exp_1

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    exp  [1]  "Experts"
    R  [ohm]  "Resistance"

equations:
    U = R * I
