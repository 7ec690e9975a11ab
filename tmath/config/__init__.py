"""Configurations of Hugging Face models, read as givens."""
