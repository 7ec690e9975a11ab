# expect: ParseError
#
# use_with_ending.eq:11:11: no name of a file
#    11 | use memory.eq
#       |           ^
#    found     '.'
#    expected  names of equation files without folder and ending, as in use memory, cost

"""One."""

use memory.eq
