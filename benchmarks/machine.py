"""The machine that measured, in the words of the package: one place for them."""

from sprue.bench.machine import words

__all__ = ["words"]
