# expect: TableError
#
# default_out_of_bounds.eq:16:13: a default outside the bounds of share
#    16 |     share = 1.5  [1, 0..1]  "Share that is lost"
#       |             ^^^
#    expected  a number from 0 up to 1

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"
    P  [W]    "Power"
    T  [s]    "Time"
    share = 1.5  [1, 0..1]  "Share that is lost"
    Q  [J]    "Heat"

equations:
    U = R * I
