"""Text to a linked System."""
