"""One equation, any unknown; knows no System."""
