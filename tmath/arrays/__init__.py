"""A Program over arrays."""
