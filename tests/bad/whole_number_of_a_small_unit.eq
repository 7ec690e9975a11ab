# expect: DimensionError
#
# whole_number_of_a_small_unit.eq:14:9: a whole number of [ms] is not a whole number of its base unit
#    14 |     T  [ms, integer]  "Time"
#       |         ^^

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [ms, integer]  "Time"
    Q  [J]    "Heat"

equations:
    U = R * I
