"""Wires."""

quantities:
    l  [m]  "Length"
