"""Wires."""

quantities:
    l  [m]  "Length"
    w  [m]  "Width"

equations:
    l = 2 * w
