"""Realistic shops out of nothing: `make_shop` for the demo, tests and benchmarks."""

from sprue.sample.making import NOW, make_shop

__all__ = ["NOW", "make_shop"]
