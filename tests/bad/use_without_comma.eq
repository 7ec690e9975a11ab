# expect: ParseError
#
# use_without_comma.eq:10:5: no comma between 'memory' and 'cost'
#    10 | use memory cost
#       |     ^^^^^^^^^^^
#    fix: write memory, cost

"""Two at once."""

use memory cost
