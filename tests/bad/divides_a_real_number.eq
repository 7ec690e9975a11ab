# expect: DimensionError
#
# divides_a_real_number.eq:19:11: divides stands between integers
#    19 |     even: stages divides layers "A stage would hold a part of a layer"
#       |           ^^^^^^
#    fix: flag stages as integer where it is declared

"""Layers over stages."""

quantities:
    layers  [1, integer]  "Layers"
    stages  [1]           "Stages"
    each    [1]           "Layers of one stage"

equations:
    layers = each * stages

constraints:
    even: stages divides layers "A stage would hold a part of a layer"
