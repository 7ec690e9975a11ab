# expect: UnknownNameError
#
# unknown_name_spelled_nearly.eq:20:17: unknown name 'weight_byte'
#    20 |     M_weights = weight_byte * P
#       |                 ^^^^^^^^^^^
#    did you mean weight_bytes (choice precision, line 15)?

"""Weights in memory."""

quantities:
    M_weights  [GB]     "Weights on one GPU"
    P          [param]  "Parameters"

choice precision = mixed "Bytes of one weight":
    | precision | weight_bytes [byte/param] |
    | fp32      | 4                         |
    | mixed     | 2                         |

equations:
    M_weights = weight_byte * P
