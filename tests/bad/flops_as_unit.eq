# expect: UnknownNameError
#
# flops_as_unit.eq:11:12: unknown unit 'TFLOPs'
#    11 |     peak  [TFLOPs]  "Rate"
#       |            ^^^^^^
#    did you mean TFLOP or TFLOP/s?

"""A processor."""

quantities:
    peak  [TFLOPs]  "Rate"
    work  [FLOP]    "Operations"
    T     [s]       "Time"

equations:
    work = peak * T
