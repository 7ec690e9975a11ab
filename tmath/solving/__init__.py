"""A System, any unknown."""
