"""Wires."""

quantities:
    length, l  [m]  "Length"
