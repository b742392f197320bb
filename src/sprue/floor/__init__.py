"""The live shop: what may happen next, and what can be read from what has happened."""
