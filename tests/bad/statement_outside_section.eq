# expect: ParseError
#
# statement_outside_section.eq:10:1: a statement outside of any section
#    10 | U = R * I
#       | ^^^^^^^^^
#    expected  a section before it: sources:, units:, quantities:, equations:, assumptions:, fallbacks:, constraints:

"""Ohm's law."""

U = R * I
