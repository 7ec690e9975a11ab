"""Wires."""

quantities:
    length  [m]  "Length"
    width   [m]  "Width"

equations:
    length = widht
