"""Wires."""

use metals
