# expect: ParseError
#
# unknown_section.eq:16:1: unknown section 'equation'
#    16 | equation:
#       | ^^^^^^^^
#    expected  sources, units, quantities, equations, assumptions, fallbacks, constraints
#    did you mean equations:?

"""Ohm's law."""

quantities:
    U  [V]    "Voltage"
    I  [A]    "Current"
    R  [ohm]  "Resistance"

equation:
    U = R * I
