"""Metals."""

use use_in_a_circle
