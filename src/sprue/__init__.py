"""Sprue runs a mold, tool and die shop live."""

__version__ = "0.1.0"
