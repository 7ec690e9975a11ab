# expect: DimensionError
#
# operations_and_rate.eq:18:5: the two sides have unlike dimensions
#    18 |     work = 2 * peak
#       |     ^^^^   ^^^^^^^^
#    left   work       FLOP
#    right  2 * peak   FLOP/s
#    fix: multiply the right side by a quantity in s, such as T

"""A processor."""

quantities:
    peak  [TFLOP/s]  "Rate"
    work  [FLOP]     "Operations"
    T     [s]        "Time"

equations:
    work = 2 * peak
