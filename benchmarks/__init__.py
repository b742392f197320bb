"""Measurements: each script writes its table to docs/, with the machine named in words."""
