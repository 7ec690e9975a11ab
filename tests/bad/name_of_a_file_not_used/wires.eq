"""Wires."""

quantities:
    length  [m]  "Length"
