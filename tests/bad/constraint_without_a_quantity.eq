# expect: ParseError
#
# constraint_without_a_quantity.eq:15:5: no quantity in this constraint
#    15 |     order: 1 <= 2 "Numbers are out of order"
#       |     ^^^^^^^^^^^^^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

constraints:
    order: 1 <= 2 "Numbers are out of order"
