"""Figures that the tests do not hold: how much is recovered, how often in closed form, and how fast."""
