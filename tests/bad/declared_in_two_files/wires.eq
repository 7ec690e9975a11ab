"""Wires."""

quantities:
    R  [ohm]  "Resistance"
    l  [m]    "Length"
