# expect: DimensionError
#
# sum_of_unlike_dimensions.eq:19:15: dimension mismatch
#    19 |     M_total = M_states + P
#       |               ^^^^^^^^   ^
#    left   M_states   byte
#    right  P          param
#    fix: multiply P by a quantity in byte/param, such as weight_bytes

"""Memory in use."""

quantities:
    M_total       [GB]          "Memory in use"
    M_states      [GB]          "Weights and optimizer states"
    weight_bytes  [byte/param]  "Size of a parameter"
    P             [param]       "Parameters"

equations:
    M_total = M_states + P
