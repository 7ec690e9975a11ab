# expect: ParseError
#
# cell_of_itself.eq:16:14: a cell that is R itself says nothing
#    16 |     | thin | R |
#       |              ^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

choice wire:
    | wire | R |
    | thin | R |
